// Turns organisations and events into what the map draws. Used on the server for the drawn map and
// in the browser for the live one, so that both show the same.
import { textIn } from '#lib/i18n/localised.ts';
import { network } from '#network';
import type { EventPoint } from '#lib/event/event.ts';
import type { Subject } from '#lib/filter/filter.ts';
import type { MapPoint } from '#lib/map/points.ts';
import type { OrganisationPoint } from '#lib/organisation/organisation.ts';
import { daysOf, shortWords, timeWords } from '#lib/time/dates.ts';
import type { ExplorerList } from './exploration.ts';
import type { Kind } from '#lib/network/network.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';

const kinds = new Map<string, Kind>(network.kinds.map((kind) => [kind.id, kind]));

/** "12 organisations", "3 events". */
export function countedWords(subject: Subject, count: number): string {
	return subject === 'events'
		? m.filter_group_events({ count })
		: m.filter_group_organisations({ count });
}

/**
 * What the list holds of that name as a point of the map; null when it is not there or has no
 * place.
 */
export function pointOfListed(list: ExplorerList, slug: string, locale: Locale): MapPoint | null {
	if (list.subject === 'events') {
		const event = list.page.items.find((item) => item.slug === slug);
		if (!event?.pin) return null;
		const { startsAt, endsAt, allDay, precision, kind, isExample } = event;
		const { lat, lng, approximate } = event.pin;
		const title = textIn(event.title, locale)?.text ?? '';
		const when = [startsAt, endsAt, allDay, precision, isExample] as const;
		return eventMapPoints([[slug, kind, title, lat, lng, approximate, ...when]], locale)[0] ?? null;
	}
	const organisation = list.page.items.find((item) => item.slug === slug);
	if (!organisation?.pin) return null;
	const { lat, lng, approximate } = organisation.pin;
	const name = textIn(organisation.name, locale)?.text ?? '';
	return (
		organisationMapPoints(
			[
				organisation.doubtfulSince === null
					? [slug, organisation.kind, name, lat, lng, approximate]
					: [slug, organisation.kind, name, lat, lng, approximate, true]
			],
			locale
		)[0] ?? null
	);
}

export function organisationMapPoints(
	rows: readonly OrganisationPoint[],
	locale: Locale
): MapPoint[] {
	return rows.map(([slug, kindId, name, lat, lng, approximate, doubtful]) => {
		const kind = kinds.get(kindId);
		const kindName = kind?.name[locale] ?? '';
		return {
			id: slug,
			lat,
			lng,
			label: name,
			note: doubtful ? `${kindName} · ${m.filter_doubtful()}` : kindName,
			href: pathOf('/organisation/:slug', locale, slug),
			// A kind the database has and the configuration forgot is still somewhere.
			shape: kind?.shape ?? 'circle',
			colour: kind?.colour ?? 'slate',
			approximate,
			...(doubtful && { pale: true })
		};
	});
}

export function eventMapPoints(rows: readonly EventPoint[], locale: Locale): MapPoint[] {
	return rows.map(
		([slug, , title, lat, lng, approximate, startsAt, endsAt, allDay, precision, isExample]) => {
			const span = { startsAt, endsAt, allDay, precision };
			const badge = shortWords(span, locale);
			// Begins with what is written on the pin, so that who speaks to the page can say what they
			// see (WCAG 2.5.3).
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
