import { describe, expect, it } from 'vitest';
import { check } from '#lib/form/form.ts';
import { printPinRead } from '#lib/listing/pin/pin.ts';
import { dateForm } from './date-form.ts';

const before = {
	starts: '2027-03-09T18:00:00',
	ends: '2027-03-09T20:00:00',
	elsewhere: false
};
const kuldiga = { id: 'kuldiga', label: 'Kuldīga', municipality: null, lat: 56.97, lng: 21.96 };
const read = (change: Record<string, string>, elsewhere = false) =>
	check(dateForm({ ...before, elsewhere }, [kuldiga]), {
		original: '2027-03-09T18:00',
		...change
	});
async function changed(change: Record<string, string>, elsewhere = false) {
	const answer = await read(change, elsewhere);
	if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
	expect(answer.values.original).toBe('2027-03-09T18:00:00');
	return answer.values.change;
}

describe('one date', () => {
	it('is cancelled with a reason and keeps its time and place', async () => {
		expect(
			await changed({ change: 'cancelled', reason_lv: 'Lektors saslimis', day: '1.4.2027' })
		).toEqual({
			status: 'cancelled',
			reason: { lv: 'Lektors saslimis' },
			title: {}
		});
	});

	it('is moved to another time, the rest of which stays', async () => {
		expect(await changed({ change: 'moved', from: '17.00' })).toMatchObject({
			status: 'moved',
			starts: '2027-03-09T17:00:00',
			ends: '2027-03-09T20:00:00'
		});
		expect(await changed({ change: 'moved', day: '10.03.2027', until: '00:00' })).toMatchObject({
			starts: '2027-03-10T18:00:00',
			ends: '2027-03-11T00:00:00'
		});
	});

	it('is moved to another place, whole', async () => {
		const change = await changed({ change: 'moved', venue_name: 'Bibliotēka', place: 'Kuldiga' });
		expect(change).toMatchObject({
			venue_name: 'Bibliotēka',
			street: null,
			place_id: 'kuldiga',
			location: 'SRID=4326;POINT(21.96 56.97)',
			approximate: true
		});
		expect(change).not.toHaveProperty('starts');
	});

	it('has a pin of its own: set by hand, kept to every digit while untouched, given back to the town', async () => {
		const at = { change: 'moved', venue_name: 'Bibliotēka', place: 'Kuldiga' };
		const hand = await changed({
			...at,
			latitude: '56,95',
			longitude: '21.99',
			postcode: 'LV-3301'
		});
		expect(hand).toMatchObject({
			location: 'SRID=4326;POINT(21.99 56.95)',
			postcode: 'LV-3301',
			approximate: false
		});
		expect(
			await changed({ ...at, latitude: '56.95', longitude: '21.99', approximate: 'on' })
		).toMatchObject({ approximate: true });
		// What the form shows is rounded; a pin nobody touched stays where it is.
		const exact = printPinRead({
			lat: 56.9512345,
			lng: 21.9912345,
			approximate: false,
			byHand: true,
			placeId: 'kuldiga'
		});
		const untouched = { ...at, latitude: '56.95123', longitude: '21.99123', pin_read: exact };
		expect((await changed(untouched)).location).toBe('SRID=4326;POINT(21.9912345 56.9512345)');
		expect((await changed({ ...untouched, pin_to_place: 'on' })).location).toBe(
			'SRID=4326;POINT(21.96 56.97)'
		);
		// Coordinates alone are a place, too.
		expect(await changed({ change: 'moved', latitude: '56.95', longitude: '21.99' })).toMatchObject(
			{ place_id: null, location: 'SRID=4326;POINT(21.99 56.95)' }
		);
	});

	it('is held where the event is again when its own place is taken out', async () => {
		expect(await changed({ change: 'moved', from: '17.00' }, true)).toMatchObject({
			starts: '2027-03-09T17:00:00',
			venue_name: null,
			region_id: null,
			location: null
		});
		expect(await changed({ change: 'moved', from: '17.00' })).not.toHaveProperty('location');
	});

	it('is as the event again', async () => {
		expect(await changed({ change: 'normal', reason_lv: 'x', venue_name: 'y' })).toMatchObject({
			status: null,
			reason: {},
			starts: null,
			ends: null,
			venue_name: null,
			location: null
		});
	});

	it.each([
		[{}, 'change'],
		[{ change: 'moved' }, 'day'],
		[{ change: 'moved', day: 'rīt' }, 'day'],
		[{ change: 'moved', from: '25' }, 'from'],
		[{ change: 'moved', until: 'vakarā' }, 'until'],
		[{ change: 'moved', from: '21:00' }, 'until'],
		[{ change: 'moved', place: 'Nekurene' }, 'place'],
		[{ change: 'moved', latitude: '56.95' }, 'longitude'],
		[{ change: 'moved', latitude: '5', longitude: '21.99' }, 'latitude'],
		[{ change: 'moved', venue_name: 'x', postcode: '330' }, 'postcode'],
		[{ change: 'cancelled', original: 'now' }, 'original']
	])('%j: %s', async (change: Record<string, string>, field) => {
		const answer = await read(change);
		expect(answer.ok ? [] : answer.problems.map((one) => one.field)).toEqual([field]);
	});
});
