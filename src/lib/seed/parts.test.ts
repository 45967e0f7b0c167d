// The small parts of the seed: reading values out of facts, dates of series, names as addresses,
// chance and load data.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { network } from '#network';
import { expand } from '#lib/event/recurrence/recurrence.ts';
import { chance, weightedPicker } from './chance.ts';
import { monthlyRule, plusDays, weekdayAfter } from './examples.ts';
import {
	addressParts,
	certainty,
	emailAddress,
	phoneNumbers,
	plainName,
	webAddress
} from './facts.ts';
import { landFinder } from './land.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { writeLoad } from './load.ts';
import { dayAfter } from './past-events.ts';
import { slugify, stableId } from './slug.ts';
import { sourceFiles } from './source-files.ts';

const fact = (value: string | null, verified: boolean | 'inferred' | 'unverified' | null) => ({
	value,
	source: 'https://example.org',
	verified
});

describe('a fact', () => {
	test('is printed only when it was read or inferred', () => {
		expect(certainty(fact('Rīga', true))).toBe('read');
		expect(certainty(fact('Rīga', 'inferred'))).toBe('inferred');
		expect(certainty(fact('Rīga', 'unverified'))).toBeNull();
		expect(certainty(fact('Rīga', false))).toBeNull();
		expect(certainty(fact('Rīga', null))).toBeNull();
		expect(certainty(fact(null, true))).toBeNull();
	});

	test.each([
		['Ieriķu iela 43A, Rīga', 'Rīga', 'Ieriķu iela 43A', null],
		['Brīvības bulvāris 36, Rīga, LV-1520', 'Rīga', 'Brīvības bulvāris 36', 'LV-1520'],
		[
			'Saules iela 15, Daugavpils, LV-5401 (office); legal address 2016: Atbrīvošanas aleja 95, Rēzekne, LV-4601',
			'Daugavpils',
			'Saules iela 15',
			'LV-5401'
		],
		[
			'Dārza iela 8a, Alūksne (Alūksnes novada Sabiedrības centrs)',
			'Alūksne',
			'Dārza iela 8a',
			null
		],
		['', 'Rīga', null, null]
	])('address %s', (text, town, street, postcode) => {
		expect(addressParts(text, town, '^LV-[0-9]{4}$')).toEqual({ street, postcode });
	});

	test.each([
		['67846464', ['+37167846464']],
		['+371 67082800 (also +371 67082934)', ['+37167082800', '+37167082934']],
		[
			'65428111; 65423801 (Daugavpils); 64624300 (Rēzekne)',
			['+37165428111', '+37165423801', '+37164624300']
		],
		['call us', []],
		['1234567', []],
		['67846464; 67846464', ['+37167846464']]
	])('phones of %s', (text, phones) => {
		expect(phoneNumbers(text, 'LV')).toEqual(phones);
	});

	test('an e-mail address is found among remarks', () => {
		expect(emailAddress('pasts@latgale.lv (2016-17)')).toBe('pasts@latgale.lv');
		expect(emailAddress('none')).toBeNull();
	});

	test('a bare host gets https only where a page was read that way', () => {
		expect(webAddress('www.kvalb.lv', ['https://www.kvalb.lv/index.php'])).toBe(
			'https://www.kvalb.lv'
		);
		expect(webAddress('www.kvalb.lv', ['https://www.kvalb.lv.example.org/'])).toBe(
			'http://www.kvalb.lv'
		);
		expect(webAddress('mk.gov.lv', ['http://mk.gov.lv/en/vk/?noimg'])).toBe('http://mk.gov.lv');
		expect(webAddress('http://www.preilunvo.lv', ['https://www.preilunvo.lv/'])).toBe(
			'http://www.preilunvo.lv'
		);
	});

	test('a name loses only the remark at its end', () => {
		expect(plainName('LPA (earlier eLPA)')).toBe('LPA');
		expect(plainName('Jelgavas iestāde "Sabiedriskais centrs"')).toBe(
			'Jelgavas iestāde "Sabiedriskais centrs"'
		);
		expect(plainName('A (b) c')).toBe('A (b) c');
	});
});

describe('dates', () => {
	const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => plusDays('2000-01-01', days));
	const weekdayOf = (date: string) => new Date(`${date}T00:00Z`).getUTCDay() || 7;

	test('the day after a day, a month, a year', () => {
		expect(dayAfter('2014-12-31')).toBe('2015-01-01');
		expect(dayAfter('2016-02-28')).toBe('2016-02-29');
		expect(dayAfter('2013-12')).toBe('2014-01-01');
		expect(dayAfter('2014-01')).toBe('2014-02-01');
		expect(dayAfter('2013')).toBe('2014-01-01');
	});

	test('a weekday after a day is that weekday, later, and at most a week and the weeks asked for away', () => {
		fc.assert(
			fc.property(
				anyDay,
				fc.integer({ min: 1, max: 7 }),
				fc.integer({ min: 0, max: 20 }),
				(today, weekday, weeks) => {
					const found = weekdayAfter(today, weekday, weeks);
					expect(weekdayOf(found)).toBe(weekday);
					expect(found > plusDays(today, weeks * 7)).toBe(true);
					expect(found <= plusDays(today, (weeks + 1) * 7)).toBe(true);
				}
			)
		);
	});

	test('a monthly series keeps its weekday and its week, one date a month, and says so in its rule', () => {
		fc.assert(
			fc.property(anyDay, fc.integer({ min: 1, max: 24 }), (first, count) => {
				const rule = monthlyRule(first, count);
				const { dates: series } = expand(
					{
						startsLocal: `${first}T18:00`,
						endsLocal: `${first}T20:00`,
						timeZone: network.timeZone,
						allDay: false,
						rule,
						exceptions: []
					},
					first
				);
				const dates = series.map(({ starts }) => starts.slice(0, 10));
				expect(dates).toHaveLength(count);
				expect(dates[0]).toBe(first);
				const months = dates.map(
					(date) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
				);
				expect(months).toEqual(months.map((_, index) => (months[0] ?? 0) + index));
				const nth = Math.ceil(Number(first.slice(8)) / 7);
				for (const date of dates) {
					expect(weekdayOf(date)).toBe(weekdayOf(first));
					if (nth === 5) expect(plusDays(date, 7).slice(0, 7)).not.toBe(date.slice(0, 7));
					else expect(Math.ceil(Number(date.slice(8)) / 7)).toBe(nth);
				}
				const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
				expect(rule).toBe(
					`FREQ=MONTHLY;BYDAY=${nth === 5 ? -1 : nth}${names[weekdayOf(first) - 1]};COUNT=${count}`
				);
			})
		);
	});
});

describe('names as addresses', () => {
	test('keep letters and digits and nothing else', () => {
		expect(slugify('Zemgales reģiona "Kompetenču" centrs (1.)')).toBe(
			'zemgales-regiona-kompetencu-centrs-1'
		);
		expect(slugify('—')).toBe('');
	});

	test('fit the database’s form at any length', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', maxLength: 200 }),
				fc.integer({ min: 1, max: 80 }),
				(text, longest) => {
					const slug = slugify(text, longest);
					expect(slug.length).toBeLessThanOrEqual(longest);
					expect(slug).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/);
				}
			)
		);
	});

	test('an id is a UUID, the same each time, another for another name', () => {
		expect(stableId('event', 'a')).toMatch(
			/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
		);
		expect(stableId('event', 'a')).toBe(stableId('event', 'a'));
		expect(
			new Set([stableId('event', 'a'), stableId('organisation', 'a'), stableId('event', 'b')]).size
		).toBe(3);
	});
});

describe('load data', () => {
	/** What would be written, without a database. */
	async function written(options: {
		seed?: string;
		organisations?: number;
		events?: number;
	}): Promise<string[]> {
		const statements: string[] = [];
		const sql: SqlExecutor = {
			async query<T>(text: string, params: unknown[] = []) {
				statements.push(`${text} ${params.join(' ')}`);
				return [] as T[];
			},
			async exec(text) {
				statements.push(text);
			}
		};
		await writeLoad(sql, {
			organisations: 50,
			events: 30,
			seed: '1',
			today: '2026-11-23',
			...options
		});
		return statements;
	}

	test('is the same for the same seed and another for another', async () => {
		expect(await written({})).toEqual(await written({}));
		expect(await written({})).not.toEqual(await written({ seed: '2' }));
	});

	test('says in every name that it is a test, is marked, and reaches nobody', async () => {
		const rows = (await written({})).flatMap((statement) => {
			const json = /^\s*insert into public\.(organisations|events) [^[]*(\[.*)$/s.exec(
				statement
			)?.[2];
			return json ? (JSON.parse(json) as Record<string, unknown>[]) : [];
		});
		expect(rows).toHaveLength(80);
		for (const row of rows) {
			expect((row.name ?? row.title) as Localised).toMatchObject({
				lv: expect.stringMatching(/^Slodzes tests \d{4}: /)
			});
			expect(row.is_example).toBe(true);
			expect(String(row.slug)).toMatch(/^load-test-1-/);
			expect(row.email ?? '@example.org').toMatch(/@example\.org$/);
			// Nobody's: numbers of Latvia do not begin with a nought.
			expect(String(row.phones ?? '')).toMatch(/^(\+3710\d{7})?$/);
		}
	});

	test('stands on land, in every region', async () => {
		const onLand = landFinder();
		expect(sourceFiles.municipalityAreas()?.features.length).toBe(42);
		const points =
			(await written({ organisations: 400, events: 0 })).join('').match(/POINT\([^)]*\)/g) ?? [];
		expect(points.length).toBeGreaterThan(300);
		for (const point of points) {
			const [lng = 0, lat = 0] = point.slice(6, -1).split(' ').map(Number);
			expect(onLand(lat, lng), point).toBe(true);
		}
	});

	test('the sea, and a neighbour’s land, are not the network’s land', () => {
		const onLand = landFinder();
		expect(onLand(56.946, 24.10589)).toBe(true);
		expect(onLand(57.6, 23.6)).toBe(false);
		expect(onLand(55.93, 23.32)).toBe(false);
	});

	test('refuses a seed that could not stand in an address', async () => {
		await expect(written({ seed: 'A b' })).rejects.toThrow(/seed/);
	});

	test('chance is even and weights are kept', () => {
		const random = chance('even');
		const picked = weightedPicker([
			['a', 3],
			['b', 1]
		] as const);
		const counts = { a: 0, b: 0 };
		for (let turn = 0; turn < 8000; turn += 1) counts[picked(random)] += 1;
		expect(counts.a / 8000).toBeGreaterThan(0.72);
		expect(counts.a / 8000).toBeLessThan(0.78);
	});
});
