// Opening hours: what is open when, in the network's zone whatever zone the server stands in.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KNOWN_BYTES, knownBytes, readOpeningHours } from './opening-hours.server.ts';
import type { DayGroup, OpeningHours } from './opening-hours.ts';

type Readable = Extract<OpeningHours, { readable: true }>;

function read(raw: string, instant: string): Readable & { groups: DayGroup[] } {
	const hours = readOpeningHours(raw, new Date(instant), 'Europe/Riga');
	if (!hours.readable) throw new Error(`unreadable: ${raw}`);
	return { ...hours, groups: hours.periods.flatMap(({ groups }) => groups) };
}

const ownZone = process.env.TZ;
afterEach(() => {
	if (ownZone === undefined) delete process.env.TZ;
	else process.env.TZ = ownZone;
});

describe.each(['UTC', 'Europe/Riga', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
	'on a server in %s',
	(zone) => {
		beforeEach(() => {
			process.env.TZ = zone;
			// Or every server below would be the same one.
			expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
		});

		test('open until the evening, closed until the morning', () => {
			// Wednesday 15 July 2026; Rīga is three hours ahead of UTC.
			const open = read('Mo-Fr 10:00-17:00', '2026-07-15T08:00:00Z');
			expect(open).toMatchObject({
				state: 'open',
				change: { time: '17:00', inDays: 0, weekday: 3, date: '2026-07-15' }
			});
			const closed = read('Mo-Fr 10:00-17:00', '2026-07-15T14:00:00Z');
			expect(closed).toMatchObject({
				state: 'closed',
				change: { time: '10:00', inDays: 1, weekday: 4, date: '2026-07-16' }
			});
		});

		test('over a weekend it opens on Monday', () => {
			const hours = read('Mo-Fr 09:00-17:00', '2026-07-17T20:00:00Z');
			expect(hours).toMatchObject({ state: 'closed', change: { weekday: 1, inDays: 3 } });
		});

		test('past midnight', () => {
			const late = read('Fr 20:00-02:00', '2026-07-17T22:30:00Z');
			expect(late).toMatchObject({
				state: 'open',
				change: { time: '02:00', inDays: 0, weekday: 6, date: '2026-07-18' }
			});
			expect(late.groups.find((group) => group.times.length > 0)).toEqual({
				weekdays: [5],
				date: null,
				times: [{ from: '20:00', to: '02:00', openEnd: false, uncertain: false, comment: null }]
			});
		});

		test('around the clock changes of 29 March and 25 October 2026', () => {
			// 3:30 by summer time in the night it begins; an hour later than standard time would say.
			const spring = read('Mo-Su 04:00-05:00', '2026-03-29T01:30:00Z');
			expect(spring).toMatchObject({ state: 'open', change: { time: '05:00', inDays: 0 } });
			expect(read('Mo-Su 04:00-05:00', '2026-03-28T01:30:00Z')).toMatchObject({
				state: 'closed',
				change: { time: '04:00', inDays: 0 }
			});
			// 10:00 standard time the morning after summer time ended.
			expect(read('Mo-Su 10:00-17:00', '2026-10-25T07:59:00Z')).toMatchObject({
				state: 'closed'
			});
			expect(read('Mo-Su 10:00-17:00', '2026-10-25T08:00:00Z')).toMatchObject({
				state: 'open'
			});
		});

		test('on a public holiday of the country', () => {
			// Wednesday 24 June 2026 is Jāņi.
			expect(read('Mo-Fr 09:00-17:00; PH off', '2026-06-24T09:00:00Z')).toMatchObject({
				state: 'closed',
				holidays: 'closed',
				periods: [{ when: { kind: 'always' } }],
				groups: [
					{ weekdays: [1, 2, 3, 4, 5], times: [{ from: '09:00', to: '17:00' }] },
					{ weekdays: [6, 7], times: [] }
				]
			});
			expect(read('Mo-Fr 09:00-17:00', '2026-06-24T09:00:00Z')).toMatchObject({
				state: 'open',
				holidays: null
			});
		});

		test('around the clock', () => {
			const hours = read('24/7', '2026-07-15T08:00:00Z');
			expect(hours).toMatchObject({ state: 'open', change: null });
			expect(hours.groups).toEqual([
				{
					weekdays: [1, 2, 3, 4, 5, 6, 7],
					date: null,
					times: [{ from: '00:00', to: '24:00', openEnd: false, uncertain: false, comment: null }]
				}
			]);
		});

		test('a lunch break and an appointment', () => {
			const hours = read(
				'Mo-Fr 08:30-12:30,13:00-17:00; Sa 10:00-12:00 "pēc pieraksta"',
				'2026-07-18T08:00:00Z'
			);
			expect(hours.groups[0]?.times.map(({ from, to }) => [from, to])).toEqual([
				['08:30', '12:30'],
				['13:00', '17:00']
			]);
			expect(hours.groups[1]?.times[0]).toMatchObject({ comment: 'pēc pieraksta' });
		});

		test('seasons are told each with its name, the present one first', () => {
			const hours = read('Jun-Aug Mo-Fr 10:00-18:00', '2026-08-28T08:00:00Z');
			expect(hours.periods).toMatchObject([
				{
					when: { kind: 'season', from: '06-01', to: '08-31', now: true },
					groups: [
						{ weekdays: [1, 2, 3, 4, 5], times: [{ from: '10:00', to: '18:00' }] },
						{ weekdays: [6, 7], times: [] }
					]
				},
				{
					when: { kind: 'season', from: '09-01', to: '05-31', now: false },
					groups: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], times: [] }]
				}
			]);
		});

		test('what no week repeats is told for the next seven days', () => {
			const hours = read('Jun-Aug Mo[1] 10:00-18:00', '2026-08-01T08:00:00Z');
			expect(hours.periods.map(({ when }) => when.kind)).toEqual(['next-days']);
			expect(hours.groups.map(({ date, times }) => [date, times.length])).toEqual([
				['2026-08-01', 0],
				['2026-08-02', 0],
				['2026-08-03', 1],
				['2026-08-04', 0],
				['2026-08-05', 0],
				['2026-08-06', 0],
				['2026-08-07', 0]
			]);
		});
	}
);

test('what cannot be read, or hangs on the sun, is handed back as it was written', () => {
	for (const raw of ['no pusdeviņiem, parasti', '', 'Mo-Fr sunrise-sunset', 'Mo 25:99-']) {
		expect(readOpeningHours(raw, new Date('2026-07-15T08:00:00Z'))).toEqual({
			readable: false,
			raw
		});
	}
});

test('never throws, whatever stands in the field', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ maxLength: 40 }),
				fc
					.array(
						fc.constantFrom('Mo', 'Su', '-', ',', ';', '10:00', '26:00', 'PH', 'off', '"x"', ' ')
					)
					.map((tokens) => tokens.join(''))
			),
			(raw) => {
				const hours = readOpeningHours(raw, new Date('2026-07-15T08:00:00Z'));
				expect(hours.raw).toBe(raw);
			}
		),
		{ numRuns: 200 }
	);
});

test('as many values are kept as have room in memory, and the others are read again', () => {
	const told = (minute: number) =>
		readOpeningHours(
			`Su 05:07-${10 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`
		);
	const first = told(1);
	let before = knownBytes();
	let minute = 1;
	const grows = () => {
		before = knownBytes();
		minute += 1;
		told(minute);
		return knownBytes() > before;
	};
	while (grows());
	// One more goes where another one went.
	expect(knownBytes()).toBeLessThanOrEqual(KNOWN_BYTES);
	expect(knownBytes()).toBeGreaterThan(KNOWN_BYTES * 0.99);
	expect(minute).toBeGreaterThan(500);
	expect(told(1)).toEqual(first);
	// What nobody can read costs little beside that, but not nothing.
	before = knownBytes();
	readOpeningHours('pēc vienošanās'.repeat(30));
	expect(knownBytes()).not.toBe(before);
});
