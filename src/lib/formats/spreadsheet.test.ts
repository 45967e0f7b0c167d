// The workbook, opened with an independent reader of its parts: days are days, texts are texts,
// whatever they look like.
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from './csv.ts';
import { workbook } from './spreadsheet.server.ts';

/** The parts of a ZIP file by its central directory (APPNOTE 4.3.12), as text. */
function partsOf(file: Buffer): Map<string, string> {
	const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	const parts = new Map<string, string>();
	let at = file.readUInt32LE(end + 16);
	for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
		const [packed, method] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 10)];
		const [name, extra, comment] = [28, 30, 32].map((from) => file.readUInt16LE(at + from));
		const local = file.readUInt32LE(at + 42);
		const data = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
		const bytes = file.subarray(data, data + packed);
		parts.set(
			file.toString('utf8', at + 46, at + 46 + (name ?? 0)),
			(method === 8 ? inflateRawSync(bytes) : bytes).toString('utf8')
		);
		at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
	}
	return parts;
}

const unescaped = (xml: string) =>
	xml
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&#39;', "'")
		.replaceAll('&apos;', "'")
		.replaceAll('&amp;', '&');

/** Cells by their reference: what they hold and how it is meant. */
function cellsOf(parts: Map<string, string>): Record<string, { type: string; value: string }> {
	const texts = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(
		([, item = '']) =>
			unescaped([...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, t]) => t).join(''))
	);
	const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
	expect(sheet).not.toContain('<f>');
	return Object.fromEntries(
		[...sheet.matchAll(/<c r="([A-Z]+\d+)"([^>]*?)>(.*?)<\/c>/gs)].map(
			([, at = '', attributes = '', inner = '']) => {
				const type = /t="(\w+)"/.exec(attributes)?.[1] ?? 'n';
				const value = unescaped(/<(?:v|t)[^>]*>(.*?)<\/(?:v|t)>/s.exec(inner)?.[1] ?? '');
				return [at, { type, value: type === 's' ? (texts[Number(value)] ?? '') : value }];
			}
		)
	);
}

const read = async (rows: Cell[][]) =>
	cellsOf(partsOf(await workbook('Tīkls', ['Pirmā', 'Otrā'], rows)));

test('days and times are numbers with a format, numbers numbers, truth truth, nothing no cell', async () => {
	const file = partsOf(
		await workbook(
			'Tīkls',
			['Diena'],
			[[{ day: '2027-03-16' }, { time: '19:30' }, 57.5, true, null, '']]
		)
	);
	// Days since 30 December 1899, by Excel's own count: 1 January 2027 is 46388.
	expect(cellsOf(file)).toEqual({
		A1: { type: 's', value: 'Diena' },
		A2: { type: 'n', value: String(46388 + 31 + 28 + 15) },
		B2: { type: 'n', value: '0.8125' },
		C2: { type: 'n', value: '57.5' },
		D2: { type: 'b', value: '1' }
	});
	const styles = file.get('xl/styles.xml') ?? '';
	expect(styles).toContain('yyyy-mm-dd');
	expect(styles).toContain('hh:mm');
	expect(file.get('xl/workbook.xml')).toContain('name="Tīkls"');
});

test('no text is a formula, and it needs no apostrophe', async () => {
	const tricks = [
		'=1+1',
		'+371 1',
		'-2+3',
		'@SUM(A1)',
		'=HYPERLINK("https://evil.example")',
		'＝1'
	];
	const cells = await read(tricks.map((trick) => [trick, ['a', trick]]));
	for (const [row, trick] of tricks.entries()) {
		expect(cells[`A${row + 2}`]).toEqual({ type: 's', value: trick });
		expect(cells[`B${row + 2}`]).toEqual({ type: 's', value: `a; ${trick}` });
	}
});

/**
 * Whether XML 1.0 holds a character and does not discourage it (§2.2), by the number of the
 * character alone.
 */
function held(point: number): boolean {
	if (point < 0x20) return [0x9, 0xa, 0xd].includes(point);
	if (point >= 0x7f && point <= 0x9f) return point === 0x85;
	if (point >= 0xd800 && point <= 0xdfff) return false;
	if (point >= 0xfdd0 && point <= 0xfdef) return false;
	return point !== 0xfffd && (point & 0xfffe) !== 0xfffe;
}

test('whatever is in a text comes back, but for what XML cannot hold', async () => {
	// Any character, and in every third text the rare ones at the ends of planes.
	const anything = fc.string({ unit: 'binary', maxLength: 40 });
	const rare = fc
		.array(
			fc.oneof(
				fc.constantFrom(0x7f, 0x85, 0xd800, 0xdc00, 0xfdd0, 0xfffd, 0xffff, 0x61),
				fc.nat(16).chain((plane) => fc.nat(3).map((at) => plane * 0x10000 + 0xfffc + at))
			),
			{ maxLength: 12 }
		)
		.map((points) => points.map((point) => String.fromCodePoint(point)).join(''));
	// Many in one workbook: making the file is most of the work.
	const texts = fc.array(fc.oneof({ weight: 2, arbitrary: anything }, rare), {
		minLength: 1,
		maxLength: 30
	});
	await fc.assert(
		fc.asyncProperty(texts, async (some) => {
			const cells = await read(some.map((text) => [`x${text}x`]));
			for (const [row, text] of some.entries()) {
				const clean = [...text].filter((sign) => held(sign.codePointAt(0) ?? 0)).join('');
				expect(cells[`A${row + 2}`]).toEqual({ type: 's', value: `x${clean}x` });
			}
		}),
		{ numRuns: 40 }
	);
});

test('the same rows are the same bytes, and nothing is said of who made them', async () => {
	const rows = [['a', 'b']];
	const [one, other] = [await workbook('a', ['A'], rows), await workbook('a', ['A'], rows)];
	expect([...partsOf(one)]).toEqual([...partsOf(other)]);
});
