// Events and organisations for tests of the feeds: everything empty that may be empty, so that a
// test says only what it is about.
import type { DatedEvent, FeedDate, FeedEvent } from './feed-event.ts';
import type { FeedOrganisation } from './feed-organisation.ts';

const nowhere = {
	venue: null,
	street: null,
	postcode: null,
	place: null,
	municipality: null,
	region: null,
	pin: null
};

/** A confirmed seminar on site, on 16 March 2027 from 10:00 to 12:00 in Riga. */
export function sampleEvent(change: Partial<FeedEvent> = {}): FeedEvent {
	return {
		...nowhere,
		id: '87b4c887-8d4c-8209-aa2d-48db23e00ad9',
		slug: 'seminars',
		kind: 'seminar',
		title: { lv: 'Seminārs' },
		summary: {},
		attendance: 'on-site',
		languages: [],
		free: null,
		price: {},
		registration: { url: null, email: null, phone: null, deadline: null },
		state: 'confirmed',
		stateReason: {},
		timeZone: 'Europe/Riga',
		starts: '2027-03-16T10:00:00',
		ends: '2027-03-16T12:00:00',
		allDay: false,
		precision: 'minute',
		recurrence: null,
		exceptions: [],
		knownUntil: null,
		isExample: false,
		version: 1,
		createdAt: '2026-11-01T08:00:00.000Z',
		updatedAt: '2026-11-02T08:00:00.000Z',
		topics: [],
		organisers: [],
		sources: [],
		...change
	};
}

/**
 * A date in Riga, as the rule says it.
 * @param starts on the wall, `2027-03-16T10:00:00`
 * @param startsAt the same as an instant
 * @param hours from beginning to end
 */
export function sampleDate(
	starts: string,
	startsAt: string,
	change: Partial<FeedDate> = {},
	hours = 2
): FeedDate {
	const later = (text: string) =>
		new Date(Date.parse(text.endsWith('Z') ? text : `${text}Z`) + hours * 3_600_000).toISOString();
	return {
		id: `occurrence-${starts}`,
		startsAt: new Date(startsAt).toISOString(),
		endsAt: later(startsAt),
		originalStart: new Date(startsAt).toISOString(),
		starts,
		ends: later(starts).slice(0, 19),
		original: starts,
		state: 'confirmed',
		title: {},
		reason: {},
		deadline: null,
		elsewhere: null,
		metres: null,
		...change
	};
}

/** The event of one date that `sampleEvent` is. */
export function sampleDated(change: Partial<FeedEvent> = {}): DatedEvent {
	return {
		event: sampleEvent(change),
		dates: [sampleDate('2027-03-16T10:00:00', '2027-03-16T08:00:00Z')]
	};
}

/**
 * Every Tuesday at 19:00 from 16 March to 13 April 2027: the clock goes forward on 28 March. The
 * second date is not held, the third is an hour later and elsewhere, the fourth is cancelled.
 */
export function sampleSeries(change: Partial<FeedEvent> = {}): DatedEvent {
	const event = sampleEvent({
		recurrence: 'FREQ=WEEKLY;COUNT=5',
		starts: '2027-03-16T19:00:00',
		ends: '2027-03-16T21:00:00',
		exceptions: ['2027-03-23T19:00:00'],
		...change
	});
	return {
		event,
		dates: [
			sampleDate('2027-03-16T19:00:00', '2027-03-16T17:00:00Z'),
			sampleDate('2027-03-30T20:00:00', '2027-03-30T17:00:00Z', {
				original: '2027-03-30T19:00:00',
				originalStart: '2027-03-30T16:00:00.000Z',
				elsewhere: { ...nowhere, venue: 'Kuldīgas bibliotēka' }
			}),
			sampleDate('2027-04-06T19:00:00', '2027-04-06T16:00:00Z', {
				state: 'cancelled',
				reason: { lv: 'Slims lektors' }
			}),
			sampleDate('2027-04-13T19:00:00', '2027-04-13T16:00:00Z')
		]
	};
}

export function sampleOrganisation(change: Partial<FeedOrganisation> = {}): FeedOrganisation {
	return {
		...nowhere,
		id: '48289b38-c260-837d-8292-c8c9e99291f6',
		slug: 'centrs',
		kind: 'competence-centre',
		name: { lv: 'Centrs' },
		abbreviation: null,
		formerNames: [],
		registrationNumber: null,
		summary: {},
		topics: [],
		metres: null,
		phones: [],
		email: null,
		website: null,
		socialLinks: [],
		languages: [],
		openingHours: null,
		accessibility: [],
		accessibilityNote: {},
		confirmedOn: null,
		isExample: false,
		updatedAt: '2026-11-02T08:00:00.000Z',
		sources: [],
		...change
	};
}
