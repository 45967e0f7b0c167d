import { expect, test } from 'vitest';
import { languageNames } from './language-names.ts';

test('languages by name in the language of the page', () => {
	expect(languageNames(['lv', 'en', 'ru'], 'lv')).toBe('latviešu, angļu un krievu');
	expect(languageNames(['lv', 'en'], 'en')).toBe('Latvian and English');
});
