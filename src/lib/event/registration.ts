// Whether and how one can still register for an event: a rule of its own, because four things speak
// in it (the event's state, whether it is over, the deadline, what ways are known) and the page
// must never invite people to what cannot be.
import { m } from '#lib/paraglide/messages.js';
import { clockWords, dayWords, isOver, untilWords } from '#lib/time/dates.ts';
import { dayOf } from '#lib/time/days.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { EventDetail, EventState } from './event.ts';

export type Registration =
	/** It is over, nothing to say. */
	| { kind: 'past' }
	| { kind: 'cancelled' | 'postponed' | 'full' | 'unknown' }
	/** The deadline has passed. */
	| { kind: 'closed'; deadline: string }
	| {
			kind: 'open';
			url: string | null;
			email: string | null;
			phone: string | null;
			deadline: string | null;
	  };

/**
 * @param endsAt when the last date of the event ends
 * @param now the instant to judge by
 */
export function registrationOf(
	event: Pick<EventDetail, 'registration'>,
	state: EventState,
	endsAt: string,
	now: Date
): Registration {
	const { url, email, phone, deadline } = event.registration;
	if (isOver({ endsAt }, now)) return { kind: 'past' };
	if (state === 'cancelled' || state === 'postponed' || state === 'full') return { kind: state };
	if (deadline && isOver({ endsAt: deadline }, now)) return { kind: 'closed', deadline };
	if (!url && !email && !phone) return { kind: 'unknown' };
	return { kind: 'open', url, email, phone, deadline };
}

/** A deadline in a list: "Pieteikties līdz 2. decembrim", or that it has passed. */
export function deadlineWords(
	deadline: string,
	timeZone: string,
	now: string,
	locale: Locale
): { text: string; closed: boolean } {
	const closed = isOver({ endsAt: deadline }, new Date(now));
	const text = closed
		? m.event_registration_closed()
		: m.event_register_by({ date: untilWords(deadline, locale, timeZone) });
	return { text, closed };
}

/** The day registration ended, as a label. */
export function deadlineDay(deadline: string, timeZone: string, locale: Locale): string {
	const last = new Date(Date.parse(deadline) - 1);
	const midnight = clockWords(deadline, 'en', timeZone) === '00:00';
	return dayWords(dayOf(midnight ? last : deadline, timeZone), locale, 'when');
}
