// An event for tests: everything empty that may be empty, so that a test says only what it is
// about.
import type { EventDetail, EventOccurrence } from './event.ts';

/** One date as the rule says it. */
export function sampleDate(
	startsAt: string,
	endsAt: string,
	change: Partial<EventOccurrence> = {}
): EventOccurrence {
	return {
		id: startsAt,
		startsAt,
		endsAt,
		state: 'confirmed',
		originalStart: startsAt,
		rescheduled: false,
		title: {},
		reason: {},
		elsewhere: null,
		...change
	};
}

/** A confirmed seminar on site with these dates. */
export function sampleEvent(
	occurrences: EventOccurrence[],
	change: Partial<EventDetail> = {}
): EventDetail {
	return {
		slug: 'seminars',
		kind: 'seminar',
		title: { lv: 'Seminārs' },
		summary: {},
		description: {},
		audience: {},
		accessibility: [],
		accessibilityNote: {},
		attendance: 'on-site',
		venue: null,
		street: null,
		postcode: null,
		place: null,
		municipality: null,
		region: null,
		pin: null,
		venueOrganisation: null,
		joinLink: null,
		languages: [],
		free: null,
		price: {},
		registration: { url: null, email: null, phone: null, deadline: null, places: null },
		state: 'confirmed',
		stateReason: {},
		timeZone: 'Europe/Riga',
		allDay: false,
		precision: 'minute',
		series: null,
		isExample: false,
		updatedAt: '2026-11-23T00:00:00Z',
		changedOn: { when: null, where: null, registration: null, fee: null, who: null, contact: null },
		topics: [],
		contact: null,
		funder: {},
		image: null,
		documents: [],
		changes: [],
		organisers: [],
		parts: [],
		sources: [],
		occurrences,
		occurrenceCount: occurrences.length,
		...change
	};
}
