// A folder that is changed while it is copied: after the second go the copy is what the folder is,
// and little is copied again.
import {
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../tests/setup/server.ts';
import { copyChanged, type Seen } from './file-copy.ts';

let place: string;
let count = 0;
beforeAll(() => void (place = temporaryFolder('copy')));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Every folder and file with what is in it. */
const contents = (folder: string) =>
	Object.fromEntries(
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.sort()
			.map((path) => {
				const full = join(folder, path);
				return [path, statSync(full).isDirectory() ? null : readFileSync(full, 'latin1')];
			})
	);

type Edit = [path: string, content: string | null];
const names = ['a', 'b', 'base/1', 'base/2', 'base/3/4', 'log/5'];
const edits = fc.array(
	fc.tuple(fc.constantFrom(...names), fc.option(fc.string({ maxLength: 20 }))),
	{ maxLength: 12 }
);

function apply(folder: string, changes: Edit[]): void {
	for (const part of ['base/3', 'log', 'empty']) mkdirSync(join(folder, part), { recursive: true });
	for (const [path, content] of changes)
		if (content === null) rmSync(join(folder, path), { force: true });
		else writeFileSync(join(folder, path), content);
}

test('the copy is what the folder is, whatever was written, removed and made between', async () => {
	await fc.assert(
		fc.asyncProperty(edits, edits, edits, async (first, second, third) => {
			const [from, to] = [join(place, `from-${(count += 1)}`), join(place, `to-${count}`)];
			apply(from, first);
			const seen: Seen = new Map();
			await copyChanged(from, to, seen);
			expect(contents(to)).toEqual(contents(from));
			apply(from, second);
			// Also while it is being copied.
			const copying = copyChanged(from, to, seen);
			apply(from, third);
			await copying;
			await copyChanged(from, to, seen);
			expect(contents(to)).toEqual(contents(from));
		}),
		{ numRuns: 60 }
	);
});

test('what has not been changed is not copied again', async () => {
	const [from, to] = [join(place, 'old'), join(place, 'old-copy')];
	apply(from, [
		['a', 'x'.repeat(1000)],
		['b', 'y'.repeat(500)]
	]);
	const anHourAgo = new Date(Date.now() - 3_600_000);
	for (const name of ['a', 'b']) utimesSync(join(from, name), anHourAgo, anHourAgo);
	const seen: Seen = new Map();
	expect(await copyChanged(from, to, seen)).toBe(1500);
	expect(await copyChanged(from, to, seen)).toBe(0);
	writeFileSync(join(from, 'b'), 'z'.repeat(500));
	expect(await copyChanged(from, to, seen)).toBe(500);
	expect(contents(to)).toEqual(contents(from));
});
