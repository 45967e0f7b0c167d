// A description costs the visitor nothing, whatever it is: it is laid out once, in a thread that is
// ended when it takes too long.
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { MarkdownCache, type MarkdownLimits } from './markdown-cache.ts';

const file = new URL('./markdown-worker.ts', import.meta.url);
const opened: MarkdownCache[] = [];

function cacheWith(limits: Partial<MarkdownLimits> = {}): MarkdownCache {
	const cache = new MarkdownCache(file, {
		bytes: 1_000_000,
		patience: 5000,
		retryAfter: 600_000,
		idle: 60_000,
		waiting: 50,
		...limits
	});
	opened.push(cache);
	return cache;
}

afterEach(async () => {
	for (const cache of opened.splice(0)) await cache.close();
});

/** Twenty thousand characters over which micromark sits for seconds. */
const endless = ['a\n=\n'.repeat(5000), '>'.repeat(29) + 'a\n'.repeat(9985)];

describe('a description', () => {
	it('is laid out once, however often it is looked at', async () => {
		const cache = cacheWith();
		const all = await Promise.all(Array.from({ length: 20 }, () => cache.layOut('**Jā**')));
		for (const answer of [...all, await cache.layOut('**Jā**')])
			expect(answer).toMatchObject({ html: '<p><strong>Jā</strong></p>', whole: true });
		expect(cache.tries).toBe(1);
	});

	it.each(endless)(
		'that takes too long is shown as it was typed, and not tried at each view',
		async (text) => {
			const cache = cacheWith({ patience: 200 });
			await cache.layOut('a');
			const before = performance.eventLoopUtilization();
			for (let view = 0; view < 5; view += 1) {
				const { html, whole } = await cache.layOut(text);
				expect(whole).toBe(false);
				expect(html).toBe(`<p>${text.replaceAll('>', '&gt;')}</p>`);
			}
			expect(cache.tries).toBe(2);
			// The thread of the server was not what worked: it would have had no idle moment.
			expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.75);
			// And the next text finds a new thread.
			expect(await cache.layOut('_b_')).toMatchObject({ html: '<p><em>b</em></p>', whole: true });
		}
	);

	it('that took too long is tried again later', async () => {
		const cache = cacheWith({ patience: 100, retryAfter: 0 });
		await cache.layOut(endless[0] ?? '');
		await cache.layOut(endless[0] ?? '');
		expect(cache.tries).toBe(2);
	});

	it('waits behind few others, else it is shown as it was typed', async () => {
		const cache = cacheWith({ waiting: 2 });
		const answers = await Promise.all(['*a*', '*b*', '*c*'].map((text) => cache.layOut(text)));
		expect(answers.map(({ whole }) => whole)).toEqual([true, true, false]);
		expect((await cache.layOut('*c*')).whole).toBe(true);
	});

	it('is forgotten when others are looked at and there is no more room', async () => {
		const cache = cacheWith({ bytes: 2 * (2 * 1007 + 300) });
		const [one = '', two = '', three = ''] = ['a', 'b', 'c'].map((sign) => sign.repeat(1000));
		for (const text of [one, two, one, three, one]) await cache.layOut(text);
		expect(cache.tries).toBe(3);
		await cache.layOut(two);
		expect(cache.tries).toBe(4);
	});

	it('is laid out again after the thread has gone to rest', async () => {
		const cache = cacheWith({ idle: 10 });
		await cache.layOut('a');
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(await cache.layOut('b')).toMatchObject({ html: '<p>b</p>', whole: true });
	});
});

describe('the thread', () => {
	it('says that it stands ready before it takes a text, so that its start is not held to the limit', async () => {
		const thread = new Worker(file, { execArgv: [] });
		try {
			expect(await once(thread, 'message')).toEqual(['ready']);
			thread.postMessage('*a*');
			expect(await once(thread, 'message')).toEqual(['<p><em>a</em></p>']);
		} finally {
			await thread.terminate();
		}
	});
});
