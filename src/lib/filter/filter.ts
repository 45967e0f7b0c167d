// Everything a visitor has asked for, parsed from the address, checked, and turned back into the
// same address. The list, the map and every feed take this one object. Parameters: q · kind · topic
// · region · municipality · language · access (repeatable) · near (a place name or lat,lng) with km
// · area (south,west,north,east) · upcoming, open, confirmed (organisations) · from, to, online
// (events) · page with after. What else an address may hold (`show`, `lang`, ...) is named by the
// page that reads it.
import type { Bounds, Position } from '#lib/geo/position.ts';
import {
	areaFrom,
	dateFrom,
	isLanguage,
	listFrom,
	nearFrom,
	pageFrom,
	placeNameFrom,
	radiusFrom,
	rowIdFrom,
	wordsFrom
} from './values.ts';
import { isMisspelt, isTracking } from './tracking.ts';

/** What the explorer lists: organisations, or their upcoming events. */
export type Subject = 'organisations' | 'events';

export interface Filter {
	/** Words as typed, trimmed, at most 100 characters; '' = none. */
	words: string;
	/** Kinds of organisation (of the organiser, for events). */
	kinds: readonly string[];
	/**
	 * Kinds of event; only for events. Both sorts of kind stand in the parameter `kind`; their names
	 * never coincide.
	 */
	eventKinds: readonly string[];
	topics: readonly string[];
	regions: readonly string[];
	municipalities: readonly string[];
	/** ISO 639-1: languages one can be helped in; of an event, languages spoken. */
	languages: readonly string[];
	/**
	 * What one needs to get in, all of it: who needs a lift and a hearing loop is not helped by one
	 * of them.
	 */
	access: readonly string[];
	/** Around a point, or around a place that is still only a name; null = anywhere. */
	near: NearPoint | NearPlace | null;
	/**
	 * The part of the map that is asked about, WGS84 degrees rounded to 5 decimals; null = all of it.
	 */
	area: Bounds | null;
	/** Holds an event that is still to come; only for organisations. */
	upcoming: boolean;
	/** Open at this minute; only for organisations. */
	open: boolean;
	/** Confirmed within a year; only for organisations. */
	confirmed: boolean;
	/** ISO dates in the network's zone, both inclusive; only for events. */
	from: string | null;
	to: string | null;
	/** Only what can be followed online; only for events. */
	online: boolean;
	/** From 1. */
	page: number;
	/**
	 * The last row of the page before (organisation or occurrence), from which this page is found
	 * without counting through all the others; null = by the page number alone. Only beside a page
	 * from 2 on.
	 */
	after: string | null;
}

/** WGS84 degrees (rounded to 5 decimals, about a metre) and a radius in whole km (1 to 300). */
export interface NearPoint {
	kind: 'point';
	lat: number;
	lng: number;
	km: number;
}

/** A place of the gazetteer as it was typed, and a radius in whole km (1 to 300). */
export interface NearPlace {
	kind: 'place';
	name: string;
	km: number;
}

/**
 * A filter whose place is a point: what can be asked of the database. `located` in
 * search/places.server.ts makes it.
 */
export interface LocatedFilter extends Filter {
	near: NearPoint | null;
	/**
	 * What words nobody ever wrote can mean, both lower case without diacritics; left out, the
	 * database looks for it.
	 */
	meant?: Readonly<Record<string, string>>;
}

/** Why a part of the address was ignored; shown on pages, answered 400 on feeds. */
export interface FilterProblem {
	parameter: string;
	/** What was written, cut to 60 characters. */
	value: string;
	reason: ProblemReason;
}

/** What a page says was left out of its address; `parameter` is '' for all that are unknown. */
export type AddressProblem = Pick<FilterProblem, 'parameter' | 'reason'>;

export type ProblemReason =
	| 'unknown-parameter'
	| 'unknown-value'
	| 'impossible-value'
	| 'too-long'
	| 'repeated'
	| 'only-for-events'
	| 'only-for-organisations';

/** The values an installation knows; anything else is a problem. */
export interface FilterVocabulary {
	kinds: ReadonlySet<string>;
	eventKinds: ReadonlySet<string>;
	topics: ReadonlySet<string>;
	regions: ReadonlySet<string>;
	municipalities: ReadonlySet<string>;
	/** Words of what premises offer to those who need it. */
	access: ReadonlySet<string>;
	/**
	 * How to read what people paste where a place is asked for. The server knows; a browser sends on
	 * what it does not understand, and need not load the way to.
	 */
	pasted?: {
		/** A point in any form a map prints. */
		point(text: string): Position | null;
		/** The id of the region of this name. */
		region(name: string): string | undefined;
	};
}

export const emptyFilter: LocatedFilter = {
	words: '',
	kinds: [],
	eventKinds: [],
	topics: [],
	regions: [],
	municipalities: [],
	languages: [],
	access: [],
	near: null,
	area: null,
	upcoming: false,
	open: false,
	confirmed: false,
	from: null,
	to: null,
	online: false,
	page: 1,
	after: null
};

export const defaultRadius = 25;

const repeatable = 'kind topic region municipality language access'.split(' ');
const single = 'q near km area upcoming open confirmed from to online page after'.split(' ');
const parameters = new Set([...repeatable, ...single]);
/**
 * Of data and of single pages: told in any address where they are misspelt, read only where they
 * belong.
 */
const ofOthers = 'show past lang'.split(' ');

/**
 * Reads the filter out of an address. Never throws: what is unknown or impossible is left out and
 * reported. Empty values (`?q=&topic=`, as a form without scripts sends them) count as absent, and
 * so does what others hang onto addresses. A parameter is reported once for each reason, and all
 * misspelt ones together once: a thousand mistakes deserve no thousand notes.
 * @param alsoKnown parameters the page reads itself, so that they are not reported as unknown
 * @returns `foreign`: a parameter that is neither ours nor like one of ours nor a tracker's. A page
 * passes over it, a program
 *   that asks for data is told.
 */
export function parseFilter(
	params: URLSearchParams,
	vocabulary: FilterVocabulary,
	subject: Subject,
	alsoKnown: readonly string[] = []
): { filter: Filter; problems: FilterProblem[]; foreign: string | null } {
	let foreign: string | null = null;
	const problems: FilterProblem[] = [];
	const report = (parameter: string, value: string, reason: FilterProblem['reason']) => {
		const isKnown = problems.some(
			(known) =>
				known.reason === reason && (reason === 'unknown-parameter' || known.parameter === parameter)
		);
		if (isKnown) return;
		problems.push({
			parameter: shortened(parameter),
			value: shortened(value),
			reason
		});
	};
	const values = (name: string) => params.getAll(name).filter((value) => value.trim() !== '');
	const one = (name: string) => values(name)[0] ?? null;

	for (const name of new Set(params.keys())) {
		if (parameters.has(name) || alsoKnown.includes(name) || isTracking(name)) continue;
		const [value] = values(name);
		if (value === undefined) continue;
		if (isMisspelt(name, [...parameters, ...ofOthers, ...alsoKnown]))
			report(name, value, 'unknown-parameter');
		else foreign ??= shortened(name);
	}
	for (const name of single) {
		const [first, ...others] = values(name);
		const other = others.find((value) => value !== first);
		if (other !== undefined) report(name, other, 'repeated');
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
	/** The same for what only one subject has. */
	function readOf<T>(about: Subject, name: string, parse: (text: string) => T | null): T | null {
		if (about === subject) return read(name, parse);
		const text = one(name);
		if (text !== null) report(name, text, `only-for-${about}`);
		return null;
	}
	const yes = (text: string) => (text === '1' ? true : null);

	const typed = one('q');
	const words = wordsFrom(typed ?? '');
	if (typed !== null && words.cut) report('q', typed, 'too-long');
	const km = read('km', radiusFrom) ?? defaultRadius;
	const place = read('near', (text) => nearOf(text, vocabulary));
	const region = place?.kind === 'place' ? vocabulary.pasted?.region(place.name) : undefined;
	const near = region === undefined ? place : null;
	const regions = list('region', vocabulary.regions);
	const from = readOf('events', 'from', dateFrom);
	let to = readOf('events', 'to', dateFrom);
	if (from !== null && to !== null && from > to) {
		report('to', to, 'impossible-value');
		to = null;
	}
	const page = read('page', pageFrom) ?? 1;
	const after = read('after', rowIdFrom);
	const filter: Filter = {
		words: words.text,
		// A kind of organisation and a kind of event of the same name could not be told apart; a test
		// forbids it.
		kinds: kinds.filter((value) => vocabulary.kinds.has(value)),
		eventKinds: kinds.filter((value) => !vocabulary.kinds.has(value)),
		topics: list('topic', vocabulary.topics),
		regions: region === undefined ? regions : [...new Set([...regions, region])].sort(),
		municipalities: list('municipality', vocabulary.municipalities),
		languages: listFrom(values('language'), isLanguage, (value) =>
			report('language', value, 'unknown-value')
		),
		access: list('access', vocabulary.access),
		near: near && { ...near, km },
		area: read('area', areaFrom),
		upcoming: readOf('organisations', 'upcoming', yes) ?? false,
		open: readOf('organisations', 'open', yes) ?? false,
		confirmed: readOf('organisations', 'confirmed', yes) ?? false,
		from,
		to,
		online: readOf('events', 'online', yes) ?? false,
		page,
		// Without a page it would only hide the beginning of the list.
		after: page > 1 ? after : null
	};
	return { filter, problems, foreign };
}

function nearOf(
	text: string,
	{ pasted }: FilterVocabulary
): Omit<NearPoint, 'km'> | Omit<NearPlace, 'km'> | null {
	const point = nearFrom(text) ?? pasted?.point(text);
	if (point) return { kind: 'point', ...point };
	const name = placeNameFrom(text);
	return name === null ? null : { kind: 'place', name };
}

/**
 * The filter as an address has it: one form for one filter, lists sorted, whatever does not
 * restrict left out.
 */
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
	append('language', filter.languages);
	append('access', filter.access);
	const { near, area } = filter;
	if (near) {
		params.append('near', near.kind === 'place' ? near.name : `${near.lat},${near.lng}`);
		if (near.km !== defaultRadius) params.append('km', String(near.km));
	}
	if (area) params.append('area', [area.south, area.west, area.north, area.east].join());
	if (filter.upcoming) params.append('upcoming', '1');
	if (filter.open) params.append('open', '1');
	if (filter.confirmed) params.append('confirmed', '1');
	if (filter.from) params.append('from', filter.from);
	if (filter.to) params.append('to', filter.to);
	if (filter.online) params.append('online', '1');
	if (filter.page > 1) {
		params.append('page', String(filter.page));
		if (filter.after) params.append('after', filter.after);
	}
	return params;
}

/**
 * The same wish from the beginning of its list: a page number belongs to the list it was counted
 * in.
 */
export function fromFirstPage<F extends Filter>(filter: F): F {
	return { ...filter, page: 1, after: null };
}

/**
 * The same wish for what can be followed online: that has no distance, so whoever asks for what is
 * near means this too.
 */
export function onlineOf<F extends Filter>(filter: F): F {
	return { ...fromFirstPage(filter), near: null, area: null, online: true };
}

/**
 * The same wish about the other subject: what only the first one has falls away, and the list
 * starts at its first page.
 */
export function filterAbout(filter: Filter, subject: Subject): Filter {
	const first = fromFirstPage(filter);
	return subject === 'events'
		? { ...first, upcoming: false, open: false, confirmed: false }
		: { ...first, eventKinds: [], from: null, to: null, online: false };
}

/** Whether anything is left out by it; the page number does not count. */
export function restricts(filter: Filter): boolean {
	return printFilter(fromFirstPage(filter)).size > 0;
}

function shortened(text: string): string {
	const letters = [...text.toWellFormed()];
	return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : letters.join('');
}
