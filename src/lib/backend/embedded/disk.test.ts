// The room on the disk: each step once, in its order, whatever the figures; and a start that has
// none says so. The figures are given here; disk-full.test.ts fills a disk.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../tests/setup/server.ts';
import {
	ballastOf,
	bytesUnder,
	DiskWatch,
	isNoRoom,
	percentTaken,
	readDisk,
	roomOf,
	type Disk
} from './disk.ts';
import { StartError } from './start-error.ts';

const MB = 1024 * 1024;
const GB = 1024 * MB;

describe('roomOf', () => {
	it.each<[string, Disk, string]>([
		['half taken', { free: 50 * GB, size: 100 * GB }, 'enough'],
		['89 % taken', { free: 11 * GB, size: 100 * GB }, 'enough'],
		['90 % taken', { free: 10 * GB, size: 100 * GB }, 'filling'],
		['room for texts', { free: 63 * MB, size: 100 * GB }, 'scarce'],
		['a small disk, half taken', { free: 100 * MB, size: 200 * MB }, 'enough'],
		['31 MB', { free: 31 * MB, size: 40 * MB }, 'none'],
		['nothing', { free: 0, size: 100 * GB }, 'none'],
		['no disk at all', { free: 0, size: 0 }, 'none']
	])('%s', (_, disk, room) => expect(roomOf(disk)).toBe(room));

	it('gets worse and never better as the disk fills', () => {
		const order = ['enough', 'filling', 'scarce', 'none'];
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 10_000 }),
				fc.integer({ min: 0, max: 10_000 }),
				fc.integer({ min: 0, max: 10_000 }),
				(size, a, b) => {
					const at = (free: number) =>
						order.indexOf(roomOf({ free: Math.min(free, size) * MB, size: size * MB }));
					const [less = 0, more = 0] = [a, b].sort((x, y) => x - y);
					expect(at(less)).toBeGreaterThanOrEqual(at(more));
					// Told before anything is refused, or with it.
					if (percentTaken({ free: more, size: Math.max(size, more) }) >= 90 && more <= size)
						expect(at(more)).toBeGreaterThan(0);
				}
			)
		);
	});
});

describe('DiskWatch', () => {
	let folder: string;
	let disk: Disk;
	let notes: string[];
	const watch = () =>
		new DiskWatch(folder, {
			readDisk: () => Promise.resolve(disk),
			every: 20,
			onNote: (text) => notes.push(text)
		});
	const taken = (free: number): Disk => ({ free, size: 10 * GB });
	/** What it looks like once the last look is old. */
	const lookAnew = (of: DiskWatch) => of.giveUpBallast();
	beforeEach(() => {
		folder = temporaryFolder('disk');
		disk = taken(5 * GB);
		notes = [];
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('tells each step once, and that there is room again', async () => {
		const one = watch();
		for (const free of [5 * GB, GB, GB - MB, 60 * MB, 33 * MB, 20 * MB, 19 * MB, 40 * MB, 5 * GB]) {
			disk = taken(free);
			await lookAnew(one);
		}
		expect(notes.map((note) => note.replace(folder, '...'))).toEqual([
			'The disk of ... is filling up (90 % taken, 1024 MB free).',
			'The disk of ... is almost full: no pictures and no backups are taken (99 % taken, 60 MB free).',
			'The disk of ... is full: nothing is saved until there is room (99 % taken, 20 MB free).',
			'The disk of ... has room again (50 % taken, 5120 MB free).'
		]);
	});

	it('asks once for many who look at once', async () => {
		let asked = 0;
		const one = new DiskWatch(folder, {
			readDisk: () => {
				asked += 1;
				return Promise.resolve(disk);
			}
		});
		await Promise.all(Array.from({ length: 50 }, () => one.look()));
		expect(asked).toBe(1);
	});

	it('says unreadable when the folder cannot be looked at, and never throws', async () => {
		const one = new DiskWatch(join(folder, 'gone'));
		expect(await one.look()).toEqual({ room: 'unreadable', disk: null });
	});

	it('keeps room, gives it up when others take the rest, and takes it back', async () => {
		const one = watch();
		one.begin();
		await expect
			.poll(() => existsSync(ballastOf(folder)) && statSync(ballastOf(folder)).size)
			.toBe(32 * MB);
		disk = taken(MB);
		await expect.poll(async () => (await one.look()).room).toBe('none');
		expect(existsSync(ballastOf(folder))).toBe(false);
		// The room it gave is not for what people save.
		disk = taken(33 * MB);
		expect((await lookAnew(one)).room).toBe('none');
		disk = taken(GB);
		await expect.poll(async () => (await one.look()).room).toBe('filling');
		expect(existsSync(ballastOf(folder))).toBe(true);
		await one.stop();
	});

	it('makes none where it would take room from others', async () => {
		disk = taken(90 * MB);
		const one = watch();
		one.begin();
		await new Promise((resolve) => setTimeout(resolve, 200));
		await one.stop();
		expect(existsSync(ballastOf(folder))).toBe(false);
	});

	it('refuses a start that has no room, with the disk, what is free and what it needs', async () => {
		disk = taken(70 * MB);
		await expect(watch().need(60 * MB)).resolves.toBeUndefined();
		await expect(watch().need(80 * MB)).rejects.toThrow(
			`There is no room on the disk of ${folder}: 70 MB are free, and this start needs at least 80 MB;`
		);
	});

	it('calls a vague failure by its name when the disk is full, and leaves every other', async () => {
		const vague = new StartError('OPENING_FAILED', 'PGlite failed to initialize properly');
		const migration = new StartError('MIGRATION_FAILED', 'No space left on device');
		const other = new StartError('DATA_TOO_NEW', 'newer');
		expect(await watch().inWords(vague)).toBe(vague);
		disk = taken(MB);
		for (const error of [vague, migration, new Error('whatever')])
			expect(await watch().inWords(error)).toMatchObject({ code: 'DISK_FULL' });
		expect(await watch().inWords(other)).toBe(other);
	});
});

it('what the system says of a disk is what is there', async () => {
	const folder = temporaryFolder('disk');
	const { free, size } = await readDisk(folder);
	expect(free).toBeGreaterThan(0);
	expect(size).toBeGreaterThanOrEqual(free);
	mkdirSync(join(folder, 'a'));
	writeFileSync(join(folder, 'a', 'b'), 'x'.repeat(1000));
	writeFileSync(join(folder, 'c'), 'x');
	expect(await bytesUnder(folder)).toBe(1001);
	expect(await bytesUnder(join(folder, 'none'))).toBe(0);
	rmSync(folder, { recursive: true });
});

it.each([
	[Object.assign(new Error('x'), { code: 'ENOSPC' }), true],
	[Object.assign(new Error('x'), { code: '53100' }), true],
	[new Error('could not extend file "base/5/1": No space left on device'), true],
	[new Error('PGlite failed to initialize properly'), false],
	[new Error('database or disk is full'), true],
	['ENOSPC: no space left on device, write', true],
	[null, false]
])('isNoRoom %s: %s', (error, is) => expect(isNoRoom(error)).toBe(is));
