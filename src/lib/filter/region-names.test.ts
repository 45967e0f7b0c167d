// A region is known by any of its names, and never taken for the town of its name.
import { expect, it } from 'vitest';
import { parseFilter, type FilterVocabulary } from './filter.ts';
import { regionNames } from './region-names.ts';

const none = new Set<string>();
const vocabulary: FilterVocabulary = {
	kinds: none,
	eventKinds: none,
	topics: none,
	regions: new Set(['kurzeme', 'riga', 'vidzeme']),
	municipalities: none,
	regionNames: regionNames([
		{
			id: 'kurzeme',
			names: ['Kurzeme', 'Kurzemes plānošanas reģions', 'Kurzeme Planning Region']
		},
		{
			id: 'riga',
			names: ['Rīgas reģions', 'Rīgas plānošanas reģions', 'Riga Planning Region', 'Riga region']
		},
		{ id: 'vidzeme', names: ['Vidzeme', 'Vidzemes plānošanas reģions'] }
	])
};
const read = (near: string, more = '') =>
	parseFilter(new URLSearchParams(`near=${encodeURIComponent(near)}${more}`), vocabulary, 'events');

it.each([
	['Kurzeme', 'kurzeme'],
	['kurzeme', 'kurzeme'],
	['Kurzemē', 'kurzeme'],
	['Kurzemes reģions', 'kurzeme'],
	['Kurzemes reģionā', 'kurzeme'],
	['Kurzemes plānošanas reģions', 'kurzeme'],
	['Kurzeme planning region', 'kurzeme'],
	['Курземе', 'kurzeme'],
	['Rīgas reģions', 'riga'],
	['Riga region', 'riga']
])('%s is the region', (near, id) => {
	const { filter, problems } = read(near, '&km=10');
	expect(filter).toMatchObject({ near: null, regions: [id] });
	expect(problems).toEqual([]);
});

it.each(['Rīga', 'Riga', 'Kurmene', 'Kurzemes iela 3, Rīga'])('%s is a place', (near) => {
	expect(read(near).filter).toMatchObject({ near: { kind: 'place', name: near }, regions: [] });
});

it('stands beside others that are chosen', () => {
	expect(read('Vidzeme', '&region=kurzeme&region=vidzeme').filter.regions).toEqual([
		'kurzeme',
		'vidzeme'
	]);
});
