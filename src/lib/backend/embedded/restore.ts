// Putting a backup in the place of the database. Two folders and their manifests have to change
// names, which is not one step: what is intended is written down first (the journal,
// `database.restore.json`, on the disk before the first rename), so that a restore killed anywhere
// is finished or taken back at the next start. Neither what was restored nor what it replaces is
// ever removed here.
import { existsSync } from 'node:fs';
import { readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dropManifest, judge, manifestOf, writeManifest } from './damage.ts';
import { syncPath, syncTree, writeDurably } from './files.ts';
import { databaseOf } from './first-start.ts';
import { writeRecord } from './record.ts';

const RESTORED = 'database.restored-';
const REPLACED = 'database.replaced-';

interface Journal {
	/**
	 * Name of the folder that is to become the database: complete, on the disk, with its manifest.
	 */
	draft: string;
	/** Name the present database is to get; null when there was none. */
	kept: string | null;
}

/** What a restore did. */
export interface Restored {
	/** Where the database it replaced lies now; null when there was none. */
	kept: string | null;
}

/** Where a restore under way is written down. */
export function journalOf(dataDir: string): string {
	return join(dataDir, 'database.restore.json');
}

/**
 * Puts a database that `unpack` makes in the place of the present one, which is kept. The folder's
 * lock must be held and an earlier restore be settled.
 * @param unpack makes a closed database in the directory it is given; what it throws leaves
 * everything as it was
 * @param onStep called after each step that a crash may follow, for tests
 */
export async function restoreDatabase(
	dataDir: string,
	unpack: (directory: string) => Promise<void>,
	onStep: (step: string) => void = () => {}
): Promise<Restored> {
	const directory = databaseOf(dataDir);
	const half = `${directory}.making-${process.pid}`;
	try {
		await unpack(half);
	} catch (error) {
		await rm(half, { recursive: true, force: true });
		throw error;
	}
	await syncTree(half);
	const stamp = unusedStamp(dataDir);
	const journal: Journal = {
		draft: `${RESTORED}${stamp}`,
		kept: existsSync(directory) ? `${REPLACED}${stamp}` : null
	};
	// Under its own name nobody takes it for something half-made that may be cleared away.
	await rename(half, join(dataDir, journal.draft));
	onStep('unpacked');
	await writeManifest(join(dataDir, journal.draft));
	onStep('listed');
	await writeDurably(journalOf(dataDir), JSON.stringify(journal) + '\n', 0o600);
	onStep('written down');
	await carryOut(dataDir, journal, onStep);
	return { kept: journal.kept === null ? null : join(dataDir, journal.kept) };
}

/** The renames; each may have been done already by a restore that was killed. */
async function carryOut(
	dataDir: string,
	journal: Journal,
	onStep: (step: string) => void = () => {}
): Promise<void> {
	const directory = databaseOf(dataDir);
	const draft = join(dataDir, journal.draft);
	if (existsSync(draft)) {
		// Which migrations the restored one has is not known; a record that names the old ones would be
		// wrong.
		await writeRecord(dataDir, null);
		onStep('record forgotten');
		if (journal.kept !== null && existsSync(directory)) {
			const kept = join(dataDir, journal.kept);
			await renameIfThere(manifestOf(directory), manifestOf(kept));
			onStep('old manifest moved');
			await rename(directory, kept);
			onStep('old one moved');
		}
		// A manifest without its database would call the restored one damaged.
		await dropManifest(directory);
		await rename(draft, directory);
		onStep('new one moved');
	}
	await renameIfThere(manifestOf(draft), manifestOf(directory));
	onStep('new manifest moved');
	await syncPath(dataDir);
	await rm(journalOf(dataDir), { force: true });
	onStep('done');
	await syncPath(dataDir);
}

/**
 * Finishes or takes back a restore that was broken off. The lock must be held.
 * @returns one sentence on what was done; null when there was nothing to do
 */
export async function settleRestore(dataDir: string): Promise<string | null> {
	if (!existsSync(journalOf(dataDir))) return null;
	const journal = (await readJournal(dataDir)) ?? (await guessJournal(dataDir));
	const directory = databaseOf(dataDir);
	const there = existsSync(directory);
	if (journal === null) {
		// Without a database the folder is refused, and the journal with what it may have meant is left
		// for people to see.
		if (!there) return null;
		await rm(journalOf(dataDir));
		return 'A restore was broken off and its journal is damaged; the database that is there was left in its place.';
	}
	const draft = join(dataDir, journal.draft);
	const kept = journal.kept === null ? null : join(dataDir, journal.kept);
	const placed = !existsSync(draft);
	// Somebody has put another database in the place meanwhile: it is theirs.
	const taken = there && !placed && (kept === null || existsSync(kept));
	if (placed ? there : !taken && (await judge(draft)).kind === 'whole') {
		await carryOut(dataDir, journal);
		return 'A restore that had been broken off was finished.';
	}
	if (!there && kept !== null && existsSync(kept)) {
		await rename(kept, directory);
		await renameIfThere(manifestOf(kept), manifestOf(directory));
	} else if (!there) return null;
	await syncPath(dataDir);
	await rm(journalOf(dataDir));
	return 'A restore that had been broken off was taken back; the database from before is in its place.';
}

async function readJournal(dataDir: string): Promise<Journal | null> {
	try {
		const read: unknown = JSON.parse(await readFile(journalOf(dataDir), 'utf8'));
		if (typeof read !== 'object' || read === null) return null;
		const { draft, kept } = read as Partial<Record<keyof Journal, unknown>>;
		const isName = (value: unknown, prefix: string): value is string =>
			typeof value === 'string' && value.startsWith(prefix) && basename(value) === value;
		if (!isName(draft, RESTORED) || (kept !== null && !isName(kept, REPLACED))) return null;
		return { draft, kept };
	} catch {
		return null;
	}
}

/**
 * What a damaged journal must have said, when no database is there and only one restored folder can
 * have been meant.
 */
async function guessJournal(dataDir: string): Promise<Journal | null> {
	if (existsSync(databaseOf(dataDir))) return null;
	const drafts = (await readdir(dataDir)).filter(
		(name) => name.startsWith(RESTORED) && !name.endsWith('.json')
	);
	const [draft] = drafts;
	return draft === undefined || drafts.length > 1 ? null : { draft, kept: null };
}

async function renameIfThere(from: string, to: string): Promise<void> {
	if (existsSync(from)) await rename(from, to);
}

/**
 * The present moment as part of a name that nothing in the folder has yet: clocks are set back, and
 * people are quick.
 */
function unusedStamp(dataDir: string): string {
	for (let moment = Date.now(); ; moment += 1000) {
		const stamp = `${new Date(moment).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
		const names = [`${RESTORED}${stamp}`, `${REPLACED}${stamp}`];
		if (names.every((name) => !existsSync(join(dataDir, name)))) return stamp;
	}
}
