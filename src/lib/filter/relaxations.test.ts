// Ways out of "nothing found": each drops one condition whole, in the words of its chips, and all
// together drop everything.
import { expect, it } from 'vitest';
import type { FilterChoices } from './choices.ts';
import { conditionsOf } from './describe.ts';
import { emptyFilter, restricts, type Filter } from './filter.ts';
import { droppedBy, relaxations } from './relaxations.ts';

const named = (...ids: string[]) => ids.map((id) => ({ id, name: id.toUpperCase() }));
const choices: FilterChoices = {
	kinds: named('partner'),
	eventKinds: named('forum'),
	topics: named('funding'),
	regions: named('kurzeme', 'latgale'),
	municipalities: [],
	languages: named('lv'),
	access: named('lift')
};
const everything: Filter = {
	...emptyFilter,
	words: 'nvo',
	kinds: ['partner'],
	eventKinds: ['forum'],
	topics: ['funding'],
	regions: ['kurzeme', 'latgale'],
	municipalities: ['kuldigas-novads'],
	languages: ['lv'],
	access: ['lift'],
	near: { kind: 'place', name: 'Cēsis', km: 25 },
	area: { south: 56, west: 21, north: 57, east: 22 },
	upcoming: true,
	open: true,
	confirmed: true,
	from: '2026-12-01',
	to: '2026-12-31',
	online: true,
	page: 3
};

it('drop the values of one condition together', () => {
	const conditions = conditionsOf(everything, 'organisations', choices, String);
	const regions = relaxations(everything).find(({ key }) => key === 'regions');
	expect(regions?.without).toMatchObject({ regions: [], kinds: ['partner'], page: 1 });
	expect(droppedBy({ key: 'regions' }, conditions)).toEqual({
		label: 'Reģions',
		value: 'KURZEME, LATGALE'
	});
});

it('are named, and drop everything when all are taken', () => {
	const conditions = conditionsOf(everything, 'events', choices, String);
	let filter = everything;
	for (let way = relaxations(filter)[0]; way; way = relaxations(filter)[0]) {
		expect(droppedBy(way, conditions).label, way.key).not.toBe('');
		filter = way.without;
	}
	expect(restricts(filter)).toBe(false);
});

it('are none without a condition', () => {
	expect(relaxations({ ...emptyFilter, page: 2 })).toEqual([]);
});
