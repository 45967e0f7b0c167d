// The interface texts: both languages say the same things with the same gaps to fill, and nothing
// is kept that no page says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { all, found, subjects, texts } from './written-texts.ts';

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

	it('stand once: of two of a name JSON takes the last', () => {
		for (const locale of ['lv', 'en']) {
			const written = readFileSync(join('messages', subject, `${locale}.json`), 'utf8');
			const keys = [...written.matchAll(/^\t"(\w+)":/gm)].map(([, key]) => key);
			expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
		}
	});

	it('begin with their subject', () => {
		expect(Object.keys(lv).filter((key) => !key.startsWith(`${subject}_`))).toEqual([]);
	});
});

// Whom a word can name, by the beginning both genders share. What is an institution here stays as
// it is: uzturētājs, rīkotājs, finansētājs, pārzinis, tiesībsargs.
const roles = [
	...['koordinator', 'redaktor', 'administrator', 'lektor', 'moderator', 'direktor', 'autor'],
	...['konsultant', 'asistent', 'pasniedzēj', 'prezident', 'sekretār', 'speciālist', 'ekspert'],
	...['tulk', 'biedr', 'vadītāj', 'lietotāj', 'apmeklētāj', 'priekšsēdētāj', 'lasītāj', 'kurator'],
	...['vērtētāj', 'saņēmēj', 'sūtītāj', 'skolotāj', 'pieteicēj', 'pārbaudītāj', 'uzaicinātāj'],
	...['vietnie', 'dalībnie', 'darbinie', 'īpašnie', 'pārstāv', 'pavado', 'draug', 'klient'],
	...['student', 'brīvprātīgai', 'iedzīvotāj', 'kolēģi', 'mācībspēk']
];
/**
 * Nominative, dative and locative of one man, unless the woman stands beside him. A feed reader is
 * a program.
 */
const oneMan = new RegExp(
	`(?<!\\p{L})(?!lasītājā \\(Atom)(?<stem>${roles.join('|')})(k?s|k?am|k?ā|is|im|ī|nis|nim|nī)(?!\\p{L})(?! vai \\k<stem>)`,
	'iu'
);
/**
 * A man who has done something: "mainījis", "reģistrējies", "pieteicies". Days, times, words and
 * events are masculine in Latvian, too.
 */
const manHasDone =
	/(?<!\p{L})(?!(pagājis|noticis|palicis|pienācis|atlicis|beidzies|mēnesis)(?!\p{L}))\p{L}+(āj|ēj|īj|oj|uš|c|dz|m)(is|ies)(?!\p{L})/iu;

// Why each: docs/style.md.
describe('the style of the texts', () => {
	it('makes nobody a man by default', () => {
		// "koordinatora", "administratora tiesības" name the office and the pair.
		expect(found('lv', oneMan)).toEqual([]);
		expect(found('lv', manHasDone)).toEqual([]);
		const he = /(?<!\p{L})(viņš|viņam|viņā|izrakstīts|pieslēgts|uzaicināts|reģistrēts)(?!\p{L})/iu;
		expect(found('lv', he)).toEqual([]);
		const english = /\b(he|his|him|himself|(chair|spokes|work|crafts)m[ae]n)\b/i;
		expect(found('en', english)).toEqual([]);
	});

	it('knows a man who stands alone from a pair, an office and a thing', () => {
		for (const text of [
			'Koordinators labo.',
			'rakstiet redaktoram',
			'asistents vai pavadonis',
			'vietnieks var',
			'lektors vai viesis'
		])
			expect([text, oneMan.test(text)]).toEqual([text, true]);
		for (const text of [
			'koordinators vai koordinatore',
			'Vietnieks vai vietniece',
			'administratora tiesības',
			'redaktori',
			'pavadošajai personai'
		])
			expect([text, oneMan.test(text)]).toEqual([text, false]);
		for (const text of ['ja esat pieteicies', 'kas to mainījis', 'reģistrējies', 'pieslēdzies'])
			expect([text, manHasDone.test(text)]).toEqual([text, true]);
		for (const text of ['termiņš beidzies', 'laiks pagājis', 'mainīsies', 'pieslēdzieties'])
			expect([text, manHasDone.test(text)]).toEqual([text, false]);
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
		const nouns = all('lv').flatMap(([key, text]) =>
			[...text.matchAll(/"countPlural=zero":"[^"]*?\{count\} (\p{L}+)/gu)].map(
				([, noun = '']) => [key, noun] as const
			)
		);
		expect(nouns.length).toBeGreaterThan(40);
		// Or the case the sentence asks for: "0 ierakstos", "0 pasākumiem".
		expect(nouns.filter(([, noun]) => !/(u|os|ās|iem|ām)$/u.test(noun))).toEqual([]);
		const counted = all('lv').filter(([, text]) => text.includes('countPlural='));
		const lacking = counted.filter(([, text]) =>
			['zero', 'one', 'other'].some((form) => !text.includes(`countPlural=${form}"`))
		);
		expect(lacking.map(([key]) => key)).toEqual([]);
	});
});
