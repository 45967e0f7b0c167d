// The shape of what the database answers about one's listings, checked before anything believes it, and how it becomes the types
// of the desk.
import { inBoth } from '#lib/i18n/localised.ts';
import * as v from 'valibot';
import { phoneOf } from '#lib/formats/phone.server.ts';
import { acts } from '#lib/listing/history/act.ts';
import { eventWaits, organisationWaits, type Desk } from './desk.ts';
import {
	subjects,
	type Kept,
	type DeskEvent,
	type DeskOrganisation
} from '#lib/listing/desk-listing.ts';

const text = v.nullable(v.string());
const common = {
	id: v.string(),
	slug: v.string(),
	name_lv: text,
	name_en: text,
	version: v.number(),
	publication: v.picklist(['draft', 'published', 'archived', 'removed']),
	publish_at: text,
	is_example: v.boolean(),
	updated_at: v.string(),
	street: text,
	place_lv: text,
	place_en: text,
	topics: v.array(v.string())
};

const OrganisationRow = v.object({
	subject: v.literal('organisation'),
	...common,
	kind: v.string(),
	confirmed_on: text,
	phones: v.array(v.string()),
	email: text,
	opening_hours: text
});

const EventRow = v.object({
	subject: v.literal('event'),
	...common,
	status: v.picklist(['planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full']),
	attendance: v.string(),
	venue_name: text,
	phone: text,
	organiser_lv: text,
	organiser_en: text,
	series: v.boolean(),
	known_until: text,
	all_day: v.boolean(),
	date_precision: v.picklist(['minute', 'day', 'month', 'year']),
	time_zone: v.string(),
	starts_at: text,
	ends_at: text
});

const nameOrNull = (lv: string | null, en: string | null) =>
	lv === null && en === null ? null : inBoth(lv, en);

function keptFrom(
	row: v.InferOutput<typeof OrganisationRow> | v.InferOutput<typeof EventRow>
): Kept {
	return {
		id: row.id,
		slug: row.slug,
		name: inBoth(row.name_lv, row.name_en),
		version: row.version,
		state:
			row.publish_at !== null
				? 'scheduled'
				: row.publication === 'removed'
					? 'archived'
					: row.publication,
		publishAt: row.publish_at,
		isExample: row.is_example,
		updatedAt: row.updated_at,
		street: row.street,
		place: nameOrNull(row.place_lv, row.place_en),
		topics: row.topics
	};
}

export const organisationRow = v.pipe(
	OrganisationRow,
	v.transform((row): DeskOrganisation => ({
		...keptFrom(row),
		subject: 'organisation',
		kind: row.kind,
		confirmedOn: row.confirmed_on,
		phones: row.phones.map(phoneOf),
		email: row.email,
		openingHours: row.opening_hours
	}))
);

export const eventRow = v.pipe(
	EventRow,
	v.transform((row): DeskEvent => ({
		...keptFrom(row),
		subject: 'event',
		status: row.status,
		online: row.attendance === 'online',
		venue: row.venue_name,
		phone: row.phone === null ? null : phoneOf(row.phone),
		organiser: nameOrNull(row.organiser_lv, row.organiser_en),
		series: row.series,
		knownUntil: row.known_until,
		date:
			row.starts_at === null || row.ends_at === null
				? null
				: {
						startsAt: row.starts_at,
						endsAt: row.ends_at,
						allDay: row.all_day,
						precision: row.date_precision,
						timeZone: row.time_zone
					}
	}))
);

export const listOf = <S extends v.GenericSchema>(row: S) =>
	v.object({ total: v.number(), items: v.array(row) });

const named = { subject: v.picklist(subjects), id: v.string(), name_lv: text, name_en: text };

const Answer = v.object({
	waits: v.record(v.string(), v.unknown()),
	conflicts: v.array(v.object({ ...named, kept_at: v.string() })),
	changes: v.array(
		v.object({
			...named,
			version: v.number(),
			at: v.string(),
			by: text,
			action: v.picklist(acts),
			fields: v.array(v.string()),
			restored: v.nullable(v.number()),
			listings: v.number()
		})
	),
	kept: v.array(organisationRow),
	organisations: listOf(organisationRow),
	events: listOf(eventRow)
});

/** @throws when the database answers in another form */
export function deskFrom(data: unknown): Desk {
	const answer = v.parse(Answer, data);
	return {
		organisationWaits: organisationWaits.flatMap((what) => {
			const list = answer.waits[`organisation-${what}`];
			return list ? [{ what, list: v.parse(listOf(organisationRow), list) }] : [];
		}),
		eventWaits: eventWaits.flatMap((what) => {
			const list = answer.waits[`event-${what}`];
			return list ? [{ what, list: v.parse(listOf(eventRow), list) }] : [];
		}),
		conflicts: answer.conflicts.map(({ name_lv, name_en, kept_at, ...rest }) => ({
			...rest,
			name: inBoth(name_lv, name_en),
			keptAt: kept_at
		})),
		changes: answer.changes.map(({ name_lv, name_en, action, ...rest }) => ({
			...rest,
			name: inBoth(name_lv, name_en),
			act: action
		})),
		kept: answer.kept,
		organisations: answer.organisations,
		events: answer.events
	};
}
