// What is changed about one date of an event: cancelled, postponed, full, moved to another time or place, or as the event again. The
// form, and what internal.change_occurrence makes of it. For the server, like event-form.ts.
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { text } from '#lib/form/form.ts';
import { gathered } from '#lib/listing/fields/localised.ts';
import { inLanguages, postcode } from '#lib/listing/fields/reading.server.ts';
import { pinEntries, pinFrom, type OfferedPlace, type PinDocument } from '#lib/listing/pin/pin.ts';
import { localTime } from '#lib/time/local-time.ts';
import { dayFrom, localFrom, timeFrom } from '#lib/time/written-dates.ts';

/** In the order they are offered. */
const dateChanges = ['normal', 'cancelled', 'postponed', 'moved', 'full'] as const;

/** A date as it stands, in local time. */
export interface DateBefore {
	starts: string;
	ends: string;
	/** It has a place of its own already. */
	elsewhere: boolean;
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

/** The new time; null while none is given; undefined when it cannot be read. */
function timeOf(value: Fields, before: DateBefore) {
	if (value.day === null && value.from === null && value.until === null) return null;
	const day = value.day === null ? before.starts.slice(0, 10) : dayFrom(value.day);
	const from = value.from === null ? before.starts.slice(11, 16) : timeFrom(value.from);
	const until = value.until === null ? before.ends.slice(11, 16) : timeFrom(value.until);
	return { day, from, until };
}

/**
 * Place columns of a date that is held elsewhere, with a pin by the same rules as the event's; null while none is given. In which
 * municipality and region it lies follows from the pin.
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
				if (time && time.day === undefined) return wrong('day', m.edit_event_problem_day());
				if (time && time.from === undefined) return wrong('from', m.edit_event_problem_time());
				if (time && time.until === undefined) return wrong('until', m.edit_event_problem_time());
				const pin = pinFrom(value, places);
				if (!pin.ok) {
					for (const { field, message } of pin.problems) wrong(field as keyof Fields, message);
					return NEVER;
				}
				const own = placeOf(value, pin.document);
				if (!time && !own) return wrong('day', m.edit_event_problem_moved());
				// A place that was taken out of the form is none any more: the date is held where the event is again.
				const place = own ?? (before.elsewhere ? noPlace : null);
				if (!time?.day || !time.from || !time.until)
					return { original: value.original, change: { ...told, ...place } };
				const starts = localFrom(time.day, time.from);
				const ends = localFrom(time.day, time.until === '00:00' ? '24:00' : time.until);
				if (ends <= starts) return wrong('until', m.edit_event_problem_end_same_day());
				return { original: value.original, change: { ...told, ...place, starts, ends } };
			}
		)
	);
}

function pathItem(input: Fields, key: keyof Fields): v.ObjectPathItem {
	return { type: 'object', origin: 'value', input, key, value: input[key] };
}
