// Damaged data folders: each is refused with a sentence, and left byte for byte as it was.
import { createHash } from 'node:crypto';
import {
	cpSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	copyFolder,
	makeSmallProject,
	type SmallProject
} from '../../../../tests/setup/small-project.ts';
import { judge } from './damage.ts';
import { databaseOf } from './first-start.ts';
import { openEmbeddedEngine } from './open-embedded.ts';

let project: SmallProject;
beforeAll(async () => {
	project = makeSmallProject();
	await (await open(project.folder('made'))).close();
});
afterAll(() => project.remove());

function open(folder: string) {
	return openEmbeddedEngine(folder, { projectRoot: project.root, seed: false });
}

let count = 0;
function copy(): string {
	return copyFolder(project.folder('made'), project.folder(`copy-${(count += 1)}`));
}

/** Every file with its content; times and the empty lock file do not count. */
function fingerprint(folder: string): string {
	const hash = createHash('sha256');
	for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
		if (path === 'lock.held') continue;
		const file = join(folder, path);
		hash.update(`${path}\n`);
		if (statSync(file).isFile()) hash.update(readFileSync(file));
	}
	return hash.digest('hex');
}

/** The largest table or index file of the database: a heap nobody looks at before it is read. */
function largestTable(database: string): string {
	const folder = join(database, 'base', '5');
	return readdirSync(folder)
		.filter((name) => /^\d+$/.test(name))
		.map((name) => join(folder, name))
		.reduce((largest, file) => (statSync(file).size > statSync(largest).size ? file : largest));
}

/** A file that begins as B-trees do: with the magic number of its first page (nbtree.h). */
function indexOf(database: string): string {
	const folder = join(database, 'base', '5');
	const found = readdirSync(folder).find((name) => {
		if (!/^\d+$/.test(name)) return false;
		const content = readFileSync(join(folder, name));
		return content.length > 8192 && content.readUInt32LE(24) === 0x053162;
	});
	return join(folder, found ?? 'none');
}

const overwrite = (file: string, at: number, bytes: number) => {
	const content = readFileSync(file);
	content.fill(0xa5, at, at + bytes);
	writeFileSync(file, content);
};

const DAMAGES: Record<string, (database: string) => void> = {
	'pg_control cut off': (database) => truncateSync(join(database, 'global/pg_control'), 100),
	'pg_control empty': (database) => truncateSync(join(database, 'global/pg_control'), 0),
	'one wrong byte in pg_control': (database) =>
		overwrite(join(database, 'global/pg_control'), 32, 1),
	'no pg_control': (database) => rmSync(join(database, 'global/pg_control')),
	'no PG_VERSION, over which PGlite would make a new database': (database) =>
		rmSync(join(database, 'PG_VERSION')),
	'another version': (database) => writeFileSync(join(database, 'PG_VERSION'), '16\n'),
	'no base': (database) => rmSync(join(database, 'base'), { recursive: true }),
	'no pg_wal': (database) => rmSync(join(database, 'pg_wal'), { recursive: true }),
	'an empty pg_wal': (database) => {
		rmSync(join(database, 'pg_wal'), { recursive: true });
		mkdirSync(join(database, 'pg_wal'));
	},
	'a map of files gone wrong': (database) =>
		overwrite(join(database, 'base/5/pg_filenode.map'), 8, 8),
	'a missing table': (database) => rmSync(largestTable(database)),
	'a table cut off': (database) => truncateSync(largestTable(database), 8192),
	'a table with a page of rubbish': (database) => overwrite(largestTable(database), 0, 8192),
	'an index cut off': (database) => truncateSync(indexOf(database), 0),
	'a log cut off': (database) => {
		const log = join(database, 'pg_wal');
		const [first = ''] = readdirSync(log).filter((name) => /^[0-9A-F]{24}$/.test(name));
		truncateSync(join(log, first), 1 << 20);
	},
	'no states of transactions': (database) => rmSync(join(database, 'pg_xact/0000')),
	'only the first files of a copy that broke off': (database) => {
		for (const name of readdirSync(database).sort().slice(5))
			rmSync(join(database, name), { recursive: true });
	},
	'no file at all': (database) => {
		rmSync(database, { recursive: true });
		mkdirSync(database);
	},
	'somebody else’s files': (database) => {
		rmSync(database, { recursive: true });
		mkdirSync(database);
		writeFileSync(join(database, 'holiday.jpg'), 'not a database');
	},
	'a file in its place': (database) => {
		rmSync(database, { recursive: true });
		writeFileSync(database, 'not a folder');
	}
};

async function isRefused(folder: string): Promise<void> {
	const before = fingerprint(folder);
	await expect(open(folder)).rejects.toMatchObject({
		code: 'DATA_DAMAGED',
		message: expect.stringMatching(/^[A-Z][^\n]+\.$/) as string
	});
	expect(fingerprint(folder)).toBe(before);
}

describe('after an orderly end', () => {
	test('an undamaged folder is judged whole, and opens', async () => {
		const folder = copy();
		expect(await judge(databaseOf(folder))).toEqual({ kind: 'whole' });
		await (await open(folder)).close();
		expect(await judge(databaseOf(folder))).toEqual({ kind: 'whole' });
	});

	test.each(Object.entries(DAMAGES))('%s is refused and left as it is', async (_, damage) => {
		const folder = copy();
		damage(databaseOf(folder));
		await isRefused(folder);
	});

	test('a damaged manifest is refused too', async () => {
		const folder = copy();
		writeFileSync(`${databaseOf(folder)}.manifest.json`, '{"half":');
		await isRefused(folder);
	});
});

describe('after a crash, without a manifest', () => {
	const crashed = () => {
		const folder = copy();
		rmSync(`${databaseOf(folder)}.manifest.json`);
		return folder;
	};

	test('an undamaged folder opens after a rehearsal and leaves no copy behind', async () => {
		const folder = crashed();
		expect(await judge(databaseOf(folder))).toEqual({ kind: 'unclean' });
		await (await open(folder)).close();
		expect(readdirSync(folder).sort()).toEqual([
			'database',
			'database.floor.json',
			'database.manifest.json',
			'database.record.json',
			'lock.held',
			'secrets.json'
		]);
	});

	test.each([
		'pg_control cut off',
		'an empty pg_wal',
		'a log cut off',
		'no states of transactions',
		'a missing table',
		'a table cut off',
		'a table with a page of rubbish',
		'an index cut off'
	])('%s is refused and left as it is', async (name) => {
		const folder = crashed();
		DAMAGES[name]?.(databaseOf(folder));
		await isRefused(folder);
	});

	test('the refusal names the newest backup', async () => {
		const folder = crashed();
		mkdirSync(join(folder, 'backups', '2026-11-24T01-30-00Z'), { recursive: true });
		truncateSync(join(databaseOf(folder), 'global/pg_control'), 0);
		await expect(open(folder)).rejects.toThrow(
			/restore the newest backup with "npm run backup -- restore 2026-11-24T01-30-00Z"\.$/
		);
	});
});

describe('a data folder', () => {
	test('of somebody else is refused before anything is written', async () => {
		const folder = project.folder('photos');
		mkdirSync(folder);
		writeFileSync(join(folder, 'holiday.jpg'), 'mine');
		await isRefused(folder);
		expect(readdirSync(folder)).toEqual(['holiday.jpg']);
	});

	test('that is itself a PostgreSQL directory is refused', async () => {
		const folder = project.folder('directory');
		cpSync(databaseOf(project.folder('made')), folder, { recursive: true });
		await isRefused(folder);
	});

	test('with damaged secrets is refused', async () => {
		const folder = copy();
		writeFileSync(join(folder, 'secrets.json'), '{"jwtSecret":""}');
		await isRefused(folder);
	});

	test('under a file cannot be used', async () => {
		const file = project.folder('file');
		writeFileSync(file, '');
		await expect(open(join(file, 'data'))).rejects.toMatchObject({ code: 'DATA_UNWRITABLE' });
	});
});
