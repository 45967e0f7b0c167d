// Answers many pages share: asked once as long as the content stays as it is, never a failed one,
// never too many.
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { QueryCache } from './query-cache.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const asking = () => {
	let times = 0;
	return vi.fn(async () => (times += 1));
};

test('the same question under the same content is asked once, also at the same time', async () => {
	const kept = new QueryCache<number>({ answers: 10, maxAge: 1000 });
	const ask = asking();
	const answers = await Promise.all([kept.get('1', 'a', ask), kept.get('1', 'a', ask)]);
	expect([...answers, await kept.get('1', 'a', ask)]).toEqual([1, 1, 1]);
	expect(await kept.get('1', 'b', ask)).toBe(2);
});

test('a change of the content, time, and not knowing the version ask anew', async () => {
	const kept = new QueryCache<number>({ answers: 10, maxAge: 1000 });
	const ask = asking();
	expect(await kept.get('1', 'a', ask)).toBe(1);
	expect(await kept.get('2', 'a', ask)).toBe(2);
	vi.advanceTimersByTime(999);
	expect(await kept.get('2', 'a', ask)).toBe(2);
	vi.advanceTimersByTime(1);
	expect(await kept.get('2', 'a', ask)).toBe(3);
	expect(await kept.get(null, 'a', ask)).toBe(4);
	expect(await kept.get('2', 'a', ask)).toBe(3);
});

test('a failure reaches everybody who waited, and the next one asks again', async () => {
	const kept = new QueryCache<number>({ answers: 10, maxAge: 1000 });
	const fail = vi.fn(() => Promise.reject(new Error('gone')));
	const both = [kept.get('1', 'a', fail), kept.get('1', 'a', fail)];
	expect((await Promise.allSettled(both)).map((one) => one.status)).toEqual([
		'rejected',
		'rejected'
	]);
	expect(fail).toHaveBeenCalledOnce();
	expect(await kept.get('1', 'a', asking())).toBe(1);
});

test('the least recently used answer goes first', async () => {
	const kept = new QueryCache<string>({ answers: 2, maxAge: 1000 });
	const ask = vi.fn(async (key: string) => key);
	for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await kept.get('1', key, () => ask(key));
	expect(ask.mock.calls.flat()).toEqual(['a', 'b', 'c', 'b']);
});

test('answers never take more bytes than they may, and each is the one to its question', async () => {
	const question = fc.record({
		key: fc.integer({ min: 0, max: 9 }),
		version: fc.constantFrom('1', '1', '1', '2'),
		fails: fc.boolean()
	});
	await fc.assert(
		fc.asyncProperty(fc.array(fc.array(question, { maxLength: 5 })), async (waves) => {
			const kept = new QueryCache<{ rows: string[] }>({ answers: 6, bytes: 2000, maxAge: 1000 });
			for (const wave of waves) {
				await Promise.all(
					wave.map(async ({ key, version, fails }) => {
						const answer = { rows: Array.from({ length: key * 10 }, () => `${version} ${key}`) };
						const got = await kept
							.get(version, `${key}`, () =>
								fails ? Promise.reject(new Error('gone')) : Promise.resolve(answer)
							)
							.catch(() => null);
						if (got !== null) expect(got).toEqual(answer);
					})
				);
				expect(kept.bytes).toBeLessThanOrEqual(2000);
				expect(kept.bytes).toBeGreaterThanOrEqual(0);
			}
		})
	);
});
