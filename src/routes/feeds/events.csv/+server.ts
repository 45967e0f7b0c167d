// Dates of events of a filter as a table.
import { feed } from '#lib/feed/answer.server.ts';
import { eventCells, eventHeadings } from '#lib/feed/events-csv.ts';
import { feeds } from '#lib/feed/feeds.server.ts';
import { csvAnswer } from '#lib/feed/list-answer.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) =>
	feed(url, 'events', ['bom', 'past'], async (asked) => {
		const { locale, options, now } = asked;
		const { total, dates } = await feeds.dates(asked.filter, { past: options.past, now });
		const rows = dates.map((dated) => eventCells(dated, { locale, origin: url.origin }));
		return csvAnswer(asked, 'events', total, eventHeadings(), rows);
	});
