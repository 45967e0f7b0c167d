// Which backups are kept, whatever the clock says.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder, isDue, keepNewest, nextNumber, type Backup } from './backup-order.ts';

const second = fc.date({
	min: new Date('1970-01-01T00:00:00Z'),
	max: new Date('2106-02-07T00:00:00Z'),
	noInvalidDate: true
});
const nameOf = (date: Date) => `${date.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

/**
 * Backups as a folder may hold them: some from before they were counted, the others made one after
 * the other by any clock.
 */
const folder = fc
	.tuple(
		fc.uniqueArray(second.map(nameOf), { maxLength: 40 }),
		fc.nat({ max: 40 }),
		fc.infiniteStream(fc.nat())
	)
	.map(([names, uncounted, shuffle]) => {
		let number = 0;
		const made = names.map((name, at): Backup => {
			number += 1 + ((shuffle.next().value as number) % 3);
			return { name, number: at < uncounted ? null : number };
		});
		return { made, shuffled: [...made].sort(() => ((shuffle.next().value as number) % 2) - 0.5) };
	});

test('the one just made is kept, whatever its date and those of the others', () => {
	fc.assert(
		fc.property(folder, second.map(nameOf), fc.nat({ max: 20 }), (before, name, max) => {
			fc.pre(before.made.every((backup) => backup.name !== name));
			const made = { name, number: nextNumber(before.shuffled) };
			expect(keepNewest([made, ...before.shuffled], max).kept.at(-1)).toEqual(made);
		})
	);
});

test('as many as told are kept, the last made ones; nothing is lost count of', () => {
	fc.assert(
		fc.property(folder, fc.integer({ min: 1, max: 20 }), ({ made, shuffled }, max) => {
			const { kept, removed } = keepNewest(shuffled, max);
			expect(kept).toHaveLength(Math.min(max, made.length));
			expect([...removed, ...kept]).toEqual(inOrder(made));
			const counted = made.filter(({ number }) => number !== null);
			expect(kept.filter(({ number }) => number !== null)).toEqual(counted.slice(-max));
			expect(keepNewest(kept, max)).toEqual({ kept, removed: [] });
		})
	);
});

test('the order does not depend on how the folder lists them', () => {
	fc.assert(
		fc.property(folder, ({ made, shuffled }) => {
			expect(inOrder(shuffled)).toEqual(inOrder(made));
		})
	);
});

test('fourteen dated later and one made now: the one made now stays', () => {
	const later = Array.from({ length: 14 }, (_, day) => ({
		name: `2027-01-${String(day + 1).padStart(2, '0')}T03-30-00Z`,
		number: null
	}));
	const made = { name: '2026-11-24T03-30-00Z', number: nextNumber(later) };
	const { kept, removed } = keepNewest([...later, made]);
	expect(kept).toHaveLength(14);
	expect(kept.at(-1)).toEqual(made);
	expect(removed).toEqual([later[0]]);
});

test('one is due after a day, and when the clock that made the last one was wrong', () => {
	fc.assert(
		fc.property(second, fc.integer({ min: -1e9, max: 1e9 }), (now, age) => {
			const due = isDue(now.getTime() - age, now.getTime());
			expect(due).toBe(age > 86_400_000 || age < -3_600_000);
			expect(isDue(null, now.getTime())).toBe(true);
		})
	);
});
