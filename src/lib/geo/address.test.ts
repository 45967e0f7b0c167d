// Addresses: order, and what is left out.
import { expect, test } from 'vitest';
import { addressParts } from './address.ts';

test('all of it, in the Latvian order', () => {
	expect(
		addressParts({
			street: 'Pils iela 1',
			place: 'Kuldīga',
			municipality: 'Kuldīgas novads',
			postcode: 'LV-3301'
		})
	).toEqual(['Pils iela 1', 'Kuldīga', 'Kuldīgas novads', 'LV-3301']);
});

test('a state city is not named twice, unless it is all that is known', () => {
	const address = { street: null, municipality: 'Jelgavas valstspilsēta', postcode: null };
	expect(addressParts({ ...address, place: 'Jelgava' })).toEqual(['Jelgava']);
	expect(addressParts({ ...address, place: null })).toEqual(['Jelgavas valstspilsēta']);
});

test('unknown parts leave no gap', () => {
	expect(
		addressParts({ street: ' ', place: 'Alūksne', municipality: null, postcode: null })
	).toEqual(['Alūksne']);
	expect(addressParts({ street: null, place: null, municipality: null, postcode: null })).toEqual(
		[]
	);
});
