// Organisations of a filter as an Excel workbook, in the order of the list.
import { feed } from '#lib/feed/answer.server.ts';
import { feeds } from '#lib/feed/feeds.server.ts';
import { sheetAnswer } from '#lib/feed/list-answer.server.ts';
import { organisationCells, organisationHeadings } from '#lib/feed/organisations-csv.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) =>
	feed(url, 'organisations', [], async (asked) => {
		const { locale, now } = asked;
		const { total, items } = await feeds.organisations(asked.filter, locale, now);
		const rows = items.map((item) => organisationCells(item, { locale, origin: url.origin }));
		return sheetAnswer(asked, 'organisations', total, organisationHeadings(), rows);
	});
