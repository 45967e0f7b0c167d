// The day in words with its weekday, while somebody types it: a wrong year or a wrong weekday is
// seen before anything is saved.
import { describe, expect, it } from 'vitest';
import { saidTime } from './said-time.ts';

const controls = { day: 'day', from: 'from', until: 'until', last: 'last', zone: 'zone' };
const said = (typed: Record<string, string>, locale: 'lv' | 'en' = 'lv', more = {}) =>
	saidTime((name) => typed[name] ?? '', { ...controls, ...more }, locale);

describe('the time that is typed', () => {
	it.each([
		[{ day: '9.12.2026' }, 'Trešdiena, 2026. gada 9. decembris'],
		[
			{ day: '2026-12-09', from: '18', until: '20.30' },
			'Trešdiena, 2026. gada 9. decembris, plkst. 18.00–20.30'
		],
		[{ day: '9.12.2025' }, 'Otrdiena, 2025. gada 9. decembris'],
		[
			{ day: '9.12.2026', from: '19:00', until: '01:00' },
			'Trešdiena – ceturtdiena, 2026. gada 9.–10. decembris, plkst. 19.00–01.00'
		],
		[
			{ day: '12.12.2026', last: '13.12.2026' },
			'Sestdiena – svētdiena, 2026. gada 12.–13. decembris'
		],
		[
			{ day: '9.12.2026', zone: 'Europe/Brussels' },
			'Trešdiena, 2026. gada 9. decembris (Europe/Brussels)'
		],
		[{ day: '' }, ''],
		[{ day: '31.2.2027' }, ''],
		[{ day: '9.12.2026', last: '8.12.2026' }, '']
	])('%j is %s', (typed: Record<string, string>, words) => {
		expect(said(typed)).toBe(words);
	});

	it('is said in English', () => {
		expect(said({ day: '2026-12-09', from: '18:00', until: '20:00' }, 'en')).toBe(
			'Wednesday, 9 December 2026, 18:00–20:00'
		);
	});

	it('is no day where only the month is meant', () => {
		const month = { day: '9.12.2026', exactness: 'month' };
		expect(said(month, 'lv', { exactness: 'exactness' })).toBe('');
	});
});
