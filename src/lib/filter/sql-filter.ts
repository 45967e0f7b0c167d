// The filter as the SQL functions take it: one JSON object, in which a key that is missing does not
// restrict.
import { dayOf, startOfDay } from '#lib/time/days.ts';
import type { LocatedFilter } from './filter.ts';

export interface SqlFilter {
	/** As typed: the database knows what a word is. */
	words?: string;
	/** What an earlier reading of the words found; see `LocatedFilter`. */
	meant?: Record<string, string>;
	kinds?: string[];
	eventKinds?: string[];
	topics?: string[];
	regions?: string[];
	municipalities?: string[];
	languages?: string[];
	/** All of them. */
	access?: string[];
	near?: { lat: number; lng: number };
	km?: number;
	area?: { south: number; west: number; north: number; east: number };
	upcoming?: true;
	/** The opening hours, word for word, that are open at this minute. */
	openHours?: string[];
	/** ISO date: confirmed on that day or later. */
	confirmedSince?: string;
	/**
	 * Instants: where the first day begins in the network's zone, and where the day after the last
	 * one does.
	 */
	from?: string;
	to?: string;
	/** Only dates that were over by then. */
	endedBy?: string;
	online?: true;
	slugs?: string[];
}

/** What the answer depends on beside the filter. */
export interface Circumstances {
	now: Date;
	/** IANA zone in which the dates are meant. */
	timeZone: string;
	/** Every opening-hours text that means "open" now; only asked for when the filter says `open`. */
	openHours?: readonly string[];
}

/**
 * The filter as JSON for the SQL functions. The page is none of it: it is asked for beside the
 * filter.
 */
export function filterForSql(filter: LocatedFilter, circumstances: Circumstances): SqlFilter {
	const { now, timeZone, openHours = [] } = circumstances;
	const sql: SqlFilter = {};
	if (filter.words) {
		sql.words = filter.words;
		if (filter.meant) sql.meant = { ...filter.meant };
	}
	if (filter.kinds.length > 0) sql.kinds = [...filter.kinds];
	if (filter.eventKinds.length > 0) sql.eventKinds = [...filter.eventKinds];
	if (filter.topics.length > 0) sql.topics = [...filter.topics];
	if (filter.regions.length > 0) sql.regions = [...filter.regions];
	if (filter.municipalities.length > 0) sql.municipalities = [...filter.municipalities];
	if (filter.languages.length > 0) sql.languages = [...filter.languages];
	if (filter.access.length > 0) sql.access = [...filter.access];
	if (filter.near) {
		sql.near = { lat: filter.near.lat, lng: filter.near.lng };
		sql.km = filter.near.km;
	}
	if (filter.area) sql.area = { ...filter.area };
	if (filter.upcoming) sql.upcoming = true;
	if (filter.open) sql.openHours = [...openHours];
	if (filter.confirmed) sql.confirmedSince = confirmedSince(now, timeZone);
	if (filter.from) sql.from = startOfDay(filter.from, timeZone).toISOString();
	if (filter.to) sql.to = startOfDay(dayAfter(filter.to), timeZone).toISOString();
	if (filter.online) sql.online = true;
	return sql;
}

function dayAfter(isoDate: string): string {
	const day = new Date(`${isoDate}T00:00:00Z`);
	day.setUTCDate(day.getUTCDate() + 1);
	return day.toISOString().slice(0, 10);
}

/** The day from which a confirmation counts as one of this year (ISO date in the zone). */
export function confirmedSince(now: Date, timeZone: string): string {
	return aYearBefore(dayOf(now, timeZone));
}

/** A year before 29 February is 1 March. */
function aYearBefore(isoDate: string): string {
	const day = new Date(`${isoDate}T00:00:00Z`);
	day.setUTCFullYear(day.getUTCFullYear() - 1);
	return day.toISOString().slice(0, 10);
}
