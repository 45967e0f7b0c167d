// The page of an event's dates: each of them with what is its own, what can be done with one, with it and all that follow, and with
// the whole event.
import { unanswered } from '$lib/backend/unanswered.server';
import { uuidFrom } from '$lib/page/uuid';
import { contentChanged } from '$lib/backend/content-version.server';
import { changesInWords } from '$lib/coordinator/saving/conflict';
import { readForm, typedIn, typedText, type Problem, type Typed } from '$lib/form/form';
import type { Person } from '$lib/coordinator/person';
import { offeredPlaces } from '$lib/coordinator/pin/pin.server';
import { saveAnswerFrom, type SaveAnswer } from '$lib/coordinator/saving/save-answer';
import type { Json } from '$lib/backend/database.types';
import { network } from '../../../../network.config';
import { dayWords, spanWords, todayAt, type Span } from '$lib/page/dates';
import type { Locale } from '$lib/page/paths';
import { m } from '$lib/paraglide/messages.js';
import { error } from '@sveltejs/kit';
import { dateForm, type DateBefore } from './date-form';
import { eventStates, type EventState } from '../event';
import { eventFields } from './event-fields';
import { textOf, textsOf } from './event-typed';
import { instantsOf } from '../local-time';
import { expand, splitSeries, type Series } from '../recurrence/recurrence';
import { eventDates, type EditedDate, type EventRecord } from './event-records.server';
import type { ListedDate } from './listed-date';
import { wordsOf } from './series-preview.server';

/** What decides when a known event is. */
export function seriesOfRecord({ listing }: EventRecord): Series {
	return {
		startsLocal: textOf(listing.starts_local).slice(0, 19),
		endsLocal: textOf(listing.ends_local).slice(0, 19),
		timeZone: textOf(listing.time_zone) || network.timeZone,
		allDay: listing.all_day === true,
		rule: textOf(listing.recurrence) || null,
		exceptions: textsOf(listing.exceptions).map((time) => time.slice(0, 19))
	};
}

const stateOf = (value: unknown): EventState =>
	eventStates.find((state) => state === value) ?? 'planned';

function listed(date: EditedDate, record: EventRecord, locale: Locale, towns: Towns): ListedDate {
	const { timeZone, allDay } = seriesOfRecord(record);
	const precision = textOf(record.listing.date_precision) as Span['precision'];
	const when = (starts: string, ends: string) =>
		spanWords({ ...instantsOf(starts, ends, timeZone), allDay, precision, timeZone }, locale);
	const reason =
		locale === 'en' ? date.reason_en || date.reason_lv : date.reason_lv || date.reason_en;
	return {
		original: date.original,
		when: when(date.starts, date.ends),
		state: date.status ?? stateOf(record.listing.status),
		reason: reason ?? '',
		elsewhere: date.elsewhere
			? [date.venue_name, date.street, date.place_id && towns.get(date.place_id)]
					.filter(Boolean)
					.join(', ')
			: '',
		was: date.rescheduled ? dayWords(date.original.slice(0, 10), locale) : '',
		over: date.over
	};
}

type Towns = ReadonlyMap<string, string>;

/** What a date's form holds when it is opened. */
function typedDate(date: EditedDate, towns: Towns): Typed {
	const one = {
		original: date.original,
		change: date.status ?? 'normal',
		reason_lv: date.reason_lv,
		reason_en: date.reason_en,
		title_lv: date.title_lv,
		title_en: date.title_en,
		...(date.rescheduled && {
			day: date.starts.slice(0, 10),
			from: date.starts.slice(11, 16),
			until: date.ends.slice(11, 16)
		}),
		venue_name: date.venue_name,
		street: date.street,
		place: date.place_id && (towns.get(date.place_id) ?? '')
	};
	return Object.fromEntries(
		Object.entries(one).flatMap(([name, value]) => (value ? [[name, [value]]] : []))
	);
}

/** What the page shows. */
export async function datesPage(
	person: Person,
	record: EventRecord,
	asked: string | null,
	locale: Locale
) {
	const [dates, places] = await Promise.all([eventDates(person, record.id), offeredPlaces()]);
	const towns: Towns = new Map(places.map(({ id, label }) => [id, label]));
	const series = seriesOfRecord(record);
	const chosen = dates.find(({ original }) => original === asked);
	const { listing } = record;
	return {
		record: { id: record.id, slug: record.slug, version: record.version },
		title: { lv: textOf(listing.title_lv), en: textOf(listing.title_en) },
		dates: dates.map((date) => listed(date, record, locale, towns)),
		repeats: wordsOf(series, locale),
		inSeries: series.rule !== null,
		open: series.rule !== null && !/(^|;)(COUNT|UNTIL)=/.test(series.rule),
		chosen: chosen && {
			...listed(chosen, record, locale, towns),
			typed: typedDate(chosen, towns),
			first: chosen.original === series.startsLocal
		},
		places: places.map(({ label }) => label),
		whole: {
			status: stateOf(listing.status),
			reason_lv: textOf(listing.status_reason_lv),
			reason_en: textOf(listing.status_reason_en)
		},
		attempt: crypto.randomUUID()
	};
}

/** Why nothing was changed. */
export interface DateProblems {
	typed: Typed;
	problems: Problem[];
	/** Somebody saved in between: who, when, what. Trying again is on what stands now. */
	changes: ReturnType<typeof changesInWords>;
}

export type DateOutcome =
	{ ok: true; id: string; changed: boolean } | { ok: false; problems: DateProblems };

/** The answer of the database to what was asked about a date or the whole event. */
async function outcomeOf(answer: SaveAnswer, typed: Typed, id: string): Promise<DateOutcome> {
	const said = (problems: Problem[], changes: DateProblems['changes'] = []): DateOutcome => ({
		ok: false,
		problems: { typed, problems, changes }
	});
	switch (answer.status) {
		case 'saved':
			contentChanged();
			return { ok: true, id: answer.id, changed: true };
		case 'unchanged':
			return { ok: true, id, changed: false };
		case 'stale':
			return said(
				[{ field: '', message: m.edit_event_dates_stale() }],
				changesInWords(eventFields, answer.changes)
			);
		case 'outside':
			return said([{ field: 'place', message: m.edit_event_outside() }]);
		case 'refused':
			error(404, 'no such event');
			break;
		default:
			return said([{ field: '', message: m.edit_event_problem_refused() }]);
	}
}

/** What every one of these forms carries. */
const sentWith = (typed: Typed) => ({
	read_version: Number(typedText(typed, 'version')) || 0,
	attempt: uuidFrom(typedText(typed, 'attempt')) ?? crypto.randomUUID()
});

/** Changes one date. */
export async function changeDate(
	person: Person,
	record: EventRecord,
	form: FormData
): Promise<DateOutcome> {
	const typed = typedIn(form);
	const [dates, places] = await Promise.all([eventDates(person, record.id), offeredPlaces()]);
	const date = dates.find(({ original }) => original === typedText(typed, 'original'));
	if (!date) error(404, 'no such date');
	const before: DateBefore = { starts: date.starts, ends: date.ends };
	const read = await readForm(form, dateForm(before, places));
	if (!read.ok) return { ok: false, problems: { typed, problems: read.problems, changes: [] } };
	const { data, error: failure } = await person.database.rpc('change_date', {
		event: record.id,
		...sentWith(typed),
		original_local: read.values.original,
		change: read.values.change as Json
	});
	if (failure) unanswered('change_date', failure);
	return await outcomeOf(saveAnswerFrom(data), typed, record.id);
}

/** Divides the series: it ends before a date, and what follows is an event of its own. Its id is the outcome's. */
export async function divide(
	person: Person,
	record: EventRecord,
	form: FormData
): Promise<DateOutcome> {
	const typed = typedIn(form);
	const from = typedText(typed, 'original');
	const parts = splitSeries(seriesOfRecord(record), from);
	if (!parts) {
		const message = m.edit_event_problem_split();
		return { ok: false, problems: { typed, problems: [{ field: '', message }], changes: [] } };
	}
	const [ended, following] = parts.map((series) => {
		const { dates, knownUntil } = expand(series, todayAt(new Date()));
		return {
			listing: {
				starts_local: series.startsLocal,
				ends_local: series.endsLocal,
				recurrence: series.rule,
				exceptions: [...series.exceptions]
			},
			dates: { known_until: knownUntil, dates: dates.map((date) => ({ ...date })) }
		};
	});
	const { data, error: failure } = await person.database.rpc('split_series', {
		event: record.id,
		...sentWith(typed),
		from_local: from,
		ended: ended as unknown as Json,
		following: following as unknown as Json
	});
	if (failure) unanswered('split_series', failure);
	const outcome = await outcomeOf(saveAnswerFrom(data), typed, record.id);
	const next = (data as { following?: { id?: unknown } } | null)?.following?.id;
	return outcome.ok && typeof next === 'string' ? { ...outcome, id: next } : outcome;
}

/** Changes the state of the whole event, or says that an open-ended series goes on. */
export async function changeWhole(
	person: Person,
	record: EventRecord,
	form: FormData
): Promise<DateOutcome> {
	const typed = typedIn(form);
	const renew = typedText(typed, 'renew') !== '';
	const status = eventStates.find((state) => state === typedText(typed, 'status'));
	if (!renew && !status) {
		const message = m.edit_event_problem_change();
		const problems = [{ field: 'status', message }];
		return { ok: false, problems: { typed, problems, changes: [] } };
	}
	const reason = (name: string) => typedText(typed, name).trim().slice(0, 500) || null;
	const { dates, knownUntil } = expand(seriesOfRecord(record), todayAt(new Date()));
	const { data, error: failure } = await person.database.rpc('save_event', {
		id: record.id,
		...sentWith(typed),
		listing: (renew
			? {}
			: {
					status,
					status_reason_lv: reason('reason_lv'),
					status_reason_en: reason('reason_en')
				}) as Json,
		dates: (renew ? { known_until: knownUntil, dates } : null) as unknown as Json,
		act: {}
	});
	if (failure) unanswered('save_event', failure);
	return await outcomeOf(saveAnswerFrom(data), typed, record.id);
}
