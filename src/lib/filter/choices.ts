// What a visitor can choose from, named in the page's language: the form shows it, the words that
// describe a filter use it, and the address is checked against it.
import type { FilterVocabulary } from './filter.ts';

export interface Choice {
	/** As it stands in the address. */
	id: string;
	name: string;
}

export interface FilterChoices {
	kinds: readonly Choice[];
	eventKinds: readonly Choice[];
	topics: readonly Choice[];
	regions: readonly Choice[];
	/** Today's municipalities, each in its region. */
	municipalities: readonly (Choice & { region: string })[];
	/** Languages somebody speaks, and those the address names. */
	languages: readonly Choice[];
	/** What premises offer to those who need it, in the order it is told. */
	access: readonly Choice[];
}

/** The values an address may name when these are the choices. */
export function vocabularyOf(choices: FilterChoices): FilterVocabulary {
	const ids = (list: readonly Choice[]) => new Set(list.map((choice) => choice.id));
	return {
		kinds: ids(choices.kinds),
		eventKinds: ids(choices.eventKinds),
		topics: ids(choices.topics),
		regions: ids(choices.regions),
		municipalities: ids(choices.municipalities),
		access: ids(choices.access)
	};
}
