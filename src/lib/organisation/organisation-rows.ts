// The shape of what the database answers about lists of organisations, checked before anything
// believes it.
import * as v from 'valibot';
import { Instant, LocalisedText, PinValue, Text } from '#lib/backend/answer.ts';
import { EventDateRow } from '#lib/event/event-rows.ts';
import { hasHit, snippet } from '#lib/filter/marks.ts';
import { phoneOf } from '#lib/formats/phone.server.ts';
import { CellTuple } from '#lib/geo/cells.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { network } from '#network';
import type { OrganisationListing, OrganisationSummary } from './organisation.ts';

export const OrganisationRow: v.GenericSchema<unknown, OrganisationSummary> = v.object({
	id: v.string(),
	slug: v.string(),
	kind: v.string(),
	name: LocalisedText,
	abbreviation: Text,
	summary: LocalisedText,
	street: Text,
	place: v.nullable(LocalisedText),
	municipality: v.nullable(LocalisedText),
	regionId: Text,
	pin: PinValue,
	phone: v.nullable(v.pipe(v.string(), v.transform(phoneOf))),
	email: Text,
	website: Text,
	confirmedOn: Text,
	doubtfulSince: Text,
	correctedAt: v.nullable(Instant),
	isExample: v.boolean(),
	metres: v.nullable(v.number()),
	nextEvent: v.nullable(EventDateRow)
});

/**
 * Four decimals are about ten metres, a pixel at the closest zoom; more would only cost every
 * visitor bytes.
 */
const degrees = v.pipe(
	v.number(),
	v.transform((value) => Math.round(value * 1e4) / 1e4)
);

const point = [v.string(), v.string(), v.string(), degrees, degrees, v.boolean()] as const;

const PointTuple = v.union([v.strictTuple([...point]), v.strictTuple([...point, v.literal(true)])]);

export const PointRows = v.array(PointTuple);

export const CellRows = v.array(v.union([PointTuple, CellTuple]));

/** What a list shows of an organisation; the rest is left to its card and its page. */
export function listingOf(summary: OrganisationSummary): OrganisationListing {
	const listing: Partial<OrganisationSummary> & OrganisationListing = { ...summary };
	for (const way of ['phone', 'email', 'website'] as const)
		if (summary[way] === null) delete listing[way];
	delete listing.id;
	delete listing.street;
	delete listing.summary;
	return listing;
}

/** The part of its summary that matches, unless its name or its place does. */
export function matchOf(
	{ name, place, summary }: OrganisationSummary,
	forms: ReadonlySet<string>,
	locale: Locale
): Pick<OrganisationListing, 'match'> {
	if (hasHit(`${wordsIn(name, locale)} ${place ? wordsIn(place, locale) : ''}`, forms)) return {};
	// In the page's language first.
	for (const lang of [locale, ...network.languages.filter((other) => other !== locale)]) {
		const text = summary[lang];
		const cut = text && snippet(text, forms);
		if (cut) return { match: { text: cut, lang: lang === locale ? undefined : lang } };
	}
	return {};
}
