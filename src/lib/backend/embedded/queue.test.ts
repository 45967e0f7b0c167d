// The queue in front of the database: order, width, and every way of not being served.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { NotServed, Queue } from './queue.ts';

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
