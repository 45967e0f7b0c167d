// Other calendars get the hour it is held at, whole days as whole days, and never more than the
// event says.
import { expect, it } from 'vitest';
import { googleHref, outlookHref } from './calendar-links.ts';

const entry = {
	title: 'Datu & drošības diena',
	place: 'Kuldīga',
	url: 'https://tikls.example/pasakums/diena',
	span: {
		startsAt: '2027-03-29T07:00:00Z',
		endsAt: '2027-03-29T11:00:00Z',
		allDay: false,
		precision: 'minute' as const,
		timeZone: 'Europe/Riga'
	}
};
const query = (href: string) => Object.fromEntries(new URL(href).searchParams);

it('give an hour as an instant', () => {
	expect(query(googleHref(entry))).toEqual({
		action: 'TEMPLATE',
		text: 'Datu & drošības diena',
		dates: '20270329T070000Z/20270329T110000Z',
		details: entry.url,
		location: 'Kuldīga'
	});
	expect(query(outlookHref(entry))).toMatchObject({
		subject: 'Datu & drošības diena',
		startdt: '2027-03-29T07:00:00.000Z',
		enddt: '2027-03-29T11:00:00.000Z'
	});
});

it('give whole days without an hour, ending with the day after the last', () => {
	const days = {
		...entry,
		place: '',
		span: {
			...entry.span,
			// Two days of the event's own zone.
			startsAt: '2027-03-27T22:00:00Z',
			endsAt: '2027-03-29T21:00:00Z',
			allDay: true
		}
	};
	expect(query(googleHref(days))).toMatchObject({ dates: '20270328/20270330' });
	expect(query(googleHref(days))).not.toHaveProperty('location');
	expect(query(outlookHref(days))).toMatchObject({
		startdt: '2027-03-28',
		enddt: '2027-03-30',
		allday: 'true'
	});
});
