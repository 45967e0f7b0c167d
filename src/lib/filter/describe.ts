// A filter in words: one condition at a time, each with the filter that is left when it is taken
// away, and what was wrong with an address. Names inflect in Latvian, so every condition is a label
// with a value, never a sentence glued together.
import { m } from '#lib/paraglide/messages.js';
import type { Choice, FilterChoices } from './choices.ts';
import { fromFirstPage, type AddressProblem, type Filter, type Subject } from './filter.ts';

export interface Condition {
	/** Stable among the conditions of one filter. */
	key: string;
	label: string;
	value: string;
	/** The filter without this condition, from its first page. */
	without: Filter;
}

/**
 * The conditions of a filter, in the order of the form.
 * @param dateText writes an ISO date in the page's language
 * @param placeText what the place it is near is called, where that is known better than from the
 * address
 */
export function conditionsOf(
	filter: Filter,
	subject: Subject,
	choices: FilterChoices,
	dateText: (isoDate: string) => string,
	placeText: string | null = null
): Condition[] {
	const conditions: Condition[] = [];
	const add = (key: string, label: string, value: string, change: Partial<Filter>) =>
		conditions.push({ key, label, value, without: { ...fromFirstPage(filter), ...change } });
	const addList = (
		name: 'kinds' | 'eventKinds' | 'topics' | 'regions' | 'municipalities' | 'languages' | 'access',
		label: string
	) => {
		for (const id of filter[name]) {
			const rest = filter[name].filter((other) => other !== id);
			add(`${name}-${id}`, label, nameOf(choices[name], id), { [name]: rest });
		}
	};
	if (filter.words)
		add('words', m.filter_words(), m.filter_quoted({ text: filter.words }), { words: '' });
	addList('kinds', subject === 'events' ? m.filter_organiser() : m.filter_kind());
	addList('eventKinds', m.filter_event_kind());
	addList('regions', m.filter_region());
	addList('municipalities', m.filter_municipality());
	addList('topics', m.filter_topic());
	addList('languages', m.filter_language());
	addList('access', m.filter_access());
	if (filter.near) add('near', m.filter_near(), nearValue(filter.near, placeText), { near: null });
	if (filter.area) add('area', m.filter_area(), m.filter_area_value(), { area: null });
	if (filter.upcoming)
		add('upcoming', m.filter_upcoming(), m.filter_upcoming_value(), { upcoming: false });
	if (filter.open) add('open', m.filter_open(), m.filter_open_value(), { open: false });
	if (filter.confirmed)
		add('confirmed', m.filter_confirmed(), m.filter_confirmed_value(), { confirmed: false });
	if (filter.from) add('from', m.filter_from(), dateText(filter.from), { from: null });
	if (filter.to) add('to', m.filter_to(), dateText(filter.to), { to: null });
	if (filter.online) add('online', m.filter_attendance(), m.filter_online(), { online: false });
	return conditions;
}

/** What was wrong with one part of the address, as a sentence. */
export function problemText({ parameter, reason }: AddressProblem): string {
	switch (reason) {
		case 'unknown-parameter':
			return m.filter_problem_unknown_parameter();
		case 'unknown-value':
			return m.filter_problem_unknown_value({ parameter });
		case 'impossible-value':
			return m.filter_problem_impossible_value({ parameter });
		case 'too-long':
			return m.filter_problem_too_long();
		case 'repeated':
			return m.filter_problem_repeated({ parameter });
		case 'only-for-events':
			return m.filter_problem_only_for_events({ parameter });
		case 'only-for-organisations':
			return m.filter_problem_only_for_organisations({ parameter });
	}
}

function nearValue(near: NonNullable<Filter['near']>, placeText: string | null): string {
	const { km } = near;
	if (near.kind === 'place') return m.filter_near_place({ km, place: placeText ?? near.name });
	const point = `${near.lat}, ${near.lng}`;
	return m.filter_near_value({ km, point: placeText ? `${point} (${placeText})` : point });
}

function nameOf(choices: readonly Choice[], id: string): string {
	return choices.find((choice) => choice.id === id)?.name ?? id;
}
