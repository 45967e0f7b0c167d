// A filter in words: every condition is named and can be taken away alone, in both languages.
import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { FilterChoices } from './choices.ts';
import { conditionsOf, problemText } from './describe.ts';
import { emptyFilter, fromFirstPage, printFilter, restricts, type Filter } from './filter.ts';

const choices: FilterChoices = {
	kinds: [{ id: 'partner', name: 'Sadarbības partneri' }],
	eventKinds: [{ id: 'seminar', name: 'Seminārs' }],
	topics: [{ id: 'quality', name: 'Kvalitātes vadība' }],
	regions: [
		{ id: 'kurzeme', name: 'Kurzeme' },
		{ id: 'latgale', name: 'Latgale' }
	],
	municipalities: [{ id: 'kuldigas-novads', name: 'Kuldīgas novads', region: 'kurzeme' }],
	languages: [{ id: 'lv', name: 'Latviešu' }],
	access: [{ id: 'lift', name: 'Lifts' }]
};

const everything: Filter = {
	words: 'nvo',
	kinds: ['partner'],
	eventKinds: ['seminar'],
	topics: ['quality'],
	regions: ['kurzeme', 'latgale'],
	municipalities: ['kuldigas-novads'],
	languages: ['de', 'lv'],
	access: ['lift'],
	near: { kind: 'point', lat: 56.97, lng: 21.97, km: 40 },
	area: { south: 56, west: 21, north: 57, east: 22 },
	upcoming: true,
	open: true,
	confirmed: true,
	from: '2026-12-01',
	to: '2026-12-31',
	online: true,
	page: 3,
	after: '00000000-0000-4000-8000-000000000000'
};

afterEach(() => overwriteGetLocale(() => 'lv'));

describe('conditions', () => {
	it('are none without a filter, on whatever page', () => {
		expect(conditionsOf({ ...emptyFilter, page: 9 }, 'events', choices, String)).toEqual([]);
	});

	it('name every part of the filter once', () => {
		const conditions = conditionsOf(everything, 'events', choices, (day) => `<${day}>`);
		const words = conditions.map(({ label, value }) => `${label}: ${value}`);
		expect(words).toEqual([
			'Vārdi: „nvo”',
			'Rīkotājs: Sadarbības partneri',
			'Pasākuma veids: Seminārs',
			'Reģions: Kurzeme',
			'Reģions: Latgale',
			'Pašvaldība: Kuldīgas novads',
			'Joma: Kvalitātes vadība',
			// Nobody speaks it and the form does not offer it, but it was asked for.
			'Valoda: de',
			'Valoda: Latviešu',
			'Piekļūstamība: Lifts',
			'Tuvumā: 40 km no 56.97, 21.97',
			'Apgabals: izvēlēts kartē',
			'Pasākumi: ir gaidāmi',
			'Darba laiks: tagad atvērts',
			'Ziņas: apstiprinātas pēdējā gada laikā',
			'No: <2026-12-01>',
			'Līdz: <2026-12-31>',
			'Dalība: tiešsaistē'
		]);
		expect(new Set(conditions.map(({ key }) => key)).size).toBe(conditions.length);
	});

	it('leave all the others when one is taken away, and start at the first page', () => {
		const size = printFilter(fromFirstPage(everything)).size;
		for (const { key, without } of conditionsOf(everything, 'events', choices, String)) {
			// A point takes its radius with it.
			expect(printFilter(without).size, key).toBe(size - (key === 'near' ? 2 : 1));
			expect(without.page).toBe(1);
		}
	});

	it('leave nothing when all are taken away one after another', () => {
		let filter = everything;
		for (let rounds = 0; restricts(filter) && rounds < 20; rounds++) {
			filter = conditionsOf(filter, 'events', choices, String)[0]?.without ?? filter;
		}
		expect(filter).toEqual(emptyFilter);
	});

	it('name a place as it was typed', () => {
		const near = { kind: 'place', name: 'kuldiga', km: 10 } as const;
		const [condition] = conditionsOf({ ...emptyFilter, near }, 'events', choices, String);
		expect(condition).toMatchObject({ label: 'Tuvumā', value: 'kuldiga, 10 km' });
		// Once somebody has looked it up, it is called by its name.
		const known = conditionsOf({ ...emptyFilter, near }, 'events', choices, String, 'Kuldīga');
		expect(known[0]?.value).toBe('Kuldīga, 10 km');
	});

	it('speak English where the page does', () => {
		overwriteGetLocale(() => 'en');
		const [words, kind] = conditionsOf(everything, 'organisations', choices, String);
		expect([words?.label, words?.value, kind?.label]).toEqual(['Words', '“nvo”', 'Kind']);
	});
});

it.each([
	'unknown-value',
	'impossible-value',
	'repeated',
	'only-for-events',
	'only-for-organisations'
] as const)('a problem (%s) names the part of the address in both languages', (reason) => {
	const problem = { parameter: 'near', reason };
	const latvian = problemText(problem);
	overwriteGetLocale(() => 'en');
	const english = problemText(problem);
	expect(latvian).toContain('near');
	expect(english).toContain('near');
	expect(english).not.toBe(latvian);
});

it("what is unknown is told without its name, which is the visitor's and would make a page of its own", () => {
	const unknown = { parameter: '<b>', reason: 'unknown-parameter' } as const;
	expect(problemText(unknown)).toBe(problemText({ ...unknown, parameter: 'x' }));
});
