// The public cache: one rendering for many visitors, never a stale answer after a change, never
// somebody's own answer.
import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseEncoding, ResponseCache } from './response-cache.ts';

const limits = { bytes: 1_000_000, maxAge: 60_000 };
const text = 'Kurzemes NVO centrs '.repeat(200);
const page = (body = text, init: ResponseInit = {}) =>
	new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8' }, ...init });
const ask = (headers: Record<string, string> = {}) => new Request('http://localhost/', { headers });

describe('ResponseCache', () => {
	it('renders once for identical requests at the same time', async () => {
		const cache = new ResponseCache(limits);
		let rendered = 0;
		const make = async () => {
			rendered += 1;
			await new Promise((resolve) => setTimeout(resolve, 10));
			return page();
		};
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => cache.answer('/', '1', ask(), make))
		);
		expect(rendered).toBe(1);
		expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(
			Array.from({ length: 20 }, () => text)
		);
	});

	it('keeps a page although SvelteKit has put a tag on it, and hands a stream through to each who asks', async () => {
		const cache = new ResponseCache(limits);
		const tagged = vi.fn(async () => page(text, { headers: { etag: '"1py0g1k"' } }));
		await cache.answer('/', '1', ask(), tagged);
		await cache.answer('/', '1', ask(), tagged);
		expect(tagged).toHaveBeenCalledTimes(1);

		const stream = vi.fn(async () => page(text, { headers: { etag: 'W/"long"' } }));
		const both = await Promise.all([
			cache.answer('/long', '1', ask(), stream),
			cache.answer('/long', '1', ask(), stream)
		]);
		expect(stream).toHaveBeenCalledTimes(2);
		for (const answer of both) expect(await answer.text()).toBe(text);
		expect((await cache.answer('/long', '1', ask(), stream)).headers.get('etag')).toBe('W/"long"');
	});

	it('makes an answer anew when the content version moved, or a minute passed', async () => {
		vi.useFakeTimers();
		try {
			const cache = new ResponseCache(limits);
			const make = vi.fn(async () => page());
			await cache.answer('/', '1', ask(), make);
			await cache.answer('/', '1', ask(), make);
			expect(make).toHaveBeenCalledTimes(1);
			await cache.answer('/', '2', ask(), make);
			expect(make).toHaveBeenCalledTimes(2);
			vi.advanceTimersByTime(60_001);
			await cache.answer('/', '2', ask(), make);
			expect(make).toHaveBeenCalledTimes(3);
		} finally {
			vi.useRealTimers();
		}
	});

	describe('with an answer that is too old', () => {
		const patient = { ...limits, patience: 500, muchTooOld: 600_000 };
		const failed = () => Promise.resolve(page('away', { status: 503 }));
		const never = () => new Promise<Response>(() => {});

		/** A cache with an answer of this age under version 1. */
		async function aged(milliseconds: number) {
			const cache = new ResponseCache(patient);
			await cache.answer('/', '1', ask(), async () => page());
			vi.advanceTimersByTime(milliseconds);
			return cache;
		}
		beforeEach(() => void vi.useFakeTimers());
		afterEach(() => vi.useRealTimers());

		it.each([
			['the new one fails', failed],
			['the new one throws', () => Promise.reject(new Error('no database'))]
		])('shows it, with its age, when %s, however old it is', async (_, make) => {
			const cache = await aged(5 * 3_600_000);
			const answer = await cache.answer('/', '1', ask(), make);
			expect(await answer.text()).toBe(text);
			expect(answer.status).toBe(200);
			expect(answer.headers.get('age')).toBe('18000');
			expect(answer.headers.get('cache-status')).toBe('tikls; hit; ttl=-17940');
			const fresh = await cache.answer('/', '1', ask(), async () => page());
			expect(fresh.headers.has('age')).toBe(false);
		});

		it('shows it at once while the database is away, and does not even try', async () => {
			const cache = await aged(5 * 3_600_000);
			const make = vi.fn(never);
			expect((await cache.answer('/', '1', ask(), make, true)).status).toBe(200);
			expect(make).not.toHaveBeenCalled();
		});

		it('shows it when the new one takes long, unless it is much too old', async () => {
			const cache = await aged(120_000);
			const late = cache.answer('/', '1', ask(), never);
			await vi.advanceTimersByTimeAsync(500);
			expect((await late).headers.get('age')).toBe('120');

			const old = await aged(3_600_000);
			let isAnswered = false;
			const waits = old.answer('/', '1', ask(), async () => {
				await new Promise((resolve) => setTimeout(resolve, 4000));
				return page('new');
			});
			void waits.then(() => (isAnswered = true));
			await vi.advanceTimersByTimeAsync(3999);
			expect(isAnswered).toBe(false);
			await vi.advanceTimersByTimeAsync(1);
			expect(await (await waits).text()).toBe('new');
		});

		it('never shows what was changed since', async () => {
			const cache = await aged(0);
			expect((await cache.answer('/', '2', ask(), failed, true)).status).toBe(503);
			expect([cache.holds('1'), cache.holds('2')]).toEqual([true, false]);
		});
	});

	it('does not hand a change to those who asked before it', async () => {
		const cache = new ResponseCache(limits);
		let release = () => {};
		const slow = cache.answer('/', '1', ask(), async () => {
			await new Promise<void>((resolve) => (release = resolve));
			return page('old'.repeat(300));
		});
		const fresh = await cache.answer('/', '2', ask(), async () => page('new'.repeat(300)));
		release();
		expect(await fresh.text()).toContain('new');
		expect(await (await slow).text()).toContain('old');
		const next = await cache.answer('/', '2', ask(), async () => page('new'.repeat(300)));
		expect(await next.text()).toContain('new');
	});

	it('compresses as the visitor asks, and answers 304 to the same encoding only', async () => {
		const cache = new ResponseCache(limits);
		const make = async () => page();
		const br = await cache.answer('/', '1', ask({ 'accept-encoding': 'gzip, br' }), make);
		expect(br.headers.get('content-encoding')).toBe('br');
		expect(brotliDecompressSync(Buffer.from(await br.arrayBuffer())).toString()).toBe(text);
		const gz = await cache.answer('/', '1', ask({ 'accept-encoding': 'gzip' }), make);
		expect(gunzipSync(Buffer.from(await gz.arrayBuffer())).toString()).toBe(text);
		expect(gz.headers.get('etag')).not.toBe(br.headers.get('etag'));
		expect(gz.headers.get('vary')).toContain('accept-encoding');

		const etag = br.headers.get('etag') ?? '';
		const again = await cache.answer(
			'/',
			'1',
			ask({ 'accept-encoding': 'br', 'if-none-match': `W/${etag}` }),
			make
		);
		expect(again.status).toBe(304);
		expect(await again.text()).toBe('');
		const other = await cache.answer(
			'/',
			'1',
			ask({ 'accept-encoding': 'gzip', 'if-none-match': etag }),
			make
		);
		expect(other.status).toBe(200);
	});

	it('keeps neither failures nor answers with a cookie', async () => {
		const cache = new ResponseCache(limits);
		for (const init of [{ status: 503 }, { status: 404 }, { headers: { 'set-cookie': 'a=b' } }]) {
			const make = vi.fn(async () => page('x', init));
			await cache.answer('/x', '1', ask(), make);
			await cache.answer('/x', '1', ask(), make);
			expect(make).toHaveBeenCalledTimes(2);
		}
	});

	it('forgets the least recently used answer when it is full', async () => {
		const cache = new ResponseCache({ bytes: 3 * (4000 + 1200), maxAge: 60_000 });
		const body = 'a'.repeat(4000);
		const make = vi.fn(async () => page(body));
		for (const key of ['/1', '/2', '/3']) await cache.answer(key, '1', ask(), make);
		await cache.answer('/1', '1', ask(), make);
		await cache.answer('/4', '1', ask(), make);
		expect(make).toHaveBeenCalledTimes(4);
		await cache.answer('/1', '1', ask(), make);
		expect(make).toHaveBeenCalledTimes(4);
		await cache.answer('/2', '1', ask(), make);
		expect(make).toHaveBeenCalledTimes(5);
	});

	it('keeps what has been compressed in that form alone, and unpacks it for who asks for it plain', async () => {
		const cache = new ResponseCache(limits);
		const make = vi.fn(async () => page());
		await (await cache.answer('/', '1', ask(), make)).text();
		const plain = cache.bytes;
		await (await cache.answer('/', '1', ask({ 'accept-encoding': 'br' }), make)).text();
		expect(cache.bytes).toBeLessThan(plain - text.length / 2);
		const one = cache.bytes;
		const packed = await cache.answer('/', '1', ask({ 'accept-encoding': 'gzip' }), make);
		expect(cache.bytes).toBe(one + (await packed.arrayBuffer()).byteLength);
		expect(await (await cache.answer('/', '1', ask(), make)).text()).toBe(text);
		expect(make).toHaveBeenCalledTimes(1);
	});

	it('never holds more than it may, copies included, and gives everybody the page, in any order', async () => {
		const step = fc.record({
			key: fc.integer({ min: 0, max: 12 }),
			version: fc.constantFrom('1', '1', '1', '2'),
			encoding: fc.constantFrom('br', 'gzip', 'identity')
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 20 }),
				async (waves) => {
					const cache = new ResponseCache({ bytes: 40_000, maxAge: 60_000 });
					for (const wave of waves) {
						await Promise.all(
							wave.map(async ({ key, version, encoding }) => {
								// Some hardly get smaller, one has to be kept as it is.
								const body = `${key} ${version} ${createHash('sha512')
									.update(`${key}`)
									.digest('hex')
									.repeat(key * 12)}`;
								const answer = await cache.answer(
									`/${key}`,
									version,
									ask({ 'accept-encoding': encoding }),
									async () => page(body)
								);
								const octets = Buffer.from(await answer.arrayBuffer());
								const sent = answer.headers.get('content-encoding');
								const read =
									sent === 'br'
										? brotliDecompressSync(octets)
										: sent === 'gzip'
											? gunzipSync(octets)
											: octets;
								expect(read.toString()).toBe(body);
								expect(cache.bytes).toBeLessThanOrEqual(40_000);
								expect(cache.bytes).toBeGreaterThanOrEqual(0);
							})
						);
					}
				}
			),
			{ numRuns: 25 }
		);
	});

	it('lets the next visitor try again after a rendering that threw', async () => {
		const cache = new ResponseCache(limits);
		await expect(
			cache.answer('/', '1', ask(), async () => {
				throw new Error('no database');
			})
		).rejects.toThrow('no database');
		expect((await cache.answer('/', '1', ask(), async () => page())).status).toBe(200);
	});
});

describe('chooseEncoding', () => {
	it.each([
		['gzip, deflate, br', 'br'],
		['gzip;q=1.0, br;q=0', 'gzip'],
		['br;q=0.0, identity', 'identity'],
		['GZIP', 'gzip'],
		['', 'identity'],
		[null, 'identity']
	])('%s → %s', (header, encoding) => {
		expect(chooseEncoding(header)).toBe(encoding);
	});
});
