// The filter survives the way through an address, junk never throws, and one filter has one
// address.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { network } from '#network';
import {
	emptyFilter,
	filterAbout,
	parseFilter,
	printFilter,
	restricts,
	type Filter,
	type FilterVocabulary,
	type Subject
} from './filter.ts';
import { filterForSql } from './sql-filter.ts';
import { dateFrom, placeNameFrom, wordsFrom } from './values.ts';

const vocabulary: FilterVocabulary = {
	kinds: new Set(network.kinds.map((kind) => kind.id)),
	eventKinds: new Set(['seminar', 'training', 'forum', 'information-day', 'other']),
	topics: new Set(['quality', 'funding', 'training', 'volunteering']),
	regions: new Set(['kurzeme', 'zemgale', 'vidzeme', 'latgale', 'riga']),
	municipalities: new Set(['riga', 'kuldigas-novads', 'jelgava', 'jelgavas-novads']),
	access: new Set(['hearing-loop', 'lift', 'step-free'])
};

function parse(query: string, subject: Subject = 'organisations') {
	const { filter, problems } = parseFilter(new URLSearchParams(query), vocabulary, subject);
	return { filter, problems };
}

const circumstances = { now: new Date('2026-11-24T22:30:00Z'), timeZone: 'Europe/Riga' };

const some = (values: ReadonlySet<string>) =>
	fc.subarray([...values]).map((chosen) => [...chosen].sort());
const degrees = (max: number) =>
	fc.integer({ min: -max * 1e5, max: max * 1e5 }).map((value) => value / 1e5 + 0);
const date = fc
	.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
	.map((value) => value.toISOString().slice(0, 10));
const km = fc.integer({ min: 1, max: 300 });
const near = fc.oneof(
	fc.record({
		kind: fc.constant('point' as const),
		lat: degrees(90),
		lng: degrees(180),
		km
	}),
	fc.record({
		kind: fc.constant('place' as const),
		name: fc
			.string({ unit: 'grapheme', maxLength: 40 })
			.map(placeNameFrom)
			.filter((name) => name !== null),
		km
	})
);
const area = fc
	.tuple(degrees(90), degrees(180), degrees(90), degrees(180))
	.filter(([south, west, north, east]) => south < north && west < east)
	.map(([south, west, north, east]) => ({ south, west, north, east }));
const anyFilter: fc.Arbitrary<Filter> = fc
	.record({
		words: fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => wordsFrom(text).text),
		kinds: some(vocabulary.kinds),
		eventKinds: some(vocabulary.eventKinds),
		topics: some(vocabulary.topics),
		regions: some(vocabulary.regions),
		municipalities: some(vocabulary.municipalities),
		languages: some(new Set(['de', 'en', 'lv', 'ru', 'uk'])),
		access: some(vocabulary.access),
		near: fc.option(near),
		area: fc.option(area),
		upcoming: fc.boolean(),
		open: fc.boolean(),
		confirmed: fc.boolean(),
		from: fc.option(date),
		to: fc.option(date),
		online: fc.boolean(),
		page: fc.integer({ min: 1, max: 100_000 }),
		after: fc.option(fc.uuid())
	})
	.map((filter) => ({
		...filter,
		...(filter.from && filter.to && filter.from > filter.to
			? { from: filter.to, to: filter.from }
			: {}),
		after: filter.page > 1 ? filter.after : null
	}));
const about = (subject: Subject) =>
	anyFilter.map((filter) => ({
		...filterAbout(filter, subject),
		page: filter.page,
		after: filter.after
	}));
const eventFilter = about('events');
const organisationFilter = about('organisations');

describe('the way through an address', () => {
	it('gives back the same filter about events', () => {
		fc.assert(
			fc.property(eventFilter, (filter) => {
				expect(parse(printFilter(filter).toString(), 'events')).toEqual({ filter, problems: [] });
			}),
			{ numRuns: 500 }
		);
	});

	it('gives back the same filter about organisations', () => {
		fc.assert(
			fc.property(organisationFilter, (filter) => {
				expect(parse(printFilter(filter).toString())).toEqual({ filter, problems: [] });
			}),
			{ numRuns: 500 }
		);
	});

	it('never throws, whatever the address holds, and what comes out is canonical', () => {
		const name = fc.oneof(
			fc.constantFrom(
				...'q kind topic region language access near km area upcoming open from to online page after'.split(
					' '
				)
			),
			fc.string({ unit: 'binary' })
		);
		const value = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 300 }),
			fc.constantFrom('1e9', '-0', 'NaN', '91,0', '57,24', '2026-02-30', '0', '1.5', '__proto__'),
			fc.constantFrom('1', 'lv', 'xx', '1,2,3,4', '3,4,1,2', '0,0,0.000001,1', '-0,-0,1,1'),
			fc.uuid(),
			date
		);
		fc.assert(
			fc.property(
				fc.array(fc.tuple(name, value), { maxLength: 40 }),
				fc.constantFrom<Subject>('organisations', 'events'),
				(pairs, subject) => {
					const { filter, problems } = parseFilter(new URLSearchParams(pairs), vocabulary, subject);
					expect(new Set(problems.map(({ parameter, reason }) => parameter + reason)).size).toBe(
						problems.length
					);
					expect([...filter.words].length).toBeLessThanOrEqual(100);
					const again = parse(printFilter(filter).toString(), subject);
					expect(again).toEqual({ filter, problems: [] });
					const located = { ...filter, near: filter.near?.kind === 'point' ? filter.near : null };
					expect(() => JSON.stringify(filterForSql(located, circumstances))).not.toThrow();
				}
			),
			{ numRuns: 300 }
		);
	});

	it('has one form, whatever order and repetition it was asked in', () => {
		fc.assert(
			fc.property(organisationFilter, fc.infiniteStream(fc.nat()), (filter, random) => {
				const pairs = [...printFilter(filter)].map((pair) => ({
					pair,
					place: random.next().value
				}));
				const shuffled = pairs.sort((a, b) => a.place - b.place).map(({ pair }) => pair);
				const doubled = shuffled.flatMap((pair) =>
					['kind', 'topic', 'region', 'municipality', 'language'].includes(pair[0])
						? [pair, pair]
						: [pair]
				);
				const { filter: read } = parse(new URLSearchParams(doubled).toString());
				expect(printFilter(read).toString()).toBe(printFilter(filter).toString());
			})
		);
	});
});

describe('what cannot be meant', () => {
	it.each([
		['near=57.3', 'near', 'impossible-value'],
		['near=91,24', 'near', 'impossible-value'],
		['near=57,181', 'near', 'impossible-value'],
		[`near=${'a'.repeat(201)}`, 'near', 'impossible-value'],
		['near=12', 'near', 'impossible-value'],
		['area=56,21,57', 'area', 'impossible-value'],
		['area=57,21,56,22', 'area', 'impossible-value'],
		['area=56,21,56.000001,22', 'area', 'impossible-value'],
		['area=a,b,c,d', 'area', 'impossible-value'],
		['upcoming=yes', 'upcoming', 'impossible-value'],
		['open=0', 'open', 'impossible-value'],
		['language=xx', 'language', 'unknown-value'],
		['language=LV', 'language', 'unknown-value'],
		['page=2&after=last', 'after', 'impossible-value'],
		['near=57,24&km=0', 'km', 'impossible-value'],
		['near=57,24&km=301', 'km', 'impossible-value'],
		['page=0', 'page', 'impossible-value'],
		['page=100001', 'page', 'impossible-value'],
		['page=2e3', 'page', 'impossible-value'],
		['kind=castle', 'kind', 'unknown-value'],
		['kind=seminar', 'kind', 'only-for-events'],
		['region=Kurzeme', 'region', 'unknown-value'],
		['from=2026-01-01', 'from', 'only-for-events'],
		['online=1', 'online', 'only-for-events'],
		['q=a&q=b', 'q', 'repeated'],
		['regoin=red&Topic=2', 'regoin', 'unknown-parameter'],
		['kms=5', 'kms', 'unknown-parameter'],
		[`q=${'a'.repeat(101)}`, 'q', 'too-long']
	])('%s is reported', (query, parameter, reason) => {
		const { problems } = parse(query);
		expect(problems).toHaveLength(1);
		expect(problems[0]).toMatchObject({ parameter, reason });
	});

	it.each([
		['from=2026-02-30', 'from'],
		['from=2026-05-02&to=2026-05-01', 'to'],
		['online=yes', 'online'],
		['to=tomorrow', 'to']
	])('%s is reported for events', (query, parameter) => {
		const { problems } = parse(query, 'events');
		expect(problems).toMatchObject([{ parameter, reason: 'impossible-value' }]);
	});

	it.each(['upcoming', 'open', 'confirmed'])('%s concerns organisations alone', (parameter) => {
		expect(parse(`${parameter}=1`).filter).toEqual({ ...emptyFilter, [parameter]: true });
		expect(parse(`${parameter}=1`, 'events')).toMatchObject({
			filter: emptyFilter,
			problems: [{ parameter, reason: 'only-for-organisations' }]
		});
	});

	it('takes a place by its name, tidied', () => {
		expect(parse('near=++kuldi%CC%84ga%0A+&km=10')).toEqual({
			filter: { ...emptyFilter, near: { kind: 'place', name: 'kuldīga', km: 10 } },
			problems: []
		});
	});

	it('forgets the row before the first page', () => {
		const id = 'ABCDEF00-0000-4000-8000-000000000000';
		expect(parse(`after=${id}`)).toEqual({ filter: emptyFilter, problems: [] });
		expect(parse(`after=${id}&page=2`).filter.after).toBe(id.toLowerCase());
	});

	it('says nothing of what trackers add, nor of the same value twice', () => {
		for (const query of ['utm_source=x&fbclid=y', 'UTM_Source=x', 'regoin=', 'q=a&q=a'])
			expect(parse(query).problems, query).toEqual([]);
	});

	it('leaves what is nobody’s to whoever reads it', () => {
		const read = (query: string) => parseFilter(new URLSearchParams(query), vocabulary, 'events');
		expect(read('colour=red&size=2')).toMatchObject({ problems: [], foreign: 'colour' });
		expect(read('mc_cid=2&q=a').foreign).toBeNull();
	});

	it('leaves out empty fields of a form without a word', () => {
		expect(parse('q=&region=&kind=&near=&km=25&from=&page=')).toEqual({
			filter: emptyFilter,
			problems: []
		});
	});

	it('keeps the first hundred characters of long words and never half a letter', () => {
		const { filter } = parse(`q=${encodeURIComponent('🌍'.repeat(150))}`);
		expect(filter.words).toBe('🌍'.repeat(100));
	});

	it('drops what PostgreSQL cannot store', () => {
		expect(parse('q=a%00b%09%0Ac').filter.words).toBe('a b c');
	});

	it('knows which days exist', () => {
		expect(dateFrom('2028-02-29')).toBe('2028-02-29');
		expect(dateFrom('2027-02-29')).toBeNull();
		expect(dateFrom('2026-13-01')).toBeNull();
	});
});

describe('the filter for SQL', () => {
	it('leaves out whatever does not restrict', () => {
		expect(filterForSql({ ...emptyFilter, page: 7 }, circumstances)).toEqual({});
	});

	it('turns inclusive days into the instants where they begin and end in the zone', () => {
		const filter = { ...emptyFilter, from: '2026-03-29', to: '2026-12-31' };
		expect(filterForSql(filter, circumstances)).toEqual({
			from: '2026-03-28T22:00:00.000Z',
			to: '2026-12-31T22:00:00.000Z'
		});
	});

	it('leaves words together, as typed', () => {
		const { words } = filterForSql({ ...emptyFilter, words: 'nvo centrs' }, circumstances);
		expect(words).toBe('nvo centrs');
	});

	it('asks for all that is needed to get in, of events too', () => {
		const { filter } = parse('access=step-free&access=lift&access=nice');
		expect(filter.access).toEqual(['lift', 'step-free']);
		expect(filterForSql({ ...emptyFilter, access: filter.access }, circumstances)).toEqual({
			access: ['lift', 'step-free']
		});
		expect(parse('access=lift', 'events')).toMatchObject({
			filter: { access: ['lift'] },
			problems: []
		});
		expect(parse('access=nice').problems).toMatchObject([{ reason: 'unknown-value' }]);
	});

	it('says what "open now" and "within a year" mean at this minute', () => {
		const filter = { ...emptyFilter, open: true, confirmed: true };
		const asked = { ...circumstances, openHours: ['Mo-Fr 09:00-17:00'] };
		expect(filterForSql(filter, asked)).toEqual({
			openHours: ['Mo-Fr 09:00-17:00'],
			// In Rīga it is the 25th already.
			confirmedSince: '2025-11-25'
		});
		// When nobody is open, nobody is found.
		expect(filterForSql({ ...emptyFilter, open: true }, circumstances)).toEqual({ openHours: [] });
	});

	it('knows the year before a leap day', () => {
		const now = new Date('2028-02-29T12:00:00Z');
		const sql = filterForSql({ ...emptyFilter, confirmed: true }, { ...circumstances, now });
		expect(sql.confirmedSince).toBe('2027-03-01');
	});
});

it('says whether anything is left out', () => {
	expect(restricts({ ...emptyFilter, page: 7 })).toBe(false);
	expect(restricts({ ...emptyFilter, words: 'a' })).toBe(true);
});

it('can tell kinds of organisation from kinds of event in one parameter', () => {
	const both = network.kinds.filter((kind) => vocabulary.eventKinds.has(kind.id));
	expect(both).toEqual([]);
});
