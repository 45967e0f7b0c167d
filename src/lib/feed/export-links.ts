// Where exactly this list can be had as a calendar, a feed or a file.
import { filterAbout, printFilter, type Filter, type Subject } from '#lib/filter/filter.ts';
import { locales, type Locale } from '#lib/i18n/languages.ts';
import { onGrid } from './asked.ts';

export type FeedFormat = 'ics' | 'atom' | 'xlsx' | 'csv' | 'geojson';

/**
 * Address of a feed of the same list: the conditions without the page, a point on the grid of the
 * feeds. Feeds are in the first language unless another is named.
 * @param extra further parameters of the feed, e.g. `{ bom: '1' }`
 */
export function feedHref(
	format: FeedFormat,
	filter: Filter,
	subject: Subject,
	locale: Locale,
	extra: Record<string, string> = {}
): string {
	const about = filterAbout(filter, subject);
	const { near } = about;
	const params = printFilter({
		...about,
		near: near?.kind === 'point' ? { ...near, ...onGrid({ lat: near.lat, lng: near.lng }) } : near
	});
	for (const [name, value] of Object.entries(extra)) params.append(name, value);
	if (locale !== locales[0]) params.append('lang', locale);
	return `/feeds/${subject}.${format}${params.size > 0 ? `?${params}` : ''}`;
}
