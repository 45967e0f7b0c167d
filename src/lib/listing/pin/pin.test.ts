// Towns, hands and pins: every way a pin can be set, and that no way moves one that a hand has set.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	degrees,
	disagreement,
	parsePinRead,
	pastedPoint,
	placeAmong,
	printPinRead,
	settlePin,
	withPastedPoint,
	type OfferedPlace,
	type PinRead,
	type SentPin
} from './pin.ts';

const kuldiga = place('kuldiga', 'Kuldīga', 'Kuldīgas novads', 56.97, 21.95);
const saldus = place('saldus', 'Saldus', 'Saldus novads', 56.66, 22.48);

function place(id: string, label: string, municipality: string, lat: number, lng: number) {
	return { id, label, municipality, lat, lng } satisfies OfferedPlace;
}
const read = (changes: Partial<PinRead> = {}): PinRead => ({
	lat: kuldiga.lat,
	lng: kuldiga.lng,
	approximate: true,
	byHand: false,
	placeId: 'kuldiga',
	...changes
});
const sent = (changes: Partial<SentPin> = {}): SentPin => ({
	place: kuldiga,
	lat: kuldiga.lat,
	lng: kuldiga.lng,
	approximate: true,
	toPlace: false,
	...changes
});

describe('a town', () => {
	it('gives a listing without a pin its centre', () => {
		const nothing = read({ lat: null, lng: null, placeId: null });
		expect(settlePin(sent({ lat: null, lng: null }), nothing).document).toMatchObject({
			place_id: 'kuldiga',
			latitude: kuldiga.lat,
			approximate: true,
			pin_by_hand: false
		});
	});

	it('moves a pin that stood at another town, and says so', () => {
		const { document, remark } = settlePin(sent({ place: saldus, approximate: false }), read());
		expect(document).toMatchObject({ latitude: saldus.lat, approximate: true, pin_by_hand: false });
		expect(remark).toBe('moved');
	});

	it.each([
		['a hand set', read({ lat: 57, lng: 22, byHand: true })],
		['stands at a known street', read({ lat: 57, lng: 22, approximate: false })]
	])('leaves a pin that %s', (_, was) => {
		const { document, remark } = settlePin(sent({ place: saldus, lat: 57, lng: 22 }), was);
		expect(document).toMatchObject({ place_id: 'saldus', latitude: 57, longitude: 22 });
		expect(remark).toBe('stays');
	});

	it('takes such a pin back when asked to', () => {
		const was = read({ lat: 57, lng: 22, byHand: true });
		expect(
			settlePin(sent({ place: saldus, lat: 57, lng: 22, toPlace: true }), was).document
		).toMatchObject({ latitude: saldus.lat, approximate: true, pin_by_hand: false });
	});
});

it('new coordinates are a hand, the town’s own are not', () => {
	expect(settlePin(sent({ lat: 57, approximate: false }), read()).document).toMatchObject({
		latitude: 57,
		approximate: false,
		pin_by_hand: true
	});
	expect(
		settlePin(sent({ place: saldus, lat: saldus.lat, lng: saldus.lng }), read()).document
			.pin_by_hand
	).toBe(false);
});

it('"approximate" is what the box says while the pin stays', () => {
	expect(settlePin(sent({ approximate: false }), read()).document.approximate).toBe(false);
	expect(
		settlePin(sent({ approximate: true }), read({ approximate: false })).document.approximate
	).toBe(true);
});

it('a form that was only opened and sent changes nothing, whatever digits the pin has', () => {
	fc.assert(
		fc.property(
			fc.double({ min: 55.6, max: 58, noNaN: true }),
			fc.double({ min: 21, max: 28, noNaN: true }),
			fc.boolean(),
			fc.boolean(),
			(lat, lng, approximate, byHand) => {
				const was = read({ lat, lng, approximate, byHand });
				const { document } = settlePin(
					sent({ lat: Number(degrees(lat)), lng: Number(degrees(lng)), approximate }),
					parsePinRead(printPinRead(was))
				);
				expect(document).toEqual({
					place_id: 'kuldiga',
					latitude: lat,
					longitude: lng,
					approximate,
					pin_by_hand: byHand
				});
			}
		)
	);
});

it('no town moves a pin that a hand has set', () => {
	fc.assert(
		fc.property(fc.constantFrom(kuldiga, saldus, null), fc.boolean(), (town, approximate) => {
			const was = read({ lat: 57.1, lng: 22.2, byHand: true });
			const { document } = settlePin(sent({ place: town, lat: 57.1, lng: 22.2, approximate }), was);
			expect(document).toMatchObject({ latitude: 57.1, longitude: 22.2, pin_by_hand: true });
		})
	);
});

it('a forged or missing note of the pin as it was read counts as nothing known', () => {
	for (const forged of [null, '', '{}', '[1,2]', '["a",1,true,true,null]'])
		expect(parsePinRead(forged)).toMatchObject({ lat: null, byHand: false });
});

it('names a place by its name, and by its municipality where there are several', () => {
	const auces = [
		place('auce', 'Auce, Dobeles novads', 'Dobeles novads', 56, 22),
		place('auce-2', 'Auce, Jelgavas novads', 'Jelgavas novads', 56, 23),
		kuldiga
	];
	expect(placeAmong(' kuldiga', auces).taken).toBe(kuldiga);
	expect(placeAmong('Kuldīga, Kuldīgas novads', auces).taken).toBe(kuldiga);
	expect(placeAmong('auce,  jelgavas novads', auces).taken?.id).toBe('auce-2');
	expect(placeAmong('Auce', auces)).toMatchObject({ taken: null, others: { length: 2 } });
	expect(placeAmong('Atlantīda', auces)).toEqual({ taken: null, others: [] });
});

it('says where the pin lies when that is not where the address is', () => {
	const at = { inside: true, municipality: 'Saldus novads', region: null };
	expect(disagreement(kuldiga, at)).toBe('Saldus novads');
	expect(disagreement(saldus, at)).toBeNull();
	expect(disagreement(null, at)).toBeNull();
	expect(disagreement(kuldiga, { ...at, municipality: null })).toBeNull();
});

describe('a point that is pasted', () => {
	const degree = (min: number, max: number) =>
		fc.integer({ min: min * 100_000, max: max * 100_000 }).map((value) => value / 100_000);
	const ways: ((lat: number, lng: number) => string)[] = [
		(lat, lng) => `${lat}, ${lng}`,
		(lat, lng) => `${lat} ${lng}`,
		(lat, lng) => `${lat}; ${lng}`,
		(lat, lng) => `(${lat}, ${lng})`,
		(lat, lng) => `${lat}° N, ${lng}° E`,
		(lat, lng) => `${String(lat).replace('.', ',')}; ${String(lng).replace('.', ',')}`,
		(lat, lng) => `geo:${lat},${lng}`,
		(lat, lng) => `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=17/${lat}/${lng}`
	];

	it('is understood in either box, whatever stood in the other', () => {
		fc.assert(
			fc.property(
				degree(55, 58),
				degree(20, 28),
				fc.constantFrom(...ways),
				fc.constantFrom('', '56.9', '21,95'),
				fc.boolean(),
				(lat, lng, written, beside, first) => {
					const [one, other] = first ? [written(lat, lng), beside] : [beside, written(lat, lng)];
					const form = new FormData();
					form.set('latitude', one);
					form.set('longitude', other);
					withPastedPoint(form);
					expect([form.get('latitude'), form.get('longitude')]).toEqual([
						degrees(lat),
						degrees(lng)
					]);
				}
			)
		);
	});

	it('is none where each box holds its own number, or one holds nothing', () => {
		fc.assert(
			fc.property(
				fc.oneof(degree(-90, 90), fc.integer({ min: -90, max: 90 })),
				fc.constantFrom('.', ','),
				fc.constantFrom('', '21', '21.5', '21,5'),
				(value, mark, other) => {
					const one = String(value).replace('.', mark);
					expect(pastedPoint(one, other)).toBeNull();
					expect(pastedPoint(other, one)).toBeNull();
				}
			)
		);
	});

	it('may be written as two angles, one in each box', () => {
		expect(pastedPoint('56°58′26″ N', '21°57′26″ E')).toEqual({ lat: 56.97389, lng: 21.95722 });
		expect(pastedPoint('pie baznīcas', 'Kuldīgā')).toBeNull();
	});
});
