// Folding in JavaScript and in the database must agree, or a place would be found in the list and
// not on the page.
import { expect, it } from 'vitest';
import { fold, foldedEnd } from './fold.ts';

it.each([
	['Kuldīga', 'kuldiga'],
	['ŠĶĒLE, Žīguri', 'skele, ziguri'],
	['Ådal Łódź', 'adal lodz'],
	['abc 123', 'abc 123']
])('%s is compared as %s', (text, folded) => {
	expect(fold(text)).toBe(folded);
});

it('finds where a folded beginning ends in the text itself', () => {
	const text = 'Stra\u00adße Rīga no\u0304v.';
	for (const part of ['strasse', 'strasse riga', 'strasse riga nov']) {
		expect(fold(text.slice(0, foldedEnd(text, part.length)))).toBe(part);
	}
	expect(foldedEnd(text, 99)).toBe(text.length);
	expect(foldedEnd(text, 0)).toBe(0);
});
