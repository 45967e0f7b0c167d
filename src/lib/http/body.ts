// The one place where what a request brings is read. Type, length, number of fields and length of
// each are looked at while the bytes come in, before anything is made of them: nobody costs the
// others more than the limits of the page he sends to.
import {
	BrokenBody,
	boundaryOf,
	MultipartReader,
	type PartHead,
	type PartListener
} from './multipart.ts';

export interface BodyLimits {
	/**
	 * Octets of a whole body. More is taken off the line, so that the sender hears an answer, but
	 * none of it is kept.
	 */
	bytes: number;
	/** Fields and files together. */
	fields: number;
	/** Octets of all texts together. */
	text: number;
	/** Octets of the text of one field. */
	longest: (name: string) => number;
	/** Files that are kept, and octets of each; further ones are dropped as they come. */
	files: { count: number; bytes: number };
}

export interface Posted {
	form: FormData;
	/**
	 * Texts of which only the beginning was kept, each field once. Whoever saves them says so first.
	 */
	cut: string[];
	/** Files of which only the name was kept. */
	dropped: string[];
	/** Whether the whole body was larger than it may be. */
	tooLarge: boolean;
}

/** Why nothing was read; the numbers are those of HTTP. */
export type BodyFault =
	/** Broken, with what is wrong; it is for the log. */
	| { status: 400; reason: string }
	/** It did not come, or too slowly. */
	| { status: 408 }
	| { status: 413 }
	/** Not a form. */
	| { status: 415 };

export interface BodyPace {
	/** Milliseconds in which nothing at all may come. */
	silence: number;
	/** Milliseconds after which it must come at least so fast, on the average. */
	grace: number;
	/** Octets a second. */
	rate: number;
}

/** A telephone on a bad line is ten times as fast. */
export const usualPace: BodyPace = { silence: 10_000, grace: 12_000, rate: 8_000 };

/** A body so many times too large is read no further: its sender does not hear what was wrong. */
const patience = 4;

const isPlainForm = (type: string) => /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
const isMultipart = (type: string) => /^multipart\/form-data\s*(;|$)/i.test(type);

class Refused extends Error {
	readonly fault: BodyFault;

	constructor(fault: BodyFault) {
		super(`refused with ${fault.status}`);
		this.fault = fault;
	}
}

/**
 * Reads a form. Never throws for what the sender did; a request without a body is an empty form.
 */
export async function readBody(
	request: Request,
	limits: BodyLimits,
	pace = usualPace
): Promise<Posted | BodyFault> {
	const type = request.headers.get('content-type') ?? '';
	if (!isPlainForm(type) && !isMultipart(type)) return { status: 415 };
	const told = request.headers.get('content-length');
	if (told !== null && Number(told) > limits.bytes * patience) return { status: 413 };
	try {
		return await (isMultipart(type) ? readMultipart : readPlain)(request, limits, pace);
	} catch (reason) {
		if (reason instanceof Refused) return reason.fault;
		if (reason instanceof BrokenBody) return { status: 400, reason: reason.message };
		// The connection broke, or the server's own limit for all bodies was reached.
		const status = reason instanceof Error && 'status' in reason ? reason.status : 400;
		return status === 413 ? { status: 413 } : { status: 400, reason: 'it broke off' };
	}
}

/** The pieces of a body. @throws {Refused} when they come too slowly or there are far too many */
async function* pieces(
	{ body }: Request,
	limits: BodyLimits,
	{ silence, grace, rate }: BodyPace
): AsyncGenerator<Uint8Array, void> {
	if (!body) return;
	const reader = (body as ReadableStream<Uint8Array>).getReader();
	const began = performance.now();
	let bytes = 0;
	try {
		for (;;) {
			const left = grace + (bytes / rate) * 1000 - (performance.now() - began);
			let timer: NodeJS.Timeout | undefined;
			const late = new Promise<never>((_, reject) => {
				timer = setTimeout(
					() => reject(new Refused({ status: 408 })),
					Math.max(0, Math.min(silence, left))
				);
			});
			// `late` is refused also when nobody waits for it any more.
			late.catch(() => {});
			const piece = await Promise.race([reader.read(), late]).finally(() => clearTimeout(timer));
			if (piece.done) return;
			bytes += piece.value.length;
			if (bytes > limits.bytes * patience) throw new Refused({ status: 413 });
			yield piece.value;
		}
	} finally {
		reader.releaseLock();
	}
}

/** `name=value&...`; percent signs make three octets of one. */
async function readPlain(request: Request, limits: BodyLimits, pace: BodyPace): Promise<Posted> {
	const kept: Uint8Array[] = [];
	let bytes = 0;
	for await (const piece of pieces(request, limits, pace)) {
		bytes += piece.length;
		if (bytes <= limits.bytes) kept.push(piece);
	}
	if (bytes > limits.bytes) throw new Refused({ status: 413 });
	const body = Buffer.concat(kept);
	let fields = 1;
	for (let at = body.indexOf('&'); at !== -1; at = body.indexOf('&', at + 1))
		if ((fields += 1) > limits.fields) throw new Refused({ status: 413 });
	const form = new FormData();
	const texts = new Texts(limits);
	for (const [name, value] of new URLSearchParams(body.toString())) {
		texts.begin(name);
		texts.add(Buffer.from(value));
		form.append(name, texts.end());
	}
	return { form, cut: texts.cut, dropped: [], tooLarge: false };
}

/** Keeps texts within their limits. */
class Texts {
	readonly #limits: BodyLimits;
	readonly #cut = new Set<string>();
	#name = '';
	#parts: Buffer[] = [];
	#bytes = 0;
	#all = 0;

	constructor(limits: BodyLimits) {
		this.#limits = limits;
	}

	get cut(): string[] {
		return [...this.#cut];
	}

	begin(name: string): void {
		this.#name = name;
		this.#parts = [];
		this.#bytes = 0;
		this.#all += Buffer.byteLength(name);
	}

	/** @throws {Refused} when all texts together are too long */
	add(bytes: Buffer): void {
		const room = this.#limits.longest(this.#name) - this.#bytes;
		const kept = bytes.length > room ? bytes.subarray(0, Math.max(0, room)) : bytes;
		if (kept.length < bytes.length) this.#cut.add(this.#name);
		this.#bytes += kept.length;
		this.#all += kept.length;
		if (this.#all > this.#limits.text) throw new Refused({ status: 413 });
		// A copy: what came over the line is one large piece that would be held as a whole.
		if (kept.length > 0) this.#parts.push(Buffer.from(kept));
		// Somebody may send octet by octet; each would be an object.
		if (this.#parts.length > 200) this.#parts = [Buffer.concat(this.#parts)];
	}

	/** A sign that was cut in two is left out. */
	end(): string {
		const text = Buffer.concat(this.#parts).toString();
		return this.#cut.has(this.#name) ? text.replace(/\uFFFD$/, '') : text;
	}
}

async function readMultipart(
	request: Request,
	limits: BodyLimits,
	pace: BodyPace
): Promise<Posted> {
	const boundary = boundaryOf(request.headers.get('content-type') ?? '');
	if (boundary === null) throw new BrokenBody('no boundary is named');
	const parts = new Parts(limits);
	const reader = new MultipartReader(boundary, parts);
	let fault: unknown;
	for await (const piece of pieces(request, limits, pace)) {
		// What is wrong with it is known; the rest comes off the line, so that the sender hears the
		// answer.
		if (fault !== undefined) continue;
		parts.bytes += piece.length;
		try {
			reader.write(piece);
		} catch (reason) {
			fault = reason;
		}
	}
	if (fault !== undefined) throw fault;
	reader.end();
	return parts.posted();
}

/** Makes a form of parts, within limits. */
class Parts implements PartListener {
	/** Of the body so far. */
	bytes = 0;
	readonly #limits: BodyLimits;
	readonly #texts: Texts;
	readonly #form = new FormData();
	readonly #dropped = new Set<string>();
	#fields = 0;
	#files = 0;
	#head: PartHead = { name: '', filename: null, type: '' };
	#content: Buffer<ArrayBuffer>[] = [];
	#length = 0;

	constructor(limits: BodyLimits) {
		this.#limits = limits;
		this.#texts = new Texts(limits);
	}

	posted(): Posted {
		const tooLarge = this.bytes > this.#limits.bytes;
		return { form: this.#form, cut: this.#texts.cut, dropped: [...this.#dropped], tooLarge };
	}

	/** @throws {Refused} when there are too many */
	begin(head: PartHead): void {
		if ((this.#fields += 1) > this.#limits.fields) throw new Refused({ status: 413 });
		this.#head = head;
		this.#content = [];
		this.#length = 0;
		this.#texts.begin(head.name);
	}

	/** @throws {Refused} when all texts together are too long */
	data(bytes: Buffer): void {
		if (this.#head.filename === null) this.#texts.add(bytes);
		else this.#file(bytes);
	}

	end(): void {
		const { name, filename, type } = this.#head;
		if (filename === null) this.#form.append(name, this.#texts.end());
		else this.#form.append(name, new File(this.#content, filename, { type }));
	}

	#file(bytes: Buffer): void {
		const { name } = this.#head;
		if (this.#length === 0) this.#files += 1;
		this.#length += bytes.length;
		const { files, bytes: whole } = this.#limits;
		if (this.#length > files.bytes || this.#files > files.count || this.bytes > whole) {
			this.#dropped.add(name);
			this.#content = [];
		} else this.#content.push(Buffer.from(bytes));
	}
}
