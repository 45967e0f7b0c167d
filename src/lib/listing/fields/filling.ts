// From a document to what stands in the controls of its plain fields.
import type { Typed } from '#lib/form/form.ts';
import { isPlain, type Field, type FieldTable } from './field.ts';
import { typedLocalised } from './localised.ts';
import { textOf, textsOf, type ListingDocument } from './values.ts';

function typedField({ name, sort }: Field, value: unknown): Typed {
	switch (sort) {
		case 'localised':
			return typedLocalised(name, value);
		case 'lines':
			return { [name]: [textsOf(value).join('\n')] };
		case 'list':
		case 'choices':
			return { [name]: textsOf(value) };
		default:
			return { [name]: [textOf(value)] };
	}
}

/** What stands in the controls for a document; an empty document opens an empty form. */
export function typedFields(table: FieldTable, document: ListingDocument): Typed {
	return Object.assign(
		{},
		...table.filter(isPlain).map((field) => typedField(field, document[field.name]))
	) as Typed;
}
