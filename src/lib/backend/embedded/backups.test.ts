// Backups: what is called one can be restored and holds every row, as a data directory and as SQL;
// what cannot is not called one; the newest are kept.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSmallProject, type SmallProject } from '../../../../tests/setup/small-project.ts';
import { countRows, differences, proveBackup, sqlOf, unpackBackup } from './backup-copy.ts';
import { backUp, backupsOf, isBackupDue, listBackups, makeBackup, timeOf } from './backups.ts';
import { makeRoles } from './bootstrap.ts';
import { openEmbeddedEngine, type OpenEngine } from './open-embedded.ts';
import { extensions } from './stores.ts';
import { overPglite } from './sql.ts';

let project: SmallProject;
let open: OpenEngine;
let dataDir: string;
const task = () => ({ secrets: open.secrets, projectRoot: project.root, seed: false });
/** What a dump could get wrong: quotes, backslashes, letters outside ASCII. */
const texts = ['ā; drop', "it's", '\\x'];
const made = new Date('2026-03-29T01:30:00Z');
const name = '2026-03-29T01-30-00Z';

async function write(text: string) {
	const response = await open.engine.fetch('http://embedded.invalid/rest/v1/notes', {
		method: 'POST',
		headers: { apikey: open.secrets.publishableKey, 'content-type': 'application/json' },
		body: JSON.stringify({ body: text })
	});
	expect(response.status).toBe(201);
}

beforeAll(async () => {
	project = makeSmallProject();
	dataDir = project.folder('data');
	open = await openEmbeddedEngine(dataDir, { projectRoot: project.root, seed: false });
	for (const text of texts) await write(text);
	await makeBackup(dataDir, open.engine, task(), made);
});
afterAll(async () => {
	await open.close();
	project.remove();
});

describe('a backup', () => {
	test('holds every row as a data directory, which opens in its own place', async () => {
		const directory = project.folder('restored');
		await unpackBackup(join(backupsOf(dataDir), name), directory);
		const database = await PGlite.create({ dataDir: directory, extensions });
		const { rows } = await database.query<{ body: string }>(
			'select body from notes where not hidden order by id'
		);
		await database.close();
		expect(rows.map(({ body }) => body)).toEqual(['open', ...texts]);
	});

	test('holds every row as SQL, which any new database takes', async () => {
		const database = await PGlite.create({ extensions });
		const sql = overPglite(database);
		await makeRoles(sql);
		await sql.exec(await sqlOf(join(backupsOf(dataDir), name)));
		const counts = await countRows(sql);
		await database.close();
		expect(counts['public.notes']).toBe(54);
		expect(counts).toEqual(
			JSON.parse(readFileSync(join(backupsOf(dataDir), name, 'rows.json'), 'utf8'))
		);
	});

	test('leaves the database it was taken from writable', async () => {
		await write('after');
		expect(await open.engine.ping(5000)).toBe(true);
	});

	test('that lost a row is refused by the proof', async () => {
		const folder = join(backupsOf(dataDir), name);
		const rows = join(folder, 'rows.json');
		const true_ = readFileSync(rows, 'utf8');
		writeFileSync(rows, true_.replace('"public.notes": 54', '"public.notes": 55'));
		await expect(proveBackup(folder)).rejects.toThrow('public.notes: 54 instead of 55');
		writeFileSync(rows, true_);
	});
});

test('what could not be copied or proved leaves no backup, and the log says so', async () => {
	const notes: string[] = [];
	const before = readdirSync(backupsOf(dataDir));
	await backUp(dataDir, { copyTo: () => Promise.resolve(false) }, task(), (text) =>
		notes.push(text)
	);
	const half = {
		copyTo(folder: string) {
			writeFileSync(join(folder, 'database.tar.gz'), 'half');
			writeFileSync(join(folder, 'rows.json'), '{}');
			return Promise.resolve(true);
		}
	};
	await backUp(dataDir, half, task(), (text) => notes.push(text));
	expect(readdirSync(backupsOf(dataDir))).toEqual(before);
	expect(notes).toHaveLength(2);
	for (const note of notes) expect(note).toMatch(/^No backup was made: /);
});

test('one is due when there is none or the newest is a day old', async () => {
	expect(await isBackupDue(project.folder('none'))).toBe(true);
	expect(await isBackupDue(dataDir, new Date('2026-03-30T01:29:59Z'))).toBe(false);
	expect(await isBackupDue(dataDir, new Date('2026-03-30T01:30:01Z'))).toBe(true);
	expect(timeOf(name)).toBe(made.getTime());
	expect(timeOf('making-x')).toBeNaN();
});

test('fourteen are kept, the last made, also when the others are dated later', async () => {
	for (let day = 1; day <= 20; day++)
		mkdirSync(join(backupsOf(dataDir), `2027-01-${String(day).padStart(2, '0')}T03-30-00Z`));
	mkdirSync(join(backupsOf(dataDir), 'making-left-over'));
	const newest = await makeBackup(dataDir, open.engine, task(), new Date('2026-03-30T01:30:00Z'));
	const kept = await listBackups(dataDir);
	expect(kept).toHaveLength(14);
	expect(kept.slice(-2)).toEqual([name, newest]);
	expect(kept[0]).toBe('2027-01-09T03-30-00Z');
	expect(existsSync(join(backupsOf(dataDir), newest))).toBe(true);
	expect(existsSync(join(backupsOf(dataDir), 'making-left-over'))).toBe(false);
});

test('differences are told by table', () => {
	expect(differences({ a: 1, b: 2 }, { a: 1, b: 3, c: 1 })).toEqual([
		'b: 3 instead of 2',
		'c: 1 instead of none'
	]);
	expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
});
