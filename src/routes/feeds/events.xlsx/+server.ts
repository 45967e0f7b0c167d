// Dates of events of a filter as an Excel workbook.
import { feed } from '#lib/feed/answer.server.ts';
import { eventCells, eventHeadings } from '#lib/feed/events-csv.ts';
import { feeds } from '#lib/feed/feeds.server.ts';
import { sheetAnswer } from '#lib/feed/list-answer.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) =>
	feed(url, 'events', ['past'], async (asked) => {
		const { locale, options, now } = asked;
		const { total, dates } = await feeds.dates(asked.filter, { past: options.past, now });
		const rows = dates.map((dated) => eventCells(dated, { locale, origin: url.origin }));
		return sheetAnswer(asked, 'events', total, eventHeadings(), rows);
	});
