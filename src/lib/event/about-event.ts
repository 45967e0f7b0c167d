// An event as others want to be told about it: search engines and previews of a shared link.
import { postalName, textIn } from '#lib/i18n/localised.ts';
import { network } from '#network';
import { dateTimeAttribute, daysOf, spanWords, zonedIso } from '#lib/time/dates.ts';
import { dayOf } from '#lib/time/days.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { EventFacts, PlaceFacts } from '#lib/page/structured-data.ts';
import { changesOf } from './changes.ts';
import type { EventDetail } from './event.ts';
import { datesOf, type DatedOccurrence } from './event-dates.ts';

/** Search engines cut a description at about this many characters. */
const longestDescription = 160;

/** Dates of a series that machines are told of; a page is not the place for a year of them. */
const maxDates = 10;

/** When and where, then what it is about or else who holds it, cut at a word. */
export function descriptionOf(event: EventDetail, date: DatedOccurrence, locale: Locale): string {
	const place = event.place && textIn(event.place.name, locale)?.text;
	const when = [spanWords(date, locale), place].filter(Boolean).join(', ');
	// An old event may have no words of its own; who held it says more than nothing.
	const holders = event.organisers.map(({ name }) => textIn(name, locale)?.text).join(', ');
	const text = [`${when}.`, event.summary[locale] ?? holders].filter(Boolean).join(' ');
	if (text.length <= longestDescription) return text;
	const cut = text.slice(0, longestDescription - 1);
	return `${cut.slice(0, cut.lastIndexOf(' ')).replace(/[\s,;:–-]+$/, '')}…`;
}

/** When a date ends, as exactly as it is known; null where its beginning says as much. */
function endOf(date: DatedOccurrence): string | null {
	if (date.precision === 'minute' && !date.allDay) return zonedIso(date.endsAt, date.timeZone);
	if (date.precision === 'month' || date.precision === 'year') return null;
	const { first, last } = daysOf(date);
	return first === last ? null : last;
}

const nameOf = (event: EventDetail, date: DatedOccurrence, locale: Locale): string =>
	(textIn(date.title, locale) ?? textIn(event.title, locale))?.text ?? '';

/** Where a date began before it was moved, as exactly as it is known. */
function previousOf(event: EventDetail, date: DatedOccurrence): string[] {
	const timed = date.precision === 'minute' && !date.allDay;
	return changesOf(event, date).movedFrom.map((start) =>
		timed ? zonedIso(start, date.timeZone) : dayOf(start, date.timeZone)
	);
}

/** Where a date is held: one held elsewhere has a whole address of its own. */
function placeFacts(event: EventDetail, date: DatedOccurrence, locale: Locale): PlaceFacts | null {
	if (event.attendance === 'online') return null;
	const here = { ...event, ...date.elsewhere };
	const { pin } = here;
	return {
		venue: here.venue ?? (here.place && (textIn(here.place.name, locale)?.text ?? null)),
		address: {
			street: here.street,
			place: here.place && postalName(here.place.name),
			municipality: here.municipality && postalName(here.municipality.name),
			postcode: here.postcode,
			country: network.country
		},
		position: pin && !pin.approximate ? { lat: pin.lat, lng: pin.lng } : null
	};
}

/**
 * Facts for schema.org about one date of an event. A pin at a town's centre is left out: to a
 * machine it would be an exact place.
 */
export function factsOf(
	event: EventDetail,
	date: DatedOccurrence,
	origin: string,
	locale: Locale
): EventFacts {
	const dates = datesOf(event);
	const ahead = dates.filter(({ startsAt }) => startsAt >= date.startsAt).slice(0, maxDates);
	const { deadline, url } = event.registration;
	const { place: formerPlace } = changesOf(event, date);
	return {
		url: origin + pathOf('/event/:slug', locale, event.slug),
		name: nameOf(event, date, locale),
		description: event.summary[locale] ?? null,
		startDate: dateTimeAttribute(date),
		endDate: endOf(date),
		previousStartDates: previousOf(event, date),
		dates:
			dates.length > 1
				? ahead.map((one) => ({
						name: nameOf(event, one, locale),
						startDate: dateTimeAttribute(one),
						endDate: endOf(one),
						previousStartDates: previousOf(event, one),
						status: one.state,
						place: placeFacts(event, one, locale)
					}))
				: [],
		status: date.state,
		attendance: event.attendance,
		movedOnline:
			event.attendance === 'online' &&
			formerPlace?.attendance !== null &&
			formerPlace?.attendance !== undefined &&
			formerPlace.attendance !== 'online',
		place: placeFacts(event, date, locale),
		organisers: event.organisers.map((organiser) => ({
			name: textIn(organiser.name, locale)?.text ?? '',
			url: organiser.slug && origin + pathOf('/organisation/:slug', locale, organiser.slug)
		})),
		free: event.free,
		registrationUrl: url,
		registrationUntil: deadline && zonedIso(deadline, event.timeZone),
		places: event.registration.places,
		audience: event.audience[locale] ?? null,
		image: event.image && origin + event.image.path,
		languages: event.languages,
		topics: event.topics.map((topic) => textIn(topic.name, locale)?.text ?? '')
	};
}
