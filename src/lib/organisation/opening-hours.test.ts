// Opening hours: what is open when, in the network's zone whatever zone the server stands in.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOpeningHours } from './opening-hours.server.ts';
import type { OpeningHours } from './opening-hours.ts';

type Readable = Extract<OpeningHours, { readable: true }>;

async function read(raw: string, instant: string): Promise<Readable> {
	const hours = await readOpeningHours(raw, new Date(instant), 'Europe/Riga');
	if (!hours.readable) throw new Error(`unreadable: ${raw}`);
	return hours;
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

		test('open until the evening, closed until the morning', async () => {
			// Wednesday 15 July 2026; Rīga is three hours ahead of UTC.
			const open = await read('Mo-Fr 10:00-17:00', '2026-07-15T08:00:00Z');
			expect(open).toMatchObject({
				state: 'open',
				change: { time: '17:00', inDays: 0, weekday: 3, date: '2026-07-15' }
			});
			const closed = await read('Mo-Fr 10:00-17:00', '2026-07-15T14:00:00Z');
			expect(closed).toMatchObject({
				state: 'closed',
				change: { time: '10:00', inDays: 1, weekday: 4, date: '2026-07-16' }
			});
		});

		test('over a weekend it opens on Monday', async () => {
			const hours = await read('Mo-Fr 09:00-17:00', '2026-07-17T20:00:00Z');
			expect(hours).toMatchObject({ state: 'closed', change: { weekday: 1, inDays: 3 } });
		});

		test('past midnight', async () => {
			const late = await read('Fr 20:00-02:00', '2026-07-17T22:30:00Z');
			expect(late).toMatchObject({
				state: 'open',
				change: { time: '02:00', inDays: 0, weekday: 6, date: '2026-07-18' }
			});
			expect(late.groups.find((group) => group.times.length > 0)).toEqual({
				weekdays: [5],
				date: null,
				times: [{ from: '20:00', to: '02:00', uncertain: false, comment: null }]
			});
		});

		test('around the clock changes of 29 March and 25 October 2026', async () => {
			// 3:30 by summer time in the night it begins; an hour later than standard time would say.
			const spring = await read('Mo-Su 04:00-05:00', '2026-03-29T01:30:00Z');
			expect(spring).toMatchObject({ state: 'open', change: { time: '05:00', inDays: 0 } });
			expect(await read('Mo-Su 04:00-05:00', '2026-03-28T01:30:00Z')).toMatchObject({
				state: 'closed',
				change: { time: '04:00', inDays: 0 }
			});
			// 10:00 standard time the morning after summer time ended.
			expect(await read('Mo-Su 10:00-17:00', '2026-10-25T07:59:00Z')).toMatchObject({
				state: 'closed'
			});
			expect(await read('Mo-Su 10:00-17:00', '2026-10-25T08:00:00Z')).toMatchObject({
				state: 'open'
			});
		});

		test('on a public holiday of the country', async () => {
			// Wednesday 24 June 2026 is Jāņi.
			expect(await read('Mo-Fr 09:00-17:00; PH off', '2026-06-24T09:00:00Z')).toMatchObject({
				state: 'closed',
				holidays: 'closed',
				weekly: true,
				groups: [
					{ weekdays: [1, 2, 3, 4, 5], times: [{ from: '09:00', to: '17:00' }] },
					{ weekdays: [6, 7], times: [] }
				]
			});
			expect(await read('Mo-Fr 09:00-17:00', '2026-06-24T09:00:00Z')).toMatchObject({
				state: 'open',
				holidays: null
			});
		});

		test('around the clock', async () => {
			const hours = await read('24/7', '2026-07-15T08:00:00Z');
			expect(hours).toMatchObject({ state: 'open', change: null });
			expect(hours.groups).toEqual([
				{
					weekdays: [1, 2, 3, 4, 5, 6, 7],
					date: null,
					times: [{ from: '00:00', to: '24:00', uncertain: false, comment: null }]
				}
			]);
		});

		test('a lunch break and an appointment', async () => {
			const hours = await read(
				'Mo-Fr 08:30-12:30,13:00-17:00; Sa 10:00-12:00 "pēc pieraksta"',
				'2026-07-18T08:00:00Z'
			);
			expect(hours.groups[0]?.times.map(({ from, to }) => [from, to])).toEqual([
				['08:30', '12:30'],
				['13:00', '17:00']
			]);
			expect(hours.groups[1]?.times[0]).toMatchObject({ comment: 'pēc pieraksta' });
		});

		test('hours that differ from week to week are told for the next seven days', async () => {
			const hours = await read('Jun-Aug Mo-Fr 10:00-18:00', '2026-08-28T08:00:00Z');
			expect(hours.weekly).toBe(false);
			expect(hours.groups.map(({ date, times }) => [date, times.length])).toEqual([
				['2026-08-28', 1],
				['2026-08-29', 0],
				['2026-08-30', 0],
				['2026-08-31', 1],
				['2026-09-01', 0],
				['2026-09-02', 0],
				['2026-09-03', 0]
			]);
		});
	}
);

test('what cannot be read, or hangs on the sun, is handed back as it was written', async () => {
	for (const raw of ['no pusdeviņiem, parasti', '', 'Mo-Fr sunrise-sunset', 'Mo 25:99-']) {
		expect(await readOpeningHours(raw, new Date('2026-07-15T08:00:00Z'))).toEqual({
			readable: false,
			raw
		});
	}
});

test('never throws, whatever stands in the field', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.oneof(
				fc.string({ maxLength: 40 }),
				fc
					.array(
						fc.constantFrom('Mo', 'Su', '-', ',', ';', '10:00', '26:00', 'PH', 'off', '"x"', ' ')
					)
					.map((tokens) => tokens.join(''))
			),
			async (raw) => {
				const hours = await readOpeningHours(raw, new Date('2026-07-15T08:00:00Z'));
				expect(hours.raw).toBe(raw);
			}
		),
		{ numRuns: 200 }
	);
});
