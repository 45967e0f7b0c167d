// One visitor's many questions wait behind each other and cost the others nothing.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TooMany, VisitorTurns, lineOf } from './visitor-turns.ts';

describe('turns', () => {
	it('are two at once and some in line for one visitor; one more is refused, and another visitor is not', async () => {
		const turns = new VisitorTurns({ inside: 2, waiting: 3 });
		let inside = 0;
		let most = 0;
		const work = async () => {
			most = Math.max(most, (inside += 1));
			await pause(5);
			inside -= 1;
		};
		const asked = Array.from({ length: 8 }, () => turns.run('192.0.2.1', work));
		const ends = await Promise.allSettled([...asked]);
		expect(most).toBe(2);
		expect(ends.map(({ status }) => status)).toEqual([
			...Array.from({ length: 5 }, () => 'fulfilled'),
			...Array.from({ length: 3 }, () => 'rejected')
		]);
		const busy = [turns.run('192.0.2.1', work), turns.run('192.0.2.1', work)];
		await turns.run('192.0.2.2', work);
		await Promise.all(busy);
		expect(turns.size).toBe(0);
	});

	it('go on after a failure', async () => {
		const turns = new VisitorTurns({ inside: 1, waiting: 1 });
		const failing = turns.run('a', () => Promise.reject(new Error('mine')));
		const next = turns.run('a', () => Promise.resolve('served'));
		await expect(turns.run('a', () => Promise.resolve(0))).rejects.toThrow(TooMany);
		await expect(failing).rejects.toThrow('mine');
		expect(await next).toBe('served');
		expect(turns.size).toBe(0);
	});
});

it.each([
	['192.0.2.7', '192.0.2.7'],
	['::ffff:192.0.2.7', '192.0.2.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:0DB8:0001:0002::1', '2001:db8:1:2'],
	['2001:db8::1', '2001:db8:0:0'],
	['::1', '0:0:0:0'],
	['fe80::1%eth0', 'fe80:0:0:0']
])('%s is of the line %s', (address, line) => {
	expect(lineOf(address)).toBe(line);
});
