// Two things at a time, and again when the server says that it was too much.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask } from './ask.ts';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

/** A server that answers when it is told to, in the order it was asked. */
function server() {
	const asked: { address: string; answer: (status: number) => void; fail: () => void }[] = [];
	vi.stubGlobal(
		'fetch',
		(address: string) =>
			new Promise<Response>((resolve, reject) =>
				asked.push({
					address,
					answer: (status) =>
						resolve(new Response(null, { status, headers: { 'retry-after': '1' } })),
					fail: () => reject(new TypeError('offline'))
				})
			)
	);
	return asked;
}
const turns = async () => {
	for (let i = 0; i < 5; i += 1) await Promise.resolve();
};

describe('asking', () => {
	it('is for two things at a time; the next begins when one is answered or has failed', async () => {
		const asked = server();
		const all = ['a', 'b', 'c', 'd'].map((address) => ask(address));
		await turns();
		expect(asked.map(({ address }) => address)).toEqual(['a', 'b']);
		asked[0]?.answer(200);
		await turns();
		expect(asked.map(({ address }) => address)).toEqual(['a', 'b', 'c']);
		asked[1]?.fail();
		await expect(all[1]).rejects.toThrow('offline');
		await turns();
		expect(asked).toHaveLength(4);
		asked[2]?.answer(404);
		asked[3]?.answer(200);
		expect((await all[2])?.status).toBe(404);
		expect((await all[3])?.status).toBe(200);
	});

	it('is tried again after 429, some times', async () => {
		vi.useFakeTimers();
		const asked = server();
		const one = ask('a');
		for (let i = 0; i < 5; i += 1) {
			await turns();
			expect(asked).toHaveLength(i + 1);
			asked[i]?.answer(429);
			await vi.advanceTimersByTimeAsync(1600);
		}
		expect((await one).status).toBe(429);
		expect(asked).toHaveLength(5);
	});

	it('is not begun for what is given up before its turn', async () => {
		const asked = server();
		const given = new AbortController();
		const first = [ask('a'), ask('b')];
		const third = ask('c', given.signal);
		given.abort();
		await turns();
		for (const one of asked) one.answer(200);
		await Promise.all(first);
		await expect(third).rejects.toThrow(/abort/i);
		expect(asked).toHaveLength(2);
	});
});
