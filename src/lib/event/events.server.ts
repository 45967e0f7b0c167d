// What the pages ask about events. One question costs one query; the rules of who sees what are the
// database's.
import { unanswered } from '#lib/http/unanswered.server.ts';
import { network } from '#network';
import { backend } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import { QueryCache } from '#lib/backend/query-cache.ts';
import { eventFacetsFrom, type EventFacets } from '#lib/filter/facets.ts';
import type { LocatedFilter } from '#lib/filter/filter.ts';
import { filterForSql, type SqlFilter } from '#lib/filter/sql-filter.ts';
import type { ListPage } from '#lib/filter/pages.ts';
import { addDays, startOfDay } from '#lib/time/days.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { CellQuestion, CellRow } from '#lib/geo/cells.ts';
import * as v from 'valibot';
import type { EventDetail, EventPoint, EventSummary, WithdrawnPage } from './event.ts';
import { detailFrom, withdrawnFrom } from './event-detail-rows.ts';
import { cellsFrom, pointsFrom, summariesFrom } from './event-rows.ts';
import { firstDayOf, lastDayOf, type Month } from '#lib/time/month.ts';
import { calendarMonthFrom, type CalendarMonth } from './month-days.ts';

/** Dates on one page of a list. */
export const pageSize = 40;

/**
 * The minute an instant lies in: what is asked within it is one question, and one answer can be
 * kept for all who ask it.
 */
function minuteOf(now: Date): Date {
	return new Date(Math.floor(now.getTime() / 60_000) * 60_000);
}

/**
 * What is still to come is what is not over yet: an event that began yesterday and ends tomorrow
 * counts.
 */
function upcoming(filter: LocatedFilter, now: Date): SqlFilter {
	const sql = filterForSql(filter, { now, timeZone: network.timeZone });
	const later = filter.from && startOfDay(filter.from, network.timeZone) > now;
	return { ...sql, ...(later ? {} : { from: minuteOf(now).toISOString() }) };
}

function past(filter: LocatedFilter, now: Date): SqlFilter {
	const sql = filterForSql(filter, { now, timeZone: network.timeZone });
	return { ...sql, endedBy: minuteOf(now).toISOString() };
}

/** The order of a list of dates. What has no point or no words comes soonest first instead. */
export type EventOrder = 'soonest' | 'latest' | 'nearest' | 'best';

/**
 * One page of dates: upcoming ones soonest first unless another order is asked for, or past ones
 * latest first.
 */
async function find(
	filter: LocatedFilter,
	options: {
		past?: boolean;
		order?: EventOrder;
		now?: Date;
		pageSize?: number;
		/**
		 * The page asks for the facets too, which hold the list's length: it is not counted once more.
		 */
		withFacets?: boolean;
	} = {}
): Promise<ListPage<EventSummary>> {
	const now = options.now ?? new Date();
	const size = options.pageSize ?? pageSize;
	const sql = options.past ? past(filter, now) : upcoming(filter, now);
	const { page, after } = filter;
	const { data, error: failure } = await backend().visitor.rpc('find_events', {
		filter: { ...sql },
		ordering: options.order ?? (options.past ? 'latest' : 'soonest'),
		page,
		page_size: size,
		...(after !== null && { after })
	});
	if (failure) unanswered('find_events', failure);
	const items = summariesFrom(data);
	// A first page that is not full is the whole list.
	const whole = page === 1 && items.length < size;
	const counted = async () =>
		options.withFacets ? (await facets(filter, { ...options, now })).total : await total(sql);
	return {
		items,
		total: whole ? items.length : await counted(),
		page,
		pageSize: size,
		last: items.at(-1)?.occurrenceId ?? null
	};
}

/**
 * Hundreds of filters are asked for within a minute or two; after that "upcoming" is another
 * question.
 */
const limits = { answers: 500, maxAge: 120_000 };
const totals = new QueryCache<number>(limits);
const facetAnswers = new QueryCache<EventFacets>(limits);

/** How many upcoming dates a filter leaves on all pages. */
async function count(filter: LocatedFilter, now = new Date()): Promise<number> {
	return await total(upcoming(filter, now));
}

async function total(sql: SqlFilter): Promise<number> {
	return await totals.get(await contentVersion(), JSON.stringify(sql), async () => {
		const { data, error: failure } = await backend().visitor.rpc('count_events', {
			filter: { ...sql }
		});
		if (failure) unanswered('count_events', failure);
		return v.parse(v.number(), data);
	});
}

/** How many dates each further choice would give, of upcoming or of past ones. */
async function facets(
	filter: LocatedFilter,
	options: { past?: boolean; now?: Date } = {}
): Promise<EventFacets> {
	const now = options.now ?? new Date();
	const sql = options.past ? past(filter, now) : upcoming(filter, now);
	return await facetAnswers.get(await contentVersion(), JSON.stringify(sql), async () => {
		const { data, error: failure } = await backend().visitor.rpc('event_facets', {
			filter: { ...sql }
		});
		if (failure) unanswered('event_facets', failure);
		return eventFacetsFrom(data);
	});
}

/** Every upcoming event with a place, once, with its next date. */
async function points(
	filter: LocatedFilter,
	locale: Locale,
	now = new Date()
): Promise<EventPoint[]> {
	const { data, error: failure } = await backend().visitor.rpc('event_points', {
		filter: { ...upcoming(filter, now) },
		language: locale
	});
	if (failure) unanswered('event_points', failure);
	return pointsFrom(data);
}

/**
 * The map's squares of a filter are the same for everybody; some are asked for again with every
 * page of the list.
 */
const cellAnswers = new QueryCache<(EventPoint | CellRow)[]>({ ...limits, answers: 100 });

/**
 * Upcoming events of a part of the world, those that share a cell counted together unless there are
 * only a few.
 */
async function cells(
	filter: LocatedFilter,
	locale: Locale,
	{ tile, fine }: CellQuestion,
	now = new Date()
): Promise<(EventPoint | CellRow)[]> {
	const sql = upcoming(filter, now);
	const key = `${JSON.stringify(sql)} ${locale} ${tile.z}/${tile.x}/${tile.y} ${fine}`;
	return await cellAnswers.get(await contentVersion(), key, async () => {
		const { data, error: failure } = await backend().visitor.rpc('event_cells', {
			filter: { ...sql },
			language: locale,
			...tile,
			fine
		});
		if (failure) unanswered('event_cells', failure);
		return cellsFrom(data);
	});
}

/** As the database has them; anything else is no event and not worth a question. */
const slugForm = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Everything about one event; null when there is none of that name or it is not published. */
async function detail(slug: string): Promise<EventDetail | null> {
	if (slug.length > 80 || !slugForm.test(slug)) return null;
	const { data, error: failure } = await backend().visitor.rpc('event_detail', {
		wanted_slug: slug
	});
	if (failure) unanswered('event_detail', failure);
	return detailFrom(data);
}

/** What is left to say of an event that was taken back; null when there never was one. */
async function withdrawn(slug: string): Promise<WithdrawnPage | null> {
	if (slug.length > 80 || !slugForm.test(slug)) return null;
	const { data, error: failure } = await backend().visitor.rpc('withdrawn_event', {
		wanted_slug: slug
	});
	if (failure) unanswered('withdrawn_event', failure);
	return withdrawnFrom(data);
}

/** Dates shown on one day of a calendar; how many more there are is told. */
const datesOfDay = 3;

/** A month day by day, what is over included. Dates the filter names itself narrow it further. */
async function month(
	filter: LocatedFilter,
	asked: Month,
	now = new Date()
): Promise<CalendarMonth> {
	const { from, to, ...rest } = filterForSql(filter, { now, timeZone: network.timeZone });
	const [first, last] = [firstDayOf(asked), lastDayOf(asked)];
	// A day more on either side: days are those of each event's own zone, instants of the filter
	// those of the network's.
	const start = startOfDay(addDays(first, -1), network.timeZone).toISOString();
	const end = startOfDay(addDays(last, 2), network.timeZone).toISOString();
	const { data, error: failure } = await backend().visitor.rpc('events_by_day', {
		filter: { ...rest, from: from && from > start ? from : start, to: to && to < end ? to : end },
		first_day: first,
		last_day: last,
		max_rows: datesOfDay
	});
	if (failure) unanswered('events_by_day', failure);
	return calendarMonthFrom(data);
}

export const events = { find, count, points, cells, facets, detail, withdrawn, month };
