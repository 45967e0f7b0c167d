// A list of dates as a programme shows it: what is going on now, then month by month and day by
// day. Pure; the list comes in order and keeps it.
import { daysOf } from '#lib/time/dates.ts';
import type { Day } from '#lib/time/days.ts';
import type { EventSummary } from './event.ts';

export interface AgendaDay {
	day: Day;
	events: EventSummary[];
}

export interface AgendaMonth {
	/** First day of the month; '' for what began before today and is still going on. */
	month: Day | '';
	days: AgendaDay[];
}

/** Upcoming dates, soonest first, by the day they begin. */
export function agendaOf(events: readonly EventSummary[], today: Day): AgendaMonth[] {
	const months: AgendaMonth[] = [];
	for (const event of events) {
		const { first } = daysOf(event);
		const month = first < today ? '' : `${first.slice(0, 7)}-01`;
		let group = months.find((candidate) => candidate.month === month);
		if (!group) months.push((group = { month, days: [] }));
		let date = group.days.find((candidate) => candidate.day === first);
		if (!date) group.days.push((date = { day: first, events: [] }));
		date.events.push(event);
	}
	return months;
}

/** Past dates, latest first, by year. */
export function byYear(
	events: readonly EventSummary[]
): { year: string; events: EventSummary[] }[] {
	const years: { year: string; events: EventSummary[] }[] = [];
	for (const event of events) {
		const year = daysOf(event).first.slice(0, 4);
		let group = years.find((candidate) => candidate.year === year);
		if (!group) years.push((group = { year, events: [] }));
		group.events.push(event);
	}
	return years;
}
