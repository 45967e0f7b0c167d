// Tiles of a file and of another server, as they reach a visitor.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TooMany } from '#lib/http/visitor-turns.ts';
import { pmtilesOf, pngTile, streetTile, type TestTile } from '../../../../tests/setup/pmtiles.ts';
import { openDistant } from './distant-tiles.server.ts';
import { openPmtiles } from './pmtiles-file.server.ts';
import { openStreetMap } from './street-map.server.ts';
import { TileStore } from './tile-store.server.ts';

const folder = mkdtempSync(join(tmpdir(), 'tikls-tiles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let number = 0;
const fresh = (name = '') => join(folder, `${(number += 1)}${name}`);

describe('a file of tiles', () => {
	it('gives back every tile that was put in, packed or not, and no other', async () => {
		const numbers = fc.uniqueArray(
			fc.record({
				z: fc.integer({ min: 11, max: 15 }),
				x: fc.nat(2047),
				y: fc.nat(2047)
			}),
			{ minLength: 1, maxLength: 40, selector: ({ z, x, y }) => `${z}/${x}/${y}` }
		);
		await fc.assert(
			fc.asyncProperty(numbers, fc.boolean(), async (all, pack) => {
				const [missing, ...present] = all;
				const tiles: TestTile[] = present.map((tile, i) => ({
					...tile,
					bytes: Buffer.from(`tile ${i} ${'x'.repeat(i)}`)
				}));
				if (!missing || !tiles.length) return;
				const path = fresh('.pmtiles');
				writeFileSync(path, pmtilesOf(tiles, { type: 'mvt', attribution: 'somebody', pack }));
				const source = await openPmtiles(path, '');
				try {
					for (const { bytes, ...tile } of tiles) {
						const got = await source.tile(tile);
						expect(got?.type).toBe('application/vnd.mapbox-vector-tile');
						expect(Buffer.from(got?.bytes ?? []).toString()).toBe(bytes.toString());
					}
					expect(await source.tile(missing)).toBeNull();
				} finally {
					await source.close();
					rmSync(path);
				}
			}),
			{ numRuns: 60 }
		);
	});

	it('says its format, how close it goes, and whom it is owed to', async () => {
		const path = fresh('.pmtiles');
		const at = { z: 14, x: 9300, y: 5100 };
		const attribution = '<a href="https://www.openstreetmap.org/copyright">© OSM</a>';
		writeFileSync(
			path,
			pmtilesOf([{ ...at, bytes: pngTile(1, 2, 3) }], { type: 'png', attribution })
		);
		const pictures = await openPmtiles(path, '');
		expect(pictures.streets).toMatchObject({
			format: 'raster',
			closest: 14,
			deepest: 14,
			credit: { text: '© OSM', href: 'https://www.openstreetmap.org/copyright' }
		});
		await pictures.close();
		const other = await openPmtiles(path, 'LĢIA');
		expect(other.streets.credit).toEqual({ text: 'LĢIA' });
		await other.close();
	});

	it('is refused with a sentence when it is none', async () => {
		const path = fresh();
		writeFileSync(path, 'not tiles at all'.repeat(40));
		await expect(openStreetMap({ STREET_MAP: path })).rejects.toThrow(/no PMTiles file/);
		await expect(openStreetMap({ STREET_MAP: fresh() })).rejects.toThrow(/no such file/);
		// Its list of tiles is damaged.
		const whole = Buffer.from(
			pmtilesOf([{ z: 12, x: 1, y: 1, bytes: streetTile() }], { type: 'mvt', attribution: '' })
		);
		whole.fill(0xff, 127, 150);
		writeFileSync(path, whole);
		await expect(openStreetMap({ STREET_MAP: path })).rejects.toThrow();
	});
});

describe('tiles of another server', () => {
	let server: Server;
	let asked: string[] = [];
	let agents: (string | undefined)[] = [];
	let answer: (path: string) => { status: number; type?: string; body?: Uint8Array };
	let url = '';
	beforeAll(async () => {
		server = createServer((request, response) => {
			asked.push(request.url ?? '');
			agents.push(request.headers['user-agent']);
			const { status, type, body } = answer(request.url ?? '');
			response.writeHead(status, type ? { 'content-type': type } : {});
			// Long enough for a second one to ask for the same.
			setTimeout(() => response.end(body), 30);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/{z}/{x}/{y}.png`;
	});
	afterAll(() => new Promise((resolve) => server.close(resolve)));
	afterEach(() => {
		asked = [];
		agents = [];
	});
	const picture = { status: 200, type: 'image/png', body: pngTile(9, 9, 9) };
	const open = async (pace?: { gap: number; burst: number }, limit = 10_000_000) => {
		const store = await TileStore.open(fresh(), limit);
		const agent = 'Tikls/0.1 (+https://tikls.example)';
		return openDistant({ url, agent, store, credit: '', version: '1', pace });
	};

	it('are asked for once, by our name, and kept', async () => {
		answer = () => picture;
		const source = await open();
		const tile = { z: 13, x: 4657, y: 2500 };
		const got = await Promise.all([source.tile(tile), source.tile(tile), source.tile(tile)]);
		got.push(await source.tile(tile));
		for (const one of got) {
			expect(one?.type).toBe('image/png');
			expect(Buffer.from(one?.bytes ?? []).equals(Buffer.from(picture.body))).toBe(true);
		}
		expect(asked).toEqual(['/13/4657/2500.png']);
		expect(agents[0]).toBe('Tikls/0.1 (+https://tikls.example)');
	});

	it('are pictures or nothing', async () => {
		const source = await open();
		answer = () => ({ status: 404 });
		expect(await source.tile({ z: 12, x: 1, y: 1 })).toBeNull();
		for (const bad of [
			{ status: 200, type: 'text/html', body: Buffer.from('<script>alert(1)</script>') },
			{ status: 200, type: 'image/svg+xml', body: Buffer.from('<svg/>') },
			{ status: 403, type: 'image/png', body: picture.body },
			{ status: 200, type: 'image/png', body: new Uint8Array(3_000_000) }
		]) {
			answer = () => bad;
			await expect(source.tile({ z: 12, x: 2, y: 2 })).rejects.toThrow();
		}
		// None of that was kept.
		answer = () => picture;
		expect((await source.tile({ z: 12, x: 2, y: 2 }))?.type).toBe('image/png');
	});

	it('are asked for at a pace, however many a stranger wants', async () => {
		answer = () => picture;
		const source = await open({ gap: 1000, burst: 5 });
		const all = await Promise.allSettled(
			Array.from({ length: 200 }, (_, x) => source.tile({ z: 14, x, y: 1 }))
		);
		const refused = all.filter((one) => one.status === 'rejected');
		// Five at once and one a second for the four seconds somebody waits.
		expect(all.length - refused.length).toBeLessThanOrEqual(10);
		for (const one of refused) expect(one.reason).toBeInstanceOf(TooMany);
		expect(asked.length).toBe(all.length - refused.length);
	});
});

describe('what is kept of them', () => {
	it('never takes more than it may, loses what was wanted longest ago, and outlives the server', async () => {
		const sizes = fc.array(fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 9000 })), {
			minLength: 1,
			maxLength: 40
		});
		await fc.assert(
			fc.asyncProperty(sizes, async (asks) => {
				const place = fresh();
				const limit = 30_000;
				const store = await TileStore.open(place, limit);
				/** An independent count: names and bytes in the order of their last use. */
				let model: { x: number; size: number }[] = [];
				for (const [x, size] of asks) {
					await store.keep({ z: 12, x, y: 0 }, { bytes: new Uint8Array(size), type: 'image/png' });
					model = [...model.filter((one) => one.x !== x), { x, size }];
					const taken = () =>
						model.reduce((sum, one) => sum + one.size + 'image/png'.length + 1 + 4096, 0);
					while (taken() > limit) model.shift();
					expect(store.bytes).toBeLessThanOrEqual(limit);
				}
				for (const { x, size } of model)
					expect((await store.read({ z: 12, x, y: 0 }))?.bytes.length).toBe(size);
				const onDisk = readdirSync(place);
				expect(onDisk.length).toBe(model.length);
				const bytes = onDisk.reduce(
					(sum, name) => sum + statSync(join(place, name)).size + 4096,
					0
				);
				expect(bytes).toBe(store.bytes);
				const again = await TileStore.open(place, limit);
				expect(again.bytes).toBe(store.bytes);
				rmSync(place, { recursive: true });
			}),
			{ numRuns: 40 }
		);
	});
});
