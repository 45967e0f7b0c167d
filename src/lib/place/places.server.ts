// Places by name: what the gazetteer knows, and the point a filter's place stands for.
import { backend } from '$lib/backend/backend.server';
import type { Filter, LocatedFilter } from '$lib/filter/filter';
import { error } from '@sveltejs/kit';
import { fold } from './fold';
import type { FoundPlace, PlaceAnswer } from './place';

/**
 * The filter with its place as a point. A place nobody knows leaves the filter without one, and says so.
 * @returns `place` is null when the filter names none
 */
async function locate(
	filter: Filter
): Promise<{ filter: LocatedFilter; place: PlaceAnswer | null }> {
	const { near } = filter;
	if (near?.kind !== 'place') return { filter: { ...filter, near }, place: null };
	const place = await answerTo(near.name);
	const { taken } = place;
	return {
		filter: {
			...filter,
			near: taken && { kind: 'point', lat: taken.lat, lng: taken.lng, km: near.km }
		},
		place
	};
}

async function answerTo(typed: string): Promise<PlaceAnswer> {
	const found = await find(typed);
	const named = found.filter((place) => place.exact);
	return {
		typed,
		taken: named[0] ?? null,
		others: named.length > 0 ? named.slice(1) : found
	};
}

async function find(name: string): Promise<FoundPlace[]> {
	const { data, error: failure } = await backend()
		.visitor.from('places')
		.select('id, name_lv, name_en, latitude, longitude, municipalities(full_name_lv)')
		.eq('folded_name', fold(name))
		.order('importance')
		.limit(6);
	if (failure) {
		console.error(`places were not answered: ${failure.code ?? ''} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return data.map((row) => ({
		id: row.id,
		name: { lv: row.name_lv, ...(row.name_en !== null && { en: row.name_en }) },
		municipality: row.municipalities?.full_name_lv ?? null,
		lat: row.latitude ?? 0,
		lng: row.longitude ?? 0,
		exact: true
	}));
}

export const places = { locate };
