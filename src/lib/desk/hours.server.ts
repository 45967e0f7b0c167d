// Opening hours in words for rows of the desk. Server only: the library that reads them is large.
import { daysWords, timesWords } from '#lib/organisation/hours-words.ts';
import { readOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { DeskOrganisation } from '#lib/listing/desk-listing.ts';

/** By the id of the organisation; one line for each sort of day. What cannot be read stands as it was written. */
export async function hoursInWords(
	organisations: readonly DeskOrganisation[],
	locale: Locale
): Promise<Record<string, string>> {
	const words = await Promise.all(
		organisations.map(async ({ id, openingHours }) => {
			if (openingHours === null) return [id, ''];
			const hours = await readOpeningHours(openingHours);
			if (!hours.readable) return [id, hours.raw];
			return [
				id,
				hours.groups
					.map((group) => `${daysWords(group, locale)}: ${timesWords(group, locale)}`)
					.join('\n')
			];
		})
	);
	return Object.fromEntries(words) as Record<string, string>;
}
