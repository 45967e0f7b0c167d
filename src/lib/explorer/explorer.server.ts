// Answers an address of the explorer: the list's page, the pins of the whole filter drawn as a map,
// and what was wrong with the address. And the data of the live map, strictly.
import { events, type EventOrder } from '#lib/event/events.server.ts';
import {
	fromFirstPage,
	onlineOf,
	type AddressProblem,
	type Filter,
	type LocatedFilter,
	type Subject
} from '#lib/filter/filter.ts';
import { formsOf } from '#lib/filter/marks.ts';
import { fit } from '#lib/geo/projection.ts';
import type { MapShape } from '#lib/map/shapes.ts';
import { organisations } from '#lib/organisation/organisations.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { ServerOnly } from '#lib/page/server-only.ts';
import { m } from '#lib/paraglide/messages.js';
import { explorerHref, subjectFrom } from './address.ts';
import { askedOf, understand, type Understood } from './asked.server.ts';
import { boundsAround } from './bounds-around.ts';
import { drawnMap, drawnSize } from './drawn-map.server.ts';
import type { Exploration, ExplorerList } from './exploration.ts';
import { cornersOf, countOf, type Pins } from './pins.ts';
import { pinsOf } from './pins.server.ts';
import { firstView, shapesOf } from './searched-part.ts';
import { countedWords } from './points.ts';

/**
 * Everything the explorer shows at this address.
 * @param leftOut what the address held beside it
 */
export async function explore(
	params: URLSearchParams,
	leftOut: readonly AddressProblem[],
	locale: Locale
): Promise<Exploration> {
	const { subject } = subjectFrom(params);
	const asked = await understand(params, leftOut, locale, subject);
	const { filter, located, now } = asked;
	const shapes = shapesOf(located);
	const listed = listOf(asked);
	const found = listed.then(({ page }) => page);
	// What does not depend on one another is asked at once; only the pins wait to know how many they
	// are.
	const [list, about, pins, onlineDates] = await Promise.all([
		listed,
		askedOf(asked, found),
		found.then(({ total }) => pinsIn(asked, shapes, total)),
		subject === 'events' ? events.count(onlineOf(located), now) : 0
	]);
	return {
		...about,
		list,
		shapes,
		pinned: boundsAround(cornersOf(pins)),
		withoutPlace: subject === 'events' ? 0 : Math.max(0, list.page.total - countOf(pins)),
		onlineDates,
		now: now.toISOString(),
		map: new ServerOnly(draw(pins, shapes, filter, subject, locale))
	};
}

async function listOf(asked: Understood): Promise<ExplorerList> {
	const { subject, located, locale, now, reading } = asked;
	if (subject === 'organisations')
		return { subject, page: await organisations.find(located, locale, now, formsOf(reading)) };
	const order = orderOf(located);
	return { subject, page: await events.find(located, { now, order, withFacets: true }) };
}

/** The pins of the whole filter, as many as a drawing of its part of the world can show apart. */
async function pinsIn(asked: Understood, shapes: MapShape[], rows: number): Promise<Pins> {
	const { subject, located, locale, now } = asked;
	const { zoom } = fit(firstView(shapes), drawnSize.width, drawnSize.height);
	return await pinsOf(located, { subject, rows, zoom, locale, now });
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
