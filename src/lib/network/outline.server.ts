// What the network consists of, and which of its regions a point lies in.
import type { Localised } from '#lib/i18n/languages.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import type { Position } from '#lib/geo/position.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import * as v from 'valibot';
import { LocalisedText, NamedRecord } from '#lib/backend/answer.ts';
import { regionAnswerFrom, RegionRow, type RegionAnswer } from './region-answer.ts';

/** The planning regions, municipalities and topics of the network. */
export interface Outline {
	regions: { id: string; name: Localised; short: Localised }[];
	/** Today's municipalities in Latvian alphabetical order. */
	municipalities: { id: string; regionId: string; name: Localised }[];
	topics: { id: string; name: Localised }[];
}

const OutlineRow: v.GenericSchema<unknown, Outline> = v.object({
	regions: v.array(RegionRow),
	municipalities: v.array(v.object({ id: v.string(), regionId: v.string(), name: LocalisedText })),
	topics: v.array(NamedRecord)
});

/** Which region a point of the map lies in, who answers for it, and who is nearest. */
export async function regionAt({ lat, lng }: Position): Promise<RegionAnswer> {
	const { data, error: failure } = await backend().visitor.rpc('region_at', { lat, lng });
	if (failure) unanswered('region_at', failure);
	return regionAnswerFrom(data);
}

let known: { version: string; outline: Outline } | null = null;

/**
 * What the forms offer. Kept until the content changes, because every page with a form asks for
 * it.
 */
export async function networkOutline(): Promise<Outline> {
	const version = await contentVersion();
	if (known && known.version === version) return known.outline;
	const { data, error: failure } = await backend().visitor.rpc('network_outline');
	if (failure) unanswered('network_outline', failure);
	const made = v.parse(OutlineRow, data);
	if (version !== null) known = { version, outline: made };
	return made;
}
