// Opening hours in one line of words, for the feeds of organisations. Server only: the library that
// reads them is large.
import type { Locale } from '#lib/i18n/languages.ts';
import { hoursLines } from '#lib/organisation/hours-words.ts';
import { tellOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import type { FeedOrganisation } from './feed-organisation.ts';

/**
 * "Monday–Friday: 09:00–17:00; Saturday–Sunday: closed"; what cannot be told so, as it was written;
 * null when nothing is known.
 */
export const hoursText = (
	{ openingHours }: Pick<FeedOrganisation, 'openingHours'>,
	locale: Locale
): string | null =>
	openingHours === null ? null : hoursLines(tellOpeningHours(openingHours), locale).join('; ');
