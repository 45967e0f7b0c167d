// Between the form and the filter: what the form shows and what it carries along are together the whole filter.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FilterChoices } from './choices.ts';
import { emptyFilter, filterAbout, type Filter, type Subject } from './filter.ts';
import { carriedBy, filterFromForm } from './form.ts';

const named = (...ids: string[]) => ids.map((id) => ({ id, name: id.toUpperCase() }));
const choices: FilterChoices = {
	kinds: named('centre', 'partner'),
	eventKinds: named('forum', 'seminar'),
	topics: named('funding', 'quality'),
	regions: named('kurzeme', 'latgale'),
	municipalities: named('jelgava', 'riga').map((choice) => ({ ...choice, region: 'kurzeme' })),
	languages: named('lv', 'ru')
};

/** What a browser sends: the visible fields as they are shown, and the hidden ones. */
function sent(filter: Filter, subject: Subject): FormData {
	const data = new FormData();
	for (const [name, value] of carriedBy(filter, subject)) data.append(name, value);
	data.append('q', filter.words);
	data.append('region', filter.regions[0] ?? '');
	data.append('municipality', filter.municipalities[0] ?? '');
	data.append('topic', filter.topics[0] ?? '');
	const kinds = subject === 'events' ? filter.eventKinds : filter.kinds;
	for (const kind of kinds) data.append('kind', kind);
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

it('starts at the first page', () => {
	const data = sent(emptyFilter, 'organisations');
	data.append('page', '7');
	expect(filterFromForm(data, choices, 'organisations').page).toBe(1);
});
