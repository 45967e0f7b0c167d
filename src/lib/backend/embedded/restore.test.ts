// What holds no database any more is refused, not filled anew; a restore that was killed anywhere
// is finished or taken back.
import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	copyFolder,
	makeSmallProject,
	SMALL_GRANTS,
	type SmallProject
} from '../../../../tests/setup/small-project.ts';
import { sqlOf } from './backup-copy.ts';
import { backupsOf, listBackups } from './backups.ts';
import { judge, manifestOf, writeManifest } from './damage.ts';
import { databaseOf } from './first-start.ts';
import { openEmbeddedEngine } from './open-embedded.ts';
import { journalOf, restoreDatabase, settleRestore } from './restore.ts';

let project: SmallProject;
beforeAll(async () => {
	project = makeSmallProject();
	await (await open(project.folder('made'))).close();
	slim(databaseOf(copyFolder(project.folder('made'), project.folder('slim'))));
});
afterAll(() => project.remove());

function open(folder: string, notes: string[] = []) {
	const onNote = (text: string) => void notes.push(text);
	return openEmbeddedEngine(folder, { projectRoot: project.root, seed: false, onNote });
}

/**
 * Takes away the tables: what is left is judged like any database, and is copied and put on the
 * disk in no time.
 */
function slim(database: string): void {
	for (const folder of ['base/1', 'base/4', 'base/5'])
		for (const name of readdirSync(join(database, folder)))
			if (!/map$|VERSION/.test(name)) rmSync(join(database, folder, name));
}

let count = 0;
/** A copy of the made data folder whose database says that it is the old one. */
async function installation(from: 'made' | 'slim' = 'slim'): Promise<string> {
	const folder = copyFolder(project.folder(from), project.folder(`copy-${(count += 1)}`));
	writeFileSync(join(databaseOf(folder), 'which'), 'old');
	await writeManifest(databaseOf(folder));
	return folder;
}

/**
 * What `npm run backup -- restore` does, broken off after a step as by a kill: nothing is tidied
 * up.
 */
async function restore(
	folder: string,
	until?: string,
	from: 'made' | 'slim' = 'slim'
): Promise<void> {
	const unpack = (directory: string) => {
		cpSync(databaseOf(project.folder(from)), directory, { recursive: true });
		writeFileSync(join(directory, 'which'), 'new');
		return Promise.resolve();
	};
	const killed = new Error('killed');
	try {
		await restoreDatabase(folder, unpack, (step) => {
			if (step === until) throw killed;
		});
		expect(until).toBeUndefined();
	} catch (error) {
		if (error !== killed) throw error;
	}
}

const which = (database: string) => readFileSync(join(database, 'which'), 'utf8');

const foldersIn = (folder: string, prefix: string) =>
	readdirSync(folder).filter((name) => name.startsWith(prefix) && !name.endsWith('.json'));

describe('a restore', () => {
	test('puts the new database in place and keeps the old one, both whole', async () => {
		const folder = await installation();
		await restore(folder);
		expect(which(databaseOf(folder))).toBe('new');
		expect(await judge(databaseOf(folder))).toEqual({ kind: 'whole' });
		const [kept = ''] = foldersIn(folder, 'database.replaced-');
		expect(which(join(folder, kept))).toBe('old');
		expect(await judge(join(folder, kept))).toEqual({ kind: 'whole' });
		expect(await settleRestore(folder)).toBeNull();
	});

	test.each([
		['unpacked', 'old'],
		['listed', 'old'],
		['written down', 'new'],
		['record forgotten', 'new'],
		['old manifest moved', 'new'],
		['old one moved', 'new'],
		['new one moved', 'new'],
		['new manifest moved', 'new'],
		['done', 'new']
	])('killed when it was %s leaves the %s one, whole, and loses neither', async (step, left) => {
		const folder = await installation();
		await restore(folder, step);
		await settleRestore(folder);
		expect(which(databaseOf(folder))).toBe(left);
		expect(await judge(databaseOf(folder))).toEqual({ kind: 'whole' });
		expect(existsSync(journalOf(folder))).toBe(false);
		const other = foldersIn(folder, 'database.re').map((name) => which(join(folder, name)));
		expect(other).toEqual([left === 'new' ? 'old' : 'new']);
		// And it can be done again.
		await restore(folder);
		expect(which(databaseOf(folder))).toBe('new');
		expect(foldersIn(folder, 'database.re')).toHaveLength(2);
	});

	test('killed between its renames is finished by the next start, which says so', async () => {
		const folder = await installation('made');
		await restore(folder, 'old one moved', 'made');
		const notes: string[] = [];
		const opened = await open(folder, notes);
		await opened.close();
		expect(opened.opened.created).toBe(false);
		expect(which(databaseOf(folder))).toBe('new');
		expect(notes).toEqual(['A restore that had been broken off was finished.']);
	});

	test('whose journal is damaged is finished when there is no doubt what was meant', async () => {
		const folder = await installation();
		await restore(folder, 'old one moved');
		writeFileSync(journalOf(folder), '{"draft":"data');
		expect(await settleRestore(folder)).toMatch(/finished/);
		expect(which(databaseOf(folder))).toBe('new');
		expect(await judge(databaseOf(folder))).toEqual({ kind: 'whole' });
	});

	test('whose journal is damaged before the renames leaves the database', async () => {
		const folder = await installation();
		await restore(folder, 'written down');
		writeFileSync(journalOf(folder), '');
		expect(await settleRestore(folder)).toMatch(/left in its place/);
		expect(which(databaseOf(folder))).toBe('old');
		expect(foldersIn(folder, 'database.restored-')).toHaveLength(1);
	});

	test('whose draft was spoilt is taken back', async () => {
		const folder = await installation();
		await restore(folder, 'old one moved');
		const [draft = ''] = foldersIn(folder, 'database.restored-');
		rmSync(join(folder, draft, 'global'), { recursive: true });
		expect(await settleRestore(folder)).toMatch(/taken back/);
		expect(which(databaseOf(folder))).toBe('old');
		expect(await judge(databaseOf(folder))).toEqual({ kind: 'whole' });
	});

	test('that cannot unpack its backup changes nothing', async () => {
		const folder = await installation();
		const before = readdirSync(folder);
		await expect(
			restoreDatabase(folder, (directory) => {
				mkdirSync(directory);
				throw new Error('torn');
			})
		).rejects.toThrow('torn');
		expect(readdirSync(folder)).toEqual(before);
	});
});

describe('a folder whose database is missing', () => {
	/** Takes the database away, lets it be refused, and returns the sentence. */
	async function refusal(prepare: (folder: string) => void): Promise<string> {
		const folder = await installation();
		rmSync(databaseOf(folder), { recursive: true });
		prepare(folder);
		const before = readdirSync(folder);
		const refused = await open(folder).catch((error: unknown) => error);
		expect(refused).toMatchObject({ code: 'DATA_DAMAGED' });
		expect(readdirSync(folder)).toEqual(before);
		return refused instanceof Error ? refused.message : '';
	}

	test('is refused with the newest backup to restore', async () => {
		const sentence = await refusal((folder) => {
			for (const name of ['2026-11-23T01-30-00Z', '2026-11-24T01-30-00Z'])
				mkdirSync(join(folder, 'backups', name), { recursive: true });
		});
		expect(sentence).toMatch(/^The folder "database" is missing in [^\n]+\.$/);
		expect(sentence).toContain('"npm run backup -- restore 2026-11-24T01-30-00Z"');
		expect(sentence).toContain('backups');
	});

	test('is refused with what was replaced, where there is no backup', async () => {
		const sentence = await refusal((folder) =>
			mkdirSync(join(folder, 'database.replaced-2026-11-24T01-30-00Z'))
		);
		expect(sentence).toMatch(/rename \S+database.replaced-2026-11-24T01-30-00Z to "database"/);
	});

	test.each(['database.manifest.json', 'database.record.json', 'database.restore.json'])(
		'is refused when only %s is left of it',
		async (name) => {
			const sentence = await refusal((folder) => {
				for (const other of readdirSync(folder))
					if (!other.startsWith('lock')) rmSync(join(folder, other), { recursive: true });
				writeFileSync(join(folder, name), '{');
			});
			expect(sentence).toContain(`(${name} is still there)`);
		}
	);

	test('is made when only secrets are left of a first start that was broken off', async () => {
		const folder = project.folder('broken-off');
		mkdirSync(join(folder, 'database.making-1'), { recursive: true });
		mkdirSync(join(folder, 'mail'));
		cpSync(join(project.folder('made'), 'secrets.json'), join(folder, 'secrets.json'));
		const opened = await open(folder);
		await opened.close();
		expect(opened.opened.created).toBe(true);
		// From here on it has had one, also before its first orderly end and without any backup.
		rmSync(manifestOf(databaseOf(folder)));
		renameSync(databaseOf(folder), project.folder('taken-away'));
		await expect(open(folder)).rejects.toMatchObject({ code: 'DATA_DAMAGED' });
	});
});

test('an update makes a backup of what was there first, and an ordinary start makes none', async () => {
	const folder = await installation('made');
	const other = makeSmallProject();
	try {
		other.addMigration('20270101000000', 'later', 'drop table public.notes cascade;');
		writeFileSync(
			join(other.root, 'supabase', 'grants.json'),
			JSON.stringify(SMALL_GRANTS.filter((line) => !line.includes('notes')))
		);
		const notes: string[] = [];
		const update = () =>
			openEmbeddedEngine(folder, {
				projectRoot: other.root,
				seed: false,
				onProgress: ({ message }) => notes.push(message)
			});
		await (await update()).close();
		expect(notes).toContain('Making a backup before this update');
		const [backup = '', ...more] = await listBackups(folder);
		expect(more).toEqual([]);
		expect(await sqlOf(join(backupsOf(folder), backup))).toContain('CREATE TABLE public.notes');
		notes.length = 0;
		await (await update()).close();
		expect(await listBackups(folder)).toEqual([backup]);
		expect(notes).not.toContain('Making a backup before this update');
	} finally {
		other.remove();
	}
}, 240_000);

describe('a start that is refused', () => {
	/** Every file with its content; the empty lock file does not count. */
	const contents = (folder: string) =>
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && entry.name !== 'lock.held')
			.map((entry) => join(entry.parentPath, entry.name))
			.sort()
			.map((path) => `${path} ${readFileSync(path, 'base64')}`);

	test.each([
		['an older program', 'DATA_TOO_NEW', 'select 1;'],
		['a migration that fails', 'MIGRATION_FAILED', 'select 1 / 0;'],
		['an update without room for a backup', 'BACKUP_FAILED', 'select 1;'],
		['an update without room to be tried', 'DISK_FULL', 'select 1;']
	])(
		'by %s leaves the folder byte for byte as it was',
		async (_, code, text) => {
			const folder = await installation('made');
			const other = makeSmallProject();
			try {
				other.addMigration('20270101000000', 'later', text);
				const free = { BACKUP_FAILED: 120, DISK_FULL: 10 }[code];
				const readDisk = () => Promise.resolve({ free: (free ?? 0) * 1024 * 1024, size: 1e10 });
				const openOther = () =>
					openEmbeddedEngine(folder, {
						projectRoot: other.root,
						seed: false,
						...(free !== undefined && { readDisk })
					});
				// The newer program goes first; then this one, which does not know its migration.
				if (code === 'DATA_TOO_NEW') await (await openOther()).close();
				const before = contents(folder);
				const again = code === 'DATA_TOO_NEW' ? () => open(folder) : openOther;
				await expect(again()).rejects.toMatchObject({ code });
				expect(contents(folder)).toEqual(before);
			} finally {
				other.remove();
			}
		},
		240_000
	);
});
