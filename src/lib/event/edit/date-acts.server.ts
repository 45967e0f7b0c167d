// What can be done with one date of an event, with it and all that follow, and with the whole
// event; and what the database answers.
import { contentChanged } from '#lib/backend/content-version.server.ts';
import type { Json } from '#lib/backend/database.types.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import type { Person } from '#lib/account/person.ts';
import { offeredPlaces } from '#lib/listing/pin/pin.server.ts';
import { changesInWords } from '#lib/listing/saving/conflict.ts';
import { gathered, localisedFrom } from '#lib/listing/fields/localised.ts';
import { saveAnswerFrom, type SaveAnswer } from '#lib/listing/saving/save-answer.ts';
import { withPastedPoint } from '#lib/listing/pin/pin.ts';
import { readForm, typedIn, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { todayAt } from '#lib/time/dates.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { m } from '#lib/paraglide/messages.js';
import { error } from '@sveltejs/kit';
import { eventStates } from '#lib/event/event.ts';
import { splitSeries, type Series } from '#lib/event/recurrence/recurrence.ts';
import type { Locale, Localised } from '#lib/i18n/languages.ts';
import { printed, unseen } from '#lib/listing/editor/form.ts';
import { dateForm, type ChangeDocument, type DateBefore } from './date-form.ts';
import { eventFields } from './event-words.ts';
import { partOf } from './from-today.ts';
import {
	eventDates,
	seriesOfRecord,
	type EditedDate,
	type EventRecord
} from './event-records.server.ts';
import { doubtsOfTime } from './time-doubts.ts';

/** Why nothing was changed. */
export interface DateProblems {
	typed: Typed;
	problems: Problem[];
	/** What is perhaps a slip; asked before it is saved, once. */
	hints: Problem[];
	/** Somebody saved in between: who, when, what. Trying again is on what stands now. */
	changes: ReturnType<typeof changesInWords>;
}

export type DateOutcome =
	{ ok: true; id: string; changed: boolean } | { ok: false; problems: DateProblems };

/** The answer of the database to what was asked about a date or the whole event. */
async function outcomeOf(answer: SaveAnswer, typed: Typed, id: string): Promise<DateOutcome> {
	const said = (problems: Problem[], changes: DateProblems['changes'] = []): DateOutcome => ({
		ok: false,
		problems: { typed, problems, hints: [], changes }
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

/** What one wonders about a date's new time; the same as of an event's. */
async function doubtsOf(
	change: ChangeDocument,
	date: EditedDate,
	{ allDay, timeZone }: Series,
	locale: Locale
): Promise<Problem[]> {
	if (typeof change.starts !== 'string' || typeof change.ends !== 'string') return [];
	const original = date.original.slice(0, 10);
	return await doubtsOfTime(
		{
			starts: change.starts,
			ends: change.ends,
			allDay,
			timeZone,
			byRule: false,
			before: date,
			original,
			zoneBefore: null
		},
		{ day: 'day', from: 'from', until: 'until', zone: 'day' },
		todayAt(new Date()),
		locale
	);
}

/** Changes one date. */
export async function changeDate(
	person: Person,
	record: EventRecord,
	form: FormData,
	locale: Locale
): Promise<DateOutcome> {
	const typed = typedIn(withPastedPoint(form));
	const [dates, places] = await Promise.all([eventDates(person, record.id), offeredPlaces()]);
	const date = dates.find(({ original }) => original === typedText(typed, 'original'));
	if (!date) error(404, 'no such date');
	const series = seriesOfRecord(record);
	const before: DateBefore = { ...date, allDay: series.allDay };
	const read = await readForm(form, dateForm(before, places));
	if (!read.ok)
		return { ok: false, problems: { typed, problems: read.problems, hints: [], changes: [] } };
	const seen = typed.seen ?? [];
	const hints = unseen(await doubtsOf(read.values.change, date, series, locale), seen);
	if (hints.length > 0) {
		const now = [...new Set([...seen, ...hints.map(printed)])];
		return {
			ok: false,
			problems: { typed: { ...typed, seen: now }, problems: [], hints, changes: [] }
		};
	}
	const { data, error: failure } = await person.database.rpc('change_date', {
		event: record.id,
		...sentWith(typed),
		original_local: read.values.original,
		change: read.values.change as Json
	});
	if (failure) unanswered('change_date', failure);
	return await outcomeOf(saveAnswerFrom(data), typed, record.id);
}

/**
 * Divides the series: it ends before a date, and what follows is an event of its own. Its id is the
 * outcome's.
 */
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
		return {
			ok: false,
			problems: { typed, problems: [{ field: '', message }], hints: [], changes: [] }
		};
	}
	const [ended, following] = parts.map((series) => partOf(series));
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

/** The reason that was typed, in each language. */
function reasonIn(typed: Typed): Localised {
	const texts = Object.entries(typed).map(([name, [text = '']]) => [
		name,
		text.trim().slice(0, 500)
	]);
	return localisedFrom(gathered(Object.fromEntries(texts)).reason);
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
		return { ok: false, problems: { typed, problems, hints: [], changes: [] } };
	}
	const { data, error: failure } = await person.database.rpc('save_event', {
		id: record.id,
		...sentWith(typed),
		listing: (renew ? {} : { status, status_reason: reasonIn(typed) }) as Json,
		dates: (renew ? partOf(seriesOfRecord(record)).dates : null) as unknown as Json,
		act: 'all_parts' in typed ? { all_parts: true } : {}
	});
	if (failure) unanswered('save_event', failure);
	return await outcomeOf(saveAnswerFrom(data), typed, record.id);
}
