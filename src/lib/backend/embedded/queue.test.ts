// The queue in front of the database: order, width, and every way of not being served.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { NotServed, Queue, type Lane } from './queue.ts';

const limits = { width: 1, waiting: 100, patience: 10_000 };

describe('a queue of width 1', () => {
	test('begins one after the other, in the order of arrival, whatever each takes', async () => {
		const queue = new Queue(limits);
		const log: string[] = [];
		const lengths = [20, 1, 10, 1, 5];
		await Promise.all(
			lengths.map((length, index) =>
				queue.run(async () => {
					log.push(`begin ${index}`);
					await pause(length);
					log.push(`end ${index}`);
				})
			)
		);
		expect(log).toEqual(lengths.flatMap((_, index) => [`begin ${index}`, `end ${index}`]));
	});

	test('lets nobody slip in between an end and the next beginning', async () => {
		const queue = new Queue(limits);
		let inside = 0;
		let max = 0;
		const work = async () => {
			inside += 1;
			max = Math.max(max, inside);
			await pause(1);
			inside -= 1;
		};
		const first = queue.run(work).then(() => queue.run(work));
		await Promise.all([first, ...Array.from({ length: 20 }, () => queue.run(work))]);
		expect(max).toBe(1);
	});

	test('goes on after a failure and hands the failure to its owner', async () => {
		const queue = new Queue(limits);
		const failing = queue.run(() => Promise.reject(new Error('mine')));
		const next = queue.run(() => Promise.resolve('served'));
		await expect(failing).rejects.toThrow('mine');
		await expect(next).resolves.toBe('served');
	});
});

test('a wider queue runs as many at once as its width, never more', async () => {
	const queue = new Queue({ ...limits, width: 3 });
	let inside = 0;
	let max = 0;
	await Promise.all(
		Array.from({ length: 12 }, () =>
			queue.run(async () => {
				inside += 1;
				max = Math.max(max, inside);
				await pause(2);
				inside -= 1;
			})
		)
	);
	expect(max).toBe(3);
});

describe('who is not served', () => {
	test('comes when too many wait', async () => {
		const queue = new Queue({ ...limits, waiting: 1 });
		const [running, waiting] = [queue.run(() => pause(20)), queue.run(() => pause(1))];
		await expect(queue.run(() => pause(1))).rejects.toMatchObject({ reason: 'full' });
		await Promise.all([running, waiting]);
	});

	test('has waited too long, and does not hold the place of the next', async () => {
		const queue = new Queue({ ...limits, patience: 10 });
		const running = queue.run(() => pause(50));
		await expect(queue.run(() => pause(1))).rejects.toMatchObject({ reason: 'waited' });
		await running;
		await expect(queue.run(() => Promise.resolve(1))).resolves.toBe(1);
	});

	test('waits or comes when it closes; who runs may end', async () => {
		const queue = new Queue(limits);
		const running = queue.run(() => pause(20, 'ended'));
		const waiting = queue.run(() => pause(1));
		queue.close();
		await expect(waiting).rejects.toBeInstanceOf(NotServed);
		await expect(queue.run(() => pause(1))).rejects.toMatchObject({ reason: 'closed' });
		await expect(running).resolves.toBe('ended');
	});
});

describe('lanes', () => {
	/** A queue whose one place is taken until `free` is called, and what ran behind it. */
	async function behind(asked: [Lane, string][], width = 1, reserved = 0) {
		const queue = new Queue({ ...limits, width, reserved });
		const log: string[] = [];
		let free = () => {};
		const holder = queue.run(() => new Promise<void>((resolve) => (free = resolve)));
		const all = asked.map(([lane, name]) =>
			queue.run(async () => {
				log.push(name);
				await pause(1);
			}, lane)
		);
		const waited = queue.waiting;
		await pause(0); // what runs begins in the next turn of the loop
		free();
		await Promise.all([holder, ...all]);
		return { log, waited };
	}

	test('let the server itself and members go before visitors', async () => {
		const { log, waited } = await behind([
			['visitor', 'v1'],
			['visitor', 'v2'],
			['member', 'm1'],
			['own', 'o1'],
			['member', 'm2']
		]);
		expect(log).toEqual(['o1', 'm1', 'm2', 'v1', 'v2']);
		expect(waited).toBe(5);
	});

	test('leave no visitor waiting for ever', async () => {
		const members = Array.from({ length: 20 }, (_, i): [Lane, string] => ['member', `m${i}`]);
		const { log } = await behind([['visitor', 'v'], ...members]);
		expect(log.indexOf('v')).toBe(8);
	});

	test('keep places that visitors cannot take', async () => {
		const queue = new Queue({ ...limits, width: 3, reserved: 1 });
		const frees: (() => void)[] = [];
		const hold = () => new Promise<void>((resolve) => frees.push(resolve));
		const visitors = Array.from({ length: 6 }, () => queue.run(hold));
		await pause(0);
		expect(frees).toHaveLength(2);
		// Whatever visitors ask, the save is served at once.
		expect(await queue.run(() => Promise.resolve('saved'), 'member')).toBe('saved');
		expect(frees).toHaveLength(2);
		for (let turn = 0; turn < 6; turn += 1) {
			frees[turn]?.();
			await visitors[turn];
		}
	});
});
