// Part of a build: the new databases that lie ready in it, see prepared-database.ts.
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as tar from 'tar';
import {
	archiveOf,
	layOut,
	preparedIn,
	type PreparedKind
} from '#lib/backend/embedded/prepared-database.ts';
import { openEmbedded } from '#lib/backend/embedded/stores.ts';
import { runTask } from '#lib/backend/embedded/worker-task.ts';
import { root } from './prepare.js';

async function make(kind: PreparedKind, directory: string, projectRoot: string): Promise<void> {
	if (kind === 'empty') {
		await (await openEmbedded(directory, { isFlushed: false })).close();
		return;
	}
	await layOut(projectRoot, 'empty', directory);
	// What is nobody's yet has no secrets.
	const secrets = { jwtSecret: '', publishableKey: '', secretKey: '' };
	const store = { kind: 'embedded', directory } as const;
	await runTask({ task: 'create', width: 1, store, secrets, projectRoot, seed: false }, () => {});
}

/** Makes both for a project, and removes those of earlier builds. */
export async function prepareDatabases(projectRoot: string): Promise<void> {
	const folder = preparedIn(projectRoot);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const work = mkdtempSync(join(folder, 'making-'));
	try {
		for (const kind of ['empty', 'migrated'] as const) {
			const directory = join(work, kind);
			await make(kind, directory, projectRoot);
			const file = `${directory}.tar.gz`;
			await tar.create({ gzip: true, portable: true, cwd: directory, file }, ['.']);
			renameSync(file, await archiveOf(projectRoot, kind));
		}
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

if (process.argv[1] === import.meta.filename) await prepareDatabases(root);
