// Dates in the order of a programme, and which date an event's page is about.
import { describe, expect, it } from 'vitest';
import { agendaOf, byYear } from './agenda.ts';
import { descriptionOf, factsOf } from './about-event.ts';
import type { EventState, EventSummary } from './event.ts';
import { datesOf, mainDateOf } from './event-dates.ts';
import { sampleDate, sampleEvent } from './sample-event.ts';
import { eventJsonLd } from '#lib/page/structured-data.ts';

const summary = (id: string, startsAt: string, endsAt: string): EventSummary => ({
	occurrenceId: id,
	slug: id,
	kind: 'seminar',
	title: { lv: id },
	summary: {},
	startsAt,
	endsAt,
	allDay: false,
	precision: 'minute',
	isExample: false,
	timeZone: 'Europe/Riga',
	state: 'confirmed',
	attendance: 'on-site',
	venue: null,
	place: null,
	regionId: null,
	pin: null,
	free: null,
	inSeries: false,
	otherZone: null,
	registrationDeadline: null,
	metres: null,
	organisers: []
});

describe('the programme', () => {
	const list = [
		summary('running', '2026-11-20T08:00:00Z', '2026-11-30T14:00:00Z'),
		summary('today', '2026-11-23T18:00:00Z', '2026-11-23T20:00:00Z'),
		summary('late', '2026-11-30T22:30:00Z', '2026-11-30T23:30:00Z'),
		summary('same day', '2026-12-01T08:00:00Z', '2026-12-01T09:00:00Z')
	];

	it('puts what already runs first, then each month and day in the zone', () => {
		const programme = agendaOf(list, '2026-11-23').map(({ month, days }) => [
			month,
			days.map(({ day, events }) => [day, events.map((event) => event.slug)])
		]);
		expect(programme).toEqual([
			['', [['2026-11-20', ['running']]]],
			['2026-11-01', [['2026-11-23', ['today']]]],
			// Half past midnight in Rīga is still the evening before in UTC.
			['2026-12-01', [['2026-12-01', ['late', 'same day']]]]
		]);
	});

	it('loses and reorders nothing', () => {
		const shown = agendaOf(list, '2026-11-23').flatMap(({ days }) =>
			days.flatMap(({ events }) => events)
		);
		expect(shown).toEqual(list);
		expect(byYear(list.toReversed()).flatMap(({ events }) => events)).toEqual(list.toReversed());
	});

	it('splits the past at the new year of the zone', () => {
		const past = [
			summary('b', '2026-12-31T22:30:00Z', '2026-12-31T23:00:00Z'),
			summary('a', '2026-12-31T20:30:00Z', '2026-12-31T21:00:00Z')
		];
		expect(byYear(past).map(({ year }) => year)).toEqual(['2027', '2026']);
	});
});

const event = (dates: [startsAt: string, endsAt: string, state?: EventState][]) =>
	sampleEvent(
		dates.map(([startsAt, endsAt, state = 'confirmed']) => sampleDate(startsAt, endsAt, { state })),
		{
			slug: 'konsultacijas',
			kind: 'discussion',
			title: { lv: 'Konsultācijas' },
			summary: { lv: 'Vakars biedrībām. '.repeat(20).trim() },
			attendance: 'both',
			place: { id: 'daugavpils', name: { lv: 'Daugavpils' } },
			municipality: { id: 'daugavpils', name: { lv: 'Daugavpils valstspilsēta' } },
			pin: { lat: 55.87, lng: 26.53, approximate: true },
			languages: ['lv'],
			free: true,
			organisers: [{ slug: 'dnvoac', kind: 'ngo-support-centre', name: { lv: 'DNVOAC' } }]
		}
	);

describe('the date a page is about', () => {
	const now = new Date('2026-12-10T12:00:00Z');
	const past: [string, string] = ['2026-12-02T15:30:00Z', '2026-12-02T17:00:00Z'];
	const next: [string, string] = ['2027-01-06T15:30:00Z', '2027-01-06T17:00:00Z'];
	const later: [string, string] = ['2027-02-03T15:30:00Z', '2027-02-03T17:00:00Z'];

	it('is the next one that takes place', () => {
		expect(mainDateOf(event([past, next, later]), now).startsAt).toBe(next[0]);
		expect(mainDateOf(event([past, [...next, 'cancelled'], later]), now).startsAt).toBe(later[0]);
	});

	it('is the next one all the same when none takes place, and the last when all are over', () => {
		const cancelled = event([past, [...next, 'cancelled'], [...later, 'cancelled']]);
		expect(mainDateOf(cancelled, now)).toMatchObject({ startsAt: next[0], state: 'cancelled' });
		expect(mainDateOf(event([past]), now).startsAt).toBe(past[0]);
	});

	it('does not depend on the order the dates come in', () => {
		expect(datesOf(event([later, past, next])).map((date) => date.startsAt)).toEqual([
			past[0],
			next[0],
			later[0]
		]);
	});

	it('is the one search engines hear of', () => {
		const detail = event([past, next]);
		const date = mainDateOf(detail, now);
		const node = eventJsonLd(factsOf(detail, date, 'https://tikls.example', 'lv'));
		expect(node).toMatchObject({
			'@type': ['Event', 'EventSeries'],
			startDate: '2027-01-06T17:30+02:00',
			endDate: '2027-01-06T19:00+02:00',
			eventStatus: 'https://schema.org/EventScheduled',
			eventAttendanceMode: 'https://schema.org/MixedEventAttendanceMode',
			isAccessibleForFree: true,
			offers: { price: 0 },
			organizer: [{ name: 'DNVOAC', url: 'https://tikls.example/organizacija/dnvoac' }]
		});
		// A town's centre is no venue: a machine would take the point for the exact place.
		expect(JSON.stringify(node)).not.toContain('GeoCoordinates');
	});

	it('opens the description, which stays short and ends with a word', () => {
		const detail = event([next]);
		const text = descriptionOf(detail, mainDateOf(detail, now), 'lv');
		expect(text).toMatch(/^2027\. gada 6\. janvārī plkst\. 17\.30–19\.00, Daugavpils\. Vakars/);
		expect(text.length).toBeLessThanOrEqual(160);
		expect(text).toMatch(/[a-zā-ž]…$/);
	});
});
