// Reads multipart/form-data (RFC 7578) as it comes in, without keeping any of it: what is kept, and
// how much, is up to the listener. Looking for the boundary is all that is done with a part's
// content, so that a body costs the same whatever is in it.

/** A body that is not what its header says. */
export class BrokenBody extends Error {
	constructor(what: string) {
		super(what);
		this.name = 'BrokenBody';
	}
}

export interface PartHead {
	name: string;
	/** Null for a text; a file may have an empty name. */
	filename: string | null;
	/** Type the sender gives a file; nothing may rely on it. */
	type: string;
}

export interface PartListener {
	begin(head: PartHead): void;
	data(bytes: Buffer): void;
	end(): void;
}

/** Octets the head of a part may have; a file's name is the longest of it. */
const maxHead = 4096;

/**
 * The boundary a `Content-Type` names, of 1 to 70 characters (RFC 2046 §5.1.1); null when there is
 * none.
 */
export function boundaryOf(contentType: string): string | null {
	const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
	const boundary = quoted ?? plain ?? '';
	return /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary) ? boundary : null;
}

/**
 * Names as browsers write them: three signs are escaped (HTML, "multipart/form-data encoding
 * algorithm").
 */
const unescaped = (name: string) =>
	name.replace(/%0D|%0A|%22/gi, (sign) => decodeURIComponent(sign));

/** @throws {BrokenBody} when it is not the head of a field */
function readHead(text: string): PartHead {
	const headers = new Map(
		text.split('\r\n').map((line): [string, string] => {
			const colon = line.indexOf(':');
			if (colon < 1) throw new BrokenBody('a part has a line that is no header');
			return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
		})
	);
	const disposition = headers.get('content-disposition') ?? '';
	const [, name] = /^form-data\s*;(?:.*;)?\s*name="([^"]*)"/i.exec(disposition) ?? [];
	if (name === undefined) throw new BrokenBody('a part has no name');
	const [, filename] = /;\s*filename="([^"]*)"/i.exec(disposition) ?? [];
	return {
		name: unescaped(name),
		filename: filename === undefined ? null : unescaped(filename),
		type: headers.get('content-type') ?? ''
	};
}

export class MultipartReader {
	readonly #delimiter: Buffer;
	readonly #listener: PartListener;
	/** A body begins as if a line had ended before it, so that every boundary looks the same. */
	#rest: Buffer = Buffer.from('\r\n');
	#in: 'preamble' | 'boundary' | 'head' | 'content' | 'epilogue' = 'preamble';

	constructor(boundary: string, listener: PartListener) {
		this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
		this.#listener = listener;
	}

	/** Takes the next bytes. @throws {BrokenBody} */
	write(bytes: Uint8Array): void {
		if (this.#in === 'epilogue') return;
		this.#rest = Buffer.concat([this.#rest, bytes]);
		while (this.#step());
	}

	/** To be called when there is nothing more. @throws {BrokenBody} when there should be */
	end(): void {
		if (this.#in !== 'epilogue') throw new BrokenBody('it ends before its last boundary');
	}

	/** Takes one piece off the rest; false when more must come first. */
	#step(): boolean {
		switch (this.#in) {
			case 'preamble':
			case 'content':
				return this.#content();
			case 'boundary':
				return this.#boundary();
			case 'head':
				return this.#head();
			case 'epilogue':
				this.#rest = Buffer.alloc(0);
				return false;
		}
	}

	#take(length: number): Buffer {
		const taken = this.#rest.subarray(0, length);
		this.#rest = this.#rest.subarray(length);
		return taken;
	}

	#content(): boolean {
		const at = this.#rest.indexOf(this.#delimiter);
		// The boundary may have begun in the last bytes that are there.
		const length = at === -1 ? this.#rest.length - this.#delimiter.length + 1 : at;
		if (length > 0) {
			const bytes = this.#take(length);
			if (this.#in === 'content') this.#listener.data(bytes);
		}
		if (at === -1) return false;
		this.#take(this.#delimiter.length);
		if (this.#in === 'content') this.#listener.end();
		this.#in = 'boundary';
		return true;
	}

	#boundary(): boolean {
		if (this.#rest.length < 2) return false;
		const sign = this.#take(2).toString('latin1');
		if (sign !== '\r\n' && sign !== '--') throw new BrokenBody('a boundary is followed by neither');
		this.#in = sign === '--' ? 'epilogue' : 'head';
		return true;
	}

	#head(): boolean {
		const end = this.#rest.indexOf('\r\n\r\n');
		if (end > maxHead || (end === -1 && this.#rest.length > maxHead))
			throw new BrokenBody('the head of a part is too long');
		if (end === -1) return false;
		const head = readHead(this.#take(end).toString());
		this.#take(4);
		this.#listener.begin(head);
		this.#in = 'content';
		return true;
	}
}
