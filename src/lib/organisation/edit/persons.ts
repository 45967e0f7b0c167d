// Rows of contact persons in a form: which there are, and what adding and taking one away makes of
// what was typed.
import type { Typed } from '#lib/form/form.ts';

const row = /^contact_persons\.(\d{1,3})\./;

/** Numbers of the rows, in their order. */
export function personRows(typed: Typed): number[] {
	const rows = new Set<number>();
	for (const name of Object.keys(typed)) {
		const [, number] = row.exec(name) ?? [];
		if (number !== undefined) rows.add(Number(number));
	}
	return [...rows].sort((a, b) => a - b);
}

/** One more row, empty, after the others. */
export function withPerson(typed: Typed): Typed {
	const next = (personRows(typed).at(-1) ?? -1) + 1;
	return next > 99 ? typed : { ...typed, [`contact_persons.${next}.name`]: [''] };
}

/** Without a row, the others numbered anew; a number that is none takes nothing away. */
export function withoutPerson(typed: Typed, number: number): Typed {
	const kept = personRows(typed).filter((one) => one !== number);
	return Object.fromEntries(
		Object.entries(typed).flatMap(([name, values]) => {
			const [prefix, own] = row.exec(name) ?? [];
			if (prefix === undefined) return [[name, values]];
			const place = kept.indexOf(Number(own));
			return place < 0 ? [] : [[`contact_persons.${place}.${name.slice(prefix.length)}`, values]];
		})
	);
}
