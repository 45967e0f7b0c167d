// Fetches pins for the live map.
import { ask } from '#lib/http/ask.ts';
import type { Subject } from '#lib/filter/filter.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { pinsFrom, type Pins } from './pins.ts';

/**
 * The pins behind an address made by `pointsHref`, ready to draw.
 * @throws when the server does not answer with them, or `signal` is aborted
 */
export async function fetchPins(
	address: string,
	subject: Subject,
	locale: Locale,
	signal?: AbortSignal
): Promise<Pins> {
	const response = await ask(address, signal);
	if (!response.ok) throw new Error(`${address} was answered ${response.status}`);
	return pinsFrom(await response.json(), subject, locale);
}
