// Where an organisation is, in the few words a list has room for.
import { wordsIn } from '#lib/i18n/localised.ts';
import { addressParts } from '#lib/geo/address.ts';
import { distanceWords } from '#lib/geo/distance.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/i18n/languages.ts';
import type { OrganisationListing } from './organisation.ts';

/**
 * "Saldus, Saldus novads · 12 km"; the region when nothing nearer is known, and plainly that
 * nothing is known when that is the case.
 * @param regionName short name of a region in this language
 */
export function placeWords(
	organisation: OrganisationListing,
	locale: Locale,
	regionName: (id: string) => string | null
): string {
	const address = addressParts({
		street: null,
		place: organisation.place && wordsIn(organisation.place, locale),
		municipality: organisation.municipality && wordsIn(organisation.municipality, locale),
		postcode: null
	}).join(', ');
	const region = organisation.regionId === null ? null : regionName(organisation.regionId);
	const parts = [address || region || m.filter_place_unknown()];
	if (organisation.metres !== null) parts.push(distanceWords(organisation.metres, locale));
	return parts.join(' · ');
}
