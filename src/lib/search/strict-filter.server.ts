// What a program asks for, read strictly.
import { vocabularyOf } from '#lib/filter/choices.ts';
import { parseFilter, type LocatedFilter, type Subject } from '#lib/filter/filter.ts';
import { locales, type Locale } from '#lib/i18n/languages.ts';
import { choicesOf } from './choices.server.ts';
import { languageOf } from './language.ts';
import { places } from './places.server.ts';
import { readWords, withReading } from './reading.server.ts';

/**
 * The filter of a request for data, read strictly: a program that misspells a parameter must not
 * get an answer to another question. Gives the filter and language, or a plain reason to refuse.
 * @param alsoKnown parameters the caller reads itself
 */
export async function strictFilter(
	params: URLSearchParams,
	subject: Subject,
	alsoKnown: readonly string[] = []
): Promise<{ filter: LocatedFilter; locale: Locale } | { refused: string }> {
	const language = languageOf(params);
	if (language === null) return { refused: `lang must be ${locales.join(' or ')}` };
	const choices = await choicesOf(language, params);
	const { filter, problems, foreign } = parseFilter(params, vocabularyOf(choices), subject, [
		'lang',
		...alsoKnown
	]);
	const [problem] = problems;
	if (problem)
		return {
			refused: `${problem.parameter}=${problem.value}: ${problem.reason.replaceAll('-', ' ')}`
		};
	if (foreign !== null) return { refused: `${foreign}: unknown parameter` };
	const { filter: located, place } = await places.locate(filter);
	if (place && !place.taken) return { refused: `near=${place.typed}: unknown place` };
	return { filter: withReading(located, await readWords(filter.words)), locale: language };
}
