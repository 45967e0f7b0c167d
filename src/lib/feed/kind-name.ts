import { network } from '#network';
import type { Locale } from '#lib/i18n/languages.ts';

/**
 * What one organisation of a kind is called; its identifier when the configuration no longer knows
 * it.
 */
export function kindName(id: string, locale: Locale): string {
	return network.kinds.find((kind) => kind.id === id)?.name[locale] ?? id;
}
