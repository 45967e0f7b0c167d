// A text in several languages between a document and a form. A document holds one value, `name: { lv, en }`; a form has a control
// for each language, `name_lv` and `name_en`. Nothing else of the editor knows how the two belong together.
import { locales, type Locale } from '#lib/i18n/languages.ts';
import type { Typed } from '#lib/form/form.ts';

/** A text in some of the languages; a language without a text is absent. */
export type LocalisedText = Partial<Record<Locale, string>>;

/** Languages a text can be written in, the network's first one first. */
export const languages: readonly Locale[] = locales;

/** Name of the control of one language. */
export const controlIn = (name: string, language: Locale) => `${name}_${language}`;

const control = new RegExp(`^(.+)_(${languages.join('|')})$`);

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value of a document is a text in several languages; `{}` is one that says nothing. */
function isLocalised(value: unknown): value is LocalisedText {
	return isRecord(value) && Object.keys(value).every((key) => languages.some((one) => one === key));
}

/** A value of a document as a localised text; anything else says nothing. */
export function localisedFrom(value: unknown): LocalisedText {
	return isLocalised(value) ? value : {};
}

/** The text in the first language that has one; empty when none has. */
export function anyText(value: unknown, first?: Locale): string {
	const text = localisedFrom(value);
	const order = first ? [first, ...languages] : languages;
	return order.map((language) => text[language]).find(Boolean) ?? '';
}

/** Every text of it, one a line. */
export function allTexts(value: unknown): string {
	const text = localisedFrom(value);
	return languages
		.map((language) => text[language])
		.filter(Boolean)
		.join('\n');
}

/** Values with the controls of a text put together: `name_lv` and `name_en` are `name`. Rows of lists likewise. */
export function gathered(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const whole: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(values)) {
		const [, name, language] = control.exec(key) ?? [];
		if (name === undefined || language === undefined) {
			whole[key] = Array.isArray(value)
				? value.map((row: unknown) => (isRecord(row) ? gathered(row) : row))
				: value;
			continue;
		}
		const text = isRecord(whole[name]) ? whole[name] : {};
		if (typeof value === 'string' && value !== '') text[language] = value;
		whole[name] = text;
	}
	return whole;
}

/** The inverse of {@link gathered}: a key for each language, null where it has no text. */
export function spread(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(document).flatMap(([key, value]): [string, unknown][] => {
			if (isLocalised(value))
				return languages.map((language) => [controlIn(key, language), value[language] ?? null]);
			if (!Array.isArray(value)) return [[key, value]];
			return [[key, value.map((row: unknown) => (isRecord(row) ? spread(row) : row))]];
		})
	);
}

/** What stands in the controls of a text. */
export function typedLocalised(name: string, value: unknown): Typed {
	const text = localisedFrom(value);
	return Object.fromEntries(
		languages.map((language) => [controlIn(name, language), [text[language] ?? '']])
	);
}
