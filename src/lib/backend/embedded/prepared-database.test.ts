// What lies ready in a build is the database the first start would have made, and nobody depends
// on its being there, whole, or of this version.
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareDatabases } from '../../../../scripts/prepare-databases.ts';
import { readCatalogue } from '../../../../supabase/tests/catalogue.ts';
import { projectRoot } from '../../../../supabase/tests/databases.ts';
import { makeSmallProject, type SmallProject } from '../../../../tests/setup/small-project.ts';
import { databaseOf } from './first-start.ts';
import { openEmbeddedEngine } from './open-embedded.ts';
import { archiveOf, layOut, preparedIn } from './prepared-database.ts';
import { openEmbedded } from './stores.ts';

let project: SmallProject;
let count = 0;
beforeAll(async () => {
	project = makeSmallProject();
	if (!existsSync(project.folder('node_modules')))
		symlinkSync(join(projectRoot, 'node_modules'), project.folder('node_modules'));
	await prepareDatabases(project.root);
});
afterAll(() => project.remove());

/** Which making a database comes from, and what is in it. */
async function inside(directory: string) {
	const store = await openEmbedded(directory, { isFlushed: false });
	try {
		return await store.asOwner(async (sql) => ({
			made: (
				await sql.query<{ id: string }>(
					'select system_identifier::text as id from pg_control_system()'
				)
			)[0]?.id,
			catalogue: await readCatalogue(sql),
			rows: (await sql.query('select body, hidden from public.notes order by id')).length
		}));
	} finally {
		await store.close();
	}
}

/** What a first start makes now, and what it had to apply. */
async function firstStart() {
	const dataDir = project.folder(`data-${(count += 1)}`);
	const open = await openEmbeddedEngine(dataDir, { projectRoot: project.root, seed: false });
	expect(open.opened.created).toBe(true);
	await open.close();
	return { applied: open.opened.migrations.length, ...(await inside(databaseOf(dataDir))) };
}

async function prepared() {
	const directory = project.folder(`ready-${(count += 1)}`);
	expect(await layOut(project.root, 'migrated', directory)).toBe(true);
	return await inside(directory);
}

test('a first start begins with it, and is what it would have been without', async () => {
	const ready = await prepared();
	expect(await firstStart()).toEqual({ applied: 0, ...ready });
	const allApplied = { applied: 1, ...ready };
	const file = await archiveOf(project.root, 'migrated');
	const empty = await archiveOf(project.root, 'empty');
	const [content, emptyContent] = [readFileSync(file), readFileSync(empty)];
	try {
		rmSync(file);
		const fromEmpty = await firstStart();
		rmSync(empty);
		const anew = await firstStart();
		expect(fromEmpty).toEqual(allApplied);
		expect(anew.made).not.toBe(ready.made);
		expect({ ...anew, made: ready.made }).toEqual(allApplied);
		// Half of it, and something else: nothing of it is left in the way.
		for (const damaged of [content.subarray(0, content.length / 2), Buffer.from('no archive')]) {
			writeFileSync(file, damaged);
			const directory = project.folder(`half-${(count += 1)}`);
			expect(await layOut(project.root, 'migrated', directory)).toBe(false);
			expect(existsSync(directory)).toBe(false);
		}
		writeFileSync(empty, emptyContent);
		expect(await firstStart()).toEqual(allApplied);
	} finally {
		writeFileSync(file, content);
		writeFileSync(empty, emptyContent);
	}
});

test('one of other migrations or other rights is left lying', async () => {
	expect(readdirSync(preparedIn(project.root))).toHaveLength(2);
	const grants = project.folder('supabase/grants.json');
	const before = readFileSync(grants);
	const directory = project.folder('other');
	writeFileSync(grants, `${before.toString()} `);
	expect(await layOut(project.root, 'migrated', directory)).toBe(false);
	writeFileSync(grants, before);
	expect(await layOut(project.root, 'migrated', directory)).toBe(true);
	project.addMigration('20260102000000', 'more', 'create table public.more (id int)');
	expect(await layOut(project.root, 'migrated', project.folder('others'))).toBe(false);
	// What is empty is the same for all of them.
	expect(await layOut(project.root, 'empty', project.folder('empty'))).toBe(true);
});
