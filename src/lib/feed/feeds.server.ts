// What the feeds ask the database. One question an answer; only a calendar too long for one is
// asked for in parts.
import { unanswered } from '#lib/http/unanswered.server.ts';
import { network } from '#network';
import { backend } from '#lib/backend/backend.server.ts';
import type { LocatedFilter } from '#lib/filter/filter.ts';
import { filterForSql, type SqlFilter } from '#lib/filter/sql-filter.ts';
import { openHours } from '#lib/organisation/open-now.server.ts';
import { dayOf, startOfDay } from '#lib/time/days.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { byEvent, eventsFrom, organisationsFrom, type EventsAnswer } from './feed-rows.ts';
import type { DatedEvent } from './feed-event.ts';
import type { FeedOrganisation } from './feed-organisation.ts';
import { entriesPerPage, rowsPerPage } from './paging.ts';
import { withdrawnDates, withdrawnEvent } from './withdrawn.ts';

/**
 * Days a date stays in calendars after it is over, so that what was cancelled or moved late is
 * still told.
 */
export const calendarDays = 90;

/** Events of a calendar asked for at a time. */
const part = 1000;

async function sqlOf(filter: LocatedFilter, now: Date): Promise<SqlFilter> {
	return filterForSql(filter, {
		now,
		timeZone: network.timeZone,
		...(filter.open && { openHours: await openHours(now) })
	});
}

/**
 * Where the calendar begins when nobody has said: the beginning of a day, so that it is the same
 * all day.
 */
export function calendarBegin(now: Date): string {
	const past = new Date(now.getTime() - calendarDays * 86_400_000);
	return startOfDay(dayOf(past, network.timeZone), network.timeZone).toISOString();
}

/**
 * One page of dates: what is not over yet, or from the day the filter names; or what is over,
 * latest first.
 */
async function dates(
	filter: LocatedFilter,
	options: { past: boolean; now: Date }
): Promise<EventsAnswer> {
	const sql = await sqlOf(filter, options.now);
	const now = options.now.toISOString();
	const { data, error: failure } = await backend().visitor.rpc('feed_events', {
		filter: options.past ? { ...sql, endedBy: now } : { ...sql, from: sql.from ?? now },
		newest_first: options.past,
		page: filter.page,
		page_size: rowsPerPage
	});
	if (failure) unanswered('feed_events', failure);
	return eventsFrom(data);
}

/** The first part of a calendar, and the way to the others. */
async function calendar(
	filter: LocatedFilter,
	locale: Locale,
	now: Date
): Promise<{ events: DatedEvent[]; whole: boolean; more: AsyncGenerator<DatedEvent[]> | null }> {
	// A filter that names dates wants those dates and not the rest of their series.
	const whole = filter.from === null && filter.to === null;
	const sql = await sqlOf(filter, now);
	const asked = { ...sql, from: sql.from ?? calendarBegin(now) };
	const ask = async (wanted?: string[]) => {
		const { data, error: failure } = await backend().visitor.rpc('feed_calendar', {
			filter: asked,
			whole,
			max_rows: part,
			...(wanted && { wanted })
		});
		if (failure) unanswered('feed_calendar', failure);
		return eventsFrom(data);
	};
	const { dates, rest, withdrawn } = await ask();
	const takenBack = withdrawn.map((one) => withdrawnEvent(one, locale));
	async function* others() {
		for (let at = 0; at < rest.length; at += part)
			yield byEvent((await ask(rest.slice(at, at + part))).dates);
	}
	const events = [
		...byEvent(dates),
		...(whole ? takenBack : takenBack.map((one) => withdrawnDates(one, asked)))
	];
	return { events, whole, more: rest.length > 0 ? others() : null };
}

/**
 * One event with all its dates, and the other parts of a series that was divided. What was taken
 * back is among them, cancelled.
 * @returns null when there is nothing to tell of this name, or `gone` when there was
 */
async function event(slug: string, locale: Locale): Promise<DatedEvent[] | 'gone' | null> {
	const { data, error: failure } = await backend().visitor.rpc('feed_event', { wanted_slug: slug });
	if (failure) unanswered('feed_event', failure);
	const { dates, withdrawn, gone } = eventsFrom(data);
	const events = [...byEvent(dates), ...withdrawn.map((one) => withdrawnEvent(one, locale))];
	if (events.length > 0) return events;
	return gone ? 'gone' : null;
}

/**
 * One page of events by their last change, latest first, each with its next date first and then
 * those ahead that do not take place or were moved. The window is the calendar's.
 */
async function changes(
	filter: LocatedFilter,
	locale: Locale,
	now: Date
): Promise<{ total: number; events: DatedEvent[] }> {
	const sql = await sqlOf(filter, now);
	const { data, error: failure } = await backend().visitor.rpc('feed_changes', {
		filter: { ...sql, from: sql.from ?? calendarBegin(now) },
		page: filter.page,
		page_size: entriesPerPage
	});
	if (failure) unanswered('feed_changes', failure);
	const { total, dates, withdrawn } = eventsFrom(data);
	const takenBack = withdrawn.map((one) => withdrawnDates(withdrawnEvent(one, locale)));
	return {
		total,
		events: [...byEvent(dates), ...takenBack].toSorted(
			(a, b) => Date.parse(b.event.updatedAt) - Date.parse(a.event.updatedAt)
		)
	};
}

/** One page of organisations in the order of the list. */
async function organisations(
	filter: LocatedFilter,
	locale: Locale,
	now: Date
): Promise<{ total: number; items: FeedOrganisation[] }> {
	const { data, error: failure } = await backend().visitor.rpc('feed_organisations', {
		filter: { ...(await sqlOf(filter, now)) },
		language: locale,
		page: filter.page,
		page_size: rowsPerPage
	});
	if (failure) unanswered('feed_organisations', failure);
	return organisationsFrom(data);
}

export const feeds = { dates, calendar, event, changes, organisations };
