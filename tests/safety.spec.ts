// What the server tells browsers about safety, and that nothing a visitor can type makes it
// stumble, leak or send him elsewhere.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { expect, test } from './fixtures.ts';
import { everyPage, linksOf } from './pages.ts';

interface RawAnswer {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/** A request exactly as written: browsers and fetch tidy an address up before it is sent. */
function raw(
	base: string | undefined,
	path: string,
	options: { method?: string; headers?: Record<string, string> } = {}
): Promise<RawAnswer> {
	const { hostname, port } = new URL(base ?? '');
	return new Promise((resolve, reject) => {
		const request = httpRequest({ hostname, port, path, ...options, agent: false }, (response) => {
			let body = '';
			response.on('data', (data: Buffer) => (body += data.toString()));
			response.on('end', () =>
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
			);
		});
		request.on('error', reject);
		request.end();
	});
}

/** Traces of the inside that no answer may show. */
const internals =
	/node_modules|\bat \S+ \(|file:\/\/|\.(ts|svelte|js):\d+|pglite|postgres|sqlstate|syntax error|violates|relation "/i;

function policyOf(header: string | undefined): Map<string, string[]> {
	return new Map(
		(header ?? '').split(';').map((directive) => {
			const [name = '', ...values] = directive.trim().split(/\s+/);
			return [name, values];
		})
	);
}

test('every page carries the whole policy and the other headers, and no cookie', async ({
	request
}) => {
	for (const { path, status } of await everyPage(request)) {
		const response = await request.get(path);
		const headers = response.headers();
		expect(response.status(), path).toBe(status);
		const policy = policyOf(headers['content-security-policy']);
		// Hashes of the page's own inline parts are all that may be added to "nothing but from here".
		const withoutHashes = [...policy].map(([name, values]) => [
			name,
			...values.filter((value) => !/^'sha256-[A-Za-z0-9+/]{43}='$/.test(value))
		]);
		expect(withoutHashes, path).toEqual(
			expect.arrayContaining([
				['default-src', "'none'"],
				['script-src', "'self'"],
				['style-src', "'self'"],
				// For the one style attribute that SvelteKit's own announcer has; the hash names it.
				['style-src-attr', "'unsafe-hashes'"],
				['img-src', "'self'", 'data:'],
				['font-src', "'self'"],
				['connect-src', "'self'"],
				['manifest-src', "'self'"],
				['form-action', "'self'"],
				['base-uri', "'none'"],
				['frame-ancestors', "'none'"]
			])
		);
		expect(withoutHashes, path).toHaveLength(11);
		expect(headers, path).toMatchObject({
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'strict-origin-when-cross-origin',
			'x-frame-options': 'DENY',
			'cross-origin-opener-policy': 'same-origin'
		});
		expect(headers['permissions-policy'], path).toContain('geolocation=(self)');
		expect(headers, path).not.toHaveProperty('set-cookie');
		expect(headers, path).not.toHaveProperty('x-powered-by');
		expect(headers, `${path}: no HSTS over http`).not.toHaveProperty('strict-transport-security');
	}
});

test('files and answers that are not pages are guarded too', async ({ request }) => {
	const html = await (await request.get('/')).text();
	const asset = html.match(/\/_app\/immutable\/[^"']+\.js/)?.[0];
	expect(asset).toBeDefined();
	const paths = [asset ?? '', '/favicon.svg', '/healthz', '/robots.txt', '/sitemap.xml'];
	for (const path of [...paths, '/map/organisations.json', '/.well-known/security.txt']) {
		const response = await request.get(path);
		expect(response.status(), path).toBe(200);
		expect(response.headers(), path).toMatchObject({ 'x-content-type-options': 'nosniff' });
		expect(response.headers()['content-security-policy'], path).toContain("default-src 'none'");
		expect(response.headers(), path).not.toHaveProperty('set-cookie');
		expect(response.headers(), path).not.toHaveProperty('access-control-allow-origin');
	}
});

const junk = [
	'q=' + 'ā'.repeat(500),
	'q=%00',
	'q=%F0%9F%92%A9&q=second',
	"q=';drop table organisations;--",
	'q=%25_%5C',
	'q=<script>alert(1)</script>',
	'kind=nothing',
	'kind=&kind=&kind=',
	'topic=../../etc/passwd',
	'region=mars',
	'municipality=1&municipality=2',
	'near=91,181&km=10',
	'near=NaN,Infinity&km=-1',
	'near=56.9,24.1&km=1e99',
	'near=,',
	'from=2026-02-30&to=never',
	'from=2030-01-01&to=2020-01-01',
	'from=9999999999-01-01',
	'page=0',
	'page=-1',
	'page=1.5',
	'page=99999999999999999999',
	'page=abc',
	'online=maybe',
	'show=nothing',
	'view=nothing',
	'past=2',
	'chosen=%2e%2e%2f',
	'__proto__=1&constructor=2&toString=3',
	'a[]=1&a[b]=2',
	'%=1&=2&&&',
	'unknown=1'
];

const lists = ['/', '/en', '/pasakumi', '/en/events'];

test('impossible values never make a page fail', async ({ request }) => {
	for (const list of lists) {
		for (const query of junk) {
			const response = await request.get(`${list}?${query}`, { maxRedirects: 0 });
			const body = await response.text();
			expect(response.status(), `${list}?${query}`).toBeLessThan(500);
			expect(body, `${list}?${query}`).not.toMatch(internals);
			expect(body, `${list}?${query}`).not.toContain('<script>alert(1)');
		}
	}
});

test('nothing that can be typed makes a page fail', async ({ request }) => {
	const names = fc.oneof(
		fc.constantFrom(
			'q',
			'kind',
			'topic',
			'region',
			'municipality',
			'near',
			'km',
			'from',
			'to',
			'page'
		),
		fc.string({ maxLength: 12 })
	);
	const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.double().map(String));
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(
				...lists,
				'/map/organisations.json',
				'/map/events.json',
				'/feeds/events.ics',
				'/feeds/organisations.csv'
			),
			fc.array(fc.tuple(names, value), { maxLength: 5 }),
			async (list, pairs) => {
				const query = pairs
					.map(([name, text]) => `${encodeWhole(name)}=${encodeWhole(text)}`)
					.join('&');
				const response = await request.get(`${list}?${query}`, { maxRedirects: 0 });
				expect(response.status(), `${list}?${query}`).toBeLessThan(500);
			}
		),
		{ numRuns: 150, seed: 20261123 }
	);
});

/** Percent-encodes any text, half surrogates too, which encodeURIComponent refuses. */
function encodeWhole(text: string): string {
	return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

test('data for the map answers 400 with a reason instead of guessing', async ({ request }) => {
	for (const path of ['/map/organisations.json', '/map/events.json']) {
		for (const query of ['unknown=1', 'region=mars', 'near=91,181', 'kind=nothing', 'lang=xx']) {
			const response = await request.get(`${path}?${query}`);
			expect(response.status(), `${path}?${query}`).toBe(400);
			const body = await response.text();
			expect(body.length, `${path}?${query} gives a reason`).toBeGreaterThan(10);
			expect(body).not.toMatch(internals);
		}
	}
});

test('pages are read, not written', async ({ baseURL }) => {
	for (const path of ['/', '/pasakumi', '/en/about', '/healthz', '/map/organisations.json'])
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
			const headers = {
				origin: new URL(baseURL ?? '').origin,
				'content-type': 'application/x-www-form-urlencoded'
			};
			const { status, body } = await raw(baseURL, path, { method, headers });
			expect(status, `${method} ${path}`).toBe(405);
			expect(body).not.toMatch(internals);
		}
	// A form on somebody else's page is refused before it reaches anything.
	const foreign = { origin: 'https://evil.example', 'content-type': 'text/plain' };
	expect((await raw(baseURL, '/', { method: 'POST', headers: foreign })).status).toBe(403);
});

const tricks = [
	'/../package.json',
	'/..%2f..%2fpackage.json',
	'/%2e%2e/%2e%2e/etc/passwd',
	'/..%5c..%5cpackage.json',
	'/_app/../../package.json',
	'/_app/%2e%2e/%2e%2e/server/index.js',
	'/data/secrets.json',
	'/.git/config',
	'/.env',
	'/package.json',
	'/%00',
	'/%',
	'/%ff%fe',
	'/%E0%A4%A',
	'/organizacija/%E0%A4%A',
	'/organizacija/%00',
	'/organizacija/..%2f..%2fpar',
	"/organizacija/'%20or%201=1--",
	'/organizacija/' + 'a'.repeat(3000),
	'//evil.example',
	'//evil.example/%2e%2e',
	'/\\evil.example',
	'/en//evil.example',
	'/en/%2f%2fevil.example',
	'/_system/health',
	'/rest/v1/organisations?select=*',
	'/auth/v1/settings',
	'/studio',
	'/__data.json?x-sveltekit-invalidated=zzz',
	'/pasakumi/__data.json'
];

test('tricks with the path lead nowhere', async ({ baseURL }) => {
	for (const path of tricks) {
		const { status, headers, body } = await raw(baseURL, path);
		expect(status, path).toBeLessThan(500);
		if (!path.includes('__data.json')) expect(status, path).toBeGreaterThanOrEqual(300);
		expect(body, path).not.toMatch(internals);
		expect(body, path).not.toContain('"dependencies"');
		// A redirect stays here: neither another host nor an address that a browser reads as one.
		expect(headers.location ?? '/', path).toMatch(/^\/(?![/\\])/);
	}
});

test('an endless address is refused', async ({ baseURL }) => {
	const { status } = await raw(baseURL, `/?q=${'a'.repeat(20_000)}`);
	expect([414, 431]).toContain(status);
});

test('the name a visitor claims for the server reaches no page', async ({ baseURL }) => {
	for (const path of ['/', '/sitemap.xml', '/robots.txt', '/en/events']) {
		const { body } = await raw(baseURL, path, { headers: { host: 'evil.example' } });
		expect(body, path).not.toContain('evil.example');
	}
});

test('an answer that did not change is not sent again', async ({ request }) => {
	const first = await request.get('/par');
	const tag = first.headers().etag ?? '';
	expect(tag).not.toBe('');
	const second = await request.get('/par', { headers: { 'if-none-match': tag } });
	expect(second.status()).toBe(304);
	expect((await second.body()).length).toBe(0);
});

test('however an address is written, its page is made once', async ({ request }) => {
	// Pages say when they were made, so that the same tag is the same rendering.
	const tagOf = async (path: string, method: 'GET' | 'HEAD' = 'GET', headers = {}) => {
		const answer = await request.fetch(path, { method, headers });
		expect(answer.status(), path).toBe(200);
		return answer.headers().etag;
	};
	const once = async (path: string, ...same: string[]) => {
		const tag = await tagOf(path);
		for (const other of same) expect(await tagOf(other), other).toBe(tag);
	};
	await once(
		'/?topic=training&region=kurzeme',
		'/?region=kurzeme&topic=training',
		'/?region=kurzeme&region=kurzeme&topic=training&page=1&km=25',
		'/?fbclid=1&region=kurzeme&topic=training&utm_source=a&UTM_medium=b',
		'/?q=&near=+&%72egion=kurz%65me&topic=training&show=organisations'
	);
	await once('/', '/?x=2', '/?y=3&z=4', '/?mc_cid=1&ref=a');
	await once('/?regoin=1', '/?topci=2&x=1');
	await once('/?region=no-1', '/?region=no-2&region=no-3');
	await once('/par', '/par?x=1', '/par?q=a&q=b');
	await once('/pasakumi', '/pasakumi?past=', '/pasakumi?gclid=a');
	await once('/robots.txt', '/robots.txt?x=1');
	await once('/suggest.json?q=kul', '/suggest.json?lang=lv&q=+kul+&x=1');
	const start = await tagOf('/');
	expect(await tagOf('/', 'HEAD')).toBe(start);
	expect(await tagOf('/', 'GET', { cookie: 'a=b', authorization: 'Basic YTpi' })).toBe(start);
	const data = await tagOf('/__data.json');
	for (const query of ['x-sveltekit-invalidated=11', 'x-sveltekit-invalidated=11111&fbclid=1'])
		expect(await tagOf(`/__data.json?${query}`), query).toBe(data);
});

test('whoever signed in here once gets the page of everybody; a session gets one of its own', async ({
	request
}) => {
	const asked = async (cookie: string) =>
		(await request.get('/par', { headers: { cookie } })).headers()['cache-control'];
	expect((await request.get('/par')).headers()['cache-control']).toBe('public, no-cache');
	expect(await asked('tikls-known=abc')).toBe('public, no-cache');
	expect(await asked('tikls-known=abc; tikls-asked=abc')).toBe('public, no-cache');
	for (const cookie of ['tikls-session=abc', 'tikls-known=abc; tikls-session=abc', 'other=abc'])
		expect(await asked(cookie), cookie).toMatch(/^private/);
});

test('security.txt and robots.txt say what they must', async ({ request, baseURL }) => {
	const security = await (await request.get('/.well-known/security.txt')).text();
	expect(security).toMatch(/^Contact: \S+/m);
	const expires = Date.parse(security.match(/^Expires: (.+)$/m)?.[1] ?? '');
	expect(expires, 'in the future').toBeGreaterThan(Date.now());
	expect(expires, 'within a year (RFC 9116)').toBeLessThan(Date.now() + 366 * 86_400_000);
	const robots = await (await request.get('/robots.txt')).text();
	expect(robots).toContain(`Sitemap: ${new URL(baseURL ?? '').origin}/sitemap.xml`);
});

test('an error page shows ways on and no internals', async ({ request }) => {
	const response = await request.get('/en/there-is-no-such-page');
	const body = await response.text();
	expect(response.status()).toBe(404);
	expect(body).not.toMatch(internals);
	expect(linksOf(body)).toContain('/en');
});
