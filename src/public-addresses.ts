// What each public route knows of its address. Everything else in an address is dropped before the
// page is made, so that a page has one address, is made once and is kept once, however many
// addresses lead to it. A route that is not named here is not public and is never kept.
import { paperPath } from '#lib/page/paper-path.ts';
import { subjectFrom } from '#lib/explorer/address.ts';
import { languageOf } from '#lib/search/language.ts';
import { locales } from '#lib/i18n/languages.ts';
import { feedOptions, onGrid, type OwnParameter } from '#lib/feed/asked.ts';
import {
	fromFirstPage,
	parseFilter,
	printFilter,
	type AddressProblem,
	type Filter,
	type FilterVocabulary,
	type Subject
} from '#lib/filter/filter.ts';
import { isTracking } from '#lib/filter/tracking.ts';
import { wordsFrom } from '#lib/filter/values.ts';
import { printTile, tileFrom } from '#lib/map/tiles.ts';

/**
 * An address as its page has it: whatever two addresses have the same of, they show the same page.
 */
export interface PublicAddress {
	params: URLSearchParams;
	/**
	 * What was left out and is told on the page. Names parameters of ours only, so that there are few
	 * such notes.
	 */
	leftOut: AddressProblem[];
}

/** Null: the address is refused, with a status that nobody keeps. */
type Reader = (params: URLSearchParams, vocabulary: FilterVocabulary) => PublicAddress | null;

/** A note names so many things; each combination of more would be a page of its own. */
const mostLeftOut = 4;

const nothing: Reader = () => ({ params: new URLSearchParams(), leftOut: [] });

function page(
	filter: Filter,
	own: [name: string, value: string][],
	problems: readonly AddressProblem[]
): PublicAddress {
	const params = printFilter(filter);
	for (const [name, value] of own) params.append(name, value);
	const leftOut = problems
		.map(({ parameter, reason }) => ({
			parameter: reason === 'unknown-parameter' ? '' : parameter,
			reason
		}))
		.slice(0, mostLeftOut);
	return { params, leftOut };
}

const explorer: Reader = (params, vocabulary) => {
	const { subject, problems: misread } = subjectFrom(params);
	const { filter, problems } = parseFilter(params, vocabulary, subject, ['show']);
	const own: [string, string][] = subject === 'events' ? [['show', 'events']] : [];
	return page(filter, own, [...misread, ...problems]);
};

const programme: Reader = (params, vocabulary) => {
	const asked = params.getAll('past').filter((value) => value.trim() !== '');
	const past = asked[0] === '1';
	const { filter, problems } = parseFilter(params, vocabulary, 'events', ['past']);
	const misread: AddressProblem[] = asked.some((value) => value !== '1')
		? [{ parameter: 'past', reason: 'impossible-value' }]
		: [];
	return page(filter, past ? [['past', '1']] : [], [...misread, ...problems]);
};

const month: Reader = (params, vocabulary) => {
	const { filter, problems } = parseFilter(params, vocabulary, 'events');
	return page(fromFirstPage(filter), [], problems);
};

/** The language of data, left out when it is the usual one; null when it is none of ours. */
function languageParameter(params: URLSearchParams): [string, string][] | null {
	const language = languageOf(params);
	return language && (language === locales[0] ? [] : [['lang', language]]);
}

const pins =
	(subject: Subject): Reader =>
	(params, vocabulary) => {
		const { filter, problems, foreign } = parseFilter(params, vocabulary, subject, [
			'lang',
			'tile'
		]);
		const own = languageParameter(params);
		const named = params.getAll('tile');
		const tile = named.length === 1 ? tileFrom(named[0] ?? '') : null;
		if (!own || problems.length > 0 || foreign !== null || (named.length > 0 && !tile)) return null;
		if (tile) own.push(['tile', printTile(tile)]);
		return page(fromFirstPage(filter), own, []);
	};

const card: Reader = (params) => {
	const own = languageParameter(params);
	return own && { params: new URLSearchParams(own), leftOut: [] };
};

const paper: Reader = (params) => {
	const to = paperPath(params);
	return to === null ? null : { params: new URLSearchParams({ to }), leftOut: [] };
};

const suggestions: Reader = (params) => {
	const own = languageParameter(params);
	const only = params.get('only');
	const { text } = wordsFrom(params.get('q') ?? '');
	if (!own || text === '' || (only !== null && only !== 'place')) return null;
	own.push(['q', text]);
	if (only) own.push(['only', only]);
	return { params: new URLSearchParams(own), leftOut: [] };
};

const feed =
	(subject: Subject, ...named: OwnParameter[]): Reader =>
	(params, vocabulary) => {
		const options = feedOptions(params, named);
		const own = languageParameter(params);
		const { filter, problems, foreign } = parseFilter(params, vocabulary, subject, [
			'lang',
			...named
		]);
		if ('refused' in options || !own || problems.length > 0 || foreign !== null) return null;
		if (options.alarm !== null) own.push(['alarm', String(options.alarm)]);
		if (options.bom) own.push(['bom', '1']);
		if (options.past) own.push(['past', '1']);
		const { near } = filter;
		// Feeds know a point only by its grid, so that neighbours share an answer.
		const snapped = near?.kind === 'point' ? onGrid(near) : near;
		return page({ ...filter, near: snapped, after: null }, own, []);
	};

const wholeCalendar = feed('events', 'alarm');

const calendar: Reader = (params, vocabulary) => {
	if (!params.has('event')) return wholeCalendar(params, vocabulary);
	const options = feedOptions(params, ['alarm', 'event']);
	const own = languageParameter(params);
	const strange = [...params.keys()].some(
		(name) => !['event', 'alarm', 'lang'].includes(name) && !isTracking(name)
	);
	if ('refused' in options || !own || strange || options.event === null) return null;
	own.push(['event', options.event]);
	if (options.alarm !== null) own.push(['alarm', String(options.alarm)]);
	return { params: new URLSearchParams(own), leftOut: [] };
};

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	['/(public)', explorer],
	['/(public)/events', programme],
	['/(public)/events/[month=month]', month],
	['/(public)/event/[slug]', nothing],
	['/(public)/organisation/[slug]', nothing],
	['/(public)/organisation/[slug]/qr', nothing],
	['/(public)/organisation/[slug]/vcard', nothing],
	['/(public)/about', nothing],
	['/(public)/numbers', nothing],
	['/(public)/numbers/[slug]/csv', nothing],
	['/(public)/privacy', nothing],
	['/(public)/accessibility', nothing],
	['/(public)/map/organisations.json', pins('organisations')],
	['/(public)/map/events.json', pins('events')],
	['/(public)/map/organisations/[slug].json', card],
	['/(public)/map/events/[slug].json', card],
	['/(public)/qr.svg', paper],
	['/(public)/suggest.json', suggestions],
	['/feeds/events.atom', feed('events')],
	['/feeds/events.csv', feed('events', 'bom', 'past')],
	['/feeds/events.xlsx', feed('events', 'past')],
	['/feeds/events.geojson', feed('events', 'past')],
	['/feeds/events.ics', calendar],
	['/feeds/organisations.csv', feed('organisations', 'bom')],
	['/feeds/organisations.xlsx', feed('organisations')],
	['/feeds/organisations.geojson', feed('organisations')],
	['/manifest.webmanifest', card],
	['/sitemap.xml', nothing],
	['/robots.txt', nothing]
]);

/** Ids of the routes whose answers may be kept for everybody. */
export const publicRoutes: ReadonlySet<string> = new Set(readers.keys());

/** Pages with a page of their own for what went wrong. */
const withOwnError = new Set(['/(public)/event/[slug]']);

/**
 * In how many parts SvelteKit sends the data of a page: the frame of all, and the page; between
 * them one more where a page for what went wrong stands beside it.
 */
export const partsOf = (route: string): number => (withOwnError.has(route) ? 3 : 2);

/**
 * The one address of the page or data an address leads to. Two addresses with the same meaning get
 * the same one, and the one of an address is its own. Null for a route that is not public, and for
 * an address the route refuses.
 */
export function publicAddress(
	route: string,
	params: URLSearchParams,
	vocabulary: FilterVocabulary
): PublicAddress | null {
	return readers.get(route)?.(params, vocabulary) ?? null;
}
