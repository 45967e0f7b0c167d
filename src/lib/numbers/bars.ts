// How long the bars of a table are, in percent of the room they have. Pure.
import type { NumbersTable } from './tables.ts';

export interface Bar {
	/** Filled. */
	solid: number;
	/** Only its edge is drawn; begins where the solid one ends. */
	hollow: number;
}

const numberIn = (value: number | string | null | undefined): number =>
	typeof value === 'number' && value > 0 ? value : 0;

/** A bar for each row; null where the table is not drawn. Nothing is longer than the room. */
export function barsOf({ drawn, rows }: Pick<NumbersTable, 'drawn' | 'rows'>): Bar[] | null {
	if (drawn === 'none') return null;
	const values = rows.map((row) => ({
		first: numberIn(row.values[0]),
		second: drawn === 'single' ? 0 : numberIn(row.values[1])
	}));
	if (drawn === 'share')
		return values.map(({ first, second }) => {
			const solid = second === 0 ? 0 : percent(Math.min(first, second), second);
			return { solid, hollow: second === 0 ? 0 : percent(second, second) - solid };
		});
	const longest = Math.max(...values.map(({ first, second }) => first + second), 0);
	return values.map(({ first, second }) => ({
		solid: percent(first, longest),
		hollow: percent(second, longest)
	}));
}

const percent = (part: number, whole: number) => (whole === 0 ? 0 : (part * 100) / whole);
