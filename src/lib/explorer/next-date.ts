// An event as a list would show its next date, made from its whole description.
import type { EventDetail, EventSummary } from '#lib/event/event.ts';
import { mainDateOf } from '#lib/event/event-dates.ts';
import { toldHere } from '#lib/event/event-rows.ts';
import { hasText } from '#lib/i18n/localised.ts';

/**
 * The date its page is about, as that date is held: the next one that takes place, else the next
 * one, else the last.
 */
export function nextDateOf(event: EventDetail, now: Date): EventSummary {
	const next = mainDateOf(event, now);
	const where = next.elsewhere ?? event;
	return toldHere({
		occurrenceId: next.id,
		slug: event.slug,
		title: hasText(next.title) ? next.title : event.title,
		summary: event.summary,
		kind: event.kind,
		startsAt: next.startsAt,
		endsAt: next.endsAt,
		allDay: event.allDay,
		precision: event.precision,
		timeZone: event.timeZone,
		state: next.state,
		attendance: event.attendance,
		venue: where.venue,
		place: where.place?.name ?? null,
		regionId: event.region?.id ?? null,
		pin: where.pin,
		free: event.free,
		inSeries: event.series !== null,
		isExample: event.isExample,
		registrationDeadline: event.registration.deadline,
		metres: null,
		organisers: event.organisers
	});
}
