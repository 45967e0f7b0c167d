import { describe, expect, it } from 'vitest';
import { headOf, sentenceOf } from './title.ts';

describe('the title of a page', () => {
	const nothing = { refusal: null, done: '', state: '', title: '' };

	it('says first how things stand', () => {
		expect(headOf({ ...nothing, title: 'Mani darbi' })).toBe('Mani darbi');
		expect(headOf({ ...nothing, done: 'Saglabāts.', title: 'Labot: A' })).toBe(
			'Saglabāts · Labot: A'
		);
		expect(headOf({ ...nothing, refusal: 'Kļūda', title: 'Pieslēgties' })).toBe(
			'Kļūda: Pieslēgties'
		);
		expect(headOf({ ...nothing, state: 'Atrastas 5 organizācijas. Vārdi: „a”.' })).toBe(
			'Atrastas 5 organizācijas. Vārdi: „a”'
		);
		expect(headOf(nothing)).toBe('');
	});

	it('is said in sentences', () => {
		expect(sentenceOf(['Saglabāts.', '', 'Labot: A'])).toBe('Saglabāts. Labot: A.');
		expect(sentenceOf(['Kas?', 'Gaidām…'])).toBe('Kas? Gaidām…');
		expect(sentenceOf([])).toBe('');
	});
});
