// The ground of the network: its one row of facts, kinds, topics, regions, municipalities and the
// gazetteer.
import { network } from '#network';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { insertRows, multiPolygon, point } from './insert.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { localised } from './localised.ts';
import { slugify } from './slug.ts';
import { sourceFiles } from './source-files.ts';
import type { MunicipalityAreas } from './source-files.ts';

/** The day today's municipalities began (Law on Administrative Territories and Populated Areas). */
const reform = '2021-07-01';

/** Where the merged municipalities went; geography.json says so in a note. */
const mergedInto: Record<string, string> = { 'varaklanu-novads': 'madonas-novads' };

/** The network's own row, its kinds and the words search knows. Writing them again changes them. */
export async function insertNetwork(sql: SqlExecutor): Promise<void> {
	const { bounds } = network;
	await sql.query(
		`insert into internal.network (south, west, north, east, postcode_pattern, registration_number_pattern, time_zone,
				languages, administrators_need_second_factor, ask_after_months)
			values ($1, $2, $3, $4, $5, $6, $7, array(select jsonb_array_elements_text($8::text::jsonb)), $9, $10)
			on conflict (singleton) do update set south = excluded.south, west = excluded.west, north = excluded.north,
				east = excluded.east, postcode_pattern = excluded.postcode_pattern,
				registration_number_pattern = excluded.registration_number_pattern, time_zone = excluded.time_zone,
				languages = excluded.languages,
				administrators_need_second_factor = excluded.administrators_need_second_factor,
				ask_after_months = excluded.ask_after_months`,
		[
			bounds.south,
			bounds.west,
			bounds.north,
			bounds.east,
			network.postcodePattern,
			network.registrationNumberPattern,
			network.timeZone,
			JSON.stringify(network.languages),
			network.administratorsNeedSecondFactor,
			network.askAfterMonths
		]
	);
	await sql.query(
		`insert into public.organisation_kinds as kind (id, position, name)
			select id, position, name
			from jsonb_populate_recordset(null::public.organisation_kinds, $1::text::jsonb)
			on conflict (id) do update set position = excluded.position, name = excluded.name
				where (kind.position, kind.name) <> (excluded.position, excluded.name)`,
		[
			JSON.stringify(
				network.kinds.map((kind, index) => ({
					id: kind.id,
					position: index + 1,
					name: localised(kind.name)
				}))
			)
		]
	);
	await sql.query(
		`insert into internal.search_terms as term (sort, id, words)
			select sort, id, words from jsonb_populate_recordset(null::internal.search_terms, $1::text::jsonb)
			on conflict (sort, id) do update set words = excluded.words where term.words <> excluded.words`,
		[JSON.stringify(searchTerms())]
	);
}

/** What search knows in each of the network's languages though no listing says it. */
function searchTerms(): { sort: string; id: string; words: Localised }[] {
	return Object.entries(sourceFiles.searchTerms()).flatMap(([sort, terms]) =>
		Object.entries(terms).flatMap(([id, words]) => {
			const known = localised(words);
			return Object.keys(known).length > 0 ? [{ sort, id, words: known }] : [];
		})
	);
}

/** Topics, regions and municipalities with their validity and area. */
export async function insertRegions(sql: SqlExecutor): Promise<void> {
	const { regions, topics } = sourceFiles.listings();
	const geography = sourceFiles.geography();
	await insertRows(
		sql,
		'topics',
		topics.map((topic, index) => ({
			id: topic.id,
			name: localised({ lv: topic.lv, en: topic.en }),
			position: index + 1
		}))
	);
	const sourceRegions = new Map(
		geography.planning_regions.map((region) => [region.name_lv, region])
	);
	await insertRows(
		sql,
		'regions',
		regions.map((region, index) => {
			const source = sourceRegions.get(region.name_lv);
			if (!source) throw new Error(`geography.json has no ${region.name_lv}`);
			return {
				id: region.id,
				name: localised({ lv: source.name_lv, en: source.name_en }),
				short: localised({ lv: region.short_lv, en: region.short_en }),
				position: index + 1,
				source: source.source
			};
		})
	);
	const regionIds = new Map(regions.map((region) => [region.name_lv, region.id]));
	const areas = areasById(sourceFiles.municipalityAreas());
	const rows = geography.municipalities.map((municipality) => {
		const id = slugify(municipality.name_lv);
		return {
			id,
			region_id: regionIds.get(municipality.planning_region.value) ?? null,
			name: localised({ lv: municipality.name_lv }),
			full_name: localised({ lv: municipality.name_lv_full }),
			kind: municipality.type === 'valstspilsēta' ? 'state-city' : 'municipality',
			iso_code: municipality.iso_3166_2.value,
			valid_from: reform,
			valid_to: municipality.valid_to?.value ?? null,
			merged_into: municipality.valid_to ? (mergedInto[id] ?? null) : null,
			area: areas.get(id) ?? null,
			source: municipality.valid_to?.source ?? municipality.planning_region.source
		};
	});
	// A merged municipality points to the one it became part of, so the living ones go first.
	await insertRows(
		sql,
		'municipalities',
		rows.filter((row) => row.merged_into === null)
	);
	await insertRows(
		sql,
		'municipalities',
		rows.filter((row) => row.merged_into !== null)
	);
}

function areasById(areas: MunicipalityAreas | null): Map<string, string> {
	const byId = new Map<string, string>();
	for (const { id, properties, geometry } of areas?.features ?? []) {
		const municipality = properties?.id ?? id;
		if (!municipality) throw new Error('a municipality area has no id');
		const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
		byId.set(municipality, multiPolygon(polygons));
	}
	return byId;
}

/** The gazetteer. Returns how many places. */
export async function insertPlaces(sql: SqlExecutor): Promise<number> {
	const places = sourceFiles.places();
	await insertRows(
		sql,
		'places',
		places.map((place) => ({
			id: place.id,
			name: localised({ lv: place.name_lv, en: place.name_en }),
			kind: place.kind,
			municipality_id: place.municipality,
			location: point(place),
			importance: place.importance,
			source: place.source
		}))
	);
	return places.length;
}
