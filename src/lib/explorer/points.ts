// Turns organisations and events into what the map draws. Used on the server for the drawn map and in the browser for the
// live one, so that both show the same.
import { network } from '../../../network.config';
import type { EventPoint } from '$lib/event/event';
import type { Subject } from '$lib/filter/filter';
import type { MapPoint } from '$lib/map/points';
import type { OrganisationPoint } from '$lib/organisation/organisation';
import { daysOf, shortWords, timeWords } from '$lib/page/dates';
import type { Kind } from '$lib/page/network';
import { pathOf, type Locale } from '$lib/page/paths';
import { m } from '$lib/paraglide/messages.js';

const kinds = new Map<string, Kind>(network.kinds.map((kind) => [kind.id, kind]));

/** "12 organisations", "3 events". */
export function countedWords(subject: Subject, count: number): string {
	return subject === 'events'
		? m.filter_group_events({ count })
		: m.filter_group_organisations({ count });
}

export function organisationMapPoints(
	rows: readonly OrganisationPoint[],
	locale: Locale
): MapPoint[] {
	return rows.map(([slug, kindId, name, lat, lng, approximate]) => {
		const kind = kinds.get(kindId);
		return {
			id: slug,
			lat,
			lng,
			label: name,
			note: kind?.name[locale] ?? '',
			href: pathOf('/organisation/:slug', locale, slug),
			// A kind the database has and the configuration forgot is still somewhere.
			shape: kind?.shape ?? 'circle',
			colour: kind?.colour ?? 'slate',
			approximate
		};
	});
}

export function eventMapPoints(rows: readonly EventPoint[], locale: Locale): MapPoint[] {
	return rows.map(
		([slug, , title, lat, lng, approximate, startsAt, endsAt, allDay, precision, isExample]) => {
			const span = { startsAt, endsAt, allDay, precision };
			const badge = shortWords(span, locale);
			// Begins with what is written on the pin, so that who speaks to the page can say what they see (WCAG 2.5.3).
			const when = [
				precision === 'minute' || precision === 'day'
					? `${badge} ${daysOf(span).first.slice(0, 4)}`
					: badge,
				timeWords(span, locale)
			];
			const note = when.filter((part) => part !== null).join(', ');
			return {
				id: slug,
				lat,
				lng,
				label: title,
				note: isExample ? `${note} · ${m.filter_example()}` : note,
				href: pathOf('/event/:slug', locale, slug),
				shape: 'circle',
				colour: 'carmine',
				badge,
				approximate
			};
		}
	);
}
