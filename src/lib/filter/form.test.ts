// Between the form and the filter: what the form shows and what it carries along are together the
// whole filter.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FilterChoices } from './choices.ts';
import { emptyFilter, filterAbout, type Filter, type Subject } from './filter.ts';
import { carriedBy, filterFromForm } from './form.ts';
import { groupsOf, type Counts } from './groups.ts';
import { radii } from './radii.ts';

const named = (...ids: string[]) => ids.map((id) => ({ id, name: id.toUpperCase() }));
const choices: FilterChoices = {
	kinds: named('centre', 'partner'),
	eventKinds: named('forum', 'seminar'),
	topics: named('funding', 'quality'),
	regions: named('kurzeme', 'latgale'),
	municipalities: named('jelgava', 'riga').map((choice) => ({ ...choice, region: 'kurzeme' })),
	languages: named('lv', 'ru'),
	access: named('lift', 'step-free')
};

/**
 * What a browser sends: the hidden fields, every text field even when it is empty, and the boxes
 * that are ticked.
 */
function sent(filter: Filter, subject: Subject): FormData {
	const data = new FormData();
	for (const [name, value] of carriedBy(filter)) data.append(name, value);
	const { near } = filter;
	data.append('q', filter.words);
	data.append(
		'near',
		near === null ? '' : near.kind === 'place' ? near.name : `${near.lat}, ${near.lng}`
	);
	data.append('km', String(near?.km ?? 25));
	for (const { dates, lists } of groupsOf(filter, subject, choices, null)) {
		for (const { options } of lists)
			for (const { parameter, value, checked } of options)
				if (checked) data.append(parameter, value);
		if (!dates) continue;
		data.append('from', filter.from ?? '');
		data.append('to', filter.to ?? '');
	}
	return data;
}

const some = (list: readonly { id: string }[]) => fc.subarray(list.map(({ id }) => id));
const filters = fc.record<Filter>({
	words: fc.constantFrom('', 'nvo centrs'),
	kinds: some(choices.kinds),
	eventKinds: some(choices.eventKinds),
	topics: some(choices.topics),
	regions: some(choices.regions),
	municipalities: some(choices.municipalities),
	languages: some(choices.languages),
	access: some(choices.access),
	near: fc.constantFrom<Filter['near']>(
		null,
		{ kind: 'point', lat: 56.9, lng: 24.1, km: 40 },
		{ kind: 'place', name: 'Cēsis', km: 25 }
	),
	area: fc.constantFrom(null, { south: 56, west: 21, north: 57, east: 22 }),
	upcoming: fc.boolean(),
	open: fc.boolean(),
	confirmed: fc.boolean(),
	from: fc.constantFrom(null, '2026-12-01'),
	to: fc.constantFrom(null, '2026-12-31'),
	online: fc.boolean(),
	page: fc.constant(1),
	after: fc.constant(null)
});

it('sending the form unchanged changes nothing', () => {
	fc.assert(
		fc.property(filters, (filter) => {
			for (const subject of ['organisations', 'events'] as const) {
				const about = filterAbout(filter, subject);
				expect(filterFromForm(sent(about, subject), choices, subject)).toEqual(about);
			}
		})
	);
});

it('offers what would be found, and keeps what is ticked', () => {
	const counts: Counts = {
		total: 3,
		kinds: { centre: 3 },
		regions: { kurzeme: 2 },
		languages: {},
		open: 1
	};
	const filter = { ...emptyFilter, regions: ['latgale'], confirmed: true };
	const groups = groupsOf(filter, 'organisations', choices, counts);
	const boxes = groups.map(({ id, chosen, lists }) => [
		id,
		chosen,
		...lists.flatMap(({ options }) => options.map(({ value, count }) => `${value} ${count}`))
	]);
	expect(boxes).toEqual([
		['kinds', 0, 'centre 3'],
		['regions', 1, 'kurzeme 2', 'latgale 0'],
		['more', 1, '1 1', '1 0']
	]);
});

it('offers radii in order, the one that is asked for among them', () => {
	expect(radii(25)).toEqual([5, 10, 25, 50, 100]);
	expect(radii(40)).toEqual([5, 10, 25, 40, 50, 100]);
});

it('starts at the first page', () => {
	const data = sent(emptyFilter, 'organisations');
	data.append('page', '7');
	expect(filterFromForm(data, choices, 'organisations').page).toBe(1);
});

it('sends on as it was typed what only the server can read as a place', () => {
	const data = sent(
		{ ...emptyFilter, near: { kind: 'place', name: '56,9; 24,1', km: 50 } },
		'events'
	);
	expect(filterFromForm(data, choices, 'events').near).toEqual({
		kind: 'place',
		name: '56,9; 24,1',
		km: 50
	});
	data.set('near', '  ');
	expect(filterFromForm(data, choices, 'events').near).toBeNull();
});
