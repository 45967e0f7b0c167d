// What differs between two states of a listing, in words: history and conflicts show it.
import type { Language } from '#lib/i18n/languages.ts';
import { localisedFrom } from './localised.ts';
import type { ListingDocument } from './values.ts';

/**
 * Names of what documents only hold ids of (`place/kuldiga`, `topic/quality`,
 * `organisation/<uuid>`, ...), in the page's language.
 */
export type Names = Readonly<Record<string, string>>;

/**
 * What a person knows as one thing. It may be kept under several keys, as a pin is: they are chosen
 * and restored together.
 */
export interface ListingField {
	/** Name of the form's field, and of this thing everywhere. */
	field: string;
	/** Keys of the document. */
	keys: readonly string[];
	/** Of a text in several languages, the one this is about. */
	language?: Language;
	/** Several of which none comes first: in another order they are the same. */
	set?: boolean;
	/** What is kept under the keys, without a language. */
	label: () => string;
	/** As the form calls it. */
	name: () => string;
	/** What the document says about it, empty when nothing. */
	words: (document: ListingDocument, names: Names) => string;
}

export interface Change {
	field: string;
	/** What the form calls it. */
	name: string;
	/** In words; empty when there was nothing. */
	before: string;
	after: string;
}

/**
 * Whether two values of a document mean the same. Missing, null, an empty text, list or object all
 * mean "nothing".
 */
export function sameValue(one: unknown, other: unknown): boolean {
	return printed(one) === printed(other);
}

function printed(value: unknown): string {
	if (value === undefined || value === null || value === '') return 'null';
	if (Array.isArray(value)) return value.length === 0 ? 'null' : `[${value.map(printed).join()}]`;
	if (typeof value === 'object') {
		const parts = Object.entries(value)
			.map(([key, part]) => [key, printed(part)])
			.filter(([, part]) => part !== 'null')
			.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
		return parts.length === 0 ? 'null' : JSON.stringify(parts);
	}
	return JSON.stringify(value);
}

/** Whether two documents agree in all keys of a field. */
export function sameField(
	{ keys, language, set }: ListingField,
	one: ListingDocument,
	other: ListingDocument
): boolean {
	const part = (value: unknown) => {
		if (language) return localisedFrom(value)[language];
		return set && Array.isArray(value) ? value.map(String).sort() : value;
	};
	return keys.every((key) => sameValue(part(one[key]), part(other[key])));
}

/** What forms call what is kept under these keys, each once. */
export function labelsOf(fields: readonly ListingField[], keys: readonly string[]): string[] {
	const changed = fields.filter((field) => field.keys.some((key) => keys.includes(key)));
	return [...new Set(changed.map(({ label }) => label()))];
}

/** What changed from one document to the other, in the order of the fields. */
export function changesBetween(
	fields: readonly ListingField[],
	before: ListingDocument,
	after: ListingDocument,
	names: Names
): Change[] {
	return fields
		.filter((field) => !sameField(field, before, after))
		.map((field) => ({
			field: field.field,
			name: field.name(),
			before: field.words(before, names),
			after: field.words(after, names)
		}));
}
