// A table as an Excel workbook (Office Open XML), in which a day is a day, a number a number, and a
// text is never run: no cell is written as a formula, so nothing needs an apostrophe.
import writeWorkbook from 'write-excel-file/node';
import { plainText, type Cell } from './csv.ts';

/** Longest text of a cell; Excel refuses a file with a longer one. */
const longestText = 32_767;

/**
 * What XML 1.0 cannot hold (§2.2), half a surrogate pair among it, and what it discourages: other
 * control characters, noncharacters, and the sign for a broken one. The library takes these out
 * too, and the letter after one of them with it.
 */
const impossible =
	/[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFC\u{10000}-\u{10FFFF}]|\p{Noncharacter_Code_Point}/gu;

/** Characters of the narrowest and the widest column. */
const [narrowest, widest] = [8, 50];

type Written =
	| { value: string; type: StringConstructor }
	| { value: number; type: NumberConstructor; format?: string }
	| { value: boolean; type: BooleanConstructor }
	| null;

function written(cell: Cell): Written {
	if (cell === null || cell === '') return null;
	if (typeof cell === 'number') return { value: cell, type: Number };
	if (typeof cell === 'boolean') return { value: cell, type: Boolean };
	// A day is the number of days since 30 December 1899, a time the part of a day; written as
	// numbers, no zone moves them.
	if (typeof cell === 'object' && 'day' in cell)
		return {
			value: (Date.parse(`${cell.day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000,
			type: Number,
			format: 'yyyy-mm-dd'
		};
	if (typeof cell === 'object' && 'time' in cell) {
		const [hours = 0, minutes = 0] = cell.time.split(':').map(Number);
		return { value: (hours * 60 + minutes) / 1440, type: Number, format: 'hh:mm' };
	}
	const text = plainText(cell).replace(impossible, '').slice(0, longestText);
	// Nothing is written as no cell: an empty text would hide what reaches over it.
	return text === '' ? null : { value: text, type: String };
}

/** A workbook with one sheet: a row of headings that stays in sight, and the rows. */
export async function workbook(
	name: string,
	headings: readonly string[],
	rows: readonly (readonly Cell[])[]
): Promise<Buffer<ArrayBuffer>> {
	const widths = headings.map((heading, at) =>
		rows.reduce((width, row) => {
			const cell = row[at] ?? null;
			return Math.max(width, cell === null ? 0 : plainText(cell).length);
		}, heading.length)
	);
	const file = await writeWorkbook(
		[
			headings.map((heading) => ({ value: heading, type: String, fontWeight: 'bold' as const })),
			...rows.map((row) => row.map(written))
		],
		{
			// Names of sheets hold neither these signs nor more than 31 characters.
			sheet: name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31),
			stickyRowsCount: 1,
			columns: widths.map((width) => ({
				width: Math.min(widest, Math.max(narrowest, width)) + 2
			}))
		}
	).toBuffer();
	return Buffer.from(file);
}
