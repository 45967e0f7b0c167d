// When an organisation can be visited, as facts without words: what a page, a feed or a script may
// show. Times are wall clock times in the network's zone, "HH:MM", where "24:00" is the end of the
// day.

/** From when until when on one day. `to` is not after `from` when the time runs past midnight. */
export interface OpenTimes {
	from: string;
	/** Null: nobody has said until when. */
	to: string | null;
	/** It may stay open longer than `to`, nobody has said until when. */
	openEnd: boolean;
	/** Open only under a condition, such as by appointment; the condition is the comment. */
	uncertain: boolean;
	comment: string | null;
}

/** Days with the same hours. No times = closed. */
export interface DayGroup {
	/** ISO weekdays, 1 = Monday, in order. */
	weekdays: number[];
	/** The one date it is about, ISO, when hours cannot be told by weekdays. */
	date: string | null;
	times: OpenTimes[];
}

/** The part of the year a table of the week is about. */
export type When =
	| { kind: 'always' }
	/**
	 * Days of the year, "MM-DD", both included; past the end of the year when `to` is before `from`.
	 */
	| { kind: 'season'; from: string; to: string; now: boolean }
	/** Every other week, by the number of the week in the calendar (ISO 8601). */
	| { kind: 'weeks'; parity: 'odd' | 'even'; now: boolean }
	| { kind: 'school-holidays' }
	/** The next seven days, each with its date. */
	| { kind: 'next-days' };

export interface Period {
	when: When;
	groups: DayGroup[];
}

/** When the present state ends. */
export interface StateChange {
	time: string;
	/** ISO date and weekday it falls on. */
	date: string;
	weekday: number;
	/** 0 = today, 1 = tomorrow. */
	inDays: number;
	/** The same as an instant. */
	at: string;
}

/** Hours in words' reach, the same whatever the minute. */
export interface TimesTold {
	/** One for the whole year, or one for each part of it; the present one first. */
	periods: Period[];
	/**
	 * What holds outside these times: the remark, or an empty text where it is only not known; null:
	 * closed.
	 */
	otherwise: string | null;
	/** To know beforehand, whatever the day. */
	note: string | null;
	/** What is said about public holidays, if anything. */
	holidays: 'closed' | 'other' | OpenTimes[] | null;
	schoolHolidays: 'closed' | null;
}

/** Not in the syntax, or in a part of it that cannot be said in words: shown as it was written. */
interface Unreadable {
	readable: false;
	raw: string;
}

interface Told extends TimesTold {
	readable: true;
	/** In the OpenStreetMap syntax. */
	raw: string;
}

/** What a value says on any day around this one. */
export type HoursTold = Unreadable | Told;

/** The same, with what holds now. */
export type OpeningHours =
	| Unreadable
	| (Told & {
			state: 'open' | 'closed' | 'uncertain';
			/** Why it is not certain, where that is not the organisation's own remark. */
			why: 'open-end' | 'school-holidays' | null;
			comment: string | null;
			/**
			 * When it closes, or opens next; null when it never does (within two months) or nobody can
			 * say.
			 */
			change: StateChange | null;
			/** At `change` it may stay open longer. */
			openEnd: boolean;
	  });
