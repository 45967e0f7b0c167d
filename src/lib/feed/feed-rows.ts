// The shape of what the database answers to feeds, checked before anything believes it, and turned into the domain's types.
import * as v from 'valibot';
import { attendances, eventKinds, eventStates, type NamedRecord } from '#lib/event/event.ts';
import type { PartlyLocalised } from '#lib/i18n/localised.ts';
import type { Pin } from '#lib/geo/position.ts';
import type { DatedEvent, FeedDate, FeedEvent, Whereabouts } from './feed-event.ts';
import type { FeedOrganisation } from './feed-organisation.ts';

const Text = v.nullable(v.string());
const Texts = v.array(v.string());
const Named = v.object({ id: v.string(), name_lv: v.string(), name_en: v.string() });

const placed = {
	street: Text,
	postcode: Text,
	place_lv: Text,
	place_en: Text,
	municipality_lv: Text,
	region_id: Text,
	region_lv: Text,
	region_en: Text,
	latitude: v.nullable(v.number()),
	longitude: v.nullable(v.number()),
	approximate: v.boolean()
};

const EventFacts = v.object({
	...placed,
	id: v.string(),
	slug: v.string(),
	kind: v.picklist(eventKinds),
	title_lv: Text,
	title_en: Text,
	summary_lv: Text,
	summary_en: Text,
	attendance: v.picklist(attendances),
	venue_name: Text,
	languages: Texts,
	free: v.nullable(v.boolean()),
	price_lv: Text,
	price_en: Text,
	registration_url: Text,
	registration_email: Text,
	registration_phone: Text,
	registration_deadline: Text,
	status: v.picklist(eventStates),
	status_reason_lv: Text,
	status_reason_en: Text,
	time_zone: v.string(),
	starts_local: v.string(),
	ends_local: v.string(),
	all_day: v.boolean(),
	date_precision: v.picklist(['minute', 'day', 'month', 'year']),
	recurrence: Text,
	exceptions: Texts,
	known_until: Text,
	is_example: v.boolean(),
	version: v.number(),
	created_at: v.string(),
	updated_at: v.string(),
	topics: v.array(Named),
	organisers: v.array(v.object({ slug: Text, email: Text, name_lv: v.string(), name_en: Text })),
	sources: Texts
});

/** What one date has of its own. */
const Own = v.object({
	title_lv: Text,
	title_en: Text,
	reason_lv: Text,
	reason_en: Text,
	elsewhere: v.nullable(v.object({ ...placed, venue_name: Text }))
});

const DateRow = v.tuple([
	v.string(),
	v.string(),
	v.string(),
	v.string(),
	v.string(),
	v.string(),
	v.string(),
	v.string(),
	v.picklist(eventStates),
	v.nullable(v.number()),
	v.nullable(Own)
]);

const EventsAnswer = v.object({
	total: v.number(),
	events: v.array(EventFacts),
	dates: v.array(DateRow),
	rest: v.optional(Texts, [])
});

const OrganisationsAnswer = v.object({
	total: v.number(),
	organisations: v.array(
		v.object({
			...placed,
			id: v.string(),
			slug: v.string(),
			kind: v.string(),
			name_lv: v.string(),
			name_en: Text,
			abbreviation: Text,
			former_names: Texts,
			registration_number: Text,
			summary_lv: Text,
			summary_en: Text,
			topics: v.array(Named),
			metres: v.nullable(v.number()),
			phones: Texts,
			email: Text,
			website: Text,
			social_links: Texts,
			languages: Texts,
			opening_hours: Text,
			confirmed_on: Text,
			is_example: v.boolean(),
			updated_at: v.string(),
			sources: Texts
		})
	)
});

/** PostgreSQL writes the session's offset; the domain has UTC only, so that two equal instants are equal texts. */
const instant = (text: string) => new Date(text).toISOString();

const localised = (lv: string | null, en: string | null): PartlyLocalised => ({
	...(lv !== null && { lv }),
	...(en !== null && { en })
});

const named = (row: v.InferOutput<typeof Named>): NamedRecord => ({
	id: row.id,
	name: { lv: row.name_lv, en: row.name_en }
});

interface PlacedRow {
	street: string | null;
	postcode: string | null;
	municipality_lv: string | null;
	venue_name?: string | null;
	place_lv: string | null;
	place_en: string | null;
	region_id: string | null;
	region_lv: string | null;
	region_en: string | null;
	latitude: number | null;
	longitude: number | null;
	approximate: boolean;
}

function whereabouts(row: PlacedRow): Whereabouts {
	const { latitude: lat, longitude: lng, approximate } = row;
	const pin: Pin | null = lat === null || lng === null ? null : { lat, lng, approximate };
	const place =
		row.place_lv === null ? null : { lv: row.place_lv, ...localised(null, row.place_en) };
	const region =
		row.region_id === null || row.region_lv === null
			? null
			: { id: row.region_id, name: { lv: row.region_lv, ...localised(null, row.region_en) } };
	return {
		venue: row.venue_name ?? null,
		street: row.street,
		postcode: row.postcode,
		municipality: row.municipality_lv,
		pin,
		place,
		region
	};
}

function eventFrom(row: v.InferOutput<typeof EventFacts>): FeedEvent {
	return {
		...whereabouts(row),
		id: row.id,
		slug: row.slug,
		kind: row.kind,
		title: localised(row.title_lv, row.title_en),
		summary: localised(row.summary_lv, row.summary_en),
		attendance: row.attendance,
		languages: row.languages,
		free: row.free,
		price: localised(row.price_lv, row.price_en),
		registration: {
			url: row.registration_url,
			email: row.registration_email,
			phone: row.registration_phone,
			deadline: row.registration_deadline && instant(row.registration_deadline)
		},
		state: row.status,
		stateReason: localised(row.status_reason_lv, row.status_reason_en),
		timeZone: row.time_zone,
		starts: row.starts_local,
		ends: row.ends_local,
		allDay: row.all_day,
		precision: row.date_precision,
		recurrence: row.recurrence,
		exceptions: row.exceptions,
		knownUntil: row.known_until,
		isExample: row.is_example,
		version: row.version,
		createdAt: instant(row.created_at),
		updatedAt: instant(row.updated_at),
		topics: row.topics.map(named),
		organisers: row.organisers.map(({ slug, email, name_lv, name_en }) => ({
			slug,
			email,
			name: { lv: name_lv, ...localised(null, name_en) }
		})),
		sources: row.sources
	};
}

function dateFrom(row: v.InferOutput<typeof DateRow>): FeedDate {
	const [id, , startsAt, endsAt, originalStart, starts, ends, original, state, metres, own] = row;
	return {
		id,
		startsAt: instant(startsAt),
		endsAt: instant(endsAt),
		originalStart: instant(originalStart),
		starts,
		ends,
		original,
		state,
		title: localised(own?.title_lv ?? null, own?.title_en ?? null),
		reason: localised(own?.reason_lv ?? null, own?.reason_en ?? null),
		elsewhere: own?.elsewhere ? whereabouts(own.elsewhere) : null,
		metres
	};
}

export interface EventsAnswer {
	/** How many there are in all: dates of a list, events of a calendar. */
	total: number;
	/** Every date with its event, in the order of the answer. */
	dates: { event: FeedEvent; date: FeedDate }[];
	/** Ids of events that are still to be asked for. */
	rest: string[];
}

/** An answer about events. A date whose event is missing (it was withdrawn meanwhile) is left out. @throws ValiError */
export function eventsFrom(answer: unknown): EventsAnswer {
	const { total, events, dates, rest } = v.parse(EventsAnswer, answer);
	const known = new Map(events.map((row) => [row.id, eventFrom(row)]));
	return {
		total,
		rest,
		dates: dates.flatMap((row) => {
			const event = known.get(row[1]);
			return event ? [{ event, date: dateFrom(row) }] : [];
		})
	};
}

/** The dates of an answer gathered at their events, in the order in which the events come first. */
export function byEvent(dates: EventsAnswer['dates']): DatedEvent[] {
	const gathered = new Map<FeedEvent, DatedEvent>();
	for (const { event, date } of dates) {
		const known = gathered.get(event);
		if (known) known.dates.push(date);
		else gathered.set(event, { event, dates: [date] });
	}
	return [...gathered.values()];
}

/** An answer about organisations. @throws ValiError */
export function organisationsFrom(answer: unknown): { total: number; items: FeedOrganisation[] } {
	const { total, organisations } = v.parse(OrganisationsAnswer, answer);
	const items = organisations.map((row) => ({
		...whereabouts(row),
		id: row.id,
		slug: row.slug,
		kind: row.kind,
		name: { lv: row.name_lv, ...localised(null, row.name_en) },
		abbreviation: row.abbreviation,
		formerNames: row.former_names,
		registrationNumber: row.registration_number,
		summary: localised(row.summary_lv, row.summary_en),
		topics: row.topics.map(named),
		metres: row.metres,
		phones: row.phones,
		email: row.email,
		website: row.website,
		socialLinks: row.social_links,
		languages: row.languages,
		openingHours: row.opening_hours,
		confirmedOn: row.confirmed_on,
		isExample: row.is_example,
		updatedAt: instant(row.updated_at),
		sources: row.sources
	}));
	return { total, items };
}
