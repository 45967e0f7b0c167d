// Rendered public answers, kept and compressed once for everybody. An answer is good as long as the
// content version it was made under is the current one and it is younger than a minute ("open now"
// is written into pages). Identical requests at the same time cost one rendering. What has been
// compressed is kept in that form alone: a page takes a sixth of its room, and whoever asks for it
// plain is few. Nothing here may ever hold an answer made for one person.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
const unbrotli = promisify(brotliDecompress);
const gunzipped = promisify(gunzip);

type Body = Uint8Array<ArrayBuffer>;

/** Encodings in which an answer is kept. */
export type Encoding = 'br' | 'gzip' | 'identity';

interface Entry {
	version: string;
	/** When it was made (ms since 1970). */
	made: number;
	status: number;
	headers: [string, string][];
	etag: string;
	/** Octets of the body as it was made. */
	length: number;
	/** At least one of them; as it was made only until it has been compressed. */
	bodies: Map<Encoding, Promise<Body>>;
	/** Octets of everything that is kept of it. */
	size: number;
}

export interface CacheLimits {
	/** Bytes kept, every copy counted, before the least recently used ones go. */
	bytes: number;
	/** Milliseconds an answer is good for at most. */
	maxAge: number;
	/**
	 * Milliseconds the making of a new answer may take before an older one that is not `muchTooOld`
	 * is good enough.
	 */
	patience?: number;
	/**
	 * Milliseconds of age beyond which an older answer stands in only for one that cannot be made.
	 */
	muchTooOld?: number;
}

const compressible =
	/^(text\/|application\/(json|ld\+json|geo\+json|xml|atom\+xml)|image\/svg\+xml)/;

/** Below this many bytes compressing costs more than it saves. */
const worthCompressing = 512;

/**
 * The best encoding a visitor accepts, by the header `Accept-Encoding` (RFC 9110 §12.5.3). An
 * encoding with `q=0` is refused.
 */
export function chooseEncoding(accept: string | null): Encoding {
	const accepted = new Set(
		(accept ?? '')
			.toLowerCase()
			.split(',')
			.map((part) => part.trim().split(/\s*;\s*/))
			.filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
			.map(([name]) => name)
	);
	if (accepted.has('br')) return 'br';
	if (accepted.has('gzip')) return 'gzip';
	return 'identity';
}

/**
 * Whether an answer is a stream too long to keep. Its maker says so by a weak tag of its own; a
 * strong one is SvelteKit's, on every page.
 */
export const isStream = (response: Response) =>
	response.headers.get('etag')?.startsWith('W/') ?? false;

export class ResponseCache {
	#entries = new Map<string, Entry>();
	#making = new Map<string, Promise<Entry | Response>>();
	#bytes = 0;
	#limits: Required<CacheLimits>;

	constructor(limits: CacheLimits) {
		this.#limits = { patience: Infinity, muchTooOld: 0, ...limits };
	}

	/** Bytes that are kept now, every copy counted. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Whether there is an answer under this version, of whatever age. */
	holds(version: string): boolean {
		return this.#entries.values().some((entry) => entry.version === version);
	}

	/**
	 * The answer kept under `key`, or a new one from `make`, in the form the request asks for (304,
	 * encoding).
	 * @param version content version now; an answer made under another one is made anew
	 * @param make renders the answer; called once for identical requests at the same time. Only
	 * complete answers with status
	 *   200, without a cookie and short enough are kept; every other one is handed through. An answer
	 *   that is too old stands in for one that cannot be made (503 and the like), for one that takes
	 *   too long, and for all while `isAway`, when none can be made: it is of this version, so
	 *   nothing in it has been changed since, and it says how old it is (`Age`, `Cache-Status`).
	 */
	async answer(
		key: string,
		version: string,
		request: Request,
		make: () => Promise<Response>,
		isAway = false
	): Promise<Response> {
		const kept = this.#entries.get(key);
		if (kept?.version !== version) return await this.#made(key, version, request, make);
		// Map keeps insertion order: moving to the end makes the first one the least recently used.
		this.#entries.delete(key);
		this.#entries.set(key, kept);
		const age = Date.now() - kept.made;
		if (isAway || age < this.#limits.maxAge) return this.#respond(key, kept, request);
		const made = this.#made(key, version, request, make).then(
			(response) => (response.status >= 500 ? null : response),
			() => null
		);
		const answer = age < this.#limits.muchTooOld ? await this.#soon(made) : await made;
		return answer ?? this.#respond(key, kept, request);
	}

	/** Null when the answer takes longer than somebody need wait who can have an older one. */
	async #soon(made: Promise<Response | null>): Promise<Response | null> {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<null>((resolve) => {
			timer = setTimeout(() => resolve(null), this.#limits.patience);
		});
		try {
			return await Promise.race([made, late]);
		} finally {
			clearTimeout(timer);
		}
	}

	async #made(
		key: string,
		version: string,
		request: Request,
		make: () => Promise<Response>
	): Promise<Response> {
		const flight = `${version} ${key}`;
		let making = this.#making.get(flight);
		const isFirst = making === undefined;
		if (!making) {
			making = this.#make(key, version, make).finally(() => this.#making.delete(flight));
			this.#making.set(flight, making);
		}
		const made = await making;
		// Copies of a stream would wait for each other in memory.
		if (made instanceof Response && isStream(made)) return isFirst ? made : make();
		// A response that is not kept can be read by several waiting requests only as copies.
		return made instanceof Response ? made.clone() : this.#respond(key, made, request);
	}

	async #make(
		key: string,
		version: string,
		make: () => Promise<Response>
	): Promise<Entry | Response> {
		const response = await make();
		if (response.status !== 200 || response.headers.has('set-cookie') || isStream(response))
			return response;
		const body = new Uint8Array(await response.arrayBuffer());
		const headers = [...response.headers].filter(
			([name]) => !['etag', 'content-length', 'cache-control'].includes(name)
		);
		const entry: Entry = {
			version,
			made: Date.now(),
			status: response.status,
			headers,
			etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
			length: body.byteLength,
			bodies: new Map([['identity', Promise.resolve(body)]]),
			size: overhead(key, headers) + body.byteLength
		};
		this.#keep(key, entry);
		return entry;
	}

	#keep(key: string, entry: Entry) {
		this.#forget(key);
		this.#entries.set(key, entry);
		this.#bytes += entry.size;
		this.#bound();
	}

	#bound() {
		for (const oldest of this.#entries.keys()) {
			if (this.#bytes <= this.#limits.bytes) break;
			this.#forget(oldest);
		}
	}

	/** Counts what an answer takes more, or less, than before. */
	#grow(key: string, entry: Entry, bytes: number) {
		entry.size += bytes;
		// It may have gone meanwhile, or another have come in its place.
		if (this.#entries.get(key) !== entry) return;
		this.#bytes += bytes;
		this.#bound();
	}

	#forget(key: string) {
		const entry = this.#entries.get(key);
		if (!entry) return;
		this.#entries.delete(key);
		this.#bytes -= entry.size;
	}

	async #respond(key: string, entry: Entry, request: Request): Promise<Response> {
		const headers = new Headers(entry.headers);
		const type = headers.get('content-type') ?? '';
		const encoding =
			compressible.test(type) && entry.length >= worthCompressing
				? chooseEncoding(request.headers.get('accept-encoding'))
				: 'identity';
		// The tag names the content and its encoding (RFC 9110 §8.8.3.3), or a shared cache would mix
		// them up.
		const etag = `"${entry.etag}${encoding === 'identity' ? '' : `-${encoding}`}"`;
		headers.set('etag', etag);
		// Asked again every time, answered 304 from memory: a change is seen at once.
		headers.set('cache-control', 'public, no-cache');
		headers.append('vary', 'accept-encoding');
		const age = Date.now() - entry.made;
		if (age >= this.#limits.maxAge) {
			// RFC 9111 §5.1; RFC 9211: a negative `ttl` is how long it has been too old.
			const seconds = Math.floor(age / 1000);
			const left = Math.floor((this.#limits.maxAge - age) / 1000);
			headers.set('age', String(seconds));
			headers.set('cache-status', `tikls; hit; ttl=${left}`);
		}
		if (matches(request.headers.get('if-none-match'), etag)) {
			headers.delete('content-type');
			headers.delete('link');
			return new Response(null, { status: 304, headers });
		}
		if (encoding !== 'identity') headers.set('content-encoding', encoding);
		const body = await this.#body(key, entry, encoding);
		headers.set('content-length', String(body.byteLength));
		return new Response(body, { status: entry.status, headers });
	}

	#body(key: string, entry: Entry, encoding: Encoding): Promise<Body> {
		const known = entry.bodies.get(encoding);
		if (known) return known;
		const plain = plainOf(entry);
		if (encoding === 'identity') return plain;
		const body = plain.then((octets) => compress(octets, encoding));
		entry.bodies.set(encoding, body);
		body.then(
			({ byteLength }) => {
				const isFirst = entry.bodies.delete('identity');
				this.#grow(key, entry, byteLength - (isFirst ? entry.length : 0));
			},
			() => entry.bodies.delete(encoding)
		);
		return body;
	}
}

/** Bytes an answer takes beside its bodies: its address, its headers, the book-keeping. */
function overhead(key: string, headers: Entry['headers']): number {
	const written = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
	return 1024 + 2 * (key.length + written);
}

/** The body as it was made, unpacked where only compressed copies are left. */
async function plainOf({ bodies }: Entry): Promise<Body> {
	const [plain, br, zipped] = [bodies.get('identity'), bodies.get('br'), bodies.get('gzip')];
	if (plain) return await plain;
	if (br) return new Uint8Array(await unbrotli(await br));
	if (zipped) return new Uint8Array(await gunzipped(await zipped));
	throw new Error('an answer without a body is kept');
}

/**
 * Whether `If-None-Match` names this tag; weak and strong tags compare equal here (RFC 9110
 * §13.1.2).
 */
function matches(header: string | null, etag: string): boolean {
	if (!header) return false;
	return header
		.split(',')
		.map((tag) => tag.trim().replace(/^W\//, ''))
		.some((tag) => tag === etag || tag === '*');
}

async function compress(plain: Body, encoding: 'br' | 'gzip'): Promise<Body> {
	// Quality 5 of 11: the first visitor after a change waits for it, and 11 takes many times as long
	// for little less.
	const packed =
		encoding === 'br'
			? await brotli(plain, {
					params: {
						[constants.BROTLI_PARAM_QUALITY]: 5,
						[constants.BROTLI_PARAM_SIZE_HINT]: plain.byteLength
					}
				})
			: await gzipped(plain, { level: 6 });
	// A copy of its own: the buffer may be a part of a larger one.
	return new Uint8Array(packed);
}
