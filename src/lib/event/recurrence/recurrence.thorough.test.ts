// Series of dates held against an independent implementation (ical.js, Mozilla's), over any rule
// people plan by.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '#lib/time/local-time.ts';
import { anyStart, byIcal, halfAnHourLater, series, today, zone } from './any-rule.ts';
import { expand, splitSeries } from './recurrence.ts';

describe('dates of a rule', () => {
	it('are those an independent implementation finds, counted', () => {
		fc.assert(
			fc.property(anyStart, fc.integer({ min: 1, max: 30 }), ({ rule, first }, count) => {
				const whole = `${rule};COUNT=${count}`;
				const of = series(whole, { startsLocal: first, endsLocal: halfAnHourLater(first) });
				const theirs = byIcal(whole, first, count);
				const years = Number(theirs.at(-1)?.slice(0, 4)) - Number(first.slice(0, 4));
				if (years > 29) return;
				expect(expand(of, today).dates.map(({ starts }) => starts)).toEqual(theirs);
			}),
			{ numRuns: 400 }
		);
	});

	it('and those up to a day, that day included', () => {
		fc.assert(
			fc.property(anyStart, fc.integer({ min: 0, max: 700 }), ({ rule, first }, later) => {
				const day = new Date(Date.parse(`${first.slice(0, 10)}T00:00Z`) + later * 86_400_000)
					.toISOString()
					.slice(0, 10);
				const until = instantOf(`${day}T23:59:59`, zone).replaceAll(/[-:]/g, '');
				const of = series(`${rule};UNTIL=${until}`, {
					startsLocal: first,
					endsLocal: halfAnHourLater(first)
				});
				expect(expand(of, today).dates.map(({ starts }) => starts)).toEqual(
					byIcal(rule, first, 1000, day)
				);
			}),
			{ numRuns: 200 }
		);
	});
});

describe('"this and following"', () => {
	it('cuts a series into two that together are the whole', () => {
		fc.assert(
			fc.property(
				anyStart,
				fc.integer({ min: 2, max: 20 }),
				fc.nat(),
				fc.constantFrom('count', 'until'),
				fc.nat(3),
				({ rule, first }, count, at, end, skipped) => {
					const counted = byIcal(`${rule};COUNT=${count}`, first, count);
					if (Number(counted.at(-1)?.slice(0, 4)) - Number(first.slice(0, 4)) > 29) return;
					const until = `${counted.at(-1)?.slice(0, 10).replaceAll('-', '')}T235959`;
					const whole = series(`${rule};${end === 'count' ? `COUNT=${count}` : `UNTIL=${until}`}`, {
						startsLocal: first,
						endsLocal: halfAnHourLater(first)
					});
					const cut = 1 + (at % (count - 1));
					const exceptions = counted.filter(
						(_, index) => index > 0 && index % 4 === skipped && index !== cut
					);
					const parts = splitSeries({ ...whole, exceptions }, counted[cut] ?? '');
					expect(parts?.flatMap((part) => expand(part, today).dates)).toEqual(
						expand({ ...whole, exceptions }, today).dates
					);
					expect(parts?.[1].startsLocal).toBe(counted[cut]);
				}
			),
			{ numRuns: 150 }
		);
	});
});
