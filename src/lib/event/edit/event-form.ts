// An event as people write it, checked as a whole: its plain fields by their table, its own parts
// (event-schema.ts), then what several controls say together; what comes out is what is saved
// (event-save.ts). For the server: dates are reckoned with Temporal, phones with the numbering
// plans.
import { check, type Problem } from '#lib/form/form.ts';
import { inOrder } from '#lib/listing/fields/field.ts';
import { controlIn, gathered, languages, localisedFrom } from '#lib/listing/fields/localised.ts';
import { readFields } from '#lib/listing/fields/reading.server.ts';
import { m } from '#lib/paraglide/messages.js';
import * as v from 'valibot';
import { saveOf, type EventSave } from './event-save.ts';
import { fields, type Fields } from './event-schema.ts';
import { problemOfTime } from './event-time.ts';
import { eventTable } from './fields.ts';

const firstControl = (name: string) => controlIn(name, languages[0] ?? 'lv');

/** Whether a text is written in no language. */
const isUnwritten = (values: Readonly<Record<string, unknown>>, name: string) =>
	Object.keys(localisedFrom(gathered(values)[name])).length === 0;

/** What can only be judged from several fields together. */
function problemsAcross(value: Partial<Fields>): Problem[] {
	const problems: Problem[] = [];
	const say = (field: string, message: string) => problems.push({ field, message });
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
	if (pictured && isUnwritten(value, 'picture_alt'))
		say(firstControl('picture_alt'), m.edit_event_problem_picture());
	if (value.deadline_day === null && value.deadline_time !== null)
		say('deadline_day', m.edit_event_problem_deadline_day());
	for (const [index, row] of (value.documents ?? []).entries()) {
		const titled = !isUnwritten(row, 'title');
		if (row.url === null && titled) say(`documents.${index}.url`, m.edit_web_wrong());
		if (row.url !== null && !titled)
			say(`documents.${index}.${firstControl('title')}`, m.edit_event_problem_document_title());
	}
	return problems;
}

/** Reads the parts of an event that are its own. */
const ownParts = v.pipe(
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

/**
 * What an event's own parts are saved as, whatever is wrong with its plain fields: the dates that
 * follow are shown while it is typed.
 */
export const readOwnParts = (values: Readonly<Record<string, unknown>>) => check(ownParts, values);

export type EventReading = { ok: true; value: EventSave } | { ok: false; problems: Problem[] };

/**
 * Reads an event as people write it: the values of a form (`valuesOf`), or of anything that names
 * them alike.
 */
export async function readEvent(values: Readonly<Record<string, unknown>>): Promise<EventReading> {
	const [plain, own] = await Promise.all([readFields(eventTable, values), readOwnParts(values)]);
	if (plain.ok && own.ok)
		return {
			ok: true,
			value: { ...own.values, listing: { ...plain.document, ...own.values.listing } }
		};
	const problems = [...(plain.ok ? [] : plain.problems), ...(own.ok ? [] : own.problems)];
	return { ok: false, problems: inOrder(eventTable, problems) };
}
