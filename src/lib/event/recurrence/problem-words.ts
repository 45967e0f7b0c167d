// What is wrong with a rule, in words an organiser understands.
import { m } from '#lib/paraglide/messages.js';
import type { SeriesProblem } from './recurrence.ts';

const problems: Record<SeriesProblem, () => string> = {
	unreadable: m.recurrence_problem_unreadable,
	unsupported: m.recurrence_problem_unsupported,
	interval: m.recurrence_problem_interval,
	count: m.recurrence_problem_count,
	until: m.recurrence_problem_until,
	'count-and-until': m.recurrence_problem_count_and_until,
	weekday: m.recurrence_problem_weekday,
	'nth-weekday': m.recurrence_problem_nth_weekday,
	'month-day': m.recurrence_problem_month_day,
	month: m.recurrence_problem_month,
	position: m.recurrence_problem_position,
	never: m.recurrence_problem_never,
	'first-date': m.recurrence_problem_first_date,
	'until-before-start': m.recurrence_problem_until_before_start,
	'too-many': m.recurrence_problem_too_many,
	'too-far': m.recurrence_problem_too_far,
	overlap: m.recurrence_problem_overlap,
	'exception-elsewhere': m.recurrence_problem_exception_elsewhere,
	'first-excepted': m.recurrence_problem_first_excepted,
	'ends-before-start': m.recurrence_problem_ends_before_start,
	'all-day-time': m.recurrence_problem_all_day_time
};

/** What is wrong with a series and what to do about it, as a sentence. */
export const problemWords = (problem: SeriesProblem): string => problems[problem]();
