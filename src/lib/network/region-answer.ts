// Who answers for a point of the map, because the nearest organisation is not always the right one.
import * as v from 'valibot';
import type { Localised } from '#lib/i18n/localised.ts';
import type { Pin } from '#lib/geo/position.ts';
import type { Name } from '#lib/i18n/localised.ts';

/** Another organisation near this one. */
export interface Neighbour {
	slug: string;
	kind: string;
	name: Name;
	place: Name | null;
	metres: number;
	/** Its pin only stands at the town's centre. */
	approximate: boolean;
}

/** Who answers for the region. */
export interface RegionContact {
	slug: string;
	name: Name;
	/** E.164. */
	phones: string[];
	email: string | null;
	website: string | null;
}

export interface RegionAnswer {
	/** False: the point lies in no municipality of the network, and only `nearest` can help. */
	inside: boolean;
	municipality: { id: string; name: string } | null;
	region: { id: string; name: Localised; short: Localised } | null;
	/** Null also when nobody published answers for the region. */
	contact: (RegionContact & { kind: string }) | null;
	/** The four nearest, nearest first. */
	nearest: (Neighbour & { pin: Pin })[];
}

const text = v.string();
const maybe = v.nullable(text);

const RegionRow = v.object({
	inside: v.boolean(),
	municipality: v.nullable(v.object({ id: text, name_lv: text })),
	region: v.nullable(
		v.object({ id: text, name_lv: text, name_en: text, short_lv: text, short_en: text })
	),
	contact: v.nullable(
		v.object({
			slug: text,
			kind: text,
			name_lv: text,
			name_en: maybe,
			phones: v.array(text),
			email: maybe,
			website: maybe
		})
	),
	nearest: v.array(
		v.object({
			slug: text,
			kind: text,
			name_lv: text,
			name_en: maybe,
			place_lv: maybe,
			place_en: maybe,
			latitude: v.number(),
			longitude: v.number(),
			approximate: v.boolean(),
			metres: v.number()
		})
	)
});

/** The answer of `region_at`. @throws ValiError when it does not have the agreed shape */
export function regionAnswerFrom(answer: unknown): RegionAnswer {
	const { inside, municipality, region, contact, nearest } = v.parse(RegionRow, answer);
	return {
		inside,
		municipality: municipality && { id: municipality.id, name: municipality.name_lv },
		region: region && {
			id: region.id,
			name: { lv: region.name_lv, en: region.name_en },
			short: { lv: region.short_lv, en: region.short_en }
		},
		contact: contact && {
			slug: contact.slug,
			kind: contact.kind,
			name: named(contact.name_lv, contact.name_en),
			phones: contact.phones,
			email: contact.email,
			website: contact.website
		},
		nearest: nearest.map((near) => ({
			slug: near.slug,
			kind: near.kind,
			name: named(near.name_lv, near.name_en),
			place: near.place_lv === null ? null : named(near.place_lv, near.place_en),
			metres: near.metres,
			approximate: near.approximate,
			pin: { lat: near.latitude, lng: near.longitude, approximate: near.approximate }
		}))
	};
}

function named(lv: string, en: string | null): Name {
	return { lv, ...(en !== null && { en }) };
}
