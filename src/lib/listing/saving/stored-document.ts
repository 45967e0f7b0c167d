// How forms have the document of a listing where that is not how the database holds it: there a text
// in several languages is one value, in forms each language has a key of its own (`name_lv`).
import type { Json } from '#lib/backend/database.types.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { hasText } from '#lib/i18n/localised.ts';
import { network } from '#network';

type Document = Record<string, unknown>;

/** Columns of listings, of their rows and of what dates have of their own. */
const localised = new Set(
	`name summary legal_form logo_alt picture_alt title description audience price contact_role
	accessibility_note funder status_reason image_alt role reason`.split(/\s+/)
);

const isDocument = (value: unknown): value is Document =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A document of the database with a key for each language of a text; null where there is none. */
export function documentFromStore(document: Document): Document {
	return Object.fromEntries(
		Object.entries(document).flatMap(([key, value]): [string, unknown][] => {
			if (Array.isArray(value))
				return [[key, value.map((one) => (isDocument(one) ? documentFromStore(one) : one))]];
			if (!localised.has(key) || !isDocument(value)) return [[key, value]];
			return network.languages.map((language) => [`${key}_${language}`, value[language] ?? null]);
		})
	);
}

/** What a date does not have of its own, the database leaves out of `differences`. */
const rowForStore = (list: string, row: Document): Document =>
	list === 'differences'
		? Object.fromEntries(
				Object.entries(row).filter(([, value]) => !isDocument(value) || hasText(value as Localised))
			)
		: row;

/** The inverse of {@link documentFromStore}, also of a part of a document. */
export function documentForStore(document: Readonly<Document>): Json {
	const made: Document = {};
	for (const [key, value] of Object.entries(document)) {
		const [, column = '', language = ''] = /^(\w+)_([a-z]{2})$/.exec(key) ?? [];
		if (Array.isArray(value))
			made[key] = value.map((one: unknown) =>
				isDocument(one) ? rowForStore(key, documentForStore(one) as Document) : one
			);
		else if (localised.has(column) && network.languages.includes(language))
			made[column] = {
				...(made[column] as Document | undefined),
				...(value !== null && value !== '' && { [language]: value })
			};
		else made[key] = value;
	}
	return made as Json;
}

/** The keys forms have for the columns the database names. */
export const keysFromStore = (columns: readonly string[]): string[] =>
	columns.flatMap((column) =>
		localised.has(column)
			? [column, ...network.languages.map((language) => `${column}_${language}`)]
			: [column]
	);
