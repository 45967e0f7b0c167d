// Texts in several languages: which one a page shows, and that nothing else chooses.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';

vi.mock('#network', () => ({ network: { languages: ['lv', 'en', 'lt'] } }));

import { locales } from './languages.ts';
import {
	allTexts,
	hasText,
	langOfNetwork,
	otherTexts,
	postalName,
	textIn,
	wordsIn
} from './localised.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('a text is shown', () => {
	const text = { en: 'Centre', lt: 'Centras' };

	it('in the language of the page, else in the first of the network that has one, which is named', () => {
		expect(textIn(text, 'lt')).toEqual({ text: 'Centras', lang: undefined });
		expect(textIn(text, 'lv')).toEqual({ text: 'Centre', lang: 'en' });
		expect(textIn({}, 'lv')).toBeNull();
		expect(wordsIn({}, 'lv')).toBe('');
	});

	it('beside the others, each with its language and none twice', () => {
		const all = { lt: 'Centras', lv: 'Centrs', en: 'Centre' };
		expect(otherTexts(all, 'en')).toEqual([
			{ text: 'Centrs', lang: 'lv' },
			{ text: 'Centras', lang: 'lt' }
		]);
		expect(otherTexts(text, 'lv')).toEqual([{ text: 'Centras', lang: 'lt' }]);
		expect(otherTexts({ lv: 'NVO', en: 'NVO' }, 'lv')).toEqual([]);
		expect(allTexts(all)).toEqual(['Centrs', 'Centre', 'Centras']);
	});

	it('on an envelope in the network’s own language, whatever the page is in', () => {
		expect(postalName({ en: 'Riga', lv: 'Rīga' })).toBe('Rīga');
		expect(postalName({ lt: 'Ryga', en: 'Riga' })).toBe('Riga');
		expect(langOfNetwork('en')).toBe('lv');
		expect(langOfNetwork('lv')).toBeUndefined();
	});

	it('only where there is one', () => {
		expect([hasText({}), hasText({ lv: '' }), hasText({ lt: 'Centras' })]).toEqual([
			false,
			false,
			true
		]);
	});
});

it('the configuration of the network, the compiler of texts and the code name the same languages', async () => {
	const settings = JSON.parse(
		readFileSync(join(root, 'project.inlang', 'settings.json'), 'utf8')
	) as { baseLocale: string; locales: string[] };
	const { network } = await vi.importActual<typeof import('#network')>('#network');
	expect(settings.baseLocale).toBe(locales[0]);
	expect(settings.locales.toSorted()).toEqual([...locales].toSorted());
	// What the network writes in without a page in that language would be read by nobody.
	expect(network.languages.filter((one) => !locales.some((locale) => locale === one))).toEqual([]);
	expect(network.languages[0]).toBe(locales[0]);
});

/** The seed reads files of sources. */
const byLanguage = /^(paraglide|seed)\//;

it('nothing picks a text of the directory by naming a language', () => {
	const found = ['src/lib', 'src/routes'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$/.test(file))
			.filter((file) => !byLanguage.test(file))
			// The addresses of pages are words of the interface.
			.filter((file) => file !== 'page/paths.ts')
			.flatMap((file) =>
				readFileSync(join(root, folder, file), 'utf8')
					.split('\n')
					.filter((line) => /[\w)\]?]\.(lv|en)\b(?!\/|\.|-)|\b(?!m\.)\w+_(lv|en)\b/.test(line))
					.filter((line) => !/https?:|\bm\.\w+_(lv|en)\b|'[\w.]+\.lv'/.test(line))
					.map((line) => `${file}: ${line.trim()}`)
			)
	);
	expect(found).toEqual([]);
});
