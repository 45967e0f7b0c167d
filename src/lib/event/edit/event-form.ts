// Every field of an event as it is written (in the form, a line of an import, a JSON body), what can be wrong with it, and the
// document the database keeps of it. One schema; its messages are words of the page's language. For the server: dates are
// reckoned with Temporal, phones with the numbering plans.
//
// An event is either dated to the minute, or its day, month or year is known and it fills whole days. What is said about a series
// is in recurrence-choices.ts; here it becomes the rule, and the rule is tried out before anything is saved.
import { uuidFrom } from '../../page/uuid.ts';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import * as v from 'valibot';
import { network } from '../../../../network.config.ts';
import { m } from '../../paraglide/messages.js';
import { formedText, number, text, texts, type Problem } from '../../form/form.ts';
import { pictureAddress } from '../../coordinator/pictures/pictures.ts';
import { pinEntries } from '../../coordinator/pin/pin.ts';
import type { ListingDocument } from '../../coordinator/saving/save-answer.ts';
import { addDays, type Day } from '../../page/days.ts';
import { accessibilityWords, attendances, eventKinds, eventStates } from '../event.ts';
import { instantOf, localTime, monthsLater } from '../local-time.ts';
import { expand, mostDates, problemOf, type Series } from '../recurrence/recurrence.ts';
import { repetitions, ruleFrom } from './recurrence-choices.ts';

import { problemWords } from '../recurrence/recurrence-words.ts';
import { weekdays } from '../recurrence/weekdays.ts';
import { dayFrom, localFrom, timeFrom } from './written-dates.ts';

/** How exactly the date is known. */
const exactnesses = ['time', 'day', 'month', 'year'] as const;
/** States a new event can have; the others are told with a reason of their own. The first is taken when nothing is said. */
const plannedStates = ['confirmed', 'planned'] as const;
const costs = ['unknown', 'free', 'paid'] as const;
const seriesEnds = ['never', 'count', 'until'] as const;

/** A text read into something else; null when nothing was typed. */
const written = <T>(read: (text: string) => T | undefined, wrong: () => string, most = 200) =>
	v.pipe(
		text(most),
		v.rawTransform<string | null, T | null>(({ dataset, addIssue, NEVER }) => {
			if (dataset.value === null) return null;
			const value = read(dataset.value);
			if (value !== undefined) return value;
			addIssue({ message: wrong() });
			return NEVER;
		})
	);

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

const day = written(dayFrom, m.edit_event_problem_day);
const time = written(timeFrom, m.edit_event_problem_time);

/** Addresses are often typed without their beginning. */
const webAddress = written(
	(typed) => {
		const address = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
		return /^https?:\/\/[^\s<>"/]+\.[^\s<>"]+$/i.test(address) && URL.canParse(address)
			? address
			: undefined;
	},
	m.edit_event_problem_url,
	2000
);
const email = formedText(
	254,
	/^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:.]{2,}$/,
	m.edit_event_problem_email
);
/** E.164. A number without its country is taken for one of the network's; a hint says so. */
const phone = written((typed) => {
	const parsed = parsePhoneNumberFromString(typed, { defaultCountry: network.country as 'LV' });
	return parsed?.isValid() ? parsed.number : undefined;
}, m.edit_event_problem_phone);

const whole = (least: number, most: number, wrong: () => string) =>
	v.pipe(
		number(wrong),
		v.check(
			(value) => value === null || (Number.isInteger(value) && value >= least && value <= most),
			wrong
		)
	);

const documentRow = v.object({
	title_lv: text(200),
	title_en: text(200),
	url: webAddress
});

/** In the order of the form. */
const fields = v.object({
	title_lv: text(200),
	title_en: text(200),
	kind: oneOf(eventKinds),

	exactness: oneOf(exactnesses),
	starts_day: v.pipe(day, v.string(m.edit_event_problem_no_day)),
	starts_time: time,
	/** Empty: the same day. */
	ends_day: day,
	ends_time: time,
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

	attendance: oneOf(attendances),
	venue_organisation_id: written(uuidFrom, m.edit_problem_unreadable),
	venue_name: text(200),
	street: text(200),
	postcode: formedText(20, new RegExp(network.postcodePattern), m.edit_event_problem_postcode),
	...pinEntries,
	join_url: webAddress,
	/** Minutes before a date from which everybody sees the link; empty: never. */
	join_minutes: whole(0, 10_080, m.edit_event_problem_minutes),

	/** Ids of organisations, or names of who is not in the directory; the first one is asked. */
	organisers: texts(200, 50),
	summary_lv: text(1000),
	summary_en: text(1000),

	repeats: oneOf(repetitions),
	interval: whole(1, 99, m.recurrence_problem_interval),
	weekdays: someOf(weekdays),
	ends: oneOf(seriesEnds),
	count: whole(1, mostDates, m.recurrence_problem_count),
	until: day,
	/** The rule as it was read. */
	rule: text(500),
	/** Days that the rule gives and that are left out. */
	left_out: v.pipe(
		texts(20, 400),
		v.transform((list) => list.map(dayFrom).filter((one) => one !== undefined))
	),

	description_lv: text(20_000),
	description_en: text(20_000),
	audience_lv: text(500),
	audience_en: text(500),
	topics: texts(60, 40),
	languages: v.pipe(
		texts(2, 20),
		v.check((list) => list.every((code) => /^[a-z]{2}$/.test(code)), m.edit_problem_unreadable)
	),

	cost: oneOf(costs),
	price_lv: text(200),
	price_en: text(200),
	registration_url: webAddress,
	registration_email: email,
	registration_phone: phone,
	deadline_day: day,
	/** Empty: until the day ends. */
	deadline_time: time,
	registration_places: whole(1, 100_000, m.edit_event_problem_places),

	contact_name: text(200),
	contact_role_lv: text(200),
	contact_role_en: text(200),
	contact_phone: phone,
	contact_email: email,
	accessibility: someOf(accessibilityWords),
	accessibility_note_lv: text(500),
	accessibility_note_en: text(500),
	funder_lv: text(500),
	funder_en: text(500),
	documents: v.optional(v.pipe(v.array(documentRow), v.maxLength(50)), []),

	/** A picture that was uploaded. */
	picture_id: written(uuidFrom, m.edit_problem_unreadable),
	/** Where a picture lies that came another way; kept until another one takes its place. */
	picture_path: formedText(
		300,
		/^(\/[A-Za-z0-9_-]+)+\.(avif|jpe?g|png|svg|webp)$/,
		m.edit_problem_unreadable
	),
	picture_width: whole(1, 20_000, m.edit_problem_unreadable),
	picture_height: whole(1, 20_000, m.edit_problem_unreadable),
	picture_alt_lv: text(300),
	picture_alt_en: text(300),
	picture_credit: text(200)
});
type Fields = v.InferOutput<typeof fields>;

const order = Object.keys(fields.entries);

/** Problems in the order of the form, so that one can go down it and mend. */
export function inOrder(problems: readonly Problem[]): Problem[] {
	const place = ({ field }: Problem) => order.indexOf(field.split('.')[0] ?? '');
	return problems.toSorted((a, b) => place(a) - place(b));
}

function isZone(zone: string): boolean {
	// Names of the zone database alone: abbreviations have no summer time everywhere.
	if (!/^([A-Z][A-Za-z0-9_+-]+(\/[A-Z][A-Za-z0-9_+-]+)+|UTC)$/.test(zone)) return false;
	try {
		return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}

/** Beginning and end in local time; null while something of it is missing. */
function spanOf(value: Partial<Fields>): { starts: string; ends: string } | null {
	const { exactness, starts_day: first, ends_day, starts_time, ends_time } = value;
	if (typeof first !== 'string') return null;
	const last = ends_day ?? first;
	switch (exactness) {
		case 'month':
			return wholePeriod(`${first.slice(0, 7)}-01`, 1);
		case 'year':
			return wholePeriod(`${first.slice(0, 4)}-01-01`, 12);
		case 'day':
			return { starts: `${first}T00:00:00`, ends: `${addDays(last, 1)}T00:00:00` };
		default:
			if (typeof starts_time !== 'string' || typeof ends_time !== 'string') return null;
			return {
				starts: localFrom(first, starts_time),
				// Until midnight is until the end of the day; date fields know no 24:00.
				ends: localFrom(last, ends_time === '00:00' && last === first ? '24:00' : ends_time)
			};
	}
}

function wholePeriod(first: Day, months: number): { starts: string; ends: string } {
	const starts = `${first}T00:00:00`;
	return { starts, ends: localTime(monthsLater(starts, months)) };
}

/** The series that was chosen, its exceptions those that the rule gives. */
function seriesOf(value: Fields, span: { starts: string; ends: string }): Series {
	const start = {
		startsLocal: span.starts,
		timeZone: value.time_zone,
		allDay: value.exactness !== 'time'
	};
	const rule = ruleFrom(
		{
			repeats: value.repeats,
			interval: value.repeats === 'fortnightly' ? 1 : (value.interval ?? 1),
			weekdays: value.repeats === 'weekdays' ? value.weekdays : [],
			end:
				value.ends === 'count' && value.count !== null
					? { kind: 'count', count: value.count }
					: value.ends === 'until' && value.until !== null
						? { kind: 'until', day: value.until }
						: { kind: 'never' }
		},
		start,
		value.rule
	);
	const series: Series = { ...start, endsLocal: span.ends, rule, exceptions: [] };
	if (rule === null || value.left_out.length === 0 || problemOf(series, series.startsLocal))
		return series;
	// A day the rule no longer gives is not left out: it is simply none of the dates.
	const { dates, knownUntil } = expand(series, span.starts.slice(0, 10));
	const days = new Set(value.left_out);
	const given = dates.map(({ starts }) => starts).filter((starts) => days.has(starts.slice(0, 10)));
	const later = value.left_out
		.filter((one) => knownUntil !== null && one > knownUntil)
		.map((one) => `${one}T${span.starts.slice(11)}`);
	return { ...series, exceptions: [...given, ...later].sort() };
}

/** What can only be judged from several fields together. */
function problemsAcross(value: Partial<Fields>): Problem[] {
	const problems: Problem[] = [];
	const say = (field: string, message: string) => problems.push({ field, message });
	if (value.title_lv === null && value.title_en === null)
		say('title_lv', m.edit_event_problem_title());
	if (value.exactness === 'time') {
		if (value.starts_time === null) say('starts_time', m.edit_event_problem_no_start());
		if (value.ends_time === null) say('ends_time', m.edit_event_problem_no_end());
	}
	const repeats = value.repeats !== 'once';
	if (repeats && value.ends === 'count' && value.count === null)
		say('count', m.recurrence_problem_count());
	if (repeats && value.ends === 'until' && value.until === null)
		say('until', m.recurrence_problem_until());
	if (value.repeats === 'weekdays' && value.weekdays?.length === 0)
		say('weekdays', m.edit_event_problem_weekdays());
	const pictured = Boolean(value.picture_id ?? value.picture_path);
	if (pictured && value.picture_alt_lv === null && value.picture_alt_en === null)
		say('picture_alt_lv', m.edit_event_problem_picture());
	if (value.deadline_day === null && value.deadline_time !== null)
		say('deadline_day', m.edit_event_problem_deadline_day());
	for (const [index, row] of (value.documents ?? []).entries()) {
		const titled = row.title_lv !== null || row.title_en !== null;
		if (row.url === null && titled) say(`documents.${index}.url`, m.edit_event_problem_url());
		if (row.url !== null && !titled)
			say(`documents.${index}.title_lv`, m.edit_event_problem_document_title());
	}
	return problems;
}

/** What is wrong with when it is, once every field of it could be read. */
function problemOfTime(value: Fields): Problem | null {
	const span = spanOf(value);
	if (!span) return null;
	if (span.ends <= span.starts) {
		return value.ends_day !== null && value.ends_day < value.starts_day
			? { field: 'ends_day', message: m.edit_event_problem_end_day() }
			: { field: 'ends_time', message: m.edit_event_problem_end() };
	}
	const series = seriesOf(value, span);
	const found = problemOf(series, series.startsLocal.slice(0, 10));
	if (!found) return null;
	const field =
		found === 'until' || found === 'until-before-start' || found === 'too-far'
			? 'until'
			: found === 'count' || found === 'too-many'
				? 'count'
				: found === 'first-excepted'
					? 'left_out'
					: 'repeats';
	return { field, message: problemWords(found) };
}

/** What an event is saved with. */
export interface EventSave {
	listing: ListingDocument;
	/** What its dates follow from. */
	series: Series;
	/** Town and pin as they were sent; the gazetteer makes the document's keys of them (pin.server.ts). */
	pin: Pick<Fields, keyof typeof pinEntries>;
}

/** Fields that the document has in another form. */
const notKept = new Set([
	...['starts_day', 'starts_time', 'ends_day', 'ends_time'],
	...['repeats', 'interval', 'weekdays', 'ends', 'count', 'until', 'rule', 'left_out'],
	...Object.keys(pinEntries),
	...Object.keys(fields.entries).filter((key) => key.startsWith('picture_'))
]);

/** The picture's keys of the document; without a picture nothing is said about one. */
function imageOf(value: Fields): ListingDocument {
	const { picture_width: width, picture_height: height } = value;
	const path = value.picture_id === null ? value.picture_path : pictureAddress(value.picture_id);
	const there = path !== null && width !== null && height !== null;
	return {
		image_path: there ? path : null,
		image_width: there ? width : null,
		image_height: there ? height : null,
		image_alt_lv: there ? value.picture_alt_lv : null,
		image_alt_en: there ? value.picture_alt_en : null,
		image_credit: there ? value.picture_credit : null
	};
}

function saveOf(value: Fields): EventSave {
	const span = spanOf(value);
	// Ruled out by the checks before.
	if (!span) throw new Error('an event without a time');
	const series = seriesOf(value, span);
	const {
		exactness,
		cost,
		deadline_day,
		deadline_time,
		join_url,
		join_minutes,
		organisers,
		documents,
		...rest
	} = value;
	const paid = cost === 'paid';
	const pin = Object.fromEntries(
		Object.keys(pinEntries).map((key) => [key, value[key as keyof typeof pinEntries]])
	) as EventSave['pin'];
	return {
		series,
		pin,
		listing: {
			...Object.fromEntries(Object.entries(rest).filter(([key]) => !notKept.has(key))),
			date_precision: exactness === 'time' ? 'minute' : exactness,
			all_day: series.allDay,
			starts_local: series.startsLocal,
			ends_local: series.endsLocal,
			recurrence: series.rule,
			exceptions: series.exceptions,
			free: cost === 'unknown' ? null : cost === 'free',
			price_lv: paid ? value.price_lv : null,
			price_en: paid ? value.price_en : null,
			registration_deadline:
				deadline_day === null
					? null
					: // As the database writes instants, so that two versions can be compared as texts.
						instantOf(localFrom(deadline_day, deadline_time ?? '24:00'), value.time_zone).replace(
							/Z$/,
							'+00:00'
						),
			organisers: organisers.map((one) => {
				const id = uuidFrom(one);
				return id === undefined ? { name: one } : { organisation_id: id };
			}),
			documents: documents.filter(({ url }) => url !== null),
			...imageOf(value),
			join_link: join_url === null ? null : { url: join_url, visible_minutes: join_minutes }
		}
	};
}

/** Reads an event as people write it; the output is what is saved. */
export const EventForm = v.pipe(
	fields,
	v.rawCheck(({ dataset, addIssue }) => {
		const say = ({ field, message }: Problem) => {
			const path = field.split('.').map((key) => ({
				type: 'object' as const,
				origin: 'value' as const,
				input: {},
				key,
				value: undefined
			}));
			addIssue({ message, path: path as never });
		};
		const value = (dataset.value ?? {}) as Partial<Fields>;
		problemsAcross(value).forEach(say);
		const found = dataset.typed && !dataset.issues ? problemOfTime(dataset.value) : null;
		if (found) say(found);
	}),
	v.transform(saveOf)
);
