// Every control of the parts of an event that are its own (when it is, where, who holds it, what it
// costs, papers, a picture), and what can be wrong with one of them alone; its messages are words
// of the page's language. The plain fields are in the table (fields.ts). For the server: phones and
// rules are read with large libraries.
//
// An event is either dated to the minute, or its day, month or year is known and it fills whole
// days (event-time.ts).
import { uuidFrom } from '#lib/formats/uuid.ts';
import * as v from 'valibot';
import { network } from '#network';
import { m } from '#lib/paraglide/messages.js';
import { formedText, readText, text, texts } from '#lib/form/form.ts';
import { inLanguages, postcode, webAddress, whole } from '#lib/listing/fields/reading.server.ts';
import { pinEntries } from '#lib/listing/pin/pin.ts';
import { eventStates } from '#lib/event/event.ts';
import { maxDates } from '#lib/event/recurrence/recurrence.ts';
import { weekdays } from '#lib/event/recurrence/weekdays.ts';
import { repetitions } from './recurrence-choices.ts';
import { isKnownZone } from '#lib/time/zones.ts';
import { dayFrom, timeFrom } from '#lib/time/written-dates.ts';

/** How exactly the date is known. */
const exactnesses = ['time', 'day', 'month', 'year'] as const;
/** States of a new event; the first is taken when nothing is said. */
const plannedStates = ['confirmed', 'planned'] as const;
const costs = ['unknown', 'free', 'paid'] as const;
const seriesEnds = ['never', 'count', 'until'] as const;

/** One of several; what was not sent is the first. */
const oneOf = <const T extends readonly string[]>(options: T) =>
	v.pipe(
		text(100),
		v.transform((value) => value ?? options[0]),
		v.picklist(options, () => m.edit_problem_unreadable())
	);
const someOf = <const T extends readonly string[]>(options: T) =>
	v.pipe(
		texts(40, 60),
		v.transform((list) => options.filter((option): option is T[number] => list.includes(option)))
	);

const day = readText(dayFrom, m.edit_event_problem_day);
const time = readText(timeFrom, m.edit_event_problem_time);

const documentRow = v.object({
	...inLanguages('title', 200),
	url: webAddress
});

export const fields = v.object({
	exactness: oneOf(exactnesses),
	starts_day: v.pipe(day, v.string(m.edit_event_problem_no_day)),
	starts_time: time,
	/** Empty: the same day. */
	ends_day: day,
	ends_time: time,
	/** What the controls of the time held when the form was opened. */
	time_was: text(200),
	time_zone: v.pipe(
		text(60),
		v.transform((zone) => zone ?? network.timeZone),
		v.check(isZone, m.edit_event_problem_zone)
	),
	/** Whatever is not chosen in the form stays what it was. */
	status: v.pipe(
		text(20),
		v.transform((state) => state ?? plannedStates[0]),
		v.picklist(eventStates, () => m.edit_problem_unreadable())
	),

	...inLanguages('reason', 500),

	venue_organisation_id: readText(uuidFrom, m.edit_problem_unreadable),
	venue_name: text(200),
	street: text(200),
	postcode,
	...pinEntries,
	join_url: webAddress,
	/** Minutes before a date from which everybody sees the link; empty: never. */
	join_minutes: whole(0, 10_080, m.edit_event_problem_minutes),

	/** Ids of organisations, or names of who is not in the directory; the first one is asked. */
	organisers: texts(200, 50),

	repeats: oneOf(repetitions),
	interval: whole(1, 99, m.recurrence_problem_interval),
	weekdays: someOf(weekdays),
	ends: oneOf(seriesEnds),
	count: whole(1, maxDates, m.recurrence_problem_count),
	until: day,
	/** The rule as it was read. */
	rule: text(500),
	/** Days that the rule gives and that are left out. */
	left_out: v.pipe(
		texts(20, 400),
		v.transform((list) => list.map(dayFrom).filter((one) => one !== undefined))
	),

	cost: oneOf(costs),
	...inLanguages('price', 200),
	deadline_day: day,
	/** Empty: until the day ends. */
	deadline_time: time,
	documents: v.optional(v.pipe(v.array(documentRow), v.maxLength(50)), []),

	/** A picture that was uploaded. */
	picture_id: readText(uuidFrom, m.edit_problem_unreadable),
	/** Where a picture lies that came another way; kept until another one takes its place. */
	picture_path: formedText(
		300,
		/^(\/[A-Za-z0-9_-]+)+\.(avif|jpe?g|png|svg|webp)$/,
		m.edit_problem_unreadable
	),
	picture_width: whole(1, 20_000, m.edit_problem_unreadable),
	picture_height: whole(1, 20_000, m.edit_problem_unreadable),
	...inLanguages('picture_alt', 300),
	picture_credit: text(200)
});
export type Fields = v.InferOutput<typeof fields>;

/**
 * As the database has it: digits are in no name but these, and would make any word a zone of
 * PostgreSQL's.
 */
const zoneName =
	/^([A-Z][A-Za-z_-]*(\/[A-Z][A-Za-z_-]+)+|Etc\/GMT(\+([1-9]|1[0-2])|-([1-9]|1[0-4]))|UTC)$/;

/** Whether the form takes a zone; the database has the same rule and its own names. */
export function isZone(zone: string): boolean {
	// Names of the zone database alone: abbreviations have no summer time everywhere.
	return zoneName.test(zone) && isKnownZone(zone);
}
