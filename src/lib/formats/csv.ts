// CSV (RFC 4180) that a spreadsheet can open without running anything.

/** Numbers and true/false are written bare; null is an empty cell; a list stands in one cell, with "; " between. */
export type Cell = string | number | boolean | null | readonly string[];

/** What a spreadsheet may take for a formula at the beginning of a cell (OWASP, "CSV injection"), full-width signs among it. */
const formula = /^[=+\-@＝＋－＠\t\r]/;

/**
 * Where lists are written with semicolons, as in Latvia, spreadsheets cut a file there, too, and see no quotes that begin within
 * what they take for a cell: what stands after a semicolon or on a new line begins a cell of its own.
 */
const formulaWithin = /(?<=[;\t\r\n][\s"]*)[=+\-@＝＋－＠]/g;

/** The byte order mark, by which Excel knows UTF-8. */
export const byteOrderMark = '\uFEFF';

/**
 * One row with its CRLF. A text that a spreadsheet would run gets an apostrophe before it, which spreadsheets do not show;
 * numbers are numbers and need none.
 */
export function csvRow(cells: readonly Cell[]): string {
	return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: Cell): string {
	if (cell === null) return '';
	if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
	const text = typeof cell === 'string' ? cell : cell.join('; ');
	const parted = text.replace(formulaWithin, "'$&");
	const safe = formula.test(parted) ? `'${parted}` : parted;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
