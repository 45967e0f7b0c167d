// An event as its form shows it: the document of the database turned into what somebody would have
// typed. The way back is event-form.ts; there and back again is the same document.
import { network } from '#network';
import type { Typed } from '#lib/form/form.ts';
import { typedFields } from '#lib/listing/fields/filling.server.ts';
import { typedLocalised } from '#lib/listing/fields/localised.ts';
import {
	isObject,
	rowsOf,
	textOf,
	textsOf,
	type ListingDocument
} from '#lib/listing/fields/values.ts';
import { addDays, type Day } from '#lib/time/days.ts';
import { localOf } from '#lib/time/local-time.ts';
import { eventTable } from './fields.ts';
import type { Fields } from './event-schema.ts';
import { printedTime } from './kept-length.ts';
import { choicesFrom } from './recurrence-choices.ts';

/** Minutes before a date from which its link is shown, where nobody has said. */
export const joinMinutes = '60';

/** Controls of the event's own parts that stand in the document as they are typed. */
const plain = ['venue_organisation_id', 'venue_name', 'street', 'postcode'];

/** What ends at midnight ends with the day before, as people say it. */
function lastDayOf(ends: string): Day {
	return ends.slice(11, 16) === '00:00' ? addDays(ends.slice(0, 10), -1) : ends.slice(0, 10);
}

function timeFields(listing: ListingDocument): Record<string, string> {
	const starts = textOf(listing.starts_local);
	const ends = textOf(listing.ends_local);
	const precision = textOf(listing.date_precision);
	const exactness =
		precision === 'month' || precision === 'year' ? precision : listing.all_day ? 'day' : 'time';
	const first = starts.slice(0, 10);
	const last = lastDayOf(ends);
	const timed = exactness === 'time';
	const controls = {
		exactness,
		starts_day: first,
		starts_time: timed ? starts.slice(11, 16) : '',
		ends_day: last === first || exactness === 'month' || exactness === 'year' ? '' : last,
		ends_time: timed ? ends.slice(11, 16).replace('00:00', '24:00') : '',
		time_zone: textOf(listing.time_zone) || network.timeZone
	};
	return { ...controls, time_was: timeWas((name) => controls[name]) };
}

/** Controls that `time_was` tells, in its order. */
const timed = [
	'starts_day',
	'starts_time',
	'ends_day',
	'ends_time',
	'time_zone',
	'exactness'
] as const;

/** What a form's controls of its time hold, as it carries that along. */
export const timeWas = (control: (name: (typeof timed)[number]) => string): string =>
	printedTime(timed.map(control));

/** The time that `time_was` tells; null: it has none, or none of a day. */
export function timeTold(printed: string): Pick<Fields, (typeof timed)[number]> | null {
	const told = printed.split('|');
	const [
		starts_day = '',
		starts_time = '',
		ends_day = '',
		ends_time = '',
		time_zone = '',
		exactness
	] = told;
	if (starts_day === '' || (exactness !== 'time' && exactness !== 'day')) return null;
	return {
		starts_day,
		starts_time: starts_time || null,
		ends_day: ends_day || null,
		ends_time: ends_time || null,
		time_zone,
		exactness
	};
}

function repeatFields(listing: ListingDocument): Typed {
	const rule = textOf(listing.recurrence);
	const choices = choicesFrom(rule || null, {
		startsLocal: textOf(listing.starts_local),
		timeZone: textOf(listing.time_zone) || network.timeZone,
		allDay: listing.all_day === true
	});
	const { end } = choices;
	return {
		repeats: [choices.repeats],
		interval: [String(choices.interval)],
		weekdays: choices.weekdays,
		ends: [end.kind],
		count: end.kind === 'count' ? [String(end.count)] : [],
		until: end.kind === 'until' ? [end.day] : [],
		rule: rule ? [rule] : [],
		// Only a rule that no choice says is offered as it is.
		rule_kept: choices.repeats === 'kept' ? ['yes'] : [],
		left_out: textsOf(listing.exceptions).map((time) => time.slice(0, 10))
	};
}

function deadlineFields(listing: ListingDocument): Typed {
	const deadline = textOf(listing.registration_deadline);
	if (!deadline) return {};
	const local = localOf(deadline, textOf(listing.time_zone) || network.timeZone);
	return {
		deadline_day: [lastDayOf(local)],
		deadline_time: local.slice(11, 16) === '00:00' ? [] : [local.slice(11, 16)]
	};
}

/** An uploaded picture is known by its id, any other by its path. */
function pictureFields(listing: ListingDocument): Record<string, string> {
	const path = textOf(listing.image_path);
	const id = /^\/pictures\/([0-9a-f-]{36})\.webp$/.exec(path)?.[1] ?? '';
	return {
		picture_id: id,
		picture_path: id === '' ? path : '',
		picture_width: textOf(listing.image_width),
		picture_height: textOf(listing.image_height),
		picture_credit: textOf(listing.image_credit)
	};
}

/**
 * The fields of the form for an event as it is kept; those of its town and pin are `typedPin`'s.
 */
export function typedOf(listing: ListingDocument): Typed {
	const link = isObject(listing.join_link) ? listing.join_link : {};
	const status = textOf(listing.status);
	const one = {
		...Object.fromEntries(plain.map((name) => [name, textOf(listing[name])])),
		...timeFields(listing),
		...pictureFields(listing),
		status,
		cost: listing.free === true ? 'free' : listing.free === false ? 'paid' : 'unknown',
		join_url: textOf(link.url),
		// A link that comes later is shown an hour before, unless somebody says otherwise.
		join_minutes: link.url === undefined ? joinMinutes : textOf(link.visible_minutes)
	};
	const documents = rowsOf(listing.documents).map((row, index) => ({
		...typedLocalised(`documents.${index}.title`, row.title),
		[`documents.${index}.url`]: [textOf(row.url)]
	}));
	return {
		...typedFields(eventTable, listing),
		...typedLocalised('price', listing.price),
		...typedLocalised('reason', listing.status_reason),
		...typedLocalised('picture_alt', listing.image_alt),
		...Object.fromEntries(
			Object.entries(one)
				.filter(([, value]) => value !== '')
				.map(([name, value]) => [name, [value]])
		),
		...repeatFields(listing),
		...deadlineFields(listing),
		organisers: rowsOf(listing.organisers).map(
			({ organisation_id, name }) => textOf(organisation_id) || textOf(name)
		),
		...Object.assign({}, ...documents)
	};
}
