// Opening hours in words, both languages.
import { describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { Locale } from '#lib/i18n/languages.ts';
import { daysWords, stateWords, timesWords } from './hours-words.ts';
import { readOpeningHours } from './opening-hours.server.ts';

/** State, days and times as a page in this language says them. */
function said(raw: string, instant: string, locale: Locale) {
	overwriteGetLocale(() => locale);
	const hours = readOpeningHours(raw, new Date(instant), 'Europe/Riga');
	if (!hours.readable) throw new Error('unreadable');
	return {
		state: stateWords(hours, locale),
		rows: hours.periods
			.flatMap(({ groups }) => groups)
			.map((group) => [daysWords(group, locale), timesWords(group, locale)])
	};
}

describe('in Latvian', () => {
	test('open, closed until later today, tomorrow, Monday', () => {
		const hours = 'Mo-Fr 09:00-12:30,13:00-17:00';
		const state = (instant: string) => said(hours, instant, 'lv').state;
		expect(state('2026-07-15T08:00:00Z')).toBe('Atvērts līdz plkst. 12.30');
		expect(state('2026-07-15T09:45:00Z')).toBe('Slēgts, atvērsies šodien plkst. 13.00');
		expect(state('2026-07-15T15:00:00Z')).toBe('Slēgts, atvērsies rīt plkst. 09.00');
		expect(state('2026-07-17T15:00:00Z')).toBe('Slēgts, atvērsies pirmdien plkst. 09.00');
	});

	test('the week in rows', () => {
		const { rows } = said('Mo-Fr 09:00-17:00; Sa 10:00-14:00', '2026-07-15T08:00:00Z', 'lv');
		expect(rows).toEqual([
			['Pirmdiena–piektdiena', '09.00–17.00'],
			['Sestdiena', '10.00–14.00'],
			['Svētdiena', 'slēgts']
		]);
	});

	test('every day, around the clock, long closed', () => {
		expect(said('Mo-Su 10:00-17:00', '2026-07-15T08:00:00Z', 'lv').rows).toEqual([
			['Katru dienu', '10.00–17.00']
		]);
		expect(said('24/7', '2026-07-15T08:00:00Z', 'lv')).toEqual({
			state: 'Atvērts visu diennakti',
			rows: [['Katru dienu', 'visu diennakti']]
		});
		expect(said('Aug 15-31 10:00-17:00', '2026-07-15T08:00:00Z', 'lv').state).toBe(
			'Slēgts, atvērsies 2026. gada 15. augustā plkst. 10.00'
		);
	});
});

test('in English', () => {
	const hours = 'Mo-Fr 09:00-17:00; Sa 10:00-14:00 "by appointment"';
	expect(said(hours, '2026-07-18T15:00:00Z', 'en')).toEqual({
		state: 'Closed now, opens on Monday at 09:00',
		rows: [
			['Monday–Friday', '09:00–17:00'],
			['Saturday', '10:00–14:00 (by appointment)'],
			['Sunday', 'closed']
		]
	});
	expect(said(hours, '2026-07-16T15:00:00Z', 'en').state).toBe(
		'Closed now, opens tomorrow at 09:00'
	);
	expect(said('"by appointment"', '2026-07-16T15:00:00Z', 'en').state).toBe(
		'Open under a condition: by appointment'
	);
});
