// Directions: to a point, to an address, or honestly to nowhere.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { directions } from './directions.ts';

const organisation = {
	name: { lv: 'Alūksnes centrs' },
	street: 'Dārza iela 8A',
	place: { lv: 'Alūksne' },
	municipality: { lv: 'Alūksnes novads' },
	postcode: 'LV-4301',
	pin: { lat: 57.4215, lng: 27.0486, approximate: false }
};

test('an exact pin is a destination', () => {
	expect(directions(organisation)).toEqual({
		exact: true,
		web: 'https://www.openstreetmap.org/directions?route=%3B57.4215%2C27.0486',
		app: 'geo:57.4215,27.0486?q=57.4215,27.0486(Al%C5%ABksnes%20centrs)'
	});
});

test('a street without its point is searched for', () => {
	const ways = directions({ ...organisation, pin: { ...organisation.pin, approximate: true } });
	expect(ways?.exact).toBe(false);
	expect(new URL(ways?.web ?? '').searchParams.get('query')).toBe(
		'Dārza iela 8A, Alūksne, LV-4301'
	);
});

test('a town alone is no destination', () => {
	expect(
		directions({
			...organisation,
			street: null,
			pin: { ...organisation.pin, approximate: true }
		})
	).toBeNull();
	expect(directions({ ...organisation, street: null, place: null, pin: null })).toBeNull();
});

test('the label of a geo: address is the name, whatever stands in it', () => {
	const name = fc.oneof(
		fc.constantFrom('Nams (2. stāvs)', "O'Neil & dēli? #1", '100% (NVO) (Rīga)', 'Дом *!*'),
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
	);
	fc.assert(
		fc.property(name, (text) => {
			const { app = '' } = directions({ ...organisation, name: { lv: text } }) ?? {};
			// As RFC 3986 lets a query be, with one pair of brackets around the label.
			const read = /^geo:57\.4215,27\.0486\?q=57\.4215,27\.0486\(([\w.~%-]+)\)$/.exec(app);
			expect(decodeURIComponent(read?.[1] ?? '')).toBe(text);
		})
	);
});
