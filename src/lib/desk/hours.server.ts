// Opening hours in words for rows of the desk. Server only: the library that reads them is large.
import { hoursLines } from '#lib/organisation/hours-words.ts';
import { tellOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { DeskOrganisation } from '#lib/listing/desk-listing.ts';

/**
 * By the id of the organisation; one line for each sort of day. What cannot be read stands as it
 * was written.
 */
export function hoursInWords(
	organisations: readonly DeskOrganisation[],
	locale: Locale
): Record<string, string> {
	return Object.fromEntries(
		organisations.map(({ id, openingHours }) => [
			id,
			openingHours === null ? '' : hoursLines(tellOpeningHours(openingHours), locale).join('\n')
		])
	);
}
