// Where the pin stands after a form was sent. A town moves it, a hand overrules the town, and
// nothing moves what a hand has set. Pure rules; pin-state.svelte.ts follows them in the form, and
// pin.server.ts asks the gazetteer.
import type { Localised } from '#lib/i18n/languages.ts';
import * as v from 'valibot';
import { network } from '#network';
import { m } from '#lib/paraglide/messages.js';
import { positionFrom } from '#lib/geo/coordinates.ts';
import type { Position } from '#lib/geo/position.ts';
import { fold } from '#lib/i18n/fold.ts';
import { box, number, text, type Problem, type Typed } from '#lib/form/form.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';

/** A place of the gazetteer as the form offers it. */
export interface OfferedPlace {
	id: string;
	/** As it is chosen: with its municipality where others bear the same name. */
	label: string;
	/** Full name of its municipality; null = none is known. */
	municipality: string | null;
	lat: number;
	lng: number;
}

/** Where a point lies. */
export interface PinArea {
	/** In a municipality of the network. */
	inside: boolean;
	municipality: string | null;
	region: { id: string; name: Localised } | null;
}

/** The pin as the form was opened with, for telling what was changed by hand. */
export interface PinRead {
	lat: number | null;
	lng: number | null;
	approximate: boolean;
	byHand: boolean;
	placeId: string | null;
}

/** The keys of a document that make up its pin, in the form they are saved. */
export interface PinDocument {
	place_id: string | null;
	latitude: number | null;
	longitude: number | null;
	approximate: boolean;
	pin_by_hand: boolean;
}

/** What became of the pin, where a person may expect something else. */
export type PinRemark = 'moved' | 'stays';

export interface SentPin {
	/** Null = none was given. */
	place: OfferedPlace | null;
	lat: number | null;
	lng: number | null;
	approximate: boolean;
	/** Asked for: back to the town's centre. */
	toPlace: boolean;
}

/** The fields of a pin in the schema of a form; what they mean together says `settlePin`. */
export const pinEntries = {
	place: text(160),
	latitude: v.pipe(
		number(() => m.edit_pin_no_number()),
		v.check(
			(lat) => lat === null || (lat >= network.bounds.south && lat <= network.bounds.north),
			() => m.edit_pin_beyond()
		)
	),
	longitude: v.pipe(
		number(() => m.edit_pin_no_number()),
		v.check(
			(lng) => lng === null || (lng >= network.bounds.west && lng <= network.bounds.east),
			() => m.edit_pin_beyond()
		)
	),
	approximate: box,
	pin_to_place: box,
	/** {@link printPinRead} */
	pin_read: text(200)
};

/** About a metre; a pin is not told apart more finely. */
const near = 0.000_011;
/** Whether two points are one; no point is the same as none. */
export const samePoint = (
	a: { lat: number | null; lng: number | null },
	b: { lat: number | null; lng: number | null }
) =>
	a.lat === null || a.lng === null || b.lat === null || b.lng === null
		? a.lat === b.lat && a.lng === b.lng
		: Math.abs(a.lat - b.lat) < near && Math.abs(a.lng - b.lng) < near;

/** A coordinate as a form shows it: five decimals are about a metre. */
export function degrees(value: number | null): string {
	return value === null ? '' : String(Math.round(value * 100_000) / 100_000);
}

/** The pin as it was read, for a hidden field. */
export function printPinRead({ lat, lng, approximate, byHand, placeId }: PinRead): string {
	return JSON.stringify([lat, lng, approximate, byHand, placeId]);
}

const readRow = v.tuple([
	v.nullable(v.number()),
	v.nullable(v.number()),
	v.boolean(),
	v.boolean(),
	v.nullable(v.string())
]);

/** The inverse of {@link printPinRead}; anything else is a pin of which nothing is known. */
export function parsePinRead(printed: string | null): PinRead {
	try {
		const [lat, lng, approximate, byHand, placeId] = v.parse(readRow, JSON.parse(printed ?? ''));
		return { lat, lng, approximate, byHand, placeId };
	} catch {
		return { lat: null, lng: null, approximate: true, byHand: false, placeId: null };
	}
}

/** The pin of a document. */
export function pinReadOf(document: ListingDocument): PinRead {
	const { latitude, longitude, approximate, pin_by_hand: byHand, place_id: placeId } = document;
	return {
		lat: typeof latitude === 'number' ? latitude : null,
		lng: typeof longitude === 'number' ? longitude : null,
		approximate: approximate !== false,
		byHand: byHand === true,
		placeId: typeof placeId === 'string' ? placeId : null
	};
}

/**
 * Whether choosing a town must leave the pin: a hand set it, or it stands for more than a town's
 * centre.
 */
export const isFirm = (read: PinRead) =>
	read.lat !== null && read.lng !== null && (read.byHand || !read.approximate);

/** The pin's fields as a form is opened with. */
export function typedPin(document: ListingDocument, places: readonly OfferedPlace[]): Typed {
	const read = pinReadOf(document);
	return {
		place: [places.find(({ id }) => id === read.placeId)?.label ?? ''],
		latitude: [degrees(read.lat)],
		longitude: [degrees(read.lng)],
		...(read.approximate && { approximate: ['on'] }),
		pin_read: [printPinRead(read)]
	};
}

/**
 * What is to be saved. New coordinates were set by a hand, unless they are the town's own; another
 * town moves a pin that no hand has set, and makes it approximate; both coordinates empty give it
 * back to the town.
 */
export function settlePin(
	sent: SentPin,
	read: PinRead
): { document: PinDocument; remark: PinRemark | null } {
	const { place, approximate } = sent;
	const put = (
		point: { lat: number | null; lng: number | null },
		byHand: boolean,
		only: boolean,
		remark: PinRemark | null = null
	) => ({
		document: {
			place_id: place?.id ?? null,
			latitude: point.lat,
			longitude: point.lng,
			approximate: only,
			pin_by_hand: byHand
		},
		remark
	});
	const none = { lat: null, lng: null };
	if (sent.toPlace || (sent.lat === null && sent.lng === null))
		return put(place ?? none, false, true);
	// What the form shows is rounded: a pin that was not touched keeps every digit.
	const shown = {
		lat: read.lat === null ? null : Number(degrees(read.lat)),
		lng: read.lng === null ? null : Number(degrees(read.lng))
	};
	if (!samePoint(sent, shown)) {
		return place && samePoint(sent, place)
			? put(place, false, approximate)
			: put(sent, true, approximate);
	}
	if (!place || place.id === read.placeId) return put(read, read.byHand, approximate);
	if (isFirm(read)) return put(read, read.byHand, approximate, 'stays');
	return put(place, false, true, samePoint(read, place) ? null : 'moved');
}

/**
 * The place a typed name means among those offered; "Auce, Dobeles novads" says which Auce. Null =
 * none or several.
 */
export function placeAmong(
	typed: string,
	places: readonly OfferedPlace[]
): { taken: OfferedPlace | null; others: OfferedPlace[] } {
	const wanted = fold(typed.trim().replace(/\s+/g, ' '));
	const whole = places.filter(({ label }) => fold(label) === wanted);
	if (whole.length === 1) return { taken: whole[0] ?? null, others: [] };
	const named = places.filter(
		({ label, municipality }) =>
			fold(label.split(',')[0] ?? '') === wanted ||
			(municipality !== null && fold(`${label.split(',')[0]}, ${municipality}`) === wanted)
	);
	return named.length === 1
		? { taken: named[0] ?? null, others: [] }
		: { taken: null, others: named };
}

/** One coordinate as its own box takes it; "56,9" has a decimal comma and is not two numbers. */
const oneNumber = /^[+-]?\d{1,3}(?:[.,]\d+)?$/;

/**
 * The point that was pasted into one of the two boxes of a pin, or typed into both as maps and
 * papers write it (coordinates.ts); null where they hold plain numbers, nothing, or no point.
 */
export function pastedPoint(latitude: string, longitude: string): Position | null {
	const [lat, lng] = [latitude.trim(), longitude.trim()];
	for (const box of [lat, lng]) {
		const point = oneNumber.test(box) ? null : positionFrom(box);
		if (point) return point;
	}
	const isPlain = (box: string) => box === '' || oneNumber.test(box);
	return isPlain(lat) || isPlain(lng) ? null : positionFrom(`${lat} ${lng}`);
}

/** A posted form, in which a pasted point stands as a number in either box from then on. */
export function withPastedPoint(form: FormData): FormData {
	const box = (name: string) => String(form.get(name) ?? '');
	const point = pastedPoint(box('latitude'), box('longitude'));
	if (point) {
		form.set('latitude', degrees(point.lat));
		form.set('longitude', degrees(point.lng));
	}
	return form;
}

/** What the pin's fields of a form say once a schema has read them (`pinEntries`). */
export interface PinValues {
	place: string | null;
	latitude: number | null;
	longitude: number | null;
	approximate: boolean;
	pin_to_place: boolean;
	pin_read: string | null;
}

export type PinAnswer =
	| { ok: true; document: PinDocument; remark: PinRemark | null; place: OfferedPlace | null }
	| { ok: false; problems: Problem[] };

/** The pin to save, or what is wrong with its fields. */
export function pinFrom(values: PinValues, places: readonly OfferedPlace[]): PinAnswer {
	const problems: Problem[] = [];
	let place: OfferedPlace | null = null;
	if (values.place !== null) {
		const { taken, others } = placeAmong(values.place, places);
		place = taken;
		if (!taken)
			problems.push({
				field: 'place',
				message:
					others.length > 0
						? m.edit_pin_place_several({ places: others.map(({ label }) => label).join('; ') })
						: m.edit_pin_place_unknown()
			});
	}
	if ((values.latitude === null) !== (values.longitude === null))
		problems.push({
			field: values.latitude === null ? 'latitude' : 'longitude',
			message: m.edit_pin_half()
		});
	if (problems.length > 0) return { ok: false, problems };
	const settled = settlePin(
		{
			place,
			lat: values.latitude,
			lng: values.longitude,
			approximate: values.approximate,
			toPlace: values.pin_to_place
		},
		parsePinRead(values.pin_read)
	);
	return { ok: true, ...settled, place };
}

/**
 * Whether the pin lies elsewhere than the address says, and in which municipality; null when they
 * agree or one is not known.
 */
export function disagreement(place: OfferedPlace | null, at: PinArea | null): string | null {
	if (!place?.municipality || !at?.municipality) return null;
	return fold(place.municipality) === fold(at.municipality) ? null : at.municipality;
}
