// A table of numbers as a file for a spreadsheet: the same rows as on the page, months as
// `2026-12`.
import type { Locale } from '#lib/i18n/languages.ts';
import { byteOrderMark, csvRow, separatorOf } from '#lib/formats/csv.ts';
import { feedHeaders } from '#lib/feed/answer.server.ts';
import type { NumbersTable } from './tables.ts';

/** The file of a table; 404 where there is none of this name. */
export function csvAnswer(
	tables: readonly NumbersTable[],
	id: string | undefined,
	locale: Locale
): Response {
	const table = tables.find((one) => one.id === id);
	if (!table) return new Response('Not found\n', { status: 404 });
	const text = [
		table.columns,
		...table.rows.map(({ name, key, values }) => [key ?? name, ...values])
	]
		.map((cells) => csvRow(cells, separatorOf[locale]))
		.join('');
	return new Response(byteOrderMark + text, {
		headers: feedHeaders({ type: 'text/csv', locale, file: `${table.id}.csv`, download: true })
	});
}
