// Backups: what is called one can be restored and holds every row, as a data directory and as SQL;
// what cannot is not called one; the newest are kept.
import { createHmac } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSmallProject, type SmallProject } from '../../../../tests/setup/small-project.ts';
import { countRows, differences, proveBackup, sqlOf, unpackBackup } from './backup-copy.ts';
import {
	backUp,
	backupsOf,
	isBackupDue,
	listBackups,
	makeBackup,
	timeOf,
	TRIED_AGAIN_AFTER
} from './backups.ts';
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
}, 240_000);
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

	test('of an earlier version, packed by PGlite itself, is restored, and a half one refused', async () => {
		const [packed, earlier] = [join(backupsOf(dataDir), name), project.folder('earlier')];
		await unpackBackup(packed, project.folder('whole'));
		const database = await PGlite.create({ dataDir: project.folder('whole'), extensions });
		const archive = new Uint8Array(await (await database.dumpDataDir('gzip')).arrayBuffer());
		await database.close();
		mkdirSync(earlier, { recursive: true });
		copyFileSync(join(packed, 'rows.json'), join(earlier, 'rows.json'));
		writeFileSync(join(earlier, 'database.tar.gz'), archive);
		// It counts what it has unpacked.
		await unpackBackup(earlier, project.folder('again'));
		writeFileSync(join(earlier, 'database.tar.gz'), archive.subarray(0, archive.length / 2));
		await expect(unpackBackup(earlier, project.folder('half'))).rejects.toThrow();
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
		await expect(proveBackup(folder, 'restore')).rejects.toThrow('public.notes: 54 instead of 55');
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
}, 240_000);

test('one that fails is tried again the same night, and not for ever', async () => {
	const notes: string[] = [];
	const waits: number[] = [];
	let copies = 0;
	const wait = (milliseconds: number) => {
		waits.push(milliseconds);
		return Promise.resolve();
	};
	const never = { copyTo: () => Promise.resolve(false) };
	await backUp(dataDir, never, task(), (text) => notes.push(text), wait);
	expect(notes).toHaveLength(TRIED_AGAIN_AFTER.length + 1);
	expect(waits).toEqual(TRIED_AGAIN_AFTER);
	// Of 03:30 at the latest before anybody comes to work.
	expect(waits.reduce((sum, one) => sum + one, 0)).toBeLessThan(3 * 3_600_000);

	const before = await listBackups(dataDir);
	const second = {
		copyTo: (folder: string) =>
			(copies += 1) < 2 ? Promise.resolve(false) : open.engine.copyTo(folder)
	};
	notes.length = 0;
	await backUp(dataDir, second, task(), (text) => notes.push(text), wait);
	expect(notes).toEqual([
		'No backup was made: the database could not be copied',
		expect.stringMatching(/^A backup was made, restored and counted: /)
	]);
	expect(await listBackups(dataDir)).toHaveLength(before.length + 1);
	for (const one of await listBackups(dataDir))
		if (!before.includes(one)) rmSync(join(backupsOf(dataDir), one), { recursive: true });
}, 240_000);

test('one that would take the room others need is not begun', async () => {
	const MB = 1024 * 1024;
	const tiny = () => Promise.resolve({ free: 70 * MB, size: 1000 * MB });
	const before = readdirSync(backupsOf(dataDir));
	await expect(makeBackup(dataDir, open.engine, task(), new Date(), tiny)).rejects.toThrow(
		/there is no room on the disk of .*, 70 MB are free and \d+ MB needed/
	);
	expect(readdirSync(backupsOf(dataDir))).toEqual(before);
});

test('one that is made while people write holds one moment, and those who write are answered', async () => {
	const moments: number[] = [];
	let isMaking = true;
	const statuses: number[] = [];
	const writer = (async () => {
		for (let turn = 0; isMaking; turn += 1) {
			const begun = performance.now();
			const response = await open.engine.fetch('http://embedded.invalid/rest/v1/notes', {
				method: 'POST',
				headers: { apikey: open.secrets.publishableKey, 'content-type': 'application/json' },
				body: JSON.stringify({ body: `while ${turn}` })
			});
			statuses.push(response.status);
			moments.push(performance.now() - begun);
		}
	})();
	// Proved means: the files, the archive and the SQL hold the rows that were counted.
	const made = await makeBackup(dataDir, open.engine, task()).finally(() => (isMaking = false));
	await writer;
	expect(new Set(statuses)).toEqual(new Set([201]));
	const folder = join(backupsOf(dataDir), made);
	expect(readdirSync(folder).sort()).toEqual([
		'database.sql.gz',
		'database.tar.gz',
		'number.txt',
		'rows.json'
	]);
	const rows = JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8')) as {
		[table: string]: number;
	};
	// Some were written before that moment, some after it.
	expect(rows['public.notes']).toBeGreaterThan(50);
	rmSync(folder, { recursive: true });
}, 240_000);

test('who saves while one waits for its turn is told within moments', async () => {
	const held = await openEmbeddedEngine(project.folder('held'), {
		projectRoot: project.root,
		seed: false,
		requestTimeout: 60_000
	});
	const { publishableKey, jwtSecret } = held.secrets;
	/** Somebody with a token of his own is no visitor. */
	const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ role: 'anon', exp: 4e9 })}`;
	const token = `${signed}.${createHmac('sha256', jwtSecret).update(signed).digest('base64url')}`;
	const ask = async (milliseconds: number) => {
		const begun = performance.now();
		const response = await held.engine.fetch('http://embedded.invalid/rest/v1/rpc/slow', {
			method: 'POST',
			headers: {
				apikey: publishableKey,
				authorization: `Bearer ${token}`,
				'content-type': 'application/json'
			},
			body: JSON.stringify({ milliseconds })
		});
		const code: unknown = Reflect.get(Object(await response.json()), 'code');
		return { status: response.status, code, waited: performance.now() - begun };
	};
	try {
		const folder = project.folder('held-copy');
		mkdirSync(folder);
		const slow = ask(8000);
		const copy = held.engine.copyTo(folder);
		const asked: ReturnType<typeof ask>[] = [];
		// Some come before the files have been copied ahead, and wait like anybody.
		const asking = setInterval(() => asked.push(ask(1)), 100);
		expect((await slow).status).toBe(200);
		expect(await copy).toBe(true);
		clearInterval(asking);
		const told = (await Promise.all(asked)).filter(({ status }) => status !== 200);
		expect(told.length).toBeGreaterThan(0);
		for (const { status, code, waited } of told) {
			expect({ status, code }).toEqual({ status: 503, code: 'backend_copying' });
			// Two seconds, and what a machine with much to do needs.
			expect(waited).toBeLessThan(5000);
		}
		expect(await ask(1)).toMatchObject({ status: 200 });
	} finally {
		await held.close();
	}
}, 240_000);

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

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
}, 240_000);

test('differences are told by table', () => {
	expect(differences({ a: 1, b: 2 }, { a: 1, b: 3, c: 1 })).toEqual([
		'b: 3 instead of 2',
		'c: 1 instead of none'
	]);
	expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
});
