// The shape of what the database answers about lists and maps of events, checked before anything believes it, and turned into the
// domain's types. A row that does not fit is a fault of ours and stops the page rather than showing half a truth. The page of one
// event has more: event-detail-rows.ts.
import * as v from 'valibot';
import type { PartlyLocalised } from '#lib/i18n/localised.ts';
import type { Pin } from '#lib/geo/position.ts';
import { CellTuple, type CellRow } from '#lib/geo/cells.ts';
import {
	attendances,
	eventKinds,
	eventStates,
	type EventPoint,
	type EventSummary,
	type NamedRecord,
	type Organiser
} from './event.ts';

export const Text = v.nullable(v.string());
export const Instant = v.pipe(v.string(), v.isoTimestamp());
export const Precision = v.picklist(['minute', 'day', 'month', 'year']);
export const Named = v.object({ id: v.string(), name_lv: v.string(), name_en: v.optional(Text) });
export const OrganiserRow = v.object({
	slug: Text,
	kind: Text,
	name_lv: v.string(),
	name_en: Text
});
export const Organisers = v.array(OrganiserRow);

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
	organisers: Organisers
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

export const localised = (lv: string | null, en: string | null | undefined): PartlyLocalised => ({
	lv: lv ?? undefined,
	en: en ?? undefined
});

export const named = (row: v.InferOutput<typeof Named>): NamedRecord => ({
	id: row.id,
	name: { lv: row.name_lv, en: row.name_en ?? undefined }
});

export const pinOf = (row: {
	latitude: number | null;
	longitude: number | null;
	approximate: boolean;
}): Pin | null =>
	row.latitude === null || row.longitude === null
		? null
		: { lat: row.latitude, lng: row.longitude, approximate: row.approximate };

export const organiserFrom = (row: v.InferOutput<typeof OrganiserRow>): Organiser => ({
	slug: row.slug,
	kind: row.kind,
	name: { lv: row.name_lv, en: row.name_en ?? undefined }
});

/**
 * Rows of `find_events` as summaries.
 * @throws ValiError when a row does not have the agreed shape
 */
export function summariesFrom(rows: unknown): EventSummary[] {
	return v.parse(v.array(EventRow), rows).map((row) => ({
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
		organisers: row.organisers.map(organiserFrom)
	}));
}

/** The answer of `event_cells`. @throws ValiError */
export function cellsFrom(rows: unknown): (EventPoint | CellRow)[] {
	return v.parse(v.array(v.union([PointRow, CellTuple])), rows);
}

/** The answer of `event_points`. @throws ValiError */
export function pointsFrom(rows: unknown): EventPoint[] {
	return v.parse(v.array(PointRow), rows);
}
