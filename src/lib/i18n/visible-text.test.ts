// What is read of a pasted text, against a small model: a table of signs that are seen, one of
// signs that are not, and what line ends and blanks become.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

/** Signs of which nothing is left, by their code points. */
const unseen = [
	...[0x00, 0x01, 0x08, 0x0e, 0x1b, 0x7f, 0x80, 0x9f],
	...[0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200e, 0x200f],
	...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
	...[0x2060, 0x2061, 0x2064, 0x206f, 0x3164, 0xfeff, 0xffa0],
	...[0xe000, 0xf0b7, 0xf8ff, 0xfff9, 0xfffc, 0xfffe, 0xffff],
	...[0xf0000, 0x10ffff, 0xe0001, 0xe0041, 0xfe0f, 0x200c, 0x200d]
].map((code) => String.fromCodePoint(code));
const halves = ['\ud83d', '\udc00'];
const lineEnds = ['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'];
const blanks = [' ', '\u00a0', '\u2007', '\u2009', '\u202f', '\u3000'];
const seen = [...'aāčĒž09.,;:!?–—„”()[]-_*#•·¤µ�', '漢', '👍', '🏳', 'ب', 'क', '\t'];

interface Piece {
	written: string;
	/** What is read of it. */
	read: string;
}
const of = (signs: readonly string[], read: (sign: string) => string) =>
	fc.constantFrom(...signs.map((written): Piece => ({ written, read: read(written) })));
const piece = fc.oneof(
	{ weight: 5, arbitrary: of(seen, (sign) => sign) },
	// A variation sign or a joiner behind an emoji is a part of it: tried by its own examples.
	{ weight: 4, arbitrary: of(unseen, () => '') },
	{ weight: 1, arbitrary: of(lineEnds, () => '\n') },
	{ weight: 1, arbitrary: of(blanks, () => ' ') }
);
const pieces = fc
	.array(piece, { maxLength: 60 })
	// The model tells signs apart one at a time.
	.filter(
		(list) =>
			!list.some(({ written }, place) => {
				const next = list[place + 1]?.written ?? '';
				return (
					(/\p{Extended_Pictographic}/u.test(written) && next === '\ufe0f') ||
					(/\r$/.test(written) && next.startsWith('\n')) ||
					(/\p{Co}/u.test(written) && /^[ \t\p{Zs}]/u.test(next))
				);
			})
	);

describe('a pasted text', () => {
	it('keeps what is seen, in its order, and nothing else', () => {
		fc.assert(
			fc.property(pieces, (list) => {
				const text = visibleText(list.map(({ written }) => written).join(''));
				expect(text).toBe(list.map(({ read }) => read).join(''));
			}),
			{ numRuns: 500 }
		);
	});

	it('is read once: reading it again changes nothing, whatever it was', () => {
		const any = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 60 }),
			fc
				.array(fc.constantFrom(...unseen, ...halves, ...seen, ...lineEnds, ...blanks))
				.map((all) => all.join(''))
		);
		fc.assert(
			fc.property(any, (text) => {
				const once = visibleText(text);
				expect(visibleText(once)).toBe(once);
				expect(once).not.toMatch(/(?![\t\n])\p{Cc}|\p{Co}|[\u00ad\u200b\u2060\ufeff]/u);
				expect(once.isWellFormed()).toBe(true);
			}),
			{ numRuns: 1000 }
		);
	});

	it.each([
		[
			'from Word',
			'Pie\u00adteik\u00adša\u00adnās:\vlīdz 5.\u00a0maijam\r\n',
			'Pieteikšanās:\nlīdz 5. maijam\n'
		],
		['from a PDF', 'Pirmā lapa\f\uf0b7\tviens\n\uf0a7 divi', 'Pirmā lapa\n•\tviens\n• divi'],
		[
			'from a page',
			'\ufeffKul\u200bdīga\u2028\u202aTālrunis\u202c: 63\u202f322715',
			'Kuldīga\nTālrunis: 63 322715'
		],
		['of one line with a sign of a font', '\uf0b7 Biedrība', ' Biedrība'],
		['with letters in two pieces', 'Ri\u0304ga', 'Rīga'],
		[
			'with emojis',
			'👩\u200d💻 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3 ❤\ufe0f 👍🏽',
			'👩\u200d💻 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3 ❤\ufe0f 👍🏽'
		],
		['with halves of emojis', '👩\u200d un a\ufe0fb', '👩 un ab'],
		[
			'with the flag of Wales',
			'🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
			'🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'
		],
		['in Persian', 'می\u200cخواهم', 'می\u200cخواهم'],
		['in Latin letters that nothing joins', 'Auf\u200clage', 'Auflage']
	])('%s', (_, pasted, read) => {
		expect(visibleText(pasted)).toBe(read);
	});
});
