// Marks: the pieces are the text, whole words are marked whatever their case and diacritics,
// snippets hold their match.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formsOf, hasHit, marked, snippet } from './marks.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 80 });

it('the pieces are the text, whatever it holds', () => {
	fc.assert(
		fc.property(text, fc.array(fc.string({ maxLength: 4 })), (whole, forms) => {
			const pieces = marked(whole, new Set(forms));
			expect(pieces.map((piece) => piece.text).join('')).toBe(whole);
		})
	);
});

it('marks whole words, with and without diacritics', () => {
	const forms = new Set(['kvalitates', 'nvo']);
	expect(marked('Kvalitātes vadība, NVO un kvalitātesvadība', forms)).toEqual([
		{ text: 'Kvalitātes', hit: true },
		{ text: ' vadība, ', hit: false },
		{ text: 'NVO', hit: true },
		{ text: ' un kvalitātesvadība', hit: false }
	]);
	expect(marked('Kvalitātes vadība', null)).toEqual([{ text: 'Kvalitātes vadība', hit: false }]);
	expect(hasHit('vadība', forms)).toBe(false);
});

it('a snippet holds the match, is short, and says where it was cut', () => {
	const word = fc.constantFrom('palīdz', 'biedrībām', 'un', 'kopienām', 'Latvijā');
	const words = fc.array(word, { maxLength: 60 });
	fc.assert(
		fc.property(words, words, (before, after) => {
			const whole = [...before, 'kvalitāte', ...after].join(' ');
			const cut = snippet(whole, new Set(['kvalitate'])) ?? '';
			expect(cut).toMatch(/(^| )kvalitāte( |$)/);
			expect(cut.length).toBeLessThanOrEqual(115);
			expect(whole).toContain(cut.replace(/^… | …$/g, ''));
			expect(cut.startsWith('… ')).toBe(!whole.startsWith(cut.slice(0, 8)));
		})
	);
	expect(snippet('nekas', new Set(['kvalitate']))).toBeNull();
});

const read = { plain: '', meant: null, read: true, tried: true };

it('the forms of all words count together', () => {
	expect(formsOf([])).toBeNull();
	expect(
		formsOf([
			{ ...read, typed: 'a', corrected: null, forms: ['x', 'y'] },
			{ ...read, typed: 'b', corrected: 'z', forms: ['y'] }
		])
	).toEqual(new Set(['x', 'y']));
});

it('marks a word with signs nobody sees in it, and nothing beside it', () => {
	const forms = new Set(['zilakalna', 'нашии']);
	const text = 'Zilā\u00adkal\u200bna, Наший\u00a0nams';
	expect(marked(text, forms).filter((piece) => piece.hit)).toEqual([
		{ text: 'Zilā\u00adkal\u200bna', hit: true },
		{ text: 'Наший', hit: true }
	]);
});
