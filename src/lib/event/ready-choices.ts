// The spans of time people ask for in words: today, this week, the weekend, this month, the next
// one. Pure; a week begins on Monday and a span is told by its first and last day, as the filter
// has them.
import { addDays, type Day } from '#lib/time/days.ts';
import { addMonths, firstDayOf, lastDayOf, mondayOf, monthOf } from '#lib/time/month.ts';

export type ReadySpan = 'today' | 'week' | 'weekend' | 'month' | 'next-month';

export interface ReadyChoice {
	id: ReadySpan;
	from: Day;
	to: Day;
}

/** The ready choices as they are on a day, in the order they are offered. */
export function readyChoices(today: Day): ReadyChoice[] {
	const monday = mondayOf(today);
	const month = monthOf(today);
	const next = addMonths(month, 1);
	return [
		{ id: 'today', from: today, to: today },
		{ id: 'week', from: monday, to: addDays(monday, 6) },
		{ id: 'weekend', from: addDays(monday, 5), to: addDays(monday, 6) },
		{ id: 'month', from: firstDayOf(month), to: lastDayOf(month) },
		{ id: 'next-month', from: firstDayOf(next), to: lastDayOf(next) }
	];
}

/** Which of them the dates of a filter are; null for dates of one's own or none. */
export function chosenOf(
	choices: readonly ReadyChoice[],
	dates: { from: Day | null; to: Day | null }
): ReadySpan | null {
	return choices.find(({ from, to }) => from === dates.from && to === dates.to)?.id ?? null;
}
