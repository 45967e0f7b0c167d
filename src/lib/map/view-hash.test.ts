// The view in the address: what is written is read again, junk is nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, leadsToMap, positionFrom } from './view-hash.ts';

describe('the view in the address', () => {
	it('is written as OpenStreetMap does, as long as a pixel needs', () => {
		const centre = { lat: 56.950123, lng: 24.1 };
		expect(hashOf({ centre, zoom: 6.9 })).toBe('#map=6.9/56.95/24.1');
		expect(hashOf({ centre, zoom: 11.456 })).toBe('#map=11.46/56.9501/24.1');
	});

	it('comes back within a pixel, and is written the same again', () => {
		const place = fc.record({
			centre: fc.record({
				lat: fc.double({ min: -85, max: 85, noNaN: true }),
				lng: fc.double({ min: -180, max: 180, noNaN: true })
			}),
			zoom: fc.double({ min: 0, max: 22, noNaN: true })
		});
		fc.assert(
			fc.property(place, (view) => {
				const back = positionFrom(hashOf(view));
				expect(back?.centre.lat).toBeCloseTo(view.centre.lat, 2);
				expect(back?.centre.lng).toBeCloseTo(view.centre.lng, 2);
				expect(back?.zoom).toBeCloseTo(view.zoom, 1);
				expect(back && hashOf(back)).toBe(hashOf(view));
			})
		);
	});

	it.each([
		'',
		'#',
		'#map',
		'#list',
		'#map=',
		'#map=8/56',
		'#map=8/95/24',
		'#map=8/56/24/1',
		'#map=a/b/c',
		'#map=99/56/24'
	])('is none in %j', (hash) => expect(positionFrom(hash)).toBeNull());

	it('of anything is a view or nothing', () => {
		fc.assert(fc.property(fc.string(), (text) => void positionFrom(`#map=${text}`)));
	});

	it('leads to the map, as the bare anchor does', () => {
		expect(['#map', '#map=8/56/24', '#list', ''].map(leadsToMap)).toEqual([
			true,
			true,
			false,
			false
		]);
	});
});
