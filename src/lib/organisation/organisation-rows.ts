// The shape of what the database answers about lists of organisations, checked before anything believes it, and how it
// becomes the domain's own types.
import { CellTuple } from '#lib/geo/cells.ts';
import * as v from 'valibot';
import { hasHit, snippet } from '#lib/filter/marks.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { EventDate } from '#lib/event/event.ts';
import type { OrganisationListing, OrganisationSummary } from './organisation.ts';
import type { PartlyLocalised } from '#lib/i18n/localised.ts';

const text = v.nullable(v.string());

export const EventDateRow = v.object({
	slug: v.string(),
	title_lv: text,
	title_en: text,
	starts_at: v.string(),
	ends_at: v.string(),
	all_day: v.boolean(),
	date_precision: v.picklist(['minute', 'day', 'month', 'year']),
	is_example: v.boolean()
});

export const OrganisationRow = v.object({
	id: v.string(),
	slug: v.string(),
	kind: v.string(),
	name_lv: v.string(),
	name_en: text,
	abbreviation: text,
	summary_lv: text,
	summary_en: text,
	street: text,
	place_lv: text,
	place_en: text,
	municipality_lv: text,
	region_id: text,
	latitude: v.nullable(v.number()),
	longitude: v.nullable(v.number()),
	approximate: v.boolean(),
	confirmed_on: text,
	is_example: v.boolean(),
	metres: v.nullable(v.number()),
	next_event: v.nullable(EventDateRow)
});

/** Four decimals are about ten metres, a pixel at the closest zoom; more would only cost every visitor bytes. */
const degrees = v.pipe(
	v.number(),
	v.transform((value) => Math.round(value * 1e4) / 1e4)
);

const PointTuple = v.tuple([v.string(), v.string(), v.string(), degrees, degrees, v.boolean()]);

export const PointRows = v.array(PointTuple);

export const CellRows = v.array(v.union([PointTuple, CellTuple]));

export function listingFrom(row: v.InferOutput<typeof OrganisationRow>): OrganisationListing {
	return {
		slug: row.slug,
		kind: row.kind,
		name: withLv(row.name_lv, row.name_en),
		abbreviation: row.abbreviation,
		place: row.place_lv === null ? null : withLv(row.place_lv, row.place_en),
		municipality: row.municipality_lv,
		regionId: row.region_id,
		pin:
			row.latitude === null || row.longitude === null
				? null
				: { lat: row.latitude, lng: row.longitude, approximate: row.approximate },
		confirmedOn: row.confirmed_on,
		isExample: row.is_example,
		metres: row.metres,
		nextEvent: row.next_event && eventDateFrom(row.next_event)
	};
}

/** The part of its summary that matches, unless its name or its place does. */
export function matchOf(
	row: v.InferOutput<typeof OrganisationRow>,
	forms: ReadonlySet<string>,
	locale: Locale
): Pick<OrganisationListing, 'match'> {
	const shown = locale === 'en' ? (row.name_en ?? row.name_lv) : row.name_lv;
	if (hasHit(`${shown} ${row.place_lv ?? ''}`, forms)) return {};
	const texts = [
		{ text: row.summary_lv, lang: 'lv' },
		{ text: row.summary_en, lang: 'en' }
	] as const;
	// In the page's language first.
	for (const { text, lang } of texts.toSorted(
		(a, b) => +(b.lang === locale) - +(a.lang === locale)
	)) {
		const cut = text && snippet(text, forms);
		if (cut) return { match: { text: cut, lang: lang === locale ? undefined : lang } };
	}
	return {};
}

export function summaryFrom(row: v.InferOutput<typeof OrganisationRow>): OrganisationSummary {
	return {
		...listingFrom(row),
		id: row.id,
		street: row.street,
		summary: inBoth(row.summary_lv, row.summary_en)
	};
}

export function eventDateFrom(row: v.InferOutput<typeof EventDateRow>): EventDate {
	return {
		slug: row.slug,
		title: inBoth(row.title_lv, row.title_en),
		startsAt: instant(row.starts_at),
		endsAt: instant(row.ends_at),
		allDay: row.all_day,
		precision: row.date_precision,
		isExample: row.is_example
	};
}

/** PostgreSQL writes the session's offset; the domain has UTC only, so that two equal instants are equal texts. */
function instant(text: string): string {
	return new Date(text).toISOString();
}

function inBoth(lv: string | null, en: string | null): PartlyLocalised {
	return { ...(lv !== null && { lv }), ...(en !== null && { en }) };
}

function withLv(lv: string, en: string | null): PartlyLocalised & { lv: string } {
	return { lv, ...(en !== null && { en }) };
}
