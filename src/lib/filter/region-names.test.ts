// A region is known by any of its names, and never taken for the town of its name.
import { expect, it } from 'vitest';
import { parseFilter, type FilterVocabulary } from './filter.ts';
import { positionFrom } from '#lib/geo/coordinates.ts';
import { regionFinder } from './region-names.ts';

const none = new Set<string>();
const vocabulary: FilterVocabulary = {
	kinds: none,
	eventKinds: none,
	topics: none,
	regions: new Set(['kurzeme', 'riga', 'vidzeme']),
	municipalities: none,
	access: none,
	pasted: {
		point: positionFrom,
		region: regionFinder([
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
	}
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

it.each(['56,9496; 24,1052', 'geo:56.9496,24.1052', '56°56′58.56″N 24°6′18.72″E'])(
	'%s is a point, and is written as one from then on',
	(near) => {
		const { filter, problems } = read(near);
		expect(filter.near).toEqual({ kind: 'point', lat: 56.9496, lng: 24.1052, km: 25 });
		expect(problems).toEqual([]);
	}
);
