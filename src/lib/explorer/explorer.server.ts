// Answers an address of the explorer: the list's page, the pins of the whole filter drawn as a map, and what was wrong with
// the address. And the data of the live map, strictly.
import { events, type EventOrder } from '$lib/event/events.server';
import { vocabularyOf } from '$lib/filter/choices';
import {
	fromFirstPage,
	onlineOf,
	parseFilter,
	type Filter,
	type LocatedFilter,
	type Subject
} from '$lib/filter/filter';
import { formsOf } from '$lib/filter/marks';
import { fit } from '$lib/map/projection';
import type { MapShape } from '$lib/map/shapes';
import { organisations } from '$lib/organisation/organisations.server';
import { places } from '$lib/place/places.server';
import { locales, type Locale } from '$lib/page/paths';
import { ServerOnly } from '$lib/page/server-only';
import { m } from '$lib/paraglide/messages.js';
import { explorerHref, subjectFrom } from './address';
import { askedOf, understand } from './asked.server';
import { choicesOf } from './choices.server';
import { boundsAround } from './bounds-around';
import { drawnMap, drawnSize } from './drawn-map.server';
import type { Exploration, ExplorerList } from './exploration';
import { cornersOf, countOf, type Pins } from './pins';
import { pinsOf } from './pins.server';
import { firstView, shapesOf } from './searched-part';
import { countedWords } from './points';

/** Everything the explorer shows at this address. */
export async function explore(params: URLSearchParams, locale: Locale): Promise<Exploration> {
	const { subject, unknown } = subjectFrom(params);
	const asked = await understand(params, locale, subject, { alsoKnown: ['show'] });
	const { filter, located, now, reading } = asked;
	const shapes = shapesOf(located);
	const list: ExplorerList =
		subject === 'events'
			? { subject, page: await events.find(located, { now, order: orderOf(located) }) }
			: { subject, page: await organisations.find(located, locale, now, formsOf(reading)) };
	const { total } = list.page;
	const { zoom } = fit(firstView(shapes), drawnSize.width, drawnSize.height);
	const pins = await pinsOf(located, { subject, rows: total, zoom, locale, now });
	return {
		...(await askedOf(asked, total)),
		unknownShow: unknown,
		list,
		shapes,
		pinned: boundsAround(cornersOf(pins)),
		withoutPlace: subject === 'events' ? 0 : Math.max(0, total - countOf(pins)),
		onlineDates: subject === 'events' ? await events.count(onlineOf(located), now) : 0,
		now: now.toISOString(),
		map: new ServerOnly(draw(pins, shapes, filter, subject, locale))
	};
}

/** Beside a map the nearest date counts before the soonest, and among many the best match. */
function orderOf({ near, words }: LocatedFilter): EventOrder {
	return near ? 'nearest' : words ? 'best' : 'soonest';
}

function draw(
	pins: Pins,
	shapes: MapShape[],
	filter: Filter,
	subject: Subject,
	locale: Locale
): string {
	return drawnMap({
		...pins,
		shapes,
		bounds: firstView(shapes),
		label: subject === 'events' ? m.filter_map_events() : m.filter_map_organisations(),
		counted: (count) => countedWords(subject, count),
		groupHref: ({ lat, lng, km }) => explorerHref(around(filter, lat, lng, km), subject, locale)
	});
}

/** What stands around a point of the drawn map: whole kilometres, as an address has them. */
function around(filter: Filter, lat: number, lng: number, km: number): Filter {
	const radius = Math.min(300, Math.max(1, Math.ceil(km)));
	return {
		...fromFirstPage(filter),
		near: { kind: 'point', lat: fiveDecimals(lat), lng: fiveDecimals(lng), km: radius }
	};
}

const fiveDecimals = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

/**
 * The filter of a request for data, read strictly: a program that misspells a parameter must not get an answer to another
 * question. Gives the filter and language, or a plain reason to refuse.
 * @param alsoKnown parameters the caller reads itself
 */
export async function strictFilter(
	params: URLSearchParams,
	subject: Subject,
	alsoKnown: readonly string[] = []
): Promise<{ filter: LocatedFilter; locale: Locale } | { refused: string }> {
	const language = languageOf(params);
	if (language === null) return { refused: 'lang must be lv or en' };
	const choices = await choicesOf(language, params);
	const { filter, problems } = parseFilter(params, vocabularyOf(choices), subject, [
		'lang',
		...alsoKnown
	]);
	const [problem] = problems;
	if (problem)
		return {
			refused: `${problem.parameter}=${problem.value}: ${problem.reason.replaceAll('-', ' ')}`
		};
	const { filter: located, place } = await places.locate(filter);
	if (place && !place.taken) return { refused: `near=${place.typed}: unknown place` };
	return { filter: located, locale: language };
}

/** The language data is asked for in; Latvian when none is named, null when it is none of ours. */
export function languageOf(params: URLSearchParams): Locale | null {
	const asked = params.getAll('lang');
	if (asked.length === 0) return 'lv';
	return locales.find((locale) => asked.length === 1 && asked[0] === locale) ?? null;
}
