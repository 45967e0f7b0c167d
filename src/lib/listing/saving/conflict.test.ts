// Two versions of one listing: what is chosen beforehand, and that merging loses nothing of either side unseen.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesBetween, sameValue, type ListingField } from './change.ts';
import { choiceName, chosenDocument, differencesBetween } from './conflict.ts';

const words = (key: string) => (document: Record<string, unknown>) => String(document[key] ?? '');
const fields: ListingField[] = [
	{ field: 'name', keys: ['name'], name: () => 'Name', words: words('name') },
	{ field: 'phone', keys: ['phone'], name: () => 'Phone', words: words('phone') },
	{
		field: 'pin',
		keys: ['lat', 'lng'],
		name: () => 'Pin',
		words: (one) => `${one.lat}, ${one.lng}`
	}
];

it('chooses the side that changed, and neither when both did or nobody knows', () => {
	const base = { name: 'A', phone: '1', lat: 1, lng: 1 };
	const theirs = { name: 'B', phone: '2', lat: 1, lng: 1 };
	const mine = { name: 'C', phone: '1', lat: 1, lng: 2 };
	expect(
		differencesBetween(fields, base, theirs, mine, {}).map(({ field, chosen }) => [field, chosen])
	).toEqual([
		['name', null],
		['phone', 'theirs'],
		['pin', 'mine']
	]);
	expect(differencesBetween(fields, null, theirs, mine, {}).map(({ chosen }) => chosen)).toEqual([
		null,
		null,
		null
	]);
});

it('a pin is chosen whole', () => {
	const merged = chosenDocument(
		fields,
		{ name: 'C', lat: 5, lng: 6 },
		{ [choiceName('pin')]: ['theirs'], [choiceName('name')]: ['mine'] }
	);
	expect(merged).toEqual({ name: 'C' });
});

const document = fc.record({
	name: fc.constantFrom('A', 'B', null),
	phone: fc.constantFrom('1', '2', ''),
	lat: fc.constantFrom(1, 2),
	lng: fc.constantFrom(1, 2)
});

it('what is saved is, field by field, exactly the side that was chosen', () => {
	fc.assert(
		fc.property(document, document, document, fc.func(fc.boolean()), (base, theirs, mine, coin) => {
			const differences = differencesBetween(fields, base, theirs, mine, {});
			const typed = Object.fromEntries(
				differences.map(({ field, chosen }) => [
					choiceName(field),
					[chosen ?? (coin(field) ? 'mine' : 'theirs')]
				])
			);
			const saved: Record<string, unknown> = { ...theirs, ...chosenDocument(fields, mine, typed) };
			for (const { field, keys } of fields) {
				const side = typed[choiceName(field)]?.[0];
				const wanted: Record<string, unknown> = side === 'theirs' ? theirs : mine;
				for (const key of keys) expect(sameValue(saved[key], wanted[key])).toBe(true);
			}
			// Only one side changed: its change is in what is saved.
			for (const { field, chosen } of differences)
				if (chosen === null)
					expect(changesBetween(fields, base, mine, {}).map((one) => one.field)).toContain(field);
		})
	);
});

it('nothing is nothing, however it is written', () => {
	for (const empty of [undefined, null, '', []]) expect(sameValue(empty, null)).toBe(true);
	expect(sameValue({ a: 1, b: null }, { a: 1 })).toBe(true);
	expect(sameValue([{ a: 1 }], [{ a: 2 }])).toBe(false);
	expect(sameValue('1', 1)).toBe(false);
});
