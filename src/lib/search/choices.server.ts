// What the filter form offers, named in one language: kinds from the configuration, the rest from
// the database.
import { allTexts, wordsIn } from '#lib/i18n/localised.ts';
import { network } from '#network';
import { accessibilityWords, eventKinds } from '#lib/event/event.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import { accessibilityName, kindWords } from '#lib/event/words.ts';
import type { FilterChoices } from '#lib/filter/choices.ts';
import type { FilterVocabulary } from '#lib/filter/filter.ts';
import { languagesIn } from '#lib/filter/languages-in.server.ts';
import { regionFinder } from '#lib/filter/region-names.ts';
import { isLanguage } from '#lib/filter/values.ts';
import { positionFrom } from '#lib/geo/coordinates.ts';
import { networkOutline, type Outline } from '#lib/network/outline.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';

const ids = (things: readonly { id: string }[]): ReadonlySet<string> =>
	new Set(things.map(({ id }) => id));

/** Made once of each outline, because every request asks. */
let known: { outline: Outline; words: FilterVocabulary } | null = null;

/**
 * What an address may name, in no language. While the database is away it is what it was before;
 * null when it was never there.
 */
export async function vocabulary(): Promise<FilterVocabulary | null> {
	let outline: Outline;
	try {
		outline = await networkOutline();
	} catch {
		return known && known.words;
	}
	if (known?.outline !== outline)
		known = {
			outline,
			words: {
				kinds: ids(network.kinds),
				eventKinds: new Set(eventKinds),
				topics: ids(outline.topics),
				regions: ids(outline.regions),
				municipalities: ids(outline.municipalities),
				access: new Set(accessibilityWords),
				pasted: {
					point: positionFrom,
					region: regionFinder(
						outline.regions.map(({ id, name, short }) => ({
							id,
							names: [...allTexts(name), ...allTexts(short)]
						}))
					)
				}
			}
		};
	return known.words;
}

/**
 * @param params of the address: the languages it names are among the choices, whoever speaks them
 */
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
		languages: languagesIn(params.getAll('language').filter(isLanguage), locale),
		access: accessibilityWords.map((word) => ({
			id: word,
			name: capitalised(accessibilityName(word))
		}))
	};
}
