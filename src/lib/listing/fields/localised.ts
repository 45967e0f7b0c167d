// A text in several languages between a document and a form. A document holds one value, `name: {
// lv, en }`; a form has a control for each language, the name with the language behind it. Nothing
// else of the editor knows how the two belong together.
import { network } from '#network';
import type { Language, Localised } from '#lib/i18n/languages.ts';
import { allTexts, wordsIn } from '#lib/i18n/localised.ts';
import type { Typed } from '#lib/form/form.ts';
import { isObject } from './values.ts';

/** Languages a text can be written in, the network's first one first. */
export const { languages } = network;

/** Name of the control of one language. */
export const controlIn = (name: string, language: Language) => `${name}_${language}`;

const control = new RegExp(`^(.+)_(${languages.join('|')})$`);

/** A value of a document as a localised text; anything else says nothing. */
export function localisedFrom(value: unknown): Localised {
	if (!isObject(value)) return {};
	return Object.fromEntries(
		languages.flatMap((language) => {
			const text = value[language];
			return typeof text === 'string' ? [[language, text]] : [];
		})
	);
}

/** The text in a language, or in the first that has one; empty when none has. */
export const anyText = (value: unknown, language: Language): string =>
	wordsIn(localisedFrom(value), language);

/** The texts of every language, one a line. */
export const everyText = (value: unknown): string => allTexts(localisedFrom(value)).join('\n');

/** Values with the controls of a text put together into one value. Rows of lists likewise. */
export function gathered(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const whole: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(values)) {
		const [, name, language] = control.exec(key) ?? [];
		if (name === undefined || language === undefined) {
			whole[key] = Array.isArray(value)
				? value.map((row: unknown) => (isObject(row) ? gathered(row) : row))
				: value;
			continue;
		}
		const text = isObject(whole[name]) ? whole[name] : {};
		if (typeof value === 'string' && value !== '') text[language] = value;
		whole[name] = text;
	}
	return whole;
}

/** What stands in the controls of a text. */
export function typedLocalised(name: string, value: unknown): Typed {
	const text = localisedFrom(value);
	return Object.fromEntries(
		languages.map((language) => [controlIn(name, language), [text[language] ?? '']])
	);
}
