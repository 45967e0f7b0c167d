// Sorts dated things that are already in order under the months they fall in.

export interface Month<T> {
	/** First day of the first thing in it, `YYYY-MM-DD`. */
	day: string;
	items: T[];
}

/** Neighbours in the same month of the same year come together; the order stays as it is. */
export function byMonth<T>(items: readonly T[], dayOf: (item: T) => string): Month<T>[] {
	const months: Month<T>[] = [];
	for (const item of items) {
		const day = dayOf(item);
		const last = months.at(-1);
		if (last && last.day.slice(0, 7) === day.slice(0, 7)) last.items.push(item);
		else months.push({ day, items: [item] });
	}
	return months;
}
