// What the gazetteer and the map of municipalities say about a pin.
import { network } from '#network';
import { LocalisedText } from '#lib/backend/answer.ts';
import { networkLanguage, postalName } from '#lib/i18n/localised.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import { typedText, type Typed } from '#lib/form/form.ts';
import { regionAt } from '#lib/network/outline.server.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { pinFrom, type OfferedPlace, type PinAnswer, type PinValues, type PinArea } from './pin.ts';
import { log } from '#lib/log/log.server.ts';

/** More than a list to choose from can be of use; the most important ones come first. */
const max = 2000;

const placeRows = v.array(
	v.object({
		id: v.string(),
		name: LocalisedText,
		latitude: v.number(),
		longitude: v.number(),
		municipality: v.nullable(v.object({ full_name: LocalisedText }))
	})
);

let known: { version: string; places: OfferedPlace[] } | null = null;

/** The places a form offers, in alphabetical order. */
export async function offeredPlaces(): Promise<OfferedPlace[]> {
	const version = await contentVersion();
	if (known && known.version === version) return known.places;
	const { data, error: failure } = await backend()
		.visitor.from('places')
		.select(
			'id, name, latitude, longitude, municipality:municipalities!places_municipality_id_fkey(full_name)'
		)
		.order('importance')
		.order('id')
		.limit(max);
	if (failure) {
		log('error', `places were not answered: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	// As postal addresses are written: in the network's own language, for all who edit.
	const rows = v.parse(placeRows, data).map(({ name, municipality, ...row }) => ({
		...row,
		name: postalName(name),
		municipality: municipality && postalName(municipality.full_name)
	}));
	const times = new Map<string, number>();
	for (const { name } of rows) times.set(name, (times.get(name) ?? 0) + 1);
	const places = rows
		.map(({ id, name, latitude: lat, longitude: lng, municipality }) => ({
			id,
			label: municipality && (times.get(name) ?? 0) > 1 ? `${name}, ${municipality}` : name,
			municipality,
			lat,
			lng
		}))
		.sort((a, b) => a.label.localeCompare(b.label, networkLanguage));
	if (version !== null) known = { version, places };
	return places;
}

/** In which municipality and region a point lies; null for no point, or one beyond the network. */
export async function whereaboutsOf(
	lat: number | null,
	lng: number | null
): Promise<PinArea | null> {
	const { south, north, west, east } = network.bounds;
	if (lat === null || lng === null || lat < south || lat > north || lng < west || lng > east)
		return null;
	const { inside, municipality, region } = await regionAt({ lat, lng });
	return {
		inside,
		municipality: municipality && postalName(municipality.name),
		region: region && { id: region.id, name: region.name }
	};
}

/** {@link pinFrom} with the places of the gazetteer. */
export const readPin = async (values: PinValues): Promise<PinAnswer> =>
	pinFrom(values, await offeredPlaces());

/** {@link whereaboutsOf} the coordinates that stand in a form. */
export function whereaboutsTyped(typed: Typed): Promise<PinArea | null> {
	const degrees = (name: string) => {
		const text = typedText(typed, name).trim().replace(',', '.');
		return text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
	};
	return whereaboutsOf(degrees('latitude'), degrees('longitude'));
}
