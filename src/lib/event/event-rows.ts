// The shape of what the database answers about events, checked before anything believes it, and turned into the domain's
// types. A row that does not fit is a fault of ours and stops the page rather than showing half a truth.
import * as v from 'valibot';
import type { PartlyLocalised, Pin } from '../organisation/organisation.ts';
import {
	attendances,
	eventKinds,
	eventStates,
	type EventDetail,
	type EventPoint,
	type EventSummary,
	type NamedRecord,
	type Organiser
} from './event.ts';

const Text = v.nullable(v.string());
const Instant = v.pipe(v.string(), v.isoTimestamp());
const Precision = v.picklist(['minute', 'day', 'month', 'year']);
const Named = v.object({ id: v.string(), name_lv: v.string(), name_en: v.optional(Text) });
const Organisers = v.array(
	v.object({ slug: Text, kind: Text, name_lv: v.string(), name_en: Text })
);

const EventRow = v.object({
	occurrence_id: v.string(),
	slug: v.string(),
	kind: v.picklist(eventKinds),
	title_lv: Text,
	title_en: Text,
	summary_lv: Text,
	summary_en: Text,
	starts_at: Instant,
	ends_at: Instant,
	all_day: v.boolean(),
	date_precision: Precision,
	time_zone: v.string(),
	status: v.picklist(eventStates),
	attendance: v.picklist(attendances),
	venue_name: Text,
	place_lv: Text,
	place_en: Text,
	region_id: Text,
	latitude: v.nullable(v.number()),
	longitude: v.nullable(v.number()),
	approximate: v.boolean(),
	free: v.nullable(v.boolean()),
	is_example: v.boolean(),
	in_series: v.boolean(),
	registration_deadline: v.nullable(Instant),
	metres: v.nullable(v.number()),
	organisers: Organisers,
	total: v.number()
});

const DetailRow = v.object({
	slug: v.string(),
	kind: v.picklist(eventKinds),
	title_lv: Text,
	title_en: Text,
	summary_lv: Text,
	summary_en: Text,
	description_lv: Text,
	description_en: Text,
	attendance: v.picklist(attendances),
	venue_name: Text,
	street: Text,
	postcode: Text,
	place: v.nullable(Named),
	municipality: v.nullable(Named),
	region: v.nullable(Named),
	latitude: v.nullable(v.number()),
	longitude: v.nullable(v.number()),
	approximate: v.boolean(),
	languages: v.array(v.string()),
	free: v.nullable(v.boolean()),
	price_lv: Text,
	price_en: Text,
	registration_url: Text,
	registration_email: Text,
	registration_phone: Text,
	registration_deadline: v.nullable(Instant),
	status: v.picklist(eventStates),
	status_reason_lv: Text,
	status_reason_en: Text,
	time_zone: v.string(),
	all_day: v.boolean(),
	date_precision: Precision,
	recurrence: Text,
	is_example: v.boolean(),
	updated_at: Instant,
	topics: v.array(Named),
	organisers: Organisers,
	sources: v.array(v.object({ source: v.string(), certainty: v.picklist(['read', 'inferred']) })),
	occurrences: v.pipe(
		v.array(
			v.object({
				id: v.string(),
				starts_at: Instant,
				ends_at: Instant,
				status: v.picklist(eventStates)
			})
		),
		v.minLength(1)
	),
	occurrence_count: v.number()
});

const PointRow = v.tuple([
	v.string(),
	v.picklist(eventKinds),
	v.string(),
	v.number(),
	v.number(),
	v.boolean(),
	Instant,
	Instant,
	v.boolean(),
	Precision,
	v.boolean()
]);

const localised = (lv: string | null, en: string | null | undefined): PartlyLocalised => ({
	lv: lv ?? undefined,
	en: en ?? undefined
});

const named = (row: v.InferOutput<typeof Named>): NamedRecord => ({
	id: row.id,
	name: { lv: row.name_lv, en: row.name_en ?? undefined }
});

const pinOf = (row: {
	latitude: number | null;
	longitude: number | null;
	approximate: boolean;
}): Pin | null =>
	row.latitude === null || row.longitude === null
		? null
		: { lat: row.latitude, lng: row.longitude, approximate: row.approximate };

const organisersOf = (rows: v.InferOutput<typeof Organisers>): Organiser[] =>
	rows.map(({ slug, kind, name_lv, name_en }) => ({
		slug,
		kind,
		name: { lv: name_lv, en: name_en ?? undefined }
	}));

/**
 * Rows of `find_events` as summaries, and how many there are on all pages (0 when this page is empty).
 * @throws ValiError when a row does not have the agreed shape
 */
export function summariesFrom(rows: unknown): { items: EventSummary[]; total: number } {
	const known = v.parse(v.array(EventRow), rows);
	const items = known.map((row) => ({
		occurrenceId: row.occurrence_id,
		slug: row.slug,
		kind: row.kind,
		title: localised(row.title_lv, row.title_en),
		summary: localised(row.summary_lv, row.summary_en),
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		allDay: row.all_day,
		precision: row.date_precision,
		timeZone: row.time_zone,
		state: row.status,
		attendance: row.attendance,
		venue: row.venue_name,
		place: row.place_lv === null ? null : { lv: row.place_lv, en: row.place_en ?? undefined },
		regionId: row.region_id,
		pin: pinOf(row),
		free: row.free,
		isExample: row.is_example,
		inSeries: row.in_series,
		registrationDeadline: row.registration_deadline,
		metres: row.metres,
		organisers: organisersOf(row.organisers)
	}));
	return { items, total: known[0]?.total ?? 0 };
}

/** The answer of `event_points`. @throws ValiError */
export function pointsFrom(rows: unknown): EventPoint[] {
	return v.parse(v.array(PointRow), rows);
}

/** The answer of `event_detail`; null when there is no such published event. @throws ValiError */
export function detailFrom(answer: unknown): EventDetail | null {
	if (answer === null) return null;
	const row = v.parse(DetailRow, answer);
	return {
		slug: row.slug,
		kind: row.kind,
		title: localised(row.title_lv, row.title_en),
		summary: localised(row.summary_lv, row.summary_en),
		description: localised(row.description_lv, row.description_en),
		attendance: row.attendance,
		venue: row.venue_name,
		street: row.street,
		postcode: row.postcode,
		place: row.place && named(row.place),
		municipality: row.municipality && named(row.municipality),
		region: row.region && named(row.region),
		pin: pinOf(row),
		languages: row.languages,
		free: row.free,
		price: localised(row.price_lv, row.price_en),
		registration: {
			url: row.registration_url,
			email: row.registration_email,
			phone: row.registration_phone,
			deadline: row.registration_deadline
		},
		state: row.status,
		stateReason: localised(row.status_reason_lv, row.status_reason_en),
		timeZone: row.time_zone,
		allDay: row.all_day,
		precision: row.date_precision,
		recurrence: row.recurrence,
		isExample: row.is_example,
		updatedAt: row.updated_at,
		topics: row.topics.map(named),
		organisers: organisersOf(row.organisers),
		sources: row.sources,
		occurrences: row.occurrences.map(({ id, starts_at, ends_at, status }) => ({
			id,
			startsAt: starts_at,
			endsAt: ends_at,
			state: status
		})),
		occurrenceCount: row.occurrence_count
	};
}
