// Dates of events as GeoJSON features, one a date. The names of properties are English whatever the
// language of the texts.
import { textIn } from '#lib/i18n/localised.ts';
import { kindWords, takesPlace } from '#lib/event/words.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { labelled } from './event-words.ts';
import type { FeedDate, FeedEvent } from './feed-event.ts';
import type { PointFeature } from './geojson.ts';

export function eventFeature(
	{ event, date }: { event: FeedEvent; date: FeedDate },
	{ locale, origin }: { locale: Locale; origin: string }
): PointFeature {
	const words = (text: Parameters<typeof textIn>[0]) => textIn(text, locale)?.text ?? null;
	const title = words(date.title) ?? words(event.title) ?? '';
	const where = date.elsewhere ?? event;
	const { pin } = where;
	return {
		id: date.id,
		position: pin,
		properties: {
			event: event.id,
			url: origin + pathOf('/event/:slug', locale, event.slug),
			title: labelled(title, event.isExample),
			summary: words(event.summary),
			kind: event.kind,
			kindName: kindWords(event.kind),
			startsAt: date.startsAt,
			endsAt: date.endsAt,
			timeZone: event.timeZone,
			allDay: event.allDay,
			precision: event.precision,
			state: date.state,
			stateReason: words(date.reason),
			takesPlace: takesPlace(date.state),
			series: event.recurrence !== null,
			attendance: event.attendance,
			venue: where.venue,
			street: where.street,
			postcode: where.postcode,
			place: where.place && words(where.place),
			municipality: where.municipality && words(where.municipality),
			region: where.region?.id ?? null,
			approximate: pin ? pin.approximate : null,
			metres: date.metres === null ? null : Math.round(date.metres),
			topics: event.topics.map(({ id }) => id),
			topicNames: event.topics.map(({ name }) => words(name)),
			organisers: event.organisers.map(({ slug, name }) => ({
				name: words(name),
				url: slug && origin + pathOf('/organisation/:slug', locale, slug)
			})),
			languages: event.languages,
			free: event.free,
			price: words(event.price),
			registration: { ...event.registration, deadline: date.deadline },
			isExample: event.isExample,
			updatedAt: event.updatedAt,
			sources: event.sources
		}
	};
}
