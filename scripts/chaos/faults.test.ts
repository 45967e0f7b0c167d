// A handful of what `npm run chaos` does in full to data folders.
import { expect, test } from 'vitest';
import { damageAfterKills } from './damages.ts';
import { killRestores, missingFolders, removeLocks, startTogether } from './faults.ts';

const fine = { lost: 0, wrong: [] };

test('a folder whose database is missing is refused', async () => {
	expect(await missingFolders(1)).toEqual({ ...fine, tries: 1, refused: 1 });
}, 400_000);

test('a restore killed between its renames loses nothing', async () => {
	expect(await killRestores(1)).toEqual({ ...fine, tries: 1, refused: 0 });
}, 400_000);

test('a server whose lock files are removed shares its database with nobody', async () => {
	expect(await removeLocks(1)).toMatchObject({ ...fine, tries: 1 });
}, 400_000);

test('of two servers that start on one new folder one makes it', async () => {
	expect(await startTogether(1)).toEqual({ ...fine, tries: 1, refused: 1 });
}, 400_000);

test('a file cut off or removed after a kill is found, or does not matter', async () => {
	const result = await damageAfterKills(3, 7, 'notes');
	expect(result).toMatchObject({ damages: 3, missed: [] });
	expect(result.refused).toBeGreaterThan(0);
}, 400_000);
