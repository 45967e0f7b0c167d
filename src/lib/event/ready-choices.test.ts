// "This week" is the week the day lies in, whatever day it is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '#lib/time/days.ts';
import { chosenOf, readyChoices } from './ready-choices.ts';

const days = fc.integer({ min: 0, max: 80_000 }).map((passed) => addDays('1970-01-01', passed));

describe('ready choices', () => {
	it('on a Tuesday in November', () => {
		expect(readyChoices('2026-11-24')).toEqual([
			{ id: 'today', from: '2026-11-24', to: '2026-11-24' },
			{ id: 'week', from: '2026-11-23', to: '2026-11-29' },
			{ id: 'weekend', from: '2026-11-28', to: '2026-11-29' },
			{ id: 'month', from: '2026-11-01', to: '2026-11-30' },
			{ id: 'next-month', from: '2026-12-01', to: '2026-12-31' }
		]);
	});

	it('hold the day they are made on, the weekend of a working day and the next month apart', () => {
		fc.assert(
			fc.property(days, (today) => {
				const spans = Object.fromEntries(readyChoices(today).map((span) => [span.id, span]));
				for (const id of ['today', 'week', 'month'] as const) {
					expect(spans[id]!.from <= today && today <= spans[id]!.to).toBe(true);
				}
				expect(daysBetween(spans.week!.from, spans.week!.to)).toBe(6);
				expect(spans.weekend!.to).toBe(spans.week!.to);
				expect(addDays(spans.month!.to, 1)).toBe(spans['next-month']!.from);
			})
		);
	});

	it('know which of them a filter is', () => {
		const choices = readyChoices('2026-11-24');
		expect(chosenOf(choices, { from: '2026-11-23', to: '2026-11-29' })).toBe('week');
		expect(chosenOf(choices, { from: '2026-11-23', to: '2026-11-30' })).toBeNull();
		expect(chosenOf(choices, { from: null, to: null })).toBeNull();
	});
});
