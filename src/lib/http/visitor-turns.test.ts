// One visitor's many questions wait behind each other and cost the others nothing.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { visitorOf } from './visitor.server.ts';
import { TooMany, VisitorTurns, lineOf, turnsOf } from './visitor-turns.ts';

describe('turns', () => {
	it('are two at once and some in line for one visitor; one more is refused, and another visitor is not', async () => {
		const turns = new VisitorTurns({ inside: 2, waiting: 3, patience: 10_000 });
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

	it('are given up by who has waited too long, and the next one has his', async () => {
		const turns = new VisitorTurns({ inside: 1, waiting: 2, patience: 30 });
		const leave = await turns.enter('a');
		await expect(turns.run('a', () => Promise.resolve(0))).rejects.toThrow(TooMany);
		const next = turns.run('a', () => Promise.resolve('served'));
		leave();
		expect(await next).toBe('served');
		// Once is enough.
		leave();
		expect(turns.size).toBe(0);
	});

	it('without anybody waiting refuse the third at once', async () => {
		const turns = new VisitorTurns({ inside: 2, waiting: 0, patience: 10_000 });
		const leaves = [await turns.enter('2001:db8::1'), await turns.enter('2001:db8::2')];
		await expect(turns.enter('2001:db8::3')).rejects.toThrow(TooMany);
		for (const leave of leaves) leave();
		(await turns.enter('2001:db8::3'))();
		expect(turns.size).toBe(0);
	});

	it('of an address behind which there are many are others than those of one visitor', async () => {
		const enter = turnsOf({
			visitor: { inside: 1, waiting: 0, patience: 10 },
			shared: { inside: 3, waiting: 0, patience: 10 }
		});
		const asked = (isShared: boolean) =>
			Promise.allSettled([1, 2, 3, 4].map(() => enter({ address: '127.0.0.1', isShared })));
		const served = async (isShared: boolean) =>
			(await asked(isShared)).filter(({ status }) => status === 'fulfilled').length;
		expect([await served(true), await served(false)]).toEqual([3, 1]);
	});

	it('go on after a failure', async () => {
		const turns = new VisitorTurns({ inside: 1, waiting: 1, patience: 10_000 });
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

describe('a visitor', () => {
	const seen = (address: string, env: NodeJS.ProcessEnv) =>
		visitorOf({ getClientAddress: () => address }, env);
	const named = { ADDRESS_HEADER: 'x-forwarded-for' };
	it.each([
		['127.0.0.1', {}, true],
		['::1', {}, true],
		['::ffff:127.0.0.1', {}, true],
		['192.0.2.1', {}, false],
		['127.0.0.1', named, false],
		['2001:db8::1', named, false]
	])('at %s with %o', (address, env, isShared) => {
		expect(seen(address, env)).toEqual({ address, isShared });
	});

	it('whom the proxy does not name is known by the connection, and is not let in beside the others', () => {
		const unnamed = () => {
			throw new Error('Address header was specified but is absent from request');
		};
		const platform = { req: { socket: { remoteAddress: '127.0.0.1' } } } as App.Platform;
		expect(visitorOf({ getClientAddress: unnamed, platform }, named)).toEqual({
			address: '127.0.0.1',
			isShared: false
		});
	});
});
