// Answers of one page: tables, features and Atom.
import { network } from '#network';
import type { Subject } from '#lib/filter/filter.ts';
import { printFilter } from '#lib/filter/filter.ts';
import { pathOf } from '#lib/page/paths.ts';
import { createHash } from 'node:crypto';
import { feedHeaders, type FeedRequest } from './answer.server.ts';
import { atomDocument } from './atom.ts';
import { byteOrderMark, csvRow, separatorOf, type Cell } from '#lib/formats/csv.ts';
import { workbook } from '#lib/formats/spreadsheet.server.ts';
import { eventEntry } from './events-atom.ts';
import { feedDescription, feedName } from './feed-name.server.ts';
import { calendarBegin, feeds } from './feeds.server.ts';
import { featureCollection, type PointFeature } from './geojson.ts';
import { entriesPerPage, lastPage, linkHeader, pagesOf, rowsPerPage } from './paging.ts';

const fileName: Record<Subject, string> = { organisations: 'organizacijas', events: 'pasakumi' };

/** One page as a table. */
export function csvAnswer(
	{ address, filter, locale, options }: FeedRequest,
	subject: Subject,
	total: number,
	headings: string[],
	rows: Cell[][]
): Response {
	const pages = pagesOf(address, filter.page, lastPage(total, rowsPerPage));
	const headers = feedHeaders({
		type: 'text/csv',
		locale,
		file: `${fileName[subject]}.csv`,
		download: true,
		link: linkHeader(pages)
	});
	headers.set('x-total-count', String(total));
	const text = [headings, ...rows].map((cells) => csvRow(cells, separatorOf[locale])).join('');
	return new Response((options.bom ? byteOrderMark : '') + text, { headers });
}

/** One page as a workbook. */
export async function sheetAnswer(
	{ address, filter, locale }: FeedRequest,
	subject: Subject,
	total: number,
	headings: string[],
	rows: Cell[][]
): Promise<Response> {
	const pages = pagesOf(address, filter.page, lastPage(total, rowsPerPage));
	const headers = feedHeaders({
		type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		charset: null,
		locale,
		file: `${fileName[subject]}.xlsx`,
		download: true,
		link: linkHeader(pages)
	});
	headers.set('x-total-count', String(total));
	return new Response(await workbook(network.name[locale], headings, rows), { headers });
}

/** One page as features, with the size of the whole beside them. */
export function geojsonAnswer(
	{ address, filter, locale }: FeedRequest,
	subject: Subject,
	total: number,
	features: PointFeature[]
): Response {
	const pages = pagesOf(address, filter.page, lastPage(total, rowsPerPage));
	const headers = feedHeaders({
		type: 'application/geo+json',
		locale,
		file: `${fileName[subject]}.geojson`,
		link: linkHeader(pages)
	});
	const text = featureCollection(features, {
		name: network.name[locale],
		total,
		page: filter.page,
		pageSize: rowsPerPage,
		next: pages.next
	});
	return new Response(text, { headers });
}

/** One page of events by their last change. */
export async function atomAnswer({
	address,
	filter,
	named,
	locale,
	now
}: FeedRequest): Promise<Response> {
	const { total, events } = await feeds.changes(filter, locale, now);
	const pages = pagesOf(address, filter.page, lastPage(total, entriesPerPage));
	const entries = events.map((dated) => eventEntry(dated, { locale, origin: address.origin }));
	const home = address.origin + pathOf('/events', locale);
	const query = printFilter({ ...named, page: 1, after: null }).toString();
	const text = atomDocument({
		id: feedId(locale, query),
		title: await feedName(named, locale),
		subtitle: feedDescription(),
		language: locale,
		// An empty feed changes with its window.
		updated: entries[0]?.updated ?? calendarBegin(now),
		author: { name: network.name[locale], uri: address.origin + pathOf('/', locale) },
		page: query ? `${home}?${query}` : home,
		links: [
			{ rel: 'self', href: pages.self },
			{ rel: 'first', href: pages.first },
			...(pages.previous ? [{ rel: 'previous', href: pages.previous }] : []),
			...(pages.next ? [{ rel: 'next', href: pages.next }] : []),
			{ rel: 'last', href: pages.last }
		],
		entries
	});
	const headers = feedHeaders({
		type: 'application/atom+xml',
		locale,
		file: 'pasakumi.atom',
		link: linkHeader(pages)
	});
	return new Response(text, { headers });
}

/**
 * The same UUID for the same question, wherever the site lives (RFC 9562, version 8 with SHA-256).
 */
function feedId(...name: string[]): string {
	const hash = createHash('sha256')
		.update(JSON.stringify(['tikls', 'events.atom', ...name]))
		.digest();
	hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
	hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
	const hex = hash.subarray(0, 16).toString('hex');
	return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
