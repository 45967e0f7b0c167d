// Suggestions: grouped without changing their order, and the keys go round without losing what was
// typed.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterKey, byType, placeText, suggestionTypes, type Suggestion } from './suggestion.ts';

const place = (id: string, name: string, note: string | null): Suggestion => ({
	type: 'place',
	id,
	name,
	note
});

it('types stand together, the best first, and nothing is lost', () => {
	const suggestion = fc.record<Suggestion>({
		type: fc.constantFrom(...suggestionTypes),
		id: fc.string(),
		name: fc.string(),
		note: fc.constant(null)
	});
	fc.assert(
		fc.property(fc.array(suggestion), (all) => {
			const groups = byType(all);
			expect(new Set(groups.map(({ type }) => type)).size).toBe(groups.length);
			for (const { type, items } of groups)
				expect(items).toEqual(all.filter((each) => each.type === type));
			expect(groups[0]?.items[0]).toEqual(all[0]);
		})
	);
});

it('down goes through all options and back to the field, up the other way round', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 12 }), (count) => {
			const walk = (key: string) => {
				const seen = [-1];
				do seen.push(afterKey(key, seen.at(-1) ?? -1, count) ?? NaN);
				while (seen.at(-1) !== -1);
				return seen;
			};
			const down = walk('ArrowDown');
			expect(down).toHaveLength(count + 2);
			expect(walk('ArrowUp')).toEqual(down.toReversed());
		})
	);
});

it.each([
	['Home', -1, 3, null],
	['End', -1, 3, null],
	['Home', 2, 3, 0],
	['End', 0, 3, 2],
	['a', 1, 3, null],
	['ArrowDown', -1, 0, null]
])('%s at %i of %i', (key, active, count, next) => {
	expect(afterKey(key, active, count)).toBe(next);
});

it('a place says its municipality only where it must', () => {
	const one = place('a', 'Auce', 'Dobeles novads');
	const other = place('b', 'Auce', 'Jelgavas novads');
	expect(placeText(one, [one])).toBe('Auce');
	expect(placeText(one, [one, other])).toBe('Auce, Dobeles novads');
});
