// Places by name: what the gazetteer knows, and the point a filter's place stands for.
import { backend } from '#lib/backend/backend.server.ts';
import type { Filter, LocatedFilter } from '#lib/filter/filter.ts';
import { error } from '@sveltejs/kit';
import { LocalisedText } from '#lib/backend/answer.ts';
import * as v from 'valibot';
import { answerAmong, type FoundPlace, type PlaceAnswer } from '#lib/geo/place.ts';

const PlaceRows: v.GenericSchema<unknown, FoundPlace[]> = v.array(
	v.object({
		id: v.string(),
		name: LocalisedText,
		municipality: v.nullable(LocalisedText),
		lat: v.number(),
		lng: v.number(),
		exact: v.boolean()
	})
);

/**
 * The filter with its place as a point. A place nobody knows leaves the filter without one, and says so.
 * @returns `place` is null when the filter names none
 */
async function locate(
	filter: Filter
): Promise<{ filter: LocatedFilter; place: PlaceAnswer | null }> {
	const { near } = filter;
	if (near?.kind !== 'place') return { filter: { ...filter, near }, place: null };
	const [name = ''] = near.name.split(',');
	const place = answerAmong(near.name, await find(name));
	const { taken } = place;
	return {
		filter: {
			...filter,
			near: taken && { kind: 'point', lat: taken.lat, lng: taken.lng, km: near.km }
		},
		place
	};
}

/** Places a name can mean, the likeliest first: those that bear it, else those that come close. */
async function find(name: string, max = 6): Promise<FoundPlace[]> {
	const { data, error: failure } = await backend().visitor.rpc('find_places', {
		name,
		max_rows: max
	});
	if (failure) {
		console.error(`find_places was not answered: ${failure.code ?? ''} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return v.parse(PlaceRows, data);
}

export const places = { locate, find };
