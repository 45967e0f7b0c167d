// What a document says about each field, in words: history, two versions side by side and
// corrections all speak of these.
import type { ListingField, Names } from './change.ts';
import { isPlain, type Field, type FieldTable } from './field.ts';
import { labelIn } from '#lib/form/language-labels.ts';
import { languages, localisedFrom } from './localised.ts';
import { textOf, textsOf } from './values.ts';

type Words = ListingField['words'];

/** A text in several languages is one field for each: people write them one at a time. */
function inLanguages({ name, label }: Field): ListingField[] {
	return languages.map((language) => ({
		field: `${name}_${language}`,
		keys: [name],
		language,
		label,
		name: () => labelIn(label(), language),
		words: (document) => localisedFrom(document[name])[language] ?? ''
	}));
}

function wordsOf(field: Field): Words {
	const { name } = field;
	switch (field.sort) {
		case 'lines':
		case 'list':
			return (document) => textsOf(document[name]).join('\n');
		case 'choice':
			return (document) => {
				const value = textOf(document[name]);
				return field.options().find((option) => option.value === value)?.label ?? value;
			};
		case 'choices':
			return (document, names) => field.words(textsOf(document[name]), names);
		default:
			return (document) => textOf(document[name]);
	}
}

/**
 * The fields of a table as history and conflicts know them, in its order.
 * @param own words of the parts that are the listing's own, by their names
 * @throws when a part has none
 */
export function listingFields(
	table: FieldTable,
	own: Readonly<Record<string, Words>>
): ListingField[] {
	return table.flatMap((entry): ListingField[] => {
		const { name: field, label } = entry;
		if (!isPlain(entry)) {
			const words = own[field];
			if (!words) throw new Error(`no words for ${field}`);
			return [{ field, keys: entry.keys, label, name: label, words }];
		}
		return entry.sort === 'localised'
			? inLanguages(entry)
			: [
					{
						field,
						keys: [field],
						label,
						name: label,
						words: wordsOf(entry),
						set: entry.sort === 'choices'
					}
				];
	});
}

/** The names of things a document only holds ids of. */
export const namedIn = (kind: string) => (ids: readonly string[], names: Names) =>
	ids.map((id) => names[`${kind}/${id}`] ?? id).join(', ');
