// The addresses of the explorer and of the data behind its map. A filter has one address; what is
// usual is left out of it.
import { listHref, mapHref } from '#lib/event/programme.ts';
import { m } from '#lib/paraglide/messages.js';
import {
	filterAbout,
	printFilter,
	restricts,
	type AddressProblem,
	type Filter,
	type Subject
} from '#lib/filter/filter.ts';
import { printTile, type Tile } from '#lib/map/tiles.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';

/** The page that shows this filter, e.g. `/en?region=kurzeme&show=events`. */
export function explorerHref(filter: Filter, subject: Subject, locale: Locale): string {
	return subject === 'events'
		? mapHref(filter, locale)
		: withQuery(pathOf('/', locale), printFilter(filter));
}

/**
 * Where what is asked of organisations is asked of events, and the other way round; nothing when no
 * condition holds for both.
 */
export function sameAsked(
	filter: Filter,
	subject: Subject,
	locale: Locale
): { text: string; href: string } | undefined {
	const other = subject === 'events' ? 'organisations' : 'events';
	const asked = filterAbout(filter, other);
	if (!restricts(asked)) return undefined;
	return other === 'events'
		? { text: m.filter_same_events(), href: listHref(asked, 'upcoming', locale) }
		: { text: m.filter_same_organisations(), href: explorerHref(asked, other, locale) };
}

/**
 * All pins of a filter, or those of one tile. The page of the list is left out, so that every page
 * shares one answer.
 */
export function pointsHref(filter: Filter, subject: Subject, locale: Locale, tile?: Tile): string {
	const params = printFilter({ ...filter, page: 1 });
	params.append('lang', locale);
	if (tile) params.append('tile', printTile(tile));
	return withQuery(`/map/${subject}.json`, params);
}

/**
 * One organisation, or one event with its next date, for the card of a pin that is not on this page
 * of the list.
 */
export function cardHref(slug: string, subject: Subject, locale: Locale): string {
	return `/map/${subject}/${encodeURIComponent(slug)}.json?lang=${locale}`;
}

/** What `show` asks for; an unknown value is a problem, so that the page can say so. */
export function subjectFrom(params: URLSearchParams): {
	subject: Subject;
	problems: AddressProblem[];
} {
	const shows = params.getAll('show').filter((show) => show.trim() !== '');
	const strange = shows.some((show) => show !== 'events' && show !== 'organisations');
	return {
		subject: shows[0] === 'events' ? 'events' : 'organisations',
		problems: strange ? [{ parameter: 'show', reason: 'unknown-value' }] : []
	};
}

function withQuery(path: string, params: URLSearchParams): string {
	return params.size > 0 ? `${path}?${params}` : path;
}
