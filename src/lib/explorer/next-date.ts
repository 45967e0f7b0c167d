// An event as a list would show its next date, made from its whole description.
import type { EventDetail, EventSummary } from '#lib/event/event.ts';

/** The next date that is not over at `now`; when all are over, the last one. */
export function nextDateOf(event: EventDetail, now: Date): EventSummary {
	const dates = event.occurrences.toSorted(
		(a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt)
	);
	const next = dates.find((date) => Date.parse(date.endsAt) > now.getTime()) ?? dates.at(-1);
	if (!next) throw new Error(`the event ${event.slug} has no date`);
	return {
		occurrenceId: next.id,
		slug: event.slug,
		title: event.title,
		summary: event.summary,
		kind: event.kind,
		startsAt: next.startsAt,
		endsAt: next.endsAt,
		allDay: event.allDay,
		precision: event.precision,
		timeZone: event.timeZone,
		state: next.state,
		attendance: event.attendance,
		venue: event.venue,
		place: event.place?.name ?? null,
		regionId: event.region?.id ?? null,
		pin: event.pin,
		free: event.free,
		inSeries: event.series !== null,
		isExample: event.isExample,
		registrationDeadline: event.registration.deadline,
		metres: null,
		organisers: event.organisers
	};
}
