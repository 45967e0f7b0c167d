// Two versions of one listing: what is chosen beforehand, and that merging loses nothing of either
// side unseen.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { localisedFrom } from '#lib/listing/fields/localised.ts';
import {
	changesBetween,
	labelsOf,
	sameField,
	sameValue,
	type ListingField
} from '#lib/listing/fields/change.ts';
import {
	choiceName,
	chosenDocument,
	conflictFrom,
	differencesBetween,
	mergedTyped
} from './conflict.ts';

const words = (key: string) => (document: Record<string, unknown>) => String(document[key] ?? '');
const fields: ListingField[] = [
	...(['lv', 'en'] as const).map((language) => ({
		field: `name_${language}`,
		keys: ['name'],
		language,
		label: () => 'Name',
		name: () => `Name ${language}`,
		words: ({ name }: Record<string, unknown>) => localisedFrom(name)[language] ?? ''
	})),
	{
		field: 'phone',
		keys: ['phone'],
		label: () => 'Phone',
		name: () => 'Phone',
		words: words('phone')
	},
	{
		field: 'pin',
		keys: ['lat', 'lng'],
		label: () => 'Pin',
		name: () => 'Pin',
		words: (one) => `${one.lat}, ${one.lng}`
	}
];

it('chooses the side that changed, and neither when both did or nobody knows', () => {
	const base = { name: { lv: 'A' }, phone: '1', lat: 1, lng: 1 };
	const theirs = { name: { lv: 'B' }, phone: '2', lat: 1, lng: 1 };
	const mine = { name: { lv: 'C', en: 'D' }, phone: '1', lat: 1, lng: 2 };
	expect(
		differencesBetween(fields, base, theirs, mine, {}).map(({ field, chosen }) => [field, chosen])
	).toEqual([
		['name_lv', null],
		['name_en', 'mine'],
		['phone', 'theirs'],
		['pin', 'mine']
	]);
	expect(differencesBetween(fields, null, theirs, mine, {}).map(({ chosen }) => chosen)).toEqual([
		null,
		null,
		null,
		null
	]);
});

it('a pin is chosen whole', () => {
	const merged = chosenDocument(
		fields,
		{ name: { lv: 'C' }, lat: 5, lng: 6 },
		{ name: { lv: 'D' }, lat: 7, lng: 8 },
		{ [choiceName('pin')]: ['theirs'], [choiceName('name_lv')]: ['mine'] }
	);
	expect(merged).toEqual({ name: { lv: 'C' } });
});

it('a text is chosen language by language, and named once where both changed', () => {
	const merged = chosenDocument(
		fields,
		{ name: { lv: 'mine', en: 'mine' } },
		{ name: { lv: 'theirs', en: 'theirs' } },
		{ [choiceName('name_lv')]: ['theirs'], [choiceName('name_en')]: ['mine'] }
	);
	expect(merged).toEqual({ name: { lv: 'theirs', en: 'mine' } });
	expect(labelsOf(fields, ['name', 'lat'])).toEqual(['Name', 'Pin']);
});

const document = fc.record({
	name: fc.constantFrom({}, { lv: 'A' }, { lv: 'A', en: 'B' }, { en: 'C' }),
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
			const saved: Record<string, unknown> = {
				...theirs,
				...chosenDocument(fields, mine, theirs, typed)
			};
			for (const field of fields) {
				const side = typed[choiceName(field.field)]?.[0];
				const wanted: Record<string, unknown> = side === 'theirs' ? theirs : mine;
				expect(sameField(field, saved, wanted)).toBe(true);
			}
			// Only one side changed: its change is in what is saved.
			for (const { field, chosen } of differences)
				if (chosen === null)
					expect(changesBetween(fields, base, mine, {}).map((one) => one.field)).toContain(field);
		})
	);
});

it('nothing is nothing, however it is written', () => {
	for (const empty of [undefined, null, '', [], {}]) expect(sameValue(empty, null)).toBe(true);
	expect(sameValue({ a: 1, b: null }, { a: 1 })).toBe(true);
	expect(sameValue([{ a: 1 }], [{ a: 2 }])).toBe(false);
	expect(sameValue('1', 1)).toBe(false);
});

it('keeps both without asking only where each field was changed by one side, against a model', () => {
	const value = fc.constantFrom('1', '2', '3');
	const document = fc.record({ phone: value, lat: value, marks: fc.subarray(['a', 'b', 'c']) });
	const marks: ListingField = {
		field: 'marks',
		keys: ['marks'],
		set: true,
		label: () => 'Marks',
		name: () => 'Marks',
		words: ({ marks }) => String(marks)
	};
	const all = [...fields, marks];
	const text = (one: unknown) => (Array.isArray(one) ? [...one].sort().join() : String(one));
	fc.assert(
		fc.property(document, document, document, fc.boolean(), (base, theirs, mine, known) => {
			const typed = { version: ['1'], attempt: ['x'] };
			const answer = { version: 2, listing: theirs, base: known ? base : null, changes: [] };
			// In another order the marks are the same.
			const reversed = { ...mine, marks: [...mine.marks].reverse() };
			const merged = mergedTyped(conflictFrom(all, answer, reversed, typed, {}));
			const keys = ['phone', 'lat', 'marks'] as const;
			const differ = keys.filter((key) => text(theirs[key]) !== text(mine[key]));
			const both = differ.filter(
				(key) => text(base[key]) !== text(theirs[key]) && text(base[key]) !== text(mine[key])
			);
			if (!known || differ.length === 0 || both.length > 0) {
				expect(merged).toBeNull();
				return;
			}
			expect(merged?.version).toEqual(['2']);
			expect(merged?.attempt).not.toEqual(['x']);
			const saved = { ...theirs, ...chosenDocument(all, reversed, theirs, merged ?? {}) };
			for (const key of keys)
				expect(text(saved[key])).toBe(
					text(text(base[key]) === text(mine[key]) ? theirs[key] : mine[key])
				);
		})
	);
});
