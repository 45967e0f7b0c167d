// When an organisation can be visited, as facts without words: what a page, a feed or a script may show. Times are wall
// clock times in the network's zone, "HH:MM", where "24:00" is the end of the day.

/** From when until when on one day. `to` is before `from` when the time runs past midnight. */
export interface OpenTimes {
	from: string;
	to: string;
	/** Open only under a condition, such as by appointment; the condition is the comment. */
	uncertain: boolean;
	comment: string | null;
}

/** Days with the same hours. No times = closed. */
export interface DayGroup {
	/** ISO weekdays, 1 = Monday, in order. */
	weekdays: number[];
	/** The one date it is about, ISO, when hours differ from week to week; null when every week is the same. */
	date: string | null;
	times: OpenTimes[];
}

/** When the present state ends. */
export interface StateChange {
	time: string;
	/** ISO date and weekday it falls on. */
	date: string;
	weekday: number;
	/** 0 = today, 1 = tomorrow. */
	inDays: number;
}

export type OpeningHours =
	/** Not in the syntax, or in a part of it that cannot be said in words: shown as it was written. */
	| { readable: false; raw: string }
	| {
			readable: true;
			/** In the OpenStreetMap syntax. */
			raw: string;
			state: 'open' | 'closed' | 'uncertain';
			comment: string | null;
			/** When it closes, or opens next; null when it never does (within two months). */
			change: StateChange | null;
			/** Whether every week is the same; otherwise the groups are the next seven days. */
			weekly: boolean;
			groups: DayGroup[];
			/** What is said about public holidays, if anything. */
			holidays: 'closed' | 'other' | null;
	  };
