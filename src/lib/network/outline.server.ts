// What the network consists of, and which of its regions a point lies in.
import { backend } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import type { Position } from '#lib/geo/position.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import type { Localised } from '#lib/i18n/localised.ts';
import * as v from 'valibot';
import { regionAnswerFrom, type RegionAnswer } from './region-answer.ts';

/** The planning regions, municipalities and topics of the network. */
export interface Outline {
	regions: { id: string; name: Localised; short: Localised }[];
	/** Today's municipalities in Latvian alphabetical order. */
	municipalities: { id: string; regionId: string; name: string }[];
	topics: { id: string; name: Localised }[];
}

const named = { id: v.string(), name_lv: v.string(), name_en: v.string() };

const OutlineRow = v.object({
	regions: v.array(v.object({ ...named, short_lv: v.string(), short_en: v.string() })),
	municipalities: v.array(v.object({ id: v.string(), region_id: v.string(), name_lv: v.string() })),
	topics: v.array(v.object(named))
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
	const row = v.parse(OutlineRow, data);
	const made: Outline = {
		regions: row.regions.map((region) => ({
			id: region.id,
			name: { lv: region.name_lv, en: region.name_en },
			short: { lv: region.short_lv, en: region.short_en }
		})),
		municipalities: row.municipalities.map((municipality) => ({
			id: municipality.id,
			regionId: municipality.region_id,
			name: municipality.name_lv
		})),
		topics: row.topics.map((topic) => ({
			id: topic.id,
			name: { lv: topic.name_lv, en: topic.name_en }
		}))
	};
	if (version !== null) known = { version, outline: made };
	return made;
}
