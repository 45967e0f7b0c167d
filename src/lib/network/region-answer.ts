// Who answers for a point of the map, because the nearest organisation is not always the right one.
import type { Localised } from '#lib/i18n/languages.ts';
import * as v from 'valibot';
import { LocalisedText, NamedRecord, Text } from '#lib/backend/answer.ts';
import type { Pin } from '#lib/geo/position.ts';

/** Another organisation near this one. */
export interface Neighbour {
	slug: string;
	kind: string;
	name: Localised;
	place: Localised | null;
	metres: number;
	/** Its pin only stands at the town's centre. */
	approximate: boolean;
}

/** Who answers for the region. */
export interface RegionContact {
	slug: string;
	name: Localised;
	/** E.164. */
	phones: string[];
	email: string | null;
	website: string | null;
}

export interface RegionAnswer {
	/** False: the point lies in no municipality of the network, and only `nearest` can help. */
	inside: boolean;
	municipality: { id: string; name: Localised } | null;
	region: { id: string; name: Localised; short: Localised } | null;
	/** Null also when nobody published answers for the region. */
	contact: (RegionContact & { kind: string }) | null;
	/** The four nearest, nearest first. */
	nearest: (Neighbour & { pin: Pin })[];
}

const contact = {
	slug: v.string(),
	name: LocalisedText,
	phones: v.array(v.string()),
	email: Text,
	website: Text
};

/** Who answers for a region, as the database answers it. */
export const RegionContactRow: v.GenericSchema<unknown, RegionContact> = v.object(contact);

const neighbour = {
	slug: v.string(),
	kind: v.string(),
	name: LocalisedText,
	place: v.nullable(LocalisedText),
	metres: v.number(),
	approximate: v.boolean()
};

/** Another organisation nearby, as the database answers it. */
export const NeighbourRow: v.GenericSchema<unknown, Neighbour> = v.object(neighbour);

/** A region with its short name, as the database answers it. */
export const RegionRow = v.object({ id: v.string(), name: LocalisedText, short: LocalisedText });

const Answer: v.GenericSchema<unknown, RegionAnswer> = v.object({
	inside: v.boolean(),
	municipality: v.nullable(NamedRecord),
	region: v.nullable(RegionRow),
	contact: v.nullable(v.object({ ...contact, kind: v.string() })),
	nearest: v.array(
		v.object({
			...neighbour,
			pin: v.object({ lat: v.number(), lng: v.number(), approximate: v.boolean() })
		})
	)
});

/** The answer of `region_at`. @throws ValiError when it does not have the agreed shape */
export const regionAnswerFrom = (answer: unknown): RegionAnswer => v.parse(Answer, answer);
