// From a document to what stands in the controls of its plain fields. For the server: phones are
// written with the numbering plans.
import type { Typed } from '#lib/form/form.ts';
import { phoneOf } from '#lib/formats/phone.server.ts';
import { isPlain, type Field, type FieldTable } from './field.ts';
import { typedLocalised } from './localised.ts';
import { textOf, textsOf, type ListingDocument } from './values.ts';

/** A phone as the public page shows it; empty for none. */
export const typedPhone = (value: unknown): string => {
	const number = textOf(value);
	return number && phoneOf(number).shown;
};

function typedField({ name, sort }: Field, value: unknown): Typed {
	switch (sort) {
		case 'localised':
			return typedLocalised(name, value);
		case 'lines':
			return { [name]: [textsOf(value).join('\n')] };
		case 'phone':
			return { [name]: [typedPhone(value)] };
		case 'list':
			return { [name]: textsOf(value).map(typedPhone) };
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
