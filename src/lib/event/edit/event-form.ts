// An event as people write it, checked as a whole: each field (event-schema.ts), then what several
// say together; what comes out is what is saved (event-save.ts). For the server: dates are reckoned
// with Temporal, phones with the numbering plans.
import type { Problem } from '#lib/form/form.ts';
import { m } from '#lib/paraglide/messages.js';
import * as v from 'valibot';
import { saveOf } from './event-save.ts';
import { fields, type Fields } from './event-schema.ts';
import { problemOfTime } from './event-time.ts';

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
