// The map's cells on both databases: whatever the filter, the zoom and the grid, every place is
// counted exactly once, where it is.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from './databases.ts';
import type { TestDatabase } from './databases.ts';

type Cell = [number, number, number, number, number, number, number];
type Row = Cell | [string, ...unknown[]];

/** Tiles that hold all of Latvia at a zoom: x and y of web maps. */
function tilesOfLatvia(z: number): [number, number][] {
	const along = (part: number) => Math.floor(part * 2 ** z);
	const tiles: [number, number][] = [];
	for (let x = along(20 / 360 + 0.5); x <= along(29 / 360 + 0.5); x++)
		for (let y = along(0.297); y <= along(0.318); y++) tiles.push([x, y]);
	return tiles;
}

const filters = [
	{},
	{ kinds: ['public-authority', 'planning-region'] },
	{ near: { lat: 56.65, lng: 23.71 }, km: 60 },
	{ area: { south: 56.4, west: 20.8, north: 57, east: 24.2 } },
	{ area: { south: 56.4, west: 20.8, north: 57, east: 24.2 }, regions: ['zemgale'] }
];

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());

	async function ask<T>(expression: string, params: unknown[]): Promise<T> {
		const answer = await database.as('anon', `select ${expression} as answer`, params);
		if ('refused' in answer) throw new Error(`${answer.refused} ${answer.message}`);
		return answer.rows[0]?.answer as T;
	}
	const cells = (subject: string, filter: object, tile: number[], fine: number, few: number) =>
		ask<Row[]>(`public.${subject}_cells($1::text::jsonb, 'lv', $2, $3, $4, $5, $6)`, [
			JSON.stringify(filter),
			...tile,
			fine,
			few
		]);
	const counted = (rows: readonly Row[]) =>
		rows.reduce((sum, [first]) => sum + (typeof first === 'number' ? first : 1), 0);

	describe.skipIf(missing).each(['organisation', 'event'])('cells of %ss', (subject) => {
		const asked = (filter: object) =>
			subject === 'event' ? { ...filter, from: '2026-11-23T00:00:00Z', kinds: undefined } : filter;

		test.each(filters)('hold every place once: %j', async (filter) => {
			const points = await ask<Row[]>(`public.${subject}_points($1::text::jsonb, 'lv')`, [
				JSON.stringify(asked(filter))
			]);
			expect(points.length).toBeGreaterThan(0);
			const byName = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();

			// Few enough to be sent one by one: the very rows of the whole answer.
			const single = await cells(subject, asked(filter), [0, 0, 0], 64, 300);
			expect(byName(single)).toEqual(byName(points));

			for (const [z, fine] of [
				[0, 1],
				[0, 1024],
				[5, 64],
				[8, 16]
			] as const) {
				let together = 0;
				for (const [x, y] of z === 0 ? [[0, 0] as const] : tilesOfLatvia(z)) {
					const rows = await cells(subject, asked(filter), [z, x, y], fine, 0);
					together += counted(rows);
					for (const row of rows) {
						if (typeof row[0] !== 'number') continue;
						const [count, lat, lng, south, west, north, east] = row as Cell;
						const inside = points.filter(([, , , pointLat, pointLng]) => {
							const [a, b] = [Number(pointLat), Number(pointLng)];
							return a >= south && a <= north && b >= west && b <= east;
						});
						expect(inside).toHaveLength(count);
						// The mean is rounded to about a metre.
						expect(lat >= south - 1e-5 && lat <= north + 1e-5).toBe(true);
						expect(lng >= west - 1e-5 && lng <= east + 1e-5).toBe(true);
					}
				}
				expect(together, `zoom ${z}, ${fine} cells`).toBe(points.length);
			}
		});

		test('of a place nobody is at, or beside the area that was asked for, are none', async () => {
			expect(await cells(subject, {}, [5, 0, 0], 64, 0)).toEqual([]);
			const elsewhere = { area: { south: 57.9, west: 21, north: 58, east: 21.1 } };
			expect(await cells(subject, elsewhere, [8, 145, 78], 64, 0)).toEqual([]);
		});
	});

	test.skipIf(missing)('what is not published is not counted', async () => {
		const before = counted(await cells('organisation', {}, [0, 0, 0], 1, 0));
		await database.sql.exec('begin');
		try {
			await database.sql.exec(
				`update public.organisations set publication = 'draft' where slug = 'kurzemes-nvo-centrs'`
			);
			await database.sql.exec('set local role anon');
			const [row] = await database.sql.query<{ answer: Row[] }>(
				`select public.organisation_cells('{}', 'lv', 0, 0, 0, 1, 0) as answer`
			);
			expect(counted(row?.answer ?? [])).toBe(before - 1);
		} finally {
			await database.sql.exec('rollback');
		}
	});

	test.skipIf(missing)('nobody hands in a statement of his own', async () => {
		for (const role of ['anon', 'authenticated', 'service_role'] as const)
			expect(
				await database.as(
					role,
					`select internal.cells('select 1', 'public.events as subject', '1', '{}', 0, 0, 0, 1, 0)`
				)
			).toMatchObject({ refused: '42501' });
	});
});
