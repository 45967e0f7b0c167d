// What the embedded database tells the disk. That a power cut then costs nothing is tried by
// scripts/chaos/powercut.test.ts.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbedded, type OpenStore } from '#lib/backend/embedded/stores.ts';

const folder = mkdtempSync(join(tmpdir(), 'tikls-flushed-'));
const MB = 1024 * 1024;
let store: OpenStore;

beforeAll(async () => {
	await (await openEmbedded(join(folder, 'database'))).close();
	store = await openEmbedded(join(folder, 'database'));
	await store.asOwner((sql) => sql.exec('create table public.notes (body text)'));
}, 120_000);
afterAll(async () => {
	await store.close();
	rmSync(folder, { recursive: true });
});

/** Bytes of the log. */
function logSize(): number {
	const log = join(folder, 'database', 'pg_wal');
	return readdirSync(log)
		.map((name) => statSync(join(log, name)))
		.reduce((sum, found) => sum + (found.isFile() ? found.size : 0), 0);
}

const write = (rows: number) =>
	store.asOwner((sql) =>
		sql.exec(`insert into public.notes select repeat('a', 1000) from generate_series(1, ${rows})`)
	);

test('it asks for its log and its files, with whole pages against torn ones', async () => {
	const settings = ['fsync', 'full_page_writes', 'synchronous_commit', 'wal_sync_method'];
	const said = await store.asOwner(async (sql) => {
		const rows = [];
		for (const name of settings)
			rows.push(...(await sql.query<Record<string, string>>(`show ${name}`)));
		return Object.assign({}, ...rows) as Record<string, string>;
	});
	// The module's own fdatasync does nothing.
	expect(said).toEqual({
		fsync: 'on',
		full_page_writes: 'on',
		synchronous_commit: 'on',
		wal_sync_method: 'fsync'
	});
});

test('its log is cut down to 64 MB after a bulk load, and stays there', async () => {
	await write(120_000);
	expect(logSize()).toBeGreaterThan(100 * MB);
	await store.boundLog();
	expect(logSize()).toBeLessThanOrEqual(64 * MB);
	let most = 0;
	for (let turn = 0; turn < 12; turn += 1) {
		await write(10_000);
		await store.boundLog();
		most = Math.max(most, logSize());
	}
	expect(most).toBeLessThanOrEqual(80 * MB);
	expect(logSize()).toBeLessThanOrEqual(64 * MB);
}, 120_000);

test('the note of its process that a power cut left empty keeps nobody out', async () => {
	await store.close();
	writeFileSync(join(folder, 'database', 'postmaster.pid'), '');
	store = await openEmbedded(join(folder, 'database'));
	await expect(store.ping()).resolves.toBeUndefined();
}, 120_000);
