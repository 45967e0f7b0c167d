// Opening hours by rows as the tests of edit/ try them.
import fc from 'fast-check';
import {
	closedPlan,
	type DayHours,
	type Hours,
	type HoursPlan,
	type Season
} from './week-hours.ts';

const two = (value: number) => String(value).padStart(2, '0');
const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 4, maxLength: 4 });
const inDay = fc.tuple(minutes, fc.integer({ min: 0, max: 2 })).map(([some, count]) => {
	const [a = 0, b = 0, c = 0, d = 0] = some.toSorted((x, y) => x - y).map((step) => step * 15);
	return [
		{ from: clock(a), to: clock(b) },
		{ from: clock(c), to: clock(d) }
	].slice(0, count);
});
const spans = fc.oneof(
	{ weight: 5, arbitrary: inDay },
	{
		weight: 2,
		arbitrary: fc.constantFrom<Hours[]>(
			[{ from: '18:00', to: '02:00' }],
			[{ from: '22:15', to: '09:45' }],
			[
				{ from: '16:00', to: '18:00' },
				{ from: '19:00', to: '01:30' }
			]
		)
	},
	{
		weight: 2,
		arbitrary: fc.constantFrom<Hours[]>(
			[{ from: '00:00', to: '24:00' }],
			[{ from: '00:00', to: '08:00' }],
			[{ from: '16:00', to: '24:00' }]
		)
	}
);
const day: fc.Arbitrary<DayHours> = fc.record({
	spans,
	appointment: fc.boolean()
});
const week = fc.oneof(
	{ weight: 4, arbitrary: fc.array(day, { minLength: 7, maxLength: 7 }) },
	{ weight: 1, arbitrary: fc.constant(closedPlan().days) }
);
const date = fc
	.integer({ min: 0, max: 365 })
	.map((count) => new Date(Date.UTC(2024, 0, 1 + count)).toISOString().slice(5, 10));
const season: fc.Arbitrary<Season> = fc
	.oneof(
		fc.record({ from: date, to: date }),
		fc.constantFrom<Season>(
			{ from: '07-01', to: '07-31' },
			{ from: '12-01', to: '02-29' },
			{ from: '10-01', to: '03-31' },
			{ from: '03-01', to: '05-15' }
		)
	)
	.filter(({ from, to }) => {
		const after = new Date(Date.parse(`2024-${to}`) + 86_400_000).toISOString().slice(5, 10);
		return after !== from;
	});
const note = fc.oneof(
	fc.constantFrom(
		'',
		'zvaniet iepriekš',
		'2. stāvs; "A" ieeja',
		'by appointment',
		'a, Sa 10:00-12:00'
	),
	fc.string().map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, ''))
);
/** Any week of opening hours that rows can say. */
export const plan: fc.Arbitrary<HoursPlan> = fc.record({
	differs: fc.oneof(fc.constant(null), fc.constant('even-weeks' as const), season),
	days: week,
	other: week,
	closedOnHolidays: fc.boolean(),
	note
});
