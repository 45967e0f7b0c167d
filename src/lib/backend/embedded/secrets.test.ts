// The secrets of a new folder: whole, for the owner's eyes, and the same for all servers that start
// on it at once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDurably } from './files.ts';
import { readOrMakeSecrets } from './secrets.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'tikls-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Rounds in which two processes start on one new folder. */
const ROUNDS = 100;

/**
 * A process that makes secrets in each folder it is told on its standard input and answers with
 * them.
 */
function maker() {
	const program = `
		import { createInterface } from 'node:readline';
		import { readOrMakeSecrets } from ${JSON.stringify(new URL('./secrets.ts', import.meta.url).href)};
		console.log('here');
		for await (const folder of createInterface({ input: process.stdin }))
			console.log(JSON.stringify(await readOrMakeSecrets(folder)));`;
	const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
		stdio: ['pipe', 'pipe', 'inherit']
	});
	const lines = createInterface({ input: child.stdout });
	const next = async () => ((await once(lines, 'line')) as [string])[0];
	return { child, next };
}

test('of two processes that start together both have the same ones, many times', async () => {
	const makers = [maker(), maker()];
	await Promise.all(makers.map(({ next }) => next()));
	for (let round = 0; round < ROUNDS; round += 1) {
		const place = mkdtempSync(join(folder, 'new-'));
		const answers = makers.map(({ next }) => next());
		for (const { child } of makers) child.stdin.write(`${place}\n`);
		const [one, other] = await Promise.all(answers);
		expect(one).toBe(other);
		expect(JSON.parse(readFileSync(join(place, 'secrets.json'), 'utf8'))).toEqual(
			JSON.parse(one ?? '')
		);
		expect(readdirSync(place)).toEqual(['secrets.json']);
	}
	for (const { child } of makers) child.kill();
});

test('they are kept, and readable by their owner alone', async () => {
	const made = await readOrMakeSecrets(folder);
	expect(await readOrMakeSecrets(folder)).toEqual(made);
	expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a file that is there is never replaced', async () => {
	const path = join(folder, 'file');
	writeFileSync(path, 'first');
	expect(await createDurably(path, 'second', 0o600)).toBe(false);
	expect(readFileSync(path, 'utf8')).toBe('first');
	expect(readdirSync(folder)).toEqual(['file']);
});
