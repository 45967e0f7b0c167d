// The interface texts: both languages say the same things with the same gaps to fill, and nothing
// is kept that no page says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const subjects = readdirSync('messages');

function texts(subject: string, locale: string): Record<string, unknown> {
	const parsed: Record<string, unknown> = JSON.parse(
		readFileSync(join('messages', subject, `${locale}.json`), 'utf8')
	);
	delete parsed.$schema;
	return parsed;
}

function gaps(text: unknown): string[] {
	return [...new Set(JSON.stringify(text).match(/\{[a-zA-Z]+\}/g) ?? [])].sort();
}

/** Every word of the sources. */
const said = new Set(
	readdirSync('src', { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.(ts|svelte)$/.test(file) && !file.includes('paraglide'))
		.flatMap((file) => readFileSync(join('src', file), 'utf8').match(/\w+/g) ?? [])
);

describe.each(subjects)('texts of %s', (subject) => {
	const lv = texts(subject, 'lv');
	const en = texts(subject, 'en');

	it('exist in both languages', () => {
		expect(Object.keys(en).sort()).toEqual(Object.keys(lv).sort());
		for (const text of [...Object.values(lv), ...Object.values(en)]) expect(text).not.toBe('');
	});

	it('have the same gaps in both languages', () => {
		for (const key of Object.keys(lv)) expect([key, gaps(en[key])]).toEqual([key, gaps(lv[key])]);
	});

	it('are all said somewhere', () => {
		expect(Object.keys(lv).filter((key) => !said.has(key))).toEqual([]);
	});

	it('begin with their subject', () => {
		expect(Object.keys(lv).filter((key) => !key.startsWith(`${subject}_`))).toEqual([]);
	});
});

const all = (locale: string) =>
	subjects.flatMap((subject) =>
		Object.entries(texts(subject, locale)).map(
			([key, text]) => [key, JSON.stringify(text)] as const
		)
	);

/** The keys of the texts in which a pattern is found, with what was found. */
const found = (locale: string, pattern: RegExp) =>
	all(locale).flatMap(([key, text]) => {
		const match = pattern.exec(text);
		return match ? [`${key}: ${match[0]}`] : [];
	});

// Why each: docs/style.md.
describe('the style of the texts', () => {
	it('makes nobody a man by default', () => {
		// The nominative, dative and locative of one man; "koordinatora", "administratora tiesības"
		// name the office and the pair.
		const alone =
			/(?<!\p{L})((koordinator|redaktor|administrator|lektor)(s|am|ā)|(vietniek|dalībniek|lietotāj)(s|am|ā))(?!\p{L})(?! vai )/iu;
		expect(found('lv', alone)).toEqual([]);
		expect(
			found('lv', /(?<!\p{L})(pieslēdzies|izrakst(īts|ījies)|iestatījis|viņš|viņam)(?!\p{L})/iu)
		).toEqual([]);
		expect(found('en', /\b(he|his|him|chairman|spokesman)\b/i)).toEqual([]);
	});

	it('has the quotation marks of its language', () => {
		expect(found('lv', /“|(?<!„[^”]*)”|\\"|(?<=\p{L})'/u)).toEqual([]);
		expect(found('en', /„|\\"|(?<=\p{L})'/u)).toEqual([]);
	});

	it('has one word for one thing', () => {
		expect(
			found(
				'lv',
				/(?<!\p{L})(organizator|tēm[aau]s?(?!\p{L})|fails|failu|tīmekļa vietn|kustinām|pārvietojama karte|darba gald)/iu
			)
		).toEqual([]);
		expect(
			found('en', /e-mail|movable map|all is right|no longer good|good (for|until)\b/i)
		).toEqual([]);
	});

	it('counts 0 and 10 to 20 in the genitive', () => {
		const plain =
			/"countPlural=zero":"[^"]*\{count\} (organizācijas|pasākumi|ieraksti|datumi|darbības|labojumi)\b/;
		expect(found('lv', plain)).toEqual([]);
	});
});
