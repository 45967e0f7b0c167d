// Bodies: what browsers send is read as they meant it, however it is cut into pieces; what is
// broken, late or too much is refused before it costs anything.
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody, usualPace, type BodyFault, type BodyLimits, type Posted } from './body.ts';

const wide: BodyLimits = {
	bytes: 1_000_000,
	fields: 100,
	text: 500_000,
	longest: () => 100_000,
	files: { count: 10, bytes: 100_000 }
};

/** A request whose body comes in pieces of the given lengths, in turn. */
function requestOf(type: string, body: Uint8Array, lengths: readonly number[] = [65_536]): Request {
	let at = 0;
	let turn = 0;
	const stream = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (at >= body.length) return controller.close();
			const length = lengths[turn++ % lengths.length] ?? 1;
			controller.enqueue(body.subarray(at, (at += length)));
		}
	});
	return new Request('http://tikls.invalid/', {
		method: 'POST',
		headers: { 'content-type': type },
		body: stream,
		duplex: 'half'
	} as RequestInit);
}

/** A form as fetch encodes it. */
async function encoded(form: FormData | URLSearchParams): Promise<[string, Uint8Array]> {
	const response = new Response(form);
	const type = response.headers.get('content-type') ?? '';
	return [type, new Uint8Array(await response.arrayBuffer())];
}

const isFault = (read: Posted | BodyFault): read is BodyFault => 'status' in read;

async function whole(read: Posted | BodyFault) {
	if (isFault(read)) throw new Error(`refused with ${read.status}`);
	return await contents(read.form);
}

/** What a form holds, in order. */
const contents = (form: FormData) =>
	Promise.all(
		[...form].map(async ([name, value]) =>
			typeof value === 'string'
				? [name, value]
				: [name, value.name, value.type, Buffer.from(await value.arrayBuffer()).toString('hex')]
		)
	);

const text = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 60 }),
	fc.constantFrom(
		'',
		'\r\n',
		'\r\n--',
		'--\r\n\r\n',
		'"; name="x"',
		'ā'.repeat(200),
		'\r',
		'%22',
		'\0'
	)
);
const file = fc.record({
	bytes: fc.uint8Array({ maxLength: 300 }),
	name: fc.oneof(fc.constantFrom('', 'ķirsis "1".jpg', 'a\r\nb.png', '../x'), text)
});
const field = fc.tuple(text, fc.oneof(text, file));
const lengths = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 });

describe('a form', () => {
	it('of several parts is read as the platform reads it, whatever the pieces', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(field, { maxLength: 8 }), lengths, async (fields, cuts) => {
				const form = new FormData();
				for (const [name, value] of fields)
					if (typeof value === 'string') form.append(name, value.toWellFormed());
					else
						form.append(
							name,
							new File([value.bytes], value.name.toWellFormed(), { type: 'image/png' })
						);
				const [type, body] = await encoded(form);
				const expected = new Response(body.slice(), { headers: { 'content-type': type } });
				expect(await whole(await readBody(requestOf(type, body, cuts), wide))).toEqual(
					await contents(await expected.formData())
				);
			}),
			{ numRuns: 300 }
		);
	});

	it('of one line is read as the platform reads it', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(text, text), { maxLength: 8 }),
				lengths,
				async (fields, cuts) => {
					const [type, body] = await encoded(
						new URLSearchParams(fields.map(([a, b]) => [a.toWellFormed(), b.toWellFormed()]))
					);
					const expected = await new Response(body.slice(), {
						headers: { 'content-type': type }
					}).formData();
					expect(await whole(await readBody(requestOf(type, body, cuts), wide))).toEqual(
						await contents(expected)
					);
				}
			)
		);
	});

	it('that nobody sent is empty', async () => {
		const type = 'application/x-www-form-urlencoded';
		expect(await whole(await readBody(requestOf(type, new Uint8Array()), wide))).toEqual([]);
	});
});

describe('a broken body', () => {
	const good = (inside: string) => `--x\r\n${inside}\r\n--x--\r\n`;
	const head = 'content-disposition: form-data; name="a"';
	it.each([
		['no boundary', 'multipart/form-data', good(`${head}\r\n\r\n1`)],
		['a boundary that is too long', `multipart/form-data; boundary=${'x'.repeat(71)}`, ''],
		['nothing', 'multipart/form-data; boundary=x', ''],
		['an end in the middle', 'multipart/form-data; boundary=x', `--x\r\n${head}\r\n\r\n1`],
		['an end in a head', 'multipart/form-data; boundary=x', `--x\r\n${head}`],
		['no name', 'multipart/form-data; boundary=x', good('content-disposition: form-data\r\n\r\n1')],
		[
			'no disposition',
			'multipart/form-data; boundary=x',
			good('content-type: text/plain\r\n\r\n1')
		],
		[
			'a line that is no header',
			'multipart/form-data; boundary=x',
			good(`${head}\r\nhello\r\n\r\n1`)
		],
		[
			'a head without end',
			'multipart/form-data; boundary=x',
			good(`${head}\r\nx: ${'y'.repeat(9000)}\r\n\r\n1`)
		],
		['another boundary', 'multipart/form-data; boundary=z', good(`${head}\r\n\r\n1`)],
		[
			'words after a boundary',
			'multipart/form-data; boundary=x',
			`--xy\r\n${head}\r\n\r\n1\r\n--x--`
		]
	])('with %s is refused', async (_, type, body) => {
		const read = await readBody(requestOf(type, Buffer.from(body)), wide);
		expect(read).toMatchObject({ status: 400 });
	});

	it('of any bytes is refused or read, never thrown', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.oneof(fc.constantFrom('--x', '\r\n', '--', head, '\r\n\r\n'), fc.string()), {
					maxLength: 20
				}),
				lengths,
				async (parts, cuts) => {
					const type = 'multipart/form-data; boundary=x';
					const read = await readBody(requestOf(type, Buffer.from(parts.join('')), cuts), wide);
					expect(isFault(read) ? read.status : 200).toBeOneOf([200, 400]);
				}
			),
			{ numRuns: 500 }
		);
	});

	it.each(['application/json', 'text/plain', '', 'image/png', 'multipart/mixed; boundary=x'])(
		'of the type "%s" is none of ours',
		async (type) => {
			const request = new Request('http://tikls.invalid/', { method: 'POST', body: '{}' });
			request.headers.set('content-type', type);
			expect(await readBody(request, wide)).toEqual({ status: 415 });
		}
	);
});

describe('too much', () => {
	const posted = async (
		form: FormData | URLSearchParams,
		limits: Partial<BodyLimits>,
		cuts?: number[]
	) => {
		const [type, body] = await encoded(form);
		return await readBody(requestOf(type, body, cuts), { ...wide, ...limits });
	};
	const formOf = (fields: [string, string | File][]) => {
		const form = new FormData();
		for (const [name, value] of fields) form.append(name, value);
		return form;
	};

	it('is a field more than may be, in either sort of form', async () => {
		const fields = (count: number) =>
			Array.from({ length: count }, (_, i): [string, string] => [`a${i}`, '']);
		for (const form of [formOf, (list: [string, string][]) => new URLSearchParams(list)]) {
			expect(isFault(await posted(form(fields(10)), { fields: 10 }))).toBe(false);
			expect(await posted(form(fields(11)), { fields: 10 })).toEqual({ status: 413 });
		}
	});

	it('is all texts together', async () => {
		const long: [string, string][] = [
			['a', 'x'.repeat(50)],
			['b', 'x'.repeat(50)]
		];
		expect(isFault(await posted(formOf(long), { text: 102 }))).toBe(false);
		expect(await posted(formOf(long), { text: 101 })).toEqual({ status: 413 });
	});

	it('of one text is its beginning, and its name', async () => {
		const limits = { longest: (name: string) => (name === 'a' ? 5 : 100) };
		await fc.assert(
			fc.asyncProperty(lengths, async (cuts) => {
				const read = await posted(
					formOf([
						['a', 'āāāā'],
						['b', 'whole'],
						['a', 'short']
					]),
					limits,
					cuts
				);
				if (isFault(read)) throw new Error('refused');
				expect([...read.form]).toEqual([
					['a', 'āā'],
					['b', 'whole'],
					['a', 'short']
				]);
				expect(read.cut).toEqual(['a']);
			})
		);
	});

	it('of a file is its name alone; texts around it are kept', async () => {
		const picture = (size: number) => new File([new Uint8Array(size)], 'a.png');
		const form = formOf([
			['a', '1'],
			['small', picture(100)],
			['large', picture(101)],
			['b', '2']
		]);
		const read = await posted(form, { files: { count: 2, bytes: 100 } });
		if (isFault(read)) throw new Error('refused');
		expect(read.dropped).toEqual(['large']);
		expect(
			[...read.form].map(([name, value]) => [name, typeof value === 'string' ? value : value.size])
		).toEqual([
			['a', '1'],
			['small', 100],
			['large', 0],
			['b', '2']
		]);
	});

	it('are more files than may be, and those of a body that is too large; its texts are kept', async () => {
		const picture = new File([new Uint8Array(90_000)], 'a.png');
		const form = formOf([
			['a', '1'],
			['one', picture],
			['two', picture],
			['b', '2']
		]);
		const many = await posted(form, { files: { count: 1, bytes: 100_000 } });
		expect(isFault(many) || many.dropped).toEqual(['two']);
		const large = await posted(form, { bytes: 100_000 }, [1000]);
		if (isFault(large)) throw new Error('refused');
		expect(large).toMatchObject({ dropped: ['two'], tooLarge: true });
		expect([large.form.get('a'), large.form.get('b')]).toEqual(['1', '2']);
	});

	it('is not read at all when its length is told, nor to its end when it is not', async () => {
		let pulled = 0;
		const stream = () =>
			new ReadableStream<Uint8Array>({
				pull(controller) {
					pulled += 10_000;
					controller.enqueue(new Uint8Array(10_000));
				}
			});
		const asked = (headers: Record<string, string>, type: string) =>
			readBody(
				new Request('http://tikls.invalid/', {
					method: 'POST',
					headers: { 'content-type': type, ...headers },
					body: stream(),
					duplex: 'half'
				} as RequestInit),
				{ ...wide, bytes: 50_000 }
			);
		for (const type of ['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
			pulled = 0;
			expect(await asked({ 'content-length': '200001' }, type)).toEqual({ status: 413 });
			expect(pulled).toBeLessThanOrEqual(10_000);
			pulled = 0;
			expect(await asked({}, type)).toEqual({ status: 413 });
			expect(pulled).toBeLessThanOrEqual(230_000);
		}
	});
});

describe('a body that does not come', () => {
	const pace = { silence: 60, grace: 100, rate: 1000 };
	const slow = (bytes: number, every: number) =>
		requestWith(async (controller) => {
			await pause(every);
			controller.enqueue(new Uint8Array(bytes));
		});
	const requestWith = (
		pull: (controller: ReadableStreamDefaultController<Uint8Array>) => Promise<void>
	) =>
		new Request('http://tikls.invalid/', {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new ReadableStream({ pull }),
			duplex: 'half'
		} as RequestInit);

	it('is given up after the silence, or when it is slower than it may be', async () => {
		// Who waits for longer never ends.
		expect(
			await readBody(
				requestWith(() => new Promise(() => {})),
				wide,
				pace
			)
		).toEqual({ status: 408 });
		// A byte now and then is no reason to wait.
		expect(await readBody(slow(1, 20), wide, pace)).toEqual({ status: 408 });
		// Nobody holds a connection for 20 seconds that way.
		expect(Math.max(usualPace.silence, usualPace.grace)).toBeLessThan(20_000);
	});

	it('is refused when the connection breaks', async () => {
		const broken = requestWith(() => Promise.reject(new Error('ECONNRESET')));
		expect(await readBody(broken, wide, pace)).toEqual({ status: 400, reason: 'it broke off' });
	});
});

it('costs much the same whatever is in it, and ten times as much for ten times the length', async () => {
	const limits: BodyLimits = { ...wide, bytes: 15_000_000, fields: 3000 };
	const type = 'multipart/form-data; boundary=x';
	const once = async (shape: string, bytes: number) => {
		const body = Buffer.from(
			`--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${shape.repeat(bytes / shape.length)}`
		);
		const began = performance.now();
		expect(await readBody(requestOf(type, body), limits)).toHaveProperty('status');
		return performance.now() - began;
	};
	/** The shortest of three: what else the machine does makes some of them longer, none shorter. */
	const timeOf = async (shape: string, bytes: number) =>
		Math.min(await once(shape, bytes), await once(shape, bytes), await once(shape, bytes));
	const shapes = [
		'\r\n--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n',
		'\r\n--',
		'\r\n',
		'\r\n--x\r\n'
	];
	const plain = await once('a', 11_000_000);
	for (const shape of shapes) {
		const long = await timeOf(shape, 11_000_000);
		expect(long / plain, shape).toBeLessThan(5);
		// What grows with the square of its length takes a hundred times as long.
		expect(long / (await timeOf(shape, 1_100_000)), shape).toBeLessThan(40);
	}
});
