// What is offered while somebody types into a field of the filter form.
import { wordsIn } from '#lib/i18n/localised.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { suggestionTypes, type Suggestion } from '#lib/filter/suggestion.ts';
import { dayWords } from '#lib/time/dates.ts';
import { dayOf } from '#lib/time/days.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { places } from './places.server.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { network } from '#network';
import { log } from '#lib/log/log.server.ts';

/** More than fit on a phone above its keyboard would only be scrolled past. */
const max = 8;

const SuggestionRows = v.array(
	v.object({
		type: v.picklist(suggestionTypes),
		id: v.string(),
		name: v.string(),
		note: v.nullable(v.string())
	})
);

/** Organisations, places, topics and events whose names begin like what was typed, or nearly so. */
export async function suggestionsFor(typed: string, locale: Locale): Promise<Suggestion[]> {
	const { data, error: failure } = await backend().visitor.rpc('suggest', {
		typed,
		language: locale,
		max_rows: max
	});
	if (failure) {
		log('error', `suggest was not answered: ${failure.code ?? ''} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return v
		.parse(SuggestionRows, data)
		.map((row) =>
			row.type === 'event' && row.note !== null
				? { ...row, note: dayWords(dayOf(row.note, network.timeZone), locale) }
				: row
		);
}

/** Places alone. */
export async function placesFor(typed: string, locale: Locale): Promise<Suggestion[]> {
	const found = await places.find(typed, max);
	return found.map((place) => ({
		type: 'place',
		id: place.id,
		name: wordsIn(place.name, locale),
		note: place.municipality && wordsIn(place.municipality, locale)
	}));
}
