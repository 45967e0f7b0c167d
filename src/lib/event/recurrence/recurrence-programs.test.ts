// Series of dates held against a third implementation, Python's.
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMissing, pythonAnswer } from '../../../../tests/setup/programs.ts';
import { anyPattern, days, halfAnHourLater, series, today } from './any-rule.ts';
import { problemOf } from './recurrence.ts';

// python3-dateutil comes with python3-icalendar.
it.skipIf(isMissing('icalendar'))('dates of a rule are those a third implementation finds', () => {
	const byDateutil = `
import json, sys
from datetime import datetime
from dateutil.rrule import rrulestr

def dates(rule, first):
    return [date.isoformat() for date in rrulestr(rule, dtstart=datetime.fromisoformat(first))]

print(json.dumps([dates(rule, dates(pattern + ';COUNT=1', day)[0])
    for pattern, rule, day in json.loads(sys.argv[1])]))`;
	const samples = fc
		.sample(
			fc.record({
				pattern: anyPattern,
				interval: fc.integer({ min: 1, max: 4 }),
				count: fc.integer({ min: 1, max: 7 }),
				day: fc.integer({ min: 0, max: 1000 })
			}),
			400
		)
		.map(({ pattern, interval, count, day }) => [
			pattern,
			`${pattern};INTERVAL=${interval};COUNT=${count}`,
			new Date(Date.UTC(2026, 0, 1, 18) + day * 86_400_000).toISOString().slice(0, 19)
		]);
	const theirs = pythonAnswer(byDateutil, [JSON.stringify(samples)], tmpdir()) as string[][];
	expect(theirs).toHaveLength(400);
	for (const [index, [, rule = '']] of samples.entries()) {
		const dates = theirs[index] ?? [];
		const first = dates[0] ?? '';
		const of = series(rule, { startsLocal: first, endsLocal: halfAnHourLater(first) });
		// Leap days every fourth year: not within a lifetime.
		if (problemOf(of, today) === 'too-far') continue;
		expect([rule, days(of)]).toEqual([rule, dates.map((date) => date.slice(0, 10))]);
	}
});
