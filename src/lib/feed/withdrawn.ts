// Events that were taken back, as feeds go on telling them for a while: cancelled, by their kind
// and without a word of their own.
import { capitalised } from '#lib/i18n/capitalised.ts';
import { kindWords } from '#lib/event/words.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { DatedEvent, FeedDate, FeedEvent } from './feed-event.ts';

/** What is kept of an event that was public. */
export interface WithdrawnEvent extends Pick<
	FeedEvent,
	| 'id'
	| 'kind'
	| 'timeZone'
	| 'starts'
	| 'ends'
	| 'allDay'
	| 'precision'
	| 'recurrence'
	| 'exceptions'
	| 'knownUntil'
	| 'version'
	| 'createdAt'
> {
	/** When it was taken back; an instant. */
	withdrawnAt: string;
	/** Every date; those that were still ahead are cancelled. */
	dates: Pick<
		FeedDate,
		'id' | 'startsAt' | 'endsAt' | 'originalStart' | 'starts' | 'ends' | 'original' | 'state'
	>[];
}

const nothing = {
	venue: null,
	street: null,
	postcode: null,
	place: null,
	municipality: null,
	region: null,
	pin: null
};

/** It as an event for the feeds, named by its kind in the language that is being spoken. */
export function withdrawnEvent(
	{ dates, withdrawnAt, ...kept }: WithdrawnEvent,
	locale: Locale
): DatedEvent {
	return {
		event: {
			...kept,
			...nothing,
			// It has no page any more, and its address is made of its words.
			slug: kept.id,
			title: { [locale]: capitalised(kindWords(kept.kind)) },
			summary: {},
			attendance: 'on-site',
			languages: [],
			free: null,
			price: {},
			registration: { url: null, email: null, phone: null, deadline: null },
			state: 'cancelled',
			stateReason: {},
			isExample: false,
			updatedAt: withdrawnAt,
			topics: [],
			organisers: [],
			sources: [],
			withdrawn: true
		},
		dates: dates.map((date) => ({
			...date,
			title: {},
			reason: {},
			deadline: null,
			elsewhere: null,
			metres: null
		}))
	};
}

/** What of it is told where single dates are asked for: those that were still ahead. */
export function withdrawnDates(
	{ event, dates }: DatedEvent,
	{ from, to }: { from?: string | undefined; to?: string | undefined } = {}
): DatedEvent {
	return {
		event,
		dates: dates.filter(
			({ state, startsAt, endsAt }) =>
				state === 'cancelled' &&
				(from === undefined || Date.parse(endsAt) > Date.parse(from)) &&
				(to === undefined || Date.parse(startsAt) < Date.parse(to))
		)
	};
}
