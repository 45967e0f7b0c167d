// The lock of a data folder between processes: refused while the holder lives, free the moment it dies.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

/** Another process that takes the lock and keeps it; resolves with what it says: `held`, or the code of its refusal. */
async function other(): Promise<{ child: ChildProcess; said: string }> {
	const program = `
		import { takeLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
		try { globalThis.lock = takeLock(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000); }
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
	expect(() => takeLock(folder)).toThrow(
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
	const lock = takeLock(folder);
	expect(holderOf(folder)?.pid).toBe(process.pid);
	lock.release();
});

test('of many processes that start together exactly one gets it', async () => {
	const said = await Promise.all(Array.from({ length: 5 }, async () => (await other()).said));
	expect(said.filter((word) => word === 'held')).toHaveLength(1);
	expect(said.filter((word) => word === 'DATA_IN_USE')).toHaveLength(4);
});

test('the same process cannot take it twice, and can after a release', () => {
	const lock = takeLock(folder);
	expect(() => takeLock(folder)).toThrow(StartError);
	lock.release();
	lock.release();
	expect(existsSync(join(folder, 'lock'))).toBe(false);
	takeLock(folder).release();
});

test('a living holder keeps it even when somebody removes or spoils its note', async () => {
	await other();
	rmSync(join(folder, 'lock'));
	expect(() => takeLock(folder)).toThrow(/in use by another process/);
	writeFileSync(join(folder, 'lock'), 'nonsense');
	expect(() => takeLock(folder)).toThrow(/in use by another process/);
});

test('a folder that cannot be written to is said to be that', () => {
	expect(() => takeLock(join(folder, 'missing'))).toThrow(
		expect.objectContaining({ code: 'DATA_UNWRITABLE' })
	);
});
