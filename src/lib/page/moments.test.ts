import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextMoment } from './moments.ts';

const made = Date.parse('2026-12-01T10:00:00Z');

it('is the first one after the page was made, wherever it stands', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), fc.nat(3), (steps, depth) => {
			let data: unknown = steps.map((step) => ({ endsAt: new Date(made + step).toISOString() }));
			for (let i = 0; i < depth; i += 1) data = { list: [data, null, 'text', 5] };
			const later = steps.filter((step) => step > 0).map((step) => made + step);
			expect(nextMoment(data, made)).toBe(Math.min(Infinity, ...later));
		})
	);
});

it('is no day without an hour, and no text', () => {
	expect(nextMoment(['2026-12-02', 'no 2026-12-02T10:00:00Z', null, 7], made)).toBe(Infinity);
	expect(nextMoment('2026-12-01T14:00:00+02:00', made)).toBe(Date.parse('2026-12-01T12:00:00Z'));
});
