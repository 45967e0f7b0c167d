// What the filter form offers, named in one language: kinds from the configuration, the rest from the database.
import { wordsIn } from '#lib/i18n/localised.ts';
import { network } from '#network';
import { eventKinds } from '#lib/event/event.ts';
import { capitalised, kindWords } from '#lib/event/words.ts';
import type { Choice, FilterChoices } from '#lib/filter/choices.ts';
import { isLanguage } from '#lib/filter/values.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';

/** @param params of the address: the languages it names are among the choices, whoever speaks them */
export async function choicesOf(locale: Locale, params: URLSearchParams): Promise<FilterChoices> {
	const outline = await networkOutline();
	return {
		kinds: network.kinds.map((kind) => ({ id: kind.id, name: kind.plural[locale] })),
		eventKinds: eventKinds.map((kind) => ({ id: kind, name: capitalised(kindWords(kind)) })),
		topics: outline.topics.map((topic) => ({ id: topic.id, name: wordsIn(topic.name, locale) })),
		regions: outline.regions.map((region) => ({
			id: region.id,
			name: wordsIn(region.short, locale)
		})),
		municipalities: outline.municipalities.map((municipality) => ({
			id: municipality.id,
			name: wordsIn(municipality.name, locale),
			region: municipality.regionId
		})),
		languages: languagesIn(params.getAll('language').filter(isLanguage), locale)
	};
}

/** Languages by name, in alphabetical order. Named on the server: browsers do not know the same names. */
export function languagesIn(codes: Iterable<string>, locale: Locale): Choice[] {
	const names = new Intl.DisplayNames([locale], { type: 'language' });
	return [...new Set(codes)]
		.map((id) => ({ id, name: capitalised(names.of(id) ?? id) }))
		.sort((a, b) => a.name.localeCompare(b.name, locale));
}
