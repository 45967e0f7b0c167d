// The lock of a data folder between processes: refused while the holder lives, free the moment it
// dies.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holderOf, takeLock } from './lock.ts';
import { StartError } from './start-error.ts';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'tikls-lock-'));
});
afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

/**
 * Another process that takes the lock and keeps it; resolves with what it says: `held`, or the code
 * of its refusal.
 */
async function other(): Promise<{ child: ChildProcess; said: string }> {
	const program = `
		import { takeLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
		try { globalThis.lock = await takeLock(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000); }
		catch (error) { console.log(error.code); }`;
	const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	children.push(child);
	const [data] = (await once(child.stdout, 'data')) as [Buffer];
	return { child, said: data.toString().trim() };
}

test('a second process is refused at once and told who holds the folder', async () => {
	const { child, said } = await other();
	expect(said).toBe('held');
	await expect(takeLock(folder)).rejects.toThrow(
		expect.objectContaining({
			code: 'DATA_IN_USE',
			message: expect.stringContaining(`process ${child.pid}`) as string
		})
	);
	expect(holderOf(folder)?.pid).toBe(child.pid);
});

test('the lock of a killed holder is taken over, also when its process id lives on as another process', async () => {
	const { child } = await other();
	child.kill('SIGKILL');
	await once(child, 'exit');
	// The note of the dead holder names a living process: ours.
	writeFileSync(
		join(folder, 'lock'),
		JSON.stringify({ pid: process.pid, since: '2026-01-01T00:00:00Z', host: 'here' })
	);
	const lock = await takeLock(folder);
	expect(holderOf(folder)?.pid).toBe(process.pid);
	lock.release();
});

test('of many processes that start together exactly one gets it', async () => {
	const said = await Promise.all(Array.from({ length: 5 }, async () => (await other()).said));
	expect(said.filter((word) => word === 'held')).toHaveLength(1);
	expect(said.filter((word) => word === 'DATA_IN_USE')).toHaveLength(4);
});

test('the same process cannot take it twice, and can after a release', async () => {
	const lock = await takeLock(folder);
	await expect(takeLock(folder)).rejects.toThrow(StartError);
	lock.release();
	lock.release();
	expect(existsSync(join(folder, 'lock'))).toBe(false);
	(await takeLock(folder)).release();
});

test('a living holder keeps it even when somebody removes or spoils its note', async () => {
	await other();
	rmSync(join(folder, 'lock'));
	await expect(takeLock(folder)).rejects.toThrow(/in use by another process/);
	writeFileSync(join(folder, 'lock'), 'nonsense');
	await expect(takeLock(folder)).rejects.toThrow(/in use by another process/);
});

test('a folder that cannot be written to is said to be that', async () => {
	await expect(takeLock(join(folder, 'missing'))).rejects.toThrow(
		expect.objectContaining({ code: 'DATA_UNWRITABLE' })
	);
});

describe('when somebody removes the lock files of a running holder', () => {
	test.runIf(process.platform === 'linux')('a second process is still refused', async () => {
		await other();
		for (const name of ['lock', 'lock.held']) rmSync(join(folder, name));
		expect((await other()).said).toBe('DATA_IN_USE');
		await expect(takeLock(folder)).rejects.toMatchObject({ code: 'DATA_IN_USE' });
	});

	test.each([
		['is gone', () => rmSync(join(folder, 'lock.held'))],
		[
			'is another one',
			() => {
				writeFileSync(join(folder, 'new'), '');
				renameSync(join(folder, 'new'), join(folder, 'lock.held'));
			}
		]
	])('the holder notices that the file %s', async (_, spoil) => {
		const lock = await takeLock(folder);
		expect(lock.isHeld()).toBe(true);
		const lost = new Promise<StartError>((resolve) => lock.watch(resolve));
		spoil();
		expect(lock.isHeld()).toBe(false);
		expect((await lost).message).toMatch(/^The lock of the data folder [^\n]+\.$/);
		lock.release();
	});

	test('a process that finds a database and no lock file waits until a holder would have ended', async () => {
		mkdirSync(join(folder, 'database'));
		const begun = performance.now();
		const lock = await takeLock(folder);
		const waited = performance.now() - begun;
		expect(waited).toBeGreaterThan(1900);
		lock.release();
		// Only then: the file stays.
		const again = performance.now();
		(await takeLock(folder)).release();
		expect((performance.now() - again) / waited).toBeLessThan(0.75);
	});
});
