// What the pages ask about events. One question costs one query; the rules of who sees what are the database's.
import { error } from '@sveltejs/kit';
import { network } from '../../../network.config';
import { backend } from '$lib/backend/backend.server';
import type { LocatedFilter } from '$lib/filter/filter';
import { filterForSql } from '$lib/filter/sql-filter';
import type { ListPage } from '$lib/organisation/organisation';
import { addDays, startOfDay } from '$lib/page/days';
import type { Locale } from '$lib/page/paths';
import type { EventDetail, EventPoint, EventSummary } from './event';
import { detailFrom, pointsFrom, summariesFrom } from './event-rows';
import { firstDayOf, lastDayOf, type Month } from './month';
import { calendarMonthFrom, type CalendarMonth } from './month-days';

/** Dates on one page of a list. */
export const pageSize = 40;

/** The failed answer as a page shows it; the log holds what the database said, the visitor does not see it. */
function unavailable(question: string, failure: { message: string; code?: string }): never {
	console.error(`${question} failed: ${failure.code ?? ''} ${failure.message}`);
	error(503, 'the directory does not answer');
}

function sqlFilter(filter: LocatedFilter, now: Date) {
	const { words, ...sql } = filterForSql(filter, { now, timeZone: network.timeZone });
	// The database will take words apart itself.
	return { ...sql, ...(words !== undefined && { words: words.split(' ') }) };
}

/** What is still to come is what is not over yet: an event that began yesterday and ends tomorrow counts. */
function upcoming(filter: LocatedFilter, now: Date) {
	const sql = sqlFilter(filter, now);
	const later = filter.from && startOfDay(filter.from, network.timeZone) > now;
	return { ...sql, from: later ? sql.from : now.toISOString() };
}

function past(filter: LocatedFilter, now: Date) {
	return { ...sqlFilter(filter, now), endedBy: now.toISOString() };
}

/** One page of dates: upcoming ones soonest first, or past ones latest first. */
async function find(
	filter: LocatedFilter,
	options: { past?: boolean; now?: Date; pageSize?: number } = {}
): Promise<ListPage<EventSummary>> {
	const now = options.now ?? new Date();
	const size = options.pageSize ?? pageSize;
	const ask = async (page: number) => {
		const { data, error: failure } = await backend().visitor.rpc('find_events', {
			filter: options.past ? past(filter, now) : upcoming(filter, now),
			newest_first: options.past ?? false,
			page,
			page_size: size
		});
		if (failure) unavailable('find_events', failure);
		return summariesFrom(data);
	};
	const { items, total } = await ask(filter.page);
	// A page beyond the end has no row that could tell the total; the first page has.
	const whole = items.length === 0 && filter.page > 1 ? (await ask(1)).total : total;
	return { items, total: whole, page: filter.page, pageSize: size };
}

/** Every upcoming event with a place, once, with its next date. */
async function points(
	filter: LocatedFilter,
	locale: Locale,
	now = new Date()
): Promise<EventPoint[]> {
	const { data, error: failure } = await backend().visitor.rpc('event_points', {
		filter: upcoming(filter, now),
		language: locale
	});
	if (failure) unavailable('event_points', failure);
	return pointsFrom(data);
}

/** As the database has them; anything else is no event and not worth a question. */
const slugForm = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Everything about one event; null when there is none of that name or it is not published. */
async function detail(slug: string): Promise<EventDetail | null> {
	if (slug.length > 80 || !slugForm.test(slug)) return null;
	const { data, error: failure } = await backend().visitor.rpc('event_detail', {
		wanted_slug: slug
	});
	if (failure) unavailable('event_detail', failure);
	return detailFrom(data);
}

/** Dates shown on one day of a calendar; how many more there are is told. */
const datesOfDay = 4;

/** A month day by day, what is over included. Dates the filter names itself narrow it further. */
async function month(
	filter: LocatedFilter,
	asked: Month,
	now = new Date()
): Promise<CalendarMonth> {
	const { from, to, ...rest } = sqlFilter(filter, now);
	const [first, last] = [firstDayOf(asked), lastDayOf(asked)];
	// A day more on either side: days are those of each event's own zone, instants of the filter those of the network's.
	const start = startOfDay(addDays(first, -1), network.timeZone).toISOString();
	const end = startOfDay(addDays(last, 2), network.timeZone).toISOString();
	const { data, error: failure } = await backend().visitor.rpc('events_by_day', {
		filter: { ...rest, from: from && from > start ? from : start, to: to && to < end ? to : end },
		first_day: first,
		last_day: last,
		most: datesOfDay
	});
	if (failure) unavailable('events_by_day', failure);
	return calendarMonthFrom(data);
}

export const events = { find, points, detail, month };
