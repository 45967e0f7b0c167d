// Pictures are made in processes that can be ended: what a hostile file costs, its sender pays
// alone.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../../../tests/setup/server.ts';
import { PictureMaker, type PictureLimits } from './picture-maker.ts';
import { maker as usual } from './pictures.server.ts';

const limits: PictureLimits = {
	width: 2,
	slow: 300,
	most: 3,
	time: 3000,
	memory: 600 * 1024 * 1024,
	waiting: 2,
	attempts: 20,
	window: 60_000
};

const real = join(import.meta.dirname, 'picture-process.ts');

/**
 * Stands in for the decoder: waits as many milliseconds as the first octet of the file says tens
 * of; fills its memory at 255.
 */
function decoderThatWaits(): string {
	const file = join(temporaryFolder('decoder'), 'decoder.mjs');
	writeFileSync(
		file,
		`process.on('disconnect', () => process.exit(1));
		process.once('message', ({ bytes, memory }) => {
			setInterval(() => process.memoryUsage.rss() > memory && process.exit(1), 20);
			const kept = [];
			if (bytes[0] === 254) process.send({ content: Buffer.from(JSON.stringify(process.env)), width: 1, height: 1 });
			else if (bytes[0] === 255) setInterval(() => kept.push(Buffer.alloc(20_000_000, 1)), 10);
			else setTimeout(() => process.send({ content: Buffer.from(bytes), width: 1, height: 1 }), bytes[0] * 10);
		});
		process.send('ready');`
	);
	return file;
}

const children = () => {
	try {
		return execFileSync('pgrep', ['-P', String(process.pid), '-f', 'decoder.mjs|picture-process'])
			.toString()
			.trim()
			.split('\n').length;
	} catch {
		return 0;
	}
};

const picture = () =>
	sharp({ create: { width: 300, height: 200, channels: 3, background: '#c00' } })
		.jpeg()
		.toBuffer();

afterEach(async () => {
	vi.useRealTimers();
	// A process that was ended is gone a moment later.
	for (let i = 0; i < 50 && children() > 0; i++) await pause(20);
	expect(children()).toBe(0);
});

describe('a picture', () => {
	it('is made as it would be here, and refused as it would be', async () => {
		expect(await usual.make('anna', await picture())).toMatchObject({ width: 300, height: 200 });
		expect(await usual.make('anna', Buffer.from('<svg/>'))).toBe('no-picture');
	});

	it('that takes too long is ended after its time', async () => {
		const maker = new PictureMaker(decoderThatWaits(), { ...limits, time: 200 });
		// One that nobody ends is made in the end.
		expect(await maker.make('eve', Uint8Array.of(250))).toBe('too-costly');
		expect(maker.running).toBe(0);
	});

	it('that takes too much memory is ended', async () => {
		const maker = new PictureMaker(decoderThatWaits(), {
			...limits,
			// Longer than this test may take: its time is not what ends it.
			time: 600_000,
			memory: 150_000_000
		});
		expect(await maker.make('eve', Uint8Array.of(255))).toBe('too-costly');
	});

	it('is decoded where nothing of the settings of the server is known', async () => {
		process.env.DATABASE_URL ??= 'postgres://nobody:secret@tikls.invalid/';
		const made = await new PictureMaker(decoderThatWaits(), limits).make('eve', Uint8Array.of(254));
		if (typeof made === 'string') throw new Error(made);
		const known = Object.keys(JSON.parse(made.content.toString()) as object);
		expect(known.filter((name) => !/^(NODE_CHANNEL_|SystemRoot$|__)/.test(name))).toEqual([]);
	});

	it('does not wait for a process that does not start', async () => {
		const maker = new PictureMaker('/nowhere/decoder.mjs', limits);
		expect(await maker.make('anna', Uint8Array.of(1))).toBe('too-costly');
	});
});

describe('many pictures', () => {
	it("of one person are made one after the other; another one's at once", async () => {
		const maker = new PictureMaker(decoderThatWaits(), limits);
		let most = 0;
		// On a busy machine hers may still be made when the first of the others is done.
		let bertas = 1;
		const own = [1, 2, 3].map(async () => {
			await maker.make('anna', Uint8Array.of(5));
			most = Math.max(most, maker.running - bertas);
		});
		const other = maker.make('berta', Uint8Array.of(1)).then(() => (bertas = 0));
		expect(maker.running).toBe(2);
		await Promise.all([...own, other]);
		expect(most).toBe(1);
	});

	it('that are slow hold nobody up', async () => {
		const maker = new PictureMaker(decoderThatWaits(), limits);
		const bad = ['eve', 'mallory'].map((person) => maker.make(person, Uint8Array.of(250)));
		await pause(20);
		expect(await maker.make('anna', Uint8Array.of(1))).toMatchObject({ width: 1 });
		// Both bad ones stand for as long as they may; the good one began when they were slow.
		expect(maker.running).toBe(2);
		expect(await Promise.all(bad)).toMatchObject([{ width: 1 }, { width: 1 }]);
	});

	it('of one person are too many: those that wait, and those of a while', async () => {
		// The while is the clock's: how long a busy machine takes to start five processes does not
		// count.
		vi.useFakeTimers({ toFake: ['Date'] });
		const maker = new PictureMaker(decoderThatWaits(), { ...limits, attempts: 5 });
		const five = Array.from({ length: 5 }, () => maker.make('anna', Uint8Array.of(1)));
		// One inside and two waiting.
		expect((await Promise.all(five)).map((made) => made === 'wait')).toEqual([
			false,
			false,
			false,
			true,
			true
		]);
		expect(await maker.make('anna', Uint8Array.of(1))).toBe('wait');
		expect(await maker.make('berta', Uint8Array.of(1))).toMatchObject({ width: 1 });
		vi.setSystemTime(Date.now() + limits.window - 1);
		expect(await maker.make('anna', Uint8Array.of(1))).toBe('wait');
		vi.setSystemTime(Date.now() + 1);
		expect(await maker.make('anna', Uint8Array.of(1))).toMatchObject({ width: 1 });
	});

	it('that had to be ended count more', async () => {
		const maker = new PictureMaker(decoderThatWaits(), { ...limits, attempts: 10, time: 100 });
		for (let i = 0; i < 2; i++)
			expect(await maker.make('eve', Uint8Array.of(250))).toBe('too-costly');
		expect(await maker.make('eve', Uint8Array.of(1))).toBe('wait');
	});
});

it('a real decoder is ended in the middle of its work', async () => {
	const maker = new PictureMaker(real, { ...limits, time: 20 });
	const large = await sharp({
		create: { width: 6000, height: 6000, channels: 3, background: '#c00' }
	})
		.png()
		.toBuffer();
	expect(await maker.make('eve', large)).toBe('too-costly');
});
