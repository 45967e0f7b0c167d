// What people choose and the rule it means: there and back without loss, and no rule of an import
// bent into a choice that gives other dates.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#lib/time/days.ts';
import { expand, problemOf, type Series } from '#lib/event/recurrence/recurrence.ts';
import {
	choicesFrom,
	repetitions,
	ruleFrom,
	weekdayOf,
	type RepeatChoices
} from './recurrence-choices.ts';
import { weekdays } from '#lib/event/recurrence/weekdays.ts';
import { repetitionsFrom } from './series-preview.server.ts';

const start = (day: string, allDay = false) => ({
	startsLocal: `${day}T${allDay ? '00:00' : '18:00'}:00`,
	timeZone: 'Europe/Riga',
	allDay
});
const anyDay = fc
	.date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));
const anyEnd = fc.oneof(
	fc.constant({ kind: 'never' as const }),
	fc.integer({ min: 1, max: 1000 }).map((count) => ({ kind: 'count' as const, count })),
	anyDay.map((day) => ({ kind: 'until' as const, day: addDays(day, 1500) }))
);
/** What the form can hold for a first date: nothing that says the same as another choice. */
const anyChoices = (day: string): fc.Arbitrary<RepeatChoices> =>
	fc
		.record({
			repeats: fc.constantFrom(...repetitions.filter((one) => one !== 'kept' && one !== 'once')),
			interval: fc.integer({ min: 1, max: 12 }),
			weekdays: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 2, maxLength: 7 }),
			end: anyEnd
		})
		.map((choices) => ({
			...choices,
			repeats:
				choices.repeats === 'month-last' && addDays(day, 7).slice(0, 7) === day.slice(0, 7)
					? 'weekly'
					: choices.repeats
		}))
		.map((choices) => ({
			...choices,
			interval:
				choices.repeats === 'fortnightly' ||
				(choices.repeats === 'weekly' && choices.interval === 2)
					? 1
					: choices.interval,
			weekdays:
				choices.repeats === 'weekdays'
					? weekdays.filter((one) => choices.weekdays.includes(one))
					: []
		}));

describe('choices', () => {
	it('become a rule and are read from it again', () => {
		fc.assert(
			fc.property(
				anyDay.chain((day) => fc.tuple(fc.constant(day), anyChoices(day), fc.boolean())),
				([day, choices, allDay]) => {
					const rule = ruleFrom(choices, start(day, allDay));
					expect(choicesFrom(rule, start(day, allDay))).toEqual(choices);
				}
			),
			{ numRuns: 500 }
		);
	});

	it('but for chosen weekdays hold with the first date, whichever it is', () => {
		fc.assert(
			fc.property(
				anyDay.chain((day) => fc.tuple(fc.constant(day), anyChoices(day))),
				([day, choices]) => {
					const series: Series = {
						...start(day),
						endsLocal: `${day}T20:00:00`,
						rule: ruleFrom({ ...choices, end: { kind: 'count', count: 3 } }, start(day)),
						exceptions: []
					};
					const found = problemOf(series, '2026-01-01');
					const fits = choices.weekdays.length === 0 || choices.weekdays.includes(weekdayOf(day));
					// Leap days and every twelfth year may lie beyond what a series may last.
					if (found !== 'too-far') expect(found).toBe(fits ? null : 'first-date');
				}
			),
			{ numRuns: 300 }
		);
	});

	it('say what they say', () => {
		const said = (day: string, choices: Partial<RepeatChoices>) =>
			ruleFrom(
				{ repeats: 'weekly', interval: 1, weekdays: [], end: { kind: 'never' }, ...choices },
				start(day)
			);
		// The second Tuesday of December 2026, and its last Friday but one.
		expect(said('2026-12-08', { repeats: 'once' })).toBeNull();
		expect(said('2026-12-08', { repeats: 'fortnightly' })).toBe('FREQ=WEEKLY;INTERVAL=2');
		expect(said('2026-12-08', { repeats: 'month-date' })).toBe('FREQ=MONTHLY');
		expect(said('2026-12-08', { repeats: 'month-weekday' })).toBe('FREQ=MONTHLY;BYDAY=2TU');
		expect(said('2026-12-25', { repeats: 'month-last', interval: 3 })).toBe(
			'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR'
		);
		expect(said('2026-12-08', { repeats: 'weekdays', weekdays: ['TH', 'TU'] })).toBe(
			'FREQ=WEEKLY;BYDAY=TU,TH'
		);
		expect(said('2026-12-08', { end: { kind: 'until', day: '2027-06-08' } })).toBe(
			'FREQ=WEEKLY;UNTIL=20270608T205959Z'
		);
	});
});

describe('a rule', () => {
	it.each([
		'FREQ=MONTHLY;BYMONTHDAY=8,22',
		'FREQ=MONTHLY;BYMONTHDAY=-1',
		'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
		'FREQ=DAILY;INTERVAL=3',
		'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU',
		'FREQ=YEARLY;BYMONTHDAY=8',
		'FREQ=WEEKLY;BYMONTH=1,2',
		'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU',
		'FREQ=MONTHLY;BYDAY=3TU',
		'FREQ=HOURLY'
	])('that no choice says is kept: %s', (rule) => {
		const choices = choicesFrom(rule, start('2026-12-08'));
		expect(choices.repeats).toBe('kept');
		expect(ruleFrom(choices, start('2026-12-08'), rule)).toBe(rule);
	});

	it('that is kept can still be given another end', () => {
		const rule = 'FREQ=MONTHLY;BYMONTHDAY=8,22';
		const choices = choicesFrom(rule, start('2026-12-08'));
		expect(
			ruleFrom({ ...choices, end: { kind: 'count', count: 4 } }, start('2026-12-08'), rule)
		).toBe(`${rule};COUNT=4`);
	});

	it('stays letter for letter while the choices say the same', () => {
		const rule = 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20270608T140000Z';
		const choices = choicesFrom(rule, start('2026-12-08'));
		expect(choices).toMatchObject({ repeats: 'weekly', end: { kind: 'until', day: '2027-06-07' } });
		expect(ruleFrom(choices, start('2026-12-08'), rule)).toBe(rule);
	});

	it('and its choice give the same dates', () => {
		const part = fc.constantFrom(
			'FREQ=DAILY',
			'FREQ=DAILY;BYDAY=MO,TU',
			'FREQ=WEEKLY',
			'FREQ=WEEKLY;INTERVAL=2',
			'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU',
			'FREQ=WEEKLY;BYDAY=MO,SA',
			'FREQ=MONTHLY',
			'FREQ=MONTHLY;BYDAY=2TU',
			'FREQ=MONTHLY;BYDAY=-1FR',
			'FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2',
			'FREQ=YEARLY;BYMONTH=12',
			'FREQ=YEARLY'
		);
		fc.assert(
			fc.property(part, anyDay, (pattern, day) => {
				const rule = `${pattern};COUNT=4`;
				const of = (text: string | null): Series => ({
					...start(day),
					endsLocal: `${day}T20:00:00`,
					rule: text,
					exceptions: []
				});
				if (problemOf(of(rule), day) !== null) return;
				const again = ruleFrom(choicesFrom(rule, start(day)), start(day), null);
				// Without the text that was read, what is kept cannot be said anew.
				if (again === null) return;
				expect(expand(of(again), day).dates).toEqual(expand(of(rule), day).dates);
			}),
			{ numRuns: 300 }
		);
	});
});

describe('choices in words, from the first day', () => {
	const latvian = {
		days: ['svētdien', 'pirmdien', 'otrdien', 'trešdien', 'ceturtdien', 'piektdien', 'sestdien'],
		nth: ['pirmajā', 'otrajā', 'trešajā', 'ceturtajā', 'piektajā']
	};

	it('say which day of its month and week it is', () => {
		fc.assert(
			fc.property(anyDay, (day) => {
				const date = new Date(`${day}T12:00:00Z`);
				const name = latvian.days[date.getUTCDay()] ?? '';
				// Counted day by day, not calculated.
				let nth = 0;
				let later = 0;
				for (let one = 1; one <= 31; one++) {
					const other = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), one, 12));
					if (other.getUTCMonth() !== date.getUTCMonth()) break;
					if (other.getUTCDay() !== date.getUTCDay()) continue;
					if (one <= date.getUTCDate()) nth++;
					else later++;
				}
				const said = repetitionsFrom(day, 'lv');
				const rare = nth === 5 ? ' (ja mēnesī tāda ir)' : '';
				expect(said['month-weekday']).toBe(
					`Katra mēneša ${latvian.nth[nth - 1] ?? ''} ${name}ā${rare}`
				);
				expect(said['month-last']).toBe(later === 0 ? `Katra mēneša pēdējā ${name}ā` : undefined);
				expect(said.weekly).toBe(`Katru ${name}u`);
				expect(said['month-date']).toContain(`Katra mēneša ${date.getUTCDate()}. datumā`);
				expect(said.yearly).toContain(`Katru gadu ${date.getUTCDate()}. `);
				expect(said.weekdays).toBeUndefined();
			}),
			{ numRuns: 200 }
		);
		expect(repetitionsFrom('2026-12-08', 'en')).toMatchObject({
			weekly: 'Every Tuesday',
			fortnightly: 'Every other week, on Tuesday',
			'month-weekday': 'On the second Tuesday of every month',
			yearly: 'Every year on 8 December'
		});
		expect(repetitionsFrom(undefined, 'lv')).toEqual({});
	});
});
