// Fetches the pins of a filter for the live map.
import type { Subject } from '$lib/filter/filter';
import type { MapPoint } from '$lib/map/points';
import type { Locale } from '$lib/page/paths';
import { eventMapPoints, organisationMapPoints } from './points';

/**
 * All pins behind an address made by `pointsHref`, ready to draw.
 * @throws when the server does not answer with them, or `signal` is aborted
 */
export async function fetchPoints(
	address: string,
	subject: Subject,
	locale: Locale,
	signal: AbortSignal
): Promise<MapPoint[]> {
	const response = await fetch(address, { signal });
	if (!response.ok) throw new Error(`${address} was answered ${response.status}`);
	const rows = await response.json();
	return subject === 'events' ? eventMapPoints(rows, locale) : organisationMapPoints(rows, locale);
}
