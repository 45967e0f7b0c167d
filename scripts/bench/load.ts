// Requests without a browser: how long the first byte takes, and how many pages a second ten
// clients get.
import { Agent, type IncomingMessage, request } from 'node:http';

/** The middle of some numbers; of an even count the mean of the two in the middle. NaN for none. */
export function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return sorted.length % 2
		? (sorted[Math.floor(middle)] ?? NaN)
		: ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/**
 * The smallest of some numbers that `percent` per cent of them do not exceed (nearest rank). NaN
 * for none.
 */
export function percentile(numbers: readonly number[], percent: number): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

interface Answer {
	status: number;
	shared: boolean;
	/** Milliseconds from sending to the first byte of the answer. */
	firstByte: number;
}

/**
 * Whoever brings a session, even one that is none, gets an answer of their own: it is rendered anew
 * instead of taken from the cache. Other cookies make no difference.
 */
export const rendered = { cookie: 'tikls-session=none' };

/** Whether an answer may have come from the cache. */
const isShared = ({ headers }: IncomingMessage) => !headers['cache-control']?.includes('private');

/** @throws when an answer that should be rendered may have come from the cache: no measurement */
function mustBeRendered(url: string, shared: boolean, headers: Record<string, string>) {
	if (headers === rendered && shared) throw new Error(`${url} is answered for everybody`);
}

function get(agent: Agent, url: string, headers: Record<string, string>): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const sent = performance.now();
		const asked = request(
			url,
			{ agent, headers: { 'accept-encoding': 'br', ...headers } },
			(response) => {
				const firstByte = performance.now() - sent;
				response.resume();
				const shared = isShared(response);
				response.on('end', () => resolve({ status: response.statusCode ?? 0, shared, firstByte }));
				response.on('error', reject);
			}
		);
		asked.on('error', reject);
		asked.end();
	});
}

/**
 * Milliseconds to the first byte of each request, over one kept connection. Several addresses are
 * asked in turn.
 * @param options.cached false renders the page for every request
 * @throws when an answer is not 200: a fast error page is no measurement
 */
export async function timesToFirstByte(
	urls: readonly [string, ...string[]],
	options: { cached: boolean; times: number }
): Promise<number[]> {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const headers = options.cached ? {} : rendered;
	const times: number[] = [];
	// Three more at first warm the connection, the cache and the compiler.
	for (let i = -3; i < options.times; i++) {
		const url = urls[Math.max(i, 0) % urls.length] ?? urls[0];
		const answer = await get(agent, url, headers);
		if (answer.status !== 200) throw new Error(`${url} is answered ${answer.status}`);
		mustBeRendered(url, answer.shared, headers);
		if (i >= 0) times.push(answer.firstByte);
	}
	agent.destroy();
	return times;
}

/** Median milliseconds to the first byte of one address; see `timesToFirstByte`. */
export async function firstByte(
	url: string,
	options: { cached: boolean; times: number }
): Promise<number> {
	return median(await timesToFirstByte([url], options));
}

/**
 * The body of an answer as it came over the wire.
 * @throws when it is not 200 or not in that encoding
 */
export function fetchBody(url: string, encoding: 'br'): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const asked = request(url, { headers: { 'accept-encoding': encoding } }, (response) => {
			const parts: Buffer[] = [];
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('error', reject);
			response.on('end', () => {
				if (response.statusCode === 200 && response.headers['content-encoding'] === encoding)
					resolve(Buffer.concat(parts));
				else reject(new Error(`${url} is answered ${response.statusCode}, not as ${encoding}`));
			});
		});
		asked.on('error', reject);
		asked.end();
	});
}

export interface WholeAnswer {
	/** Median milliseconds to the first byte and to the last. */
	firstByte: number;
	whole: number;
	/** Octets of the body as sent. */
	bytes: number;
	etag: string;
}

/**
 * Asks for an address until it is whole, over one kept connection.
 * @param options.headers of the request, e.g. a cookie (rendered anew) or a tag (304)
 * @param options.status the only one that counts
 * @throws when another status is answered
 */
export async function wholeAnswer(
	url: string,
	options: { headers?: Record<string, string>; status?: number; times: number; warm?: number }
): Promise<WholeAnswer> {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const firsts: number[] = [];
	const wholes: number[] = [];
	let last = { bytes: 0, etag: '' };
	const headers = options.headers ?? {};
	for (let i = -(options.warm ?? 3); i < options.times; i++) {
		const answer = await new Promise<
			{ first: number; whole: number; status: number; shared: boolean } & typeof last
		>((resolve, reject) => {
			const sent = performance.now();
			const asked = request(url, { agent, headers }, (response) => {
				const first = performance.now() - sent;
				let bytes = 0;
				response.on('data', (data: Buffer) => (bytes += data.length));
				response.on('error', reject);
				response.on('end', () =>
					resolve({
						first,
						whole: performance.now() - sent,
						bytes,
						etag: response.headers.etag ?? '',
						status: response.statusCode ?? 0,
						shared: isShared(response)
					})
				);
			});
			asked.on('error', reject);
			asked.end();
		});
		if (answer.status !== (options.status ?? 200))
			throw new Error(`${url} is answered ${answer.status}`);
		mustBeRendered(url, answer.shared, headers);
		last = answer;
		if (i < 0) continue;
		firsts.push(answer.first);
		wholes.push(answer.whole);
	}
	agent.destroy();
	return { firstByte: median(firsts), whole: median(wholes), ...last };
}

/**
 * Whole pages a second that `clients` get together, each asking again as soon as it has its answer.
 */
export async function pagesPerSecond(
	url: string,
	options: { cached: boolean; clients: number; seconds: number }
): Promise<number> {
	const agent = new Agent({ keepAlive: true, maxSockets: options.clients });
	const headers = options.cached ? {} : rendered;
	await get(agent, url, headers);
	const began = performance.now();
	const end = began + options.seconds * 1000;
	let pages = 0;
	const client = async () => {
		while (performance.now() < end) {
			const { status, shared } = await get(agent, url, headers);
			if (status !== 200) throw new Error(`${url} is answered ${status} under load`);
			mustBeRendered(url, shared, headers);
			pages++;
		}
	};
	await Promise.all(Array.from({ length: options.clients }, client));
	agent.destroy();
	return pages / ((performance.now() - began) / 1000);
}
