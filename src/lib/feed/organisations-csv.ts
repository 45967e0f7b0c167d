// Organisations as a table: the headings and the words in the language that is being spoken.
import { textIn } from '#lib/i18n/localised.ts';
import { accessibilityName } from '#lib/event/words.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Cell } from '#lib/formats/csv.ts';
import { labelled } from './event-words.ts';
import type { FeedOrganisation } from './feed-organisation.ts';
import { hoursText } from './hours-text.server.ts';
import { kindName } from './kind-name.ts';

interface Row {
	organisation: FeedOrganisation;
	locale: Locale;
	origin: string;
	/** A text in the language, or in the other one. */
	words(text: Parameters<typeof textIn>[0]): string | null;
}

/**
 * `tel:+37163027549` (RFC 3966): a cell that begins with a plus is a formula to a spreadsheet, and
 * a number to nobody.
 */
const telephone = (e164: string) => `tel:${e164}`;

const columns: [heading: () => string, cell: (row: Row) => Cell][] = [
	[
		() => m.feed_column_name(),
		({ organisation, words }) => labelled(words(organisation.name) ?? '', organisation.isExample)
	],
	[() => m.feed_column_abbreviation(), ({ organisation }) => organisation.abbreviation],
	[() => m.feed_column_former_names(), ({ organisation }) => organisation.formerNames],
	[() => m.feed_column_kind(), ({ organisation, locale }) => kindName(organisation.kind, locale)],
	[
		() => m.feed_column_registration_number(),
		({ organisation }) => organisation.registrationNumber
	],
	[() => m.feed_column_summary(), ({ organisation, words }) => words(organisation.summary)],
	[
		() => m.feed_column_topics(),
		({ organisation, words }) => organisation.topics.map(({ name }) => words(name) ?? '')
	],
	[() => m.feed_column_street(), ({ organisation }) => organisation.street],
	[() => m.feed_column_postcode(), ({ organisation }) => organisation.postcode],
	[() => m.feed_column_place(), ({ organisation, words }) => words(organisation.place ?? {})],
	[
		() => m.feed_column_municipality(),
		({ organisation, words }) => words(organisation.municipality ?? {})
	],
	[
		() => m.feed_column_region(),
		({ organisation, words }) => words(organisation.region?.name ?? {})
	],
	[() => m.feed_column_latitude(), ({ organisation }) => organisation.pin?.lat ?? null],
	[() => m.feed_column_longitude(), ({ organisation }) => organisation.pin?.lng ?? null],
	[() => m.feed_column_approximate(), ({ organisation }) => organisation.pin?.approximate ?? null],
	[
		() => m.feed_column_metres(),
		({ organisation: { metres } }) => (metres === null ? null : Math.round(metres))
	],
	[() => m.feed_column_phones(), ({ organisation }) => organisation.phones.map(telephone)],
	[() => m.feed_column_email(), ({ organisation }) => organisation.email],
	[() => m.feed_column_website(), ({ organisation }) => organisation.website],
	[() => m.feed_column_social(), ({ organisation }) => organisation.socialLinks],
	[() => m.feed_column_languages(), ({ organisation }) => organisation.languages],
	[() => m.feed_column_hours(), ({ organisation, locale }) => hoursText(organisation, locale)],
	[() => m.feed_column_hours_osm(), ({ organisation }) => organisation.openingHours],
	[
		() => m.feed_column_access(),
		({ organisation }) => organisation.accessibility.map(accessibilityName)
	],
	[
		() => m.feed_column_access_note(),
		({ organisation, words }) => words(organisation.accessibilityNote)
	],
	[() => m.feed_column_confirmed(), ({ organisation }) => organisation.confirmedOn],
	[() => m.feed_column_example(), ({ organisation }) => organisation.isExample],
	[() => m.feed_column_changed(), ({ organisation }) => organisation.updatedAt],
	[
		() => m.feed_column_page(),
		({ organisation, locale, origin }) =>
			origin + pathOf('/organisation/:slug', locale, organisation.slug)
	],
	[() => m.feed_column_id(), ({ organisation }) => organisation.id]
];

export const organisationHeadings = (): string[] => columns.map(([heading]) => heading());

export function organisationCells(
	organisation: FeedOrganisation,
	{ locale, origin }: { locale: Locale; origin: string }
): Cell[] {
	const words: Row['words'] = (text) => textIn(text, locale)?.text ?? null;
	return columns.map(([, cell]) => cell({ organisation, locale, origin, words }));
}
