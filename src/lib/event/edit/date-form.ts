// What is changed about one date of an event: cancelled, postponed, full, moved to another time or
// place, or as the event again. The form, and what internal.change_occurrence makes of it. For the
// server, like event-form.ts.
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { text } from '#lib/form/form.ts';
import { gathered } from '#lib/listing/fields/localised.ts';
import { inLanguages, postcode } from '#lib/listing/fields/reading.server.ts';
import { pinEntries, pinFrom, type OfferedPlace, type PinDocument } from '#lib/listing/pin/pin.ts';
import { addDays, daysBetween } from '#lib/time/days.ts';
import { localTime, shifted } from '#lib/time/local-time.ts';
import { dayFrom, localFrom, timeFrom } from '#lib/time/written-dates.ts';
import type { LocalDate } from '#lib/event/recurrence/recurrence.ts';
import { keptLastDay } from './kept-length.ts';

/** In the order they are offered. */
const dateChanges = ['normal', 'cancelled', 'postponed', 'moved', 'full'] as const;

/** A date as it stands, in local time. */
export interface DateBefore {
	starts: string;
	ends: string;
	/** It has a place of its own already. */
	elsewhere: boolean;
	/** The event lasts whole days: a calendar tells its dates without hours. */
	allDay: boolean;
	/** It has a time of its own already. */
	rescheduled: boolean;
}

/** The columns of the date that change; null takes a difference back. */
export type ChangeDocument = Record<string, unknown>;

const noPlace: ChangeDocument = {
	venue_name: null,
	street: null,
	postcode: null,
	place_id: null,
	municipality_id: null,
	region_id: null,
	location: null,
	approximate: true
};

const fields = v.object({
	original: v.pipe(
		v.string(() => m.edit_problem_unreadable()),
		v.check(isLocal, () => m.edit_problem_unreadable()),
		v.transform(localTime)
	),
	change: v.picklist(dateChanges, () => m.edit_event_problem_change()),
	...inLanguages('reason', 500),
	...inLanguages('title', 200),
	day: text(40),
	/** Empty: the same day, or as long as it lasted. */
	last_day: text(40),
	from: text(40),
	until: text(40),
	venue_name: text(200),
	street: text(200),
	postcode,
	...pinEntries
});
type Fields = v.InferOutput<typeof fields>;

function isLocal(value: string): boolean {
	try {
		return localTime(value) !== '';
	} catch {
		return false;
	}
}

/** What is wrong with a time, and at which control. */
interface WrongTime {
	field: 'day' | 'last_day' | 'from' | 'until';
	message: string;
}

/**
 * The time that was typed; null where it is what the date has. What is left empty or as it was
 * stays, and so does the length when the day moves.
 */
function timeOf(value: Fields, before: DateBefore): LocalDate | WrongTime | null {
	const shown = shownTime(before);
	const day = dayFrom(value.day ?? shown.day);
	if (day === undefined) return { field: 'day', message: m.edit_event_problem_day() };
	const typedLast = value.last_day === null ? '' : dayFrom(value.last_day);
	if (typedLast === undefined) return { field: 'last_day', message: m.edit_event_problem_day() };
	const last = keptLastDay(day, typedLast, { first: shown.day, last: shown.last_day });
	if (last < day) return { field: 'last_day', message: m.edit_event_problem_end_day() };
	if (before.allDay) {
		// An empty last day keeps the length, too: whoever means one day says so by typing it.
		const until = typedLast
			? last
			: addDays(day, daysBetween(shown.day, shown.last_day || shown.day));
		return changed({ starts: localFrom(day, '00:00'), ends: localFrom(until, '24:00') }, before);
	}
	const from = timeFrom(value.from ?? shown.from);
	const until = timeFrom(value.until ?? shown.until);
	if (from === undefined) return { field: 'from', message: m.edit_event_problem_time() };
	if (until === undefined) return { field: 'until', message: m.edit_event_problem_time() };
	const starts = localFrom(day, from);
	const untouched = from === shown.from && until === shown.until && !typedLast;
	if (untouched)
		return changed({ starts, ends: shifted(starts, before.starts, before.ends) }, before);
	let ends = localFrom(last, until === '00:00' && last === day ? '24:00' : until);
	// An evening that ends after midnight.
	if (ends <= starts && !typedLast && until < '06:00') ends = localFrom(addDays(day, 1), until);
	return ends <= starts
		? { field: 'until', message: m.edit_event_problem_end_same_day() }
		: changed({ starts, ends }, before);
}

/** Null where it is the time the date has. */
const changed = (time: LocalDate, before: DateBefore) =>
	time.starts === before.starts && time.ends === before.ends ? null : time;

/** What the controls of a date hold that is as it stands. */
export function shownTime({
	starts,
	ends,
	allDay
}: Pick<DateBefore, 'starts' | 'ends' | 'allDay'>) {
	const first = starts.slice(0, 10);
	const midnight = ends.slice(11, 16) === '00:00';
	const last = midnight ? addDays(ends.slice(0, 10), -1) : ends.slice(0, 10);
	return {
		day: first,
		last_day: last === first ? ('' as const) : last,
		from: allDay ? '' : starts.slice(11, 16),
		until: allDay ? '' : ends.slice(11, 16)
	};
}

/**
 * Place columns of a date that is held elsewhere, with a pin by the same rules as the event's; null
 * while none is given. In which municipality and region it lies follows from the pin.
 */
function placeOf(value: Fields, pin: PinDocument): ChangeDocument | null {
	const { venue_name, street, postcode } = value;
	const { place_id, latitude, longitude, approximate } = pin;
	if ([venue_name, street, postcode, place_id, latitude].every((one) => one === null)) return null;
	return {
		...noPlace,
		venue_name,
		street,
		postcode,
		place_id,
		location:
			latitude === null || longitude === null ? null : `SRID=4326;POINT(${longitude} ${latitude})`,
		approximate
	};
}

/**
 * The schema of a date's form.
 * @param before the date as it stands: what is left empty of a time stays
 * @param places towns that are known
 */
export function dateForm(before: DateBefore, places: readonly OfferedPlace[]) {
	return v.pipe(
		fields,
		v.rawTransform<Fields, { original: string; change: ChangeDocument }>(
			({ dataset, addIssue, NEVER }) => {
				const { value } = dataset;
				const { change } = value;
				const wrong = (field: keyof Fields, message: string) => {
					addIssue({ message, path: [pathItem(value, field)] });
					return NEVER;
				};
				const { reason, title } = gathered(value);
				if (change === 'normal')
					return {
						original: value.original,
						change: {
							...noPlace,
							title,
							status: null,
							reason: {},
							starts: null,
							ends: null
						}
					};
				const told = { status: change, reason, title };
				if (change !== 'moved') return { original: value.original, change: told };
				const time = timeOf(value, before);
				if (time && 'field' in time) return wrong(time.field, time.message);
				const pin = pinFrom(value, places);
				if (!pin.ok) {
					for (const { field, message } of pin.problems) wrong(field as keyof Fields, message);
					return NEVER;
				}
				const own = placeOf(value, pin.document);
				if (!time && !own && !before.rescheduled) return wrong('day', m.edit_event_problem_moved());
				// A place that was taken out of the form is none any more: the date is held where the event
				// is again.
				const place = own ?? (before.elsewhere ? noPlace : null);
				return { original: value.original, change: { ...told, ...place, ...time } };
			}
		)
	);
}

function pathItem(input: Fields, key: keyof Fields): v.ObjectPathItem {
	return { type: 'object', origin: 'value', input, key, value: input[key] };
}
