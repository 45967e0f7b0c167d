// CSV (RFC 4180) that a spreadsheet can open without running anything.
import type { Locale } from '#lib/i18n/languages.ts';

/**
 * A cell of a table. Numbers and true/false are written bare; null is an empty cell; a list stands
 * in one cell, with "; " between. A day is `2027-03-16`, a time `10:00`: where a format has days
 * and times of its own, they are written as such.
 */
export type Cell =
	| string
	| number
	| boolean
	| null
	| readonly string[]
	| { readonly day: string }
	| { readonly time: string };

/**
 * What a spreadsheet may take for a formula at the beginning of a cell (OWASP, "CSV injection"),
 * full-width signs among it.
 */
const formula = /^[=+\-@＝＋－＠\t\r]/;

/**
 * A spreadsheet of another language cuts a file elsewhere, too, and sees no quotes that begin
 * within what it takes for a cell: what stands after a semicolon, after a comma where semicolons
 * part the cells, or on a new line begins a cell of its own.
 */
const formulaWithin = {
	',': /(?<=[;\t\r\n][\s"]*)[=+\-@＝＋－＠]/g,
	';': /(?<=[;,\t\r\n][\s"]*)[=+\-@＝＋－＠]/g
};

/** The byte order mark, by which Excel knows UTF-8. */
export const byteOrderMark = '\uFEFF';

/**
 * What stands between cells: what the spreadsheets of a language cut at, because its numbers have
 * the comma.
 */
export const separatorOf: Record<Locale, ',' | ';'> = { lv: ';', en: ',' };

/**
 * One row with its CRLF. A text that a spreadsheet would run gets an apostrophe before it, which
 * spreadsheets do not show; numbers are numbers and need none.
 */
export function csvRow(cells: readonly Cell[], separator: ',' | ';'): string {
	return `${cells.map((cell) => cellText(cell, separator)).join(separator)}\r\n`;
}

/** A cell as text; lists with "; " between. */
export function plainText(cell: Exclude<Cell, null>): string {
	if (typeof cell !== 'object') return String(cell);
	if ('day' in cell) return cell.day;
	return 'time' in cell ? cell.time : cell.join('; ');
}

function cellText(cell: Cell, separator: ',' | ';'): string {
	if (cell === null) return '';
	if (typeof cell === 'number' && separator === ';') return String(cell).replace('.', ',');
	if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
	const parted = plainText(cell).replace(formulaWithin[separator], "'$&");
	const safe = formula.test(parted) ? `'${parted}` : parted;
	return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
