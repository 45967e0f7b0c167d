// The addresses of the programme: what is to come, what has been, a month as a calendar, and the
// map. All take the whole filter.
import { fromFirstPage, printFilter, type Filter } from '#lib/filter/filter.ts';
import type { Day } from '#lib/time/days.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { monthOf, type Month } from '#lib/time/month.ts';

/** Which part of the programme: dates to come, dates that have been. */
export type Part = 'upcoming' | 'past';

function withQuery(path: string, params: URLSearchParams): string {
	return params.size > 0 ? `${path}?${params}` : path;
}

/** The list of a part of the programme, at the page the filter names. */
export function listHref(filter: Filter, part: Part, locale: Locale): string {
	const params = printFilter(filter);
	if (part === 'past') params.set('past', '1');
	return withQuery(pathOf('/events', locale), params);
}

/** The dates to come on the map, with the list beside it. */
export function mapHref(filter: Filter, locale: Locale): string {
	const params = printFilter(filter);
	params.append('show', 'events');
	return withQuery(pathOf('/', locale), params);
}

/** A month as a calendar. A calendar has no pages. */
export function monthHref(filter: Filter, month: Month, locale: Locale): string {
	return withQuery(pathOf('/events/:month', locale, month), printFilter(fromFirstPage(filter)));
}

/**
 * The same wish without its dates: another month, or "all that is to come", has dates of its own.
 */
export const withoutDates = (filter: Filter): Filter => ({
	...fromFirstPage(filter),
	from: null,
	to: null
});

/** The list of one day. */
export function dayHref(filter: Filter, day: Day, today: Day, locale: Locale): string {
	const one = { ...fromFirstPage(filter), from: day, to: day };
	return listHref(one, day < today ? 'past' : 'upcoming', locale);
}

/** The month a wish for dates is about: that of its first day, else this one. */
export function monthAskedFor(filter: Filter, today: Day): Month {
	return monthOf(filter.from ?? today);
}
