// Requests nobody's browser would send, at random: broken paths, queries, cookies, headers and
// bodies. Whatever comes is answered, never with 500, and the log has at most one line for each.
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from './setup/people.ts';

/** Pieces that readers of addresses, headers and bodies have stumbled over somewhere. */
const nasty = fc.constantFrom(
	...['%', '%zz', '%E0%A4%A', '%00', '%c0%af', '%2e%2e', '..', '//', '\\', ';', '"', "'", '<', '>'],
	...[
		'__proto__',
		'constructor',
		'__data.json',
		'?/',
		'&&',
		'==',
		'[]',
		'{}',
		'null',
		'-1',
		'1e999'
	],
	...[
		'\u0101',
		'\ud7ff',
		'%F0%9F%92%A9',
		'+',
		'*',
		'|',
		'^',
		'`',
		'~',
		'#',
		'@',
		':',
		',',
		'!',
		'$'
	]
);
const word = fc.oneof(nasty, fc.constantFrom('a', 'en', 'q', 'page', 'near', 'region', 'events'));
const text = fc.array(word, { maxLength: 6 }).map((parts) => parts.join(''));

/** No control signs and nothing beyond Latin-1: such a head Node refuses itself. */
const inHead = (value: string) => [...value].filter((sign) => /[!-~]/.test(sign)).join('');

const start = fc.constantFrom(
	...['/', '/en', '/pasakumi', '/en/events', '/organizacija/', '/en/organisation/', '/pasakums/'],
	...['/feeds/', '/pictures/', '/suggest.json', '/map/', '/sitemap.xml', '/_app/', '/healthz'],
	...[
		'/koordinatoriem',
		'/en/coordinator/organisations/',
		'/ielugums/',
		'/auth/',
		'/pieslegties/kods'
	]
);
const header = fc.tuple(
	fc.constantFrom(
		...['accept', 'accept-language', 'cookie', 'if-none-match', 'if-modified-since', 'range'],
		...['origin', 'referer', 'x-forwarded-for', 'x-sveltekit-action', 'user-agent', 'authorization']
	),
	text
);
const request = fc.record({
	method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE'),
	path: fc.tuple(start, text).map((parts) => inHead(parts.join(''))),
	query: fc.option(text.map(inHead)),
	headers: fc.array(header, { maxLength: 4 }),
	type: fc.constantFrom(
		...['multipart/form-data; boundary=x', 'multipart/form-data', 'application/json', 'text/plain'],
		...[
			'application/x-www-form-urlencoded',
			'application/x-www-form-urlencoded; charset=nothing',
			''
		]
	),
	body: fc.oneof(
		text,
		text.map((content) => `--x\r\n${content}\r\n\r\n${content}\r\n--x--`),
		text.map(
			(name) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n1\r\n--x--\r\n`
		)
	)
});

/** Sends the request as it is and reads until the server closes. */
function statusOf(url: string, asked: string): Promise<number> {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname);
		let answer = '';
		socket.on('data', (data) => (answer += data.toString('latin1')));
		socket.on('error', reject);
		socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)));
		socket.write(asked);
	});
}

test('whatever is sent is answered, and never with 500', async ({ house }) => {
	const { url } = house.server;
	const before = house.server.output().length;
	let count = 0;
	await fc.assert(
		fc.asyncProperty(request, async ({ method, path, query, headers, type, body }) => {
			const hasBody = method === 'POST' || method === 'PUT';
			const head = [
				`${method} ${path}${query === null ? '' : `?${query}`} HTTP/1.1`,
				`host: ${new URL(url).host}`,
				'connection: close',
				...headers.map(([name, value]) => `${name}: ${inHead(value)}`),
				...(hasBody
					? [
							`origin: ${url}`,
							`content-type: ${type}`,
							`content-length: ${Buffer.byteLength(body)}`
						]
					: [])
			].join('\r\n');
			const status = await statusOf(url, `${head}\r\n\r\n${hasBody ? body : ''}`);
			count += 1;
			expect(status).toBeGreaterThanOrEqual(200);
			expect(status).toBeLessThan(500);
		}),
		{ numRuns: 400 }
	);
	const printed = house.server.output().slice(before);
	expect(printed).not.toMatch(/^\s+at |error at [A-Z]/m);
	expect(printed.split('\n').filter(Boolean).length).toBeLessThanOrEqual(count);
});
