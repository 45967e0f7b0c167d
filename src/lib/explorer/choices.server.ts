// What the filter form offers, named in one language: kinds from the configuration, the rest from the database.
import { network } from '../../../network.config';
import { eventKinds } from '$lib/event/event';
import { capitalised, kindWords } from '$lib/event/words';
import type { FilterChoices } from '$lib/filter/choices';
import { organisations } from '$lib/organisation/organisations.server';
import type { Locale } from '$lib/page/paths';

export async function choicesOf(locale: Locale): Promise<FilterChoices> {
	const outline = await organisations.outline();
	return {
		kinds: network.kinds.map((kind) => ({ id: kind.id, name: kind.plural[locale] })),
		eventKinds: eventKinds.map((kind) => ({ id: kind, name: capitalised(kindWords(kind)) })),
		topics: outline.topics.map((topic) => ({ id: topic.id, name: topic.name[locale] })),
		regions: outline.regions.map((region) => ({ id: region.id, name: region.short[locale] })),
		municipalities: outline.municipalities.map((municipality) => ({
			id: municipality.id,
			name: municipality.name,
			region: municipality.regionId
		}))
	};
}
