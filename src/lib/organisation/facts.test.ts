// How facts are told: names of fields, ages of sources, shown addresses.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bySourcedFact, sourceAgeWords } from './facts.ts';
import type { FactSource } from './organisation-detail.ts';

const source = (field: string, address: string): FactSource => ({
	field,
	source: address,
	certainty: 'read',
	pageDate: null
});

describe('bySourcedFact', () => {
	test('columns that are one fact to a reader stand together, each source once', () => {
		const facts = bySourcedFact([
			source('postcode', 'https://a.lv'),
			source('phones', 'https://b.lv'),
			source('street', 'https://a.lv'),
			source('name', 'https://c.lv')
		]);
		expect(facts.map((fact) => fact.name)).toEqual(['Nosaukums', 'Adrese', 'Tālrunis']);
		expect(facts[1]?.sources).toHaveLength(1);
	});

	test('no source is lost, whatever the columns are called', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						field: fc.constantFrom('name', 'phones', 'new_column', 'constructor'),
						source: fc.webUrl(),
						certainty: fc.constantFrom('read' as const, 'inferred' as const),
						pageDate: fc.constant(null)
					})
				),
				(sources) => {
					const facts = bySourcedFact(sources);
					for (const { name } of facts) expect(name).toEqual(expect.any(String));
					const told = new Set(facts.flatMap((fact) => fact.sources.map((one) => one.source)));
					expect(told).toEqual(new Set(sources.map((one) => one.source)));
				}
			)
		);
	});
});

test.each([
	['2019', '2019. gads', '2019'],
	['2021-03', '2021. gada marts', 'March 2021'],
	['2021-03-16', '2021. gada 16. marts', '16 March 2021'],
	['2013-2015', '2013–2015', '2013–2015'],
	['2016-17', '2016–17', '2016–17']
])('a source of %s', (date, lv, en) => {
	expect(sourceAgeWords(date, 'lv')).toBe(lv);
	expect(sourceAgeWords(date, 'en')).toBe(en);
});
