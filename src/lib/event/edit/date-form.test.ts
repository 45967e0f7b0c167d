import { describe, expect, it } from 'vitest';
import { check } from '#lib/form/form.ts';
import { printPinRead } from '#lib/listing/pin/pin.ts';
import { dateForm, shownTime } from './date-form.ts';

const before = {
	starts: '2027-03-09T18:00:00',
	ends: '2027-03-09T20:00:00',
	elsewhere: false,
	allDay: false,
	rescheduled: false
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

	it.each([
		// Sat 10:00 to Sun 16:00 stays so; an evening until one o'clock, too; three whole days stay
		// three.
		[
			'2027-03-06T10:00:00',
			'2027-03-07T16:00:00',
			false,
			'2027-03-13T10:00:00',
			'2027-03-14T16:00:00'
		],
		[
			'2027-03-06T19:00:00',
			'2027-03-07T01:00:00',
			false,
			'2027-03-13T19:00:00',
			'2027-03-14T01:00:00'
		],
		[
			'2027-03-06T00:00:00',
			'2027-03-09T00:00:00',
			true,
			'2027-03-13T00:00:00',
			'2027-03-16T00:00:00'
		],
		[
			'2027-03-06T18:00:00',
			'2027-03-07T00:00:00',
			false,
			'2027-03-13T18:00:00',
			'2027-03-14T00:00:00'
		]
	])(
		'keeps its length when only the day moves: %s to %s',
		async (starts, ends, allDay, to, until) => {
			const date = { ...before, starts, ends, allDay };
			const shown = Object.fromEntries(
				Object.entries(shownTime(date)).filter(([, value]) => value !== '')
			);
			for (const typed of [{ day: '13.03.2027' }, { ...shown, day: '13.03.2027' }]) {
				const answer = await check(dateForm(date, []), {
					original: starts,
					change: 'moved',
					...typed
				});
				expect(answer).toMatchObject({ ok: true, values: { change: { starts: to, ends: until } } });
			}
		}
	);

	it('ends after midnight, or on the last day that was typed; whole days have no hours', async () => {
		expect(await changed({ change: 'moved', until: '1.00' })).toMatchObject({
			starts: '2027-03-09T18:00:00',
			ends: '2027-03-10T01:00:00'
		});
		expect(await changed({ change: 'moved', last_day: '11.03.2027' })).toMatchObject({
			ends: '2027-03-11T20:00:00'
		});
		const days = {
			...before,
			starts: '2027-03-09T00:00:00',
			ends: '2027-03-10T00:00:00',
			allDay: true
		};
		const answer = await check(dateForm(days, []), {
			original: days.starts,
			change: 'moved',
			day: '10.03.2027',
			from: '10:00',
			until: '12:00'
		});
		expect(answer).toMatchObject({
			values: { change: { starts: '2027-03-10T00:00:00', ends: '2027-03-11T00:00:00' } }
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
		[{ change: 'moved', from: '21:00', until: '20:30' }, 'until'],
		[{ change: 'moved', day: '10.03.2027', last_day: '09.03.2027' }, 'last_day'],
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
