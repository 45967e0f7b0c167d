// An event as others want to be told about it: search engines and previews of a shared link.
import { network } from '../../../network.config.ts';
import { textIn } from '../organisation/organisation.ts';
import { dateTimeAttribute, daysOf, spanWords, zonedIso } from '../page/dates.ts';
import { pathOf, type Locale } from '../page/paths.ts';
import type { EventFacts } from '../page/structured-data.ts';
import type { EventDetail } from './event.ts';
import type { DatedOccurrence } from './event-dates.ts';

/** Search engines cut a description at about this many characters. */
const longestDescription = 160;

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

/**
 * Facts for schema.org about one date of an event. A pin at a town's centre is left out: to a machine it would be an exact
 * place.
 */
export function factsOf(
	event: EventDetail,
	date: DatedOccurrence,
	origin: string,
	locale: Locale
): EventFacts {
	const timed = date.precision === 'minute' && !date.allDay;
	const { first, last } = daysOf(date);
	const { pin } = event;
	return {
		url: origin + pathOf('/event/:slug', locale, event.slug),
		name: textIn(event.title, locale)?.text ?? '',
		description: event.summary[locale] ?? null,
		startDate: dateTimeAttribute(date),
		endDate: timed
			? zonedIso(date.endsAt, date.timeZone)
			: date.precision === 'day' || date.precision === 'minute'
				? first === last
					? null
					: last
				: null,
		status: date.state,
		attendance: event.attendance,
		venue: event.venue ?? (event.place && (textIn(event.place.name, locale)?.text ?? null)),
		address: {
			street: event.street,
			place: event.place && (textIn(event.place.name, locale)?.text ?? null),
			municipality: event.municipality && event.municipality.name.lv,
			postcode: event.postcode,
			country: network.country
		},
		position: pin && !pin.approximate ? { lat: pin.lat, lng: pin.lng } : null,
		organisers: event.organisers.map((organiser) => ({
			name: textIn(organiser.name, locale)?.text ?? '',
			url: organiser.slug && origin + pathOf('/organisation/:slug', locale, organiser.slug)
		})),
		free: event.free,
		registrationUrl: event.registration.url,
		languages: event.languages,
		topics: event.topics.map((topic) => textIn(topic.name, locale)?.text ?? '')
	};
}
