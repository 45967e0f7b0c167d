// What a reader of the Atom feed is told: what holds, when it is here, and to register only for
// what takes place.
import { describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { eventEntry } from './events-atom.ts';
import { sampleDate, sampleDated, sampleSeries } from './sample-feed.ts';
import { withdrawnDates, withdrawnEvent } from './withdrawn.ts';

overwriteGetLocale(() => 'lv');
const options = { locale: 'lv', origin: 'https://tikls.example' } as const;
const registration = {
	url: 'https://example.org/pieteikties',
	email: null,
	phone: null,
	deadline: null
};
const deadline = '2027-03-14T22:00:00Z';

describe('an entry', () => {
	test('tells of later dates that do not take place or were moved, with why and to where', () => {
		const { summary, title } = eventEntry(sampleSeries(), options);
		expect(title).toBe('Seminārs');
		expect(summary).toContain(
			'Pārcelts no 2027. gada 30. marta plkst. 19.00: 2027. gada 30. martā plkst. 20.00–22.00, Kuldīgas bibliotēka'
		);
		expect(summary).toContain(
			'Atcelts: 2027. gada 6. aprīlī plkst. 19.00–21.00. Iemesls: Slims lektors'
		);
	});

	test('asks nobody to register for what does not take place, is full, or is gone', () => {
		const told = (state: 'confirmed' | 'cancelled' | 'postponed' | 'full') =>
			eventEntry(
				{
					event: sampleDated({ registration, price: { lv: '10 eiro' } }).event,
					dates: [sampleDate('2027-03-16T10:00:00', '2027-03-16T08:00:00Z', { state, deadline })]
				},
				options
			).summary;
		expect(told('confirmed')).toMatch(/Pieteikties līdz 2027\. gada 14\. martam[^]*pieteikties/);
		for (const state of ['cancelled', 'postponed'] as const)
			expect(told(state)).not.toMatch(/pieteik|eiro|https?:/i);
		expect(told('full')).not.toMatch(/pieteik|https?:/i);
	});

	test('tells an event in another zone by the clock and day here, and by its own', () => {
		const { event } = sampleDated({ timeZone: 'America/New_York' });
		const date = sampleDate('2027-03-16T19:00:00', '2027-03-16T23:00:00Z');
		expect(eventEntry({ event, dates: [date] }, options).summary).toContain(
			'2027. gada 17. martā plkst. 01.00–03.00 (pasākuma vietā: 2027. gada 16. martā plkst. 19.00–21.00, America/New_York)'
		);
		// The same clock under another name needs no second telling.
		const near = { ...event, timeZone: 'Europe/Helsinki' };
		expect(eventEntry({ event: near, dates: [date] }, options).summary).not.toContain('Helsinki');
	});

	test('of what was taken back says so, by its kind', () => {
		const { event, dates } = sampleDated();
		const told = withdrawnDates(
			withdrawnEvent(
				{
					...event,
					withdrawnAt: '2027-03-01T08:00:00.000Z',
					dates: dates.map((date) => ({ ...date, state: 'cancelled' as const }))
				},
				'lv'
			)
		);
		const entry = eventEntry(told, options);
		expect(entry).toMatchObject({
			id: event.id,
			title: 'Atcelts: Seminārs',
			url: 'https://tikls.example/pasakumi',
			updated: '2027-03-01T08:00:00.000Z'
		});
		expect(entry.summary).toContain('vairs nav publicēts');
	});
});
