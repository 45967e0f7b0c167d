// Rows into tables, many at once. Names of tables and columns come from the code, never from data.
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import type { Localised } from '#lib/i18n/languages.ts';

/**
 * A value PostgreSQL can read from JSON into a column: geography as EWKT text, arrays as arrays,
 * texts by language.
 */
export type Cell = string | number | boolean | null | readonly string[] | Localised;
export type Row = Record<string, Cell>;

/**
 * How many rows go in one statement: large enough to be fast, small enough for the embedded
 * database's memory.
 */
const rowsAtOnce = 2000;

/**
 * Inserts rows into a table of schema public. Every row has the columns of the first one; columns
 * not named get their defaults.
 */
export async function insertRows(
	sql: SqlExecutor,
	table: string,
	rows: readonly Row[]
): Promise<void> {
	const first = rows[0];
	if (!first) return;
	const columns = Object.keys(first);
	if (![table, ...columns].every((name) => /^[a-z_]+$/.test(name))) {
		throw new Error(`not a plain name among ${[table, ...columns].join(', ')}`);
	}
	const list = columns.join(', ');
	for (let start = 0; start < rows.length; start += rowsAtOnce) {
		// `text` first: some drivers would turn a string that goes to a jsonb parameter into a JSON
		// string once more.
		await sql.query(
			`insert into public.${table} (${list})
				select ${list} from jsonb_populate_recordset(null::public.${table}, $1::text::jsonb)`,
			[JSON.stringify(rows.slice(start, start + rowsAtOnce))]
		);
	}
}

/** A point as PostGIS reads it. WGS84 degrees. */
export function point(position: { lat: number; lng: number }): string {
	return `SRID=4326;POINT(${position.lng} ${position.lat})`;
}

/** The polygons of a GeoJSON MultiPolygon as PostGIS reads them. */
export function multiPolygon(coordinates: number[][][][]): string {
	const ring = (positions: number[][]) =>
		`(${positions.map(([lng, lat]) => `${lng} ${lat}`).join(',')})`;
	const polygons = coordinates.map((rings) => `(${rings.map(ring).join(',')})`);
	return `SRID=4326;MULTIPOLYGON(${polygons.join(',')})`;
}
