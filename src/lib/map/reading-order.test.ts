// The tab order follows the eye: rows from the top, each from the left; and it does not depend on
// how the points were listed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { project, unproject } from '#lib/geo/projection.ts';
import { inReadingOrder, nearestFirst } from './reading-order.ts';

const corner = project({ lat: 57, lng: 22 }, 8);
/**
 * A mark so many pixels right of and below a fixed corner, at zoom 8; the corner is put on the edge
 * of a row.
 */
const at = (name: string, x: number, y: number) => ({
	name,
	...unproject({ x: corner.x + x, y: Math.ceil(corner.y / 64) * 64 + y }, 8)
});
const names = (marks: { name: string }[]) => marks.map(({ name }) => name).join('');

describe('inReadingOrder', () => {
	it('goes through a row from the left before it goes down', () => {
		const marks = [
			at('d', 10, 100),
			at('b', 150, 5),
			at('c', 300, 40),
			at('a', 20, 60),
			at('e', 90, 70)
		];
		expect(names(inReadingOrder(marks, 8))).toBe('abcde');
	});

	it('is the same whatever order the marks come in', () => {
		const marks = [...'abcdefgh'].map((name, i) => at(name, (i * 97) % 400, (i * 61) % 300));
		const order = names(inReadingOrder(marks, 8));
		fc.assert(
			fc.property(fc.shuffledSubarray(marks, { minLength: marks.length }), (shuffled) => {
				expect(names(inReadingOrder(shuffled, 8))).toBe(order);
			})
		);
	});
});

describe('nearestFirst', () => {
	it('counts distance as it is seen on the map, where a degree of longitude is short', () => {
		const centre = { lat: 57, lng: 24 };
		const east = { name: 'east', lat: 57, lng: 24.5 };
		const north = { name: 'north', lat: 57.4, lng: 24 };
		const here = { name: 'here', lat: 57.01, lng: 24.01 };
		expect(nearestFirst([north, east, here], centre).map(({ name }) => name)).toEqual([
			'here',
			'east',
			'north'
		]);
	});
});
