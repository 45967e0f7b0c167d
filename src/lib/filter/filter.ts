// Everything a visitor has asked for, parsed from the address, checked, and turned back into the same address. The list, the
// map and later every feed take this one object. Parameters: q · kind · topic · region · municipality (repeatable) ·
// near (lat,lng) with km · from, to (dates) · online · page. What else an address may hold (`show`, `lang`, ...) is named by
// the page that reads it.
import { startOfDay } from '../page/days.ts';
import { dateFrom, listFrom, nearFrom, pageFrom, radiusFrom, wordsFrom } from './values.ts';

/** What the explorer lists: organisations, or their upcoming events. */
export type Subject = 'organisations' | 'events';

export interface Filter {
	/** Words as typed, trimmed, at most 100 characters; '' = none. */
	words: string;
	/** Kinds of organisation (of the organiser, for events). */
	kinds: readonly string[];
	/** Kinds of event; only for events. Both sorts of kind stand in the parameter `kind`; their names never coincide. */
	eventKinds: readonly string[];
	topics: readonly string[];
	regions: readonly string[];
	municipalities: readonly string[];
	/** WGS84 degrees (rounded to 5 decimals, about a metre) and a radius in whole km (1 to 300). */
	near: { lat: number; lng: number; km: number } | null;
	/** ISO dates in the network's zone, both inclusive; only for events. */
	from: string | null;
	to: string | null;
	/** Only what can be followed online; only for events. */
	online: boolean;
	/** From 1. */
	page: number;
}

/** Why a part of the address was ignored; shown on pages, answered 400 on feeds. */
export interface FilterProblem {
	parameter: string;
	/** What was written, cut to 60 characters. */
	value: string;
	reason:
		| 'unknown-parameter'
		| 'unknown-value'
		| 'impossible-value'
		| 'too-long'
		| 'repeated'
		| 'only-for-events';
}

/** The values an installation knows; anything else is a problem. */
export interface FilterVocabulary {
	kinds: ReadonlySet<string>;
	eventKinds: ReadonlySet<string>;
	topics: ReadonlySet<string>;
	regions: ReadonlySet<string>;
	municipalities: ReadonlySet<string>;
}

export const emptyFilter: Filter = {
	words: '',
	kinds: [],
	eventKinds: [],
	topics: [],
	regions: [],
	municipalities: [],
	near: null,
	from: null,
	to: null,
	online: false,
	page: 1
};

export const defaultRadius = 25;

/** A mistyped address deserves a note; a thousand junk parameters do not deserve a thousand. */
const mostProblems = 8;

const parameters = new Set(
	'q kind topic region municipality near km from to online page'.split(' ')
);
const single = ['q', 'near', 'km', 'from', 'to', 'online', 'page'];

/**
 * Reads the filter out of an address. Never throws: what is unknown or impossible is left out and reported. Empty values
 * (`?q=&topic=`, as a form without scripts sends them) count as absent.
 * @param alsoKnown parameters the page reads itself, so that they are not reported as unknown
 */
export function parseFilter(
	params: URLSearchParams,
	vocabulary: FilterVocabulary,
	subject: Subject,
	alsoKnown: readonly string[] = []
): { filter: Filter; problems: FilterProblem[] } {
	const problems: FilterProblem[] = [];
	const report = (parameter: string, value: string, reason: FilterProblem['reason']) => {
		if (problems.length >= mostProblems) return;
		problems.push({
			parameter: shortened(parameter),
			value: shortened(value),
			reason
		});
	};
	const values = (name: string) => params.getAll(name).filter((value) => value.trim() !== '');
	const one = (name: string) => values(name)[0] ?? null;

	for (const name of new Set(params.keys())) {
		if (!parameters.has(name) && !alsoKnown.includes(name))
			report(name, params.get(name) ?? '', 'unknown-parameter');
	}
	for (const name of single) {
		const [, second] = values(name);
		if (second !== undefined) report(name, second, 'repeated');
	}
	const isEvents = subject === 'events';
	const kinds = listFrom(
		values('kind'),
		(value) => vocabulary.kinds.has(value) || (isEvents && vocabulary.eventKinds.has(value)),
		(value) =>
			report('kind', value, vocabulary.eventKinds.has(value) ? 'only-for-events' : 'unknown-value')
	);
	const list = (name: string, known: ReadonlySet<string>) =>
		listFrom(
			values(name),
			(value) => known.has(value),
			(value) => report(name, value, 'unknown-value')
		);
	/** The value of a parameter that has one, or null with a report when it makes no sense. */
	function read<T>(name: string, parse: (text: string) => T | null): T | null {
		const text = one(name);
		if (text === null) return null;
		const value = parse(text);
		if (value === null) report(name, text, 'impossible-value');
		return value;
	}
	/** The same for what only events have. */
	function readOfEvents<T>(name: string, parse: (text: string) => T | null): T | null {
		if (isEvents) return read(name, parse);
		const text = one(name);
		if (text !== null) report(name, text, 'only-for-events');
		return null;
	}

	const typed = one('q');
	const words = wordsFrom(typed ?? '');
	if (typed !== null && words.cut) report('q', typed, 'too-long');
	const km = read('km', radiusFrom) ?? defaultRadius;
	const point = read('near', nearFrom);
	const from = readOfEvents('from', dateFrom);
	let to = readOfEvents('to', dateFrom);
	if (from !== null && to !== null && from > to) {
		report('to', to, 'impossible-value');
		to = null;
	}
	const filter: Filter = {
		words: words.text,
		// A kind of organisation and a kind of event of the same name could not be told apart; a test forbids it.
		kinds: kinds.filter((value) => vocabulary.kinds.has(value)),
		eventKinds: kinds.filter((value) => !vocabulary.kinds.has(value)),
		topics: list('topic', vocabulary.topics),
		regions: list('region', vocabulary.regions),
		municipalities: list('municipality', vocabulary.municipalities),
		near: point && { ...point, km },
		from,
		to,
		online: readOfEvents('online', (text) => (text === '1' ? true : null)) ?? false,
		page: read('page', pageFrom) ?? 1
	};
	return { filter, problems };
}

/** The filter as an address has it: one form for one filter, lists sorted, whatever does not restrict left out. */
export function printFilter(filter: Filter): URLSearchParams {
	const params = new URLSearchParams();
	const append = (name: string, values: readonly string[]) => {
		for (const value of [...new Set(values)].sort()) params.append(name, value);
	};
	if (filter.words) params.append('q', filter.words);
	append('kind', [...filter.kinds, ...filter.eventKinds]);
	append('topic', filter.topics);
	append('region', filter.regions);
	append('municipality', filter.municipalities);
	if (filter.near) {
		params.append('near', `${filter.near.lat},${filter.near.lng}`);
		if (filter.near.km !== defaultRadius) params.append('km', String(filter.near.km));
	}
	if (filter.from) params.append('from', filter.from);
	if (filter.to) params.append('to', filter.to);
	if (filter.online) params.append('online', '1');
	if (filter.page > 1) params.append('page', String(filter.page));
	return params;
}

/** The same wish about the other subject: what only events have falls away, and the list starts at its first page. */
export function filterAbout(filter: Filter, subject: Subject): Filter {
	const first = { ...filter, page: 1 };
	if (subject === 'events') return first;
	return { ...first, eventKinds: [], from: null, to: null, online: false };
}

/** Whether anything is left out by it; the page number does not count. */
export function restricts(filter: Filter): boolean {
	return printFilter({ ...filter, page: 1 }).size > 0;
}

/** The filter as the SQL functions take it: a key that is missing does not restrict. */
export interface SqlFilter {
	words?: string[];
	kinds?: string[];
	eventKinds?: string[];
	topics?: string[];
	regions?: string[];
	municipalities?: string[];
	near?: { lat: number; lng: number };
	km?: number;
	/** Instants: where the first day begins in the network's zone, and where the day after the last one does. */
	from?: string;
	to?: string;
	online?: true;
}

/**
 * The filter as JSON for the SQL functions.
 * @param timeZone IANA zone in which the dates are meant
 */
export function filterForSql(filter: Filter, timeZone: string): SqlFilter {
	const sql: SqlFilter = {};
	if (filter.words) sql.words = filter.words.split(' ');
	if (filter.kinds.length > 0) sql.kinds = [...filter.kinds];
	if (filter.eventKinds.length > 0) sql.eventKinds = [...filter.eventKinds];
	if (filter.topics.length > 0) sql.topics = [...filter.topics];
	if (filter.regions.length > 0) sql.regions = [...filter.regions];
	if (filter.municipalities.length > 0) sql.municipalities = [...filter.municipalities];
	if (filter.near) {
		sql.near = { lat: filter.near.lat, lng: filter.near.lng };
		sql.km = filter.near.km;
	}
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

function shortened(text: string): string {
	const letters = [...text.toWellFormed()];
	return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : letters.join('');
}
