// The pins of a filter on the server: for the drawn map, and as data for the live one.
import { events } from '#lib/event/events.server.ts';
import type { LocatedFilter, Subject } from '#lib/filter/filter.ts';
import { cellsAlong, tileFrom, type Tile } from '#lib/map/tiles.ts';
import { organisations } from '#lib/organisation/organisations.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { json } from '@sveltejs/kit';
import { strictFilter } from '#lib/search/strict-filter.server.ts';
import { pinsAtMost, pinsFrom, type PinRow, type Pins } from './pins.ts';
import { refusal } from '#lib/http/refusal.ts';

const everything: Tile = { z: 0, x: 0, y: 0 };

/** 16 px at the zoom, as in the tiles of the live map; the database has a limit of its own. */
const finestAt = (zoom: number) => 2 ** Math.min(16, Math.max(0, Math.round(zoom) + 4));

/**
 * All pins of a filter, for a drawing at a zoom.
 * @param rows how many the list of the filter has: with more than `pinsAtMost` the pins are counted
 * in cells
 */
export async function pinsOf(
	filter: LocatedFilter,
	about: { subject: Subject; rows: number; zoom: number; locale: Locale; now: Date }
): Promise<Pins> {
	const { subject, rows, zoom, locale, now } = about;
	const asked = subject === 'events' ? events : organisations;
	const found: PinRow[] =
		rows > pinsAtMost
			? await asked.cells(filter, locale, { tile: everything, fine: finestAt(zoom) }, now)
			: await asked.points(filter, locale, now);
	return pinsFrom(found, subject, locale);
}

/** Answers a program, and our own map: every pin of a filter, or those of one tile in cells. */
export async function answerPins(params: URLSearchParams, subject: Subject): Promise<Response> {
	const asked = await strictFilter(params, subject, ['tile']);
	if ('refused' in asked) return refusal(400, asked.refused);
	const { filter, locale } = asked;
	const source = subject === 'events' ? events : organisations;
	const [named, second] = params.getAll('tile');
	if (named !== undefined) {
		const tile = second === undefined ? tileFrom(named) : null;
		if (!tile) return refusal(400, `tile=${named.slice(0, 60)}: impossible value`);
		return json(await source.cells(filter, locale, { tile, fine: cellsAlong }));
	}
	if ((await source.count(filter)) > pinsAtMost)
		return refusal(400, `more than ${pinsAtMost} pins: ask for them by tile=z/x/y`);
	return json(await source.points(filter, locale));
}
