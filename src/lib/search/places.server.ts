// Places by name: what the gazetteer knows, and the point a filter's place stands for.
import { backend } from '#lib/backend/backend.server.ts';
import type { Filter, LocatedFilter } from '#lib/filter/filter.ts';
import { error } from '@sveltejs/kit';
import { LocalisedText } from '#lib/backend/answer.ts';
import * as v from 'valibot';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { fold } from '#lib/i18n/fold.ts';
import { allTexts } from '#lib/i18n/localised.ts';
import { latinised } from '#lib/geo/latinised.ts';
import { answerAmong, inMunicipality, type FoundPlace, type PlaceAnswer } from '#lib/geo/place.ts';
import { municipalityName, writtenPlace } from '#lib/geo/written-place.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import { postcodePlace } from './postcodes.server.ts';
import { log } from '#lib/log/log.server.ts';

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
 * The filter with its place as a point. A place nobody knows leaves the filter without one, and
 * says so.
 * @returns `place` is null when the filter names none
 */
async function locate(
	filter: Filter
): Promise<{ filter: LocatedFilter; place: PlaceAnswer | null }> {
	const { near } = filter;
	if (near?.kind !== 'place') return { filter: { ...filter, near }, place: null };
	const place = await placeWritten(near.name);
	const { taken } = place;
	return {
		filter: {
			...filter,
			near: taken && { kind: 'point', lat: taken.lat, lng: taken.lng, km: near.km }
		},
		place
	};
}

/** So many parts of a pasted address are looked up. */
const mostNames = 4;

/**
 * What a text means: the first of its names that is one of the gazetteer and lies in the
 * municipality the text names, else that municipality's town, else a name that lies elsewhere, else
 * the town of its postcode.
 */
async function placeWritten(typed: string): Promise<PlaceAnswer> {
	const { names, municipality, postcode } = writtenPlace(typed);
	let elsewhere: PlaceAnswer | null = null;
	let close: PlaceAnswer | null = null;
	for (const name of names.slice(0, mostNames)) {
		const answer = answerAmong(typed, approved(typed, await find(name)));
		if (!answer.taken) {
			close ??= answer;
		} else if (municipality === null || inMunicipality(answer.taken, municipality)) {
			return answer;
		} else {
			elsewhere ??= answer;
		}
	}
	const town = municipality === null ? null : await townOf(municipality);
	if (town) return { typed, taken: town, others: [] };
	if (elsewhere) return elsewhere;
	const served = postcode === null ? null : postcodePlace(postcode);
	const [office] = served === null ? [] : await find(served, 1);
	if (office?.exact) return { typed, taken: office, others: [] };
	return close ?? { typed, taken: null, others: [] };
}

/** A name from Cyrillic letters is written by ear: the only one that comes close is meant. */
function approved(typed: string, found: FoundPlace[]): FoundPlace[] {
	const [only, ...others] = found;
	if (!only || others.length > 0 || latinised(typed) === typed) return found;
	return [{ ...only, exact: true }];
}

/**
 * The town a municipality is called after, or the largest place in it.
 * @param name as `municipalityName` has it; null where there is none of that name today
 */
async function townOf(name: string): Promise<FoundPlace | null> {
	const [named] = (await find(name)).filter((place) => place.exact);
	if (named) return named;
	const { municipalities } = await networkOutline();
	const [municipality] = municipalities.filter((one) =>
		allTexts(one.name).some((text) => municipalityName(fold(text)) === name)
	);
	if (!municipality) return null;
	const { data, error: failure } = await backend()
		.visitor.from('places')
		.select('id, name, lat:latitude, lng:longitude')
		.eq('municipality_id', municipality.id)
		.order('importance')
		.order('id')
		.limit(1);
	if (failure) unanswered('places', failure);
	const [largest] = v.parse(LargestPlace, data);
	return largest ? { ...largest, municipality: municipality.name, exact: true } : null;
}

const LargestPlace = v.array(
	v.object({ id: v.string(), name: LocalisedText, lat: v.number(), lng: v.number() })
);

/** Places a name can mean, the likeliest first: those that bear it, else those that come close. */
async function find(name: string, max = 6): Promise<FoundPlace[]> {
	const { data, error: failure } = await backend().visitor.rpc('find_places', {
		name,
		max_rows: max
	});
	if (failure) {
		log('error', `find_places was not answered: ${failure.code ?? ''} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return v.parse(PlaceRows, data);
}

export const places = { locate, find };
