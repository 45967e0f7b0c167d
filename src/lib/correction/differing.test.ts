// Only what somebody changed is proposed, whole where several keys are one thing, and nothing that
// may not be.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sameValue, type ListingField } from '#lib/listing/fields/change.ts';
import { differing } from './differing.ts';

const field = (name: string, ...keys: string[]): ListingField => ({
	field: name,
	keys,
	label: () => name,
	name: () => name,
	words: () => ''
});
const fields = [field('phone', 'phone'), field('pin', 'lat', 'lng'), field('when')];
const value = fc.constantFrom(null, '', '1', '2');
const document = fc.record({ phone: value, lat: value, lng: value, secret: value });
const allowed = fc.subarray(['phone', 'lat', 'lng']);

it('proposes exactly the fields that differ and may be proposed', () => {
	fc.assert(
		fc.property(document, document, allowed, (before, after, keys) => {
			const proposed = differing(fields, new Set(keys), before, after);
			expect(proposed).not.toHaveProperty('secret');
			const differs = (key: 'phone' | 'lat' | 'lng') => !sameValue(before[key], after[key]);
			expect('phone' in proposed).toBe(keys.includes('phone') && differs('phone'));
			const pin =
				keys.includes('lat') && keys.includes('lng') && (differs('lat') || differs('lng'));
			expect(['lat' in proposed, 'lng' in proposed]).toEqual([pin, pin]);
			for (const [key, kept] of Object.entries(proposed))
				expect(kept).toBe(after[key as keyof typeof after]);
		})
	);
});

it('an untouched form proposes nothing', () => {
	fc.assert(
		fc.property(document, (one) => {
			expect(differing(fields, new Set(['phone', 'lat', 'lng']), one, { ...one })).toEqual({});
		})
	);
});
