// From what was typed to what is kept: the schema of every sort of field, and the document of a
// table's plain fields. The same schemas read a form, a line of an import and a JSON body; messages
// are words of the page's language. The database holds the same rules; here they are said so that a
// person can mend what is wrong. For the server: phones are read with the numbering plans.
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import {
	check,
	emailText,
	entries,
	lines,
	number,
	readText,
	requiredText,
	text,
	texts,
	type Problem
} from '#lib/form/form.ts';
import type { Language } from '#lib/i18n/languages.ts';
import { asMarkdown } from '#lib/formats/pasted-lists.ts';
import {
	readPhone,
	readPhones,
	readPostcode,
	readWebAddress
} from '#lib/formats/reading.server.ts';
import type { ListingDocument } from './values.ts';
import { isPlain, type Field, type FieldTable } from './field.ts';
import { controlIn, gathered, languages } from './localised.ts';

export const email = emailText(m.edit_email_wrong);
export const webAddress = readText(readWebAddress, m.edit_web_wrong, 2000);
/** A number without its country is taken for one of the network's; a hint says so. */
export const phone = readText(
	(typed) => readPhone(typed)?.number,
	(typed) => m.edit_phone_wrong({ phone: typed }),
	40
);
export const postcode = readText(readPostcode, m.edit_postcode_wrong, 20);

/** A whole number in these bounds, or null. */
export const whole = (min: number, max: number, wrong: () => string) =>
	v.pipe(
		number(wrong),
		v.check(
			(value) => value === null || (Number.isInteger(value) && value >= min && value <= max),
			wrong
		)
	);

/** The controls of a text in every language, for the schema of a listing's own part. */
export const inLanguages = <const Name extends string>(name: Name, max: number) =>
	Object.fromEntries(languages.map((language) => [controlIn(name, language), text(max)])) as Record<
		`${Name}_${Language}`,
		ReturnType<typeof text>
	>;

/**
 * Each entry as it is kept; one that cannot be is named in what is said.
 * @param rows whether each entry has a control of its own: then every wrong one is told, of
 * `phones.2` the third
 */
const each = (
	list: v.GenericSchema<unknown, string[]>,
	read: (typed: string) => string | string[] | null,
	wrong: (typed: string) => string,
	rows = false
) =>
	v.pipe(
		list,
		v.rawTransform<string[], string[]>(({ dataset, addIssue, NEVER }) => {
			const { value: input } = dataset;
			const kept: string[] = [];
			let refused = false;
			for (const [key, value] of input.entries()) {
				const one = read(value);
				if (one !== null) kept.push(...[one].flat());
				else {
					refused = true;
					addIssue({
						message: wrong(value),
						...(rows && { path: [{ type: 'array', origin: 'value', input, key, value }] })
					});
				}
			}
			return refused ? NEVER : [...new Set(kept)];
		})
	);

const schemaOf = (field: Field): v.GenericSchema => {
	const { required } = field;
	switch (field.sort) {
		case 'text': {
			if (field.read)
				return readText(field.read, field.wrong ?? m.edit_problem_unreadable, field.max);
			return required ? requiredText(field.max, required) : text(field.max);
		}
		case 'localised':
			return text(field.max, field.markdown && asMarkdown);
		case 'email':
			return email;
		case 'phone':
			return phone;
		case 'web':
			return webAddress;
		case 'postcode':
			return postcode;
		case 'number':
			return whole(field.min, field.max, field.wrong);
		case 'lines':
			return field.of === 'web'
				? each(lines(field.max, field.length), readWebAddress, (address) =>
						m.edit_web_entry_wrong({ address })
					)
				: lines(field.max, field.length);
		case 'list':
			return v.pipe(
				each(entries(200), readPhones, (typed) => m.edit_phone_wrong({ phone: typed }), true),
				// Several may have stood in one box.
				v.maxLength(field.length, () => m.edit_problem_too_many({ max: field.length }))
			);
		case 'choice':
			return v.pipe(
				text(100),
				v.transform((value) => value ?? field.otherwise ?? ''),
				v.check(
					(value) => field.options().some((option) => option.value === value),
					required ?? m.edit_problem_unreadable
				)
			);
		case 'choices':
			return choicesSchema(field);
	}
};

function choicesSchema({ options, code, length }: Extract<Field, { sort: 'choices' }>) {
	const list = texts(80, length);
	// Of a closed list, what is none of it is left out; an open one takes every code, and the
	// database knows which exist.
	return options
		? v.pipe(
				list,
				v.transform((chosen) =>
					options().flatMap(({ value }) => (chosen.includes(value) ? [value] : []))
				)
			)
		: v.pipe(
				list,
				v.check((chosen) => chosen.every((one) => code.test(one)), m.edit_problem_unreadable)
			);
}

const isBlank = (value: unknown) =>
	[value].flat().every((one) => one === undefined || one === null || String(one).trim() === '');

/** Texts that are needed and written in no language. */
const unwritten = (table: FieldTable, values: Readonly<Record<string, unknown>>): Problem[] =>
	table.filter(isPlain).flatMap(({ sort, name, required }) => {
		const controls = languages.map((language) => controlIn(name, language));
		return sort === 'localised' && required && controls.every((one) => isBlank(values[one]))
			? [{ field: controls[0] ?? name, message: required() }]
			: [];
	});

export type FieldsReading =
	{ ok: true; document: ListingDocument } | { ok: false; problems: Problem[] };

/** The document of a table's plain fields, or what is wrong with which control. */
export async function readFields(
	table: FieldTable,
	values: Readonly<Record<string, unknown>>
): Promise<FieldsReading> {
	const entries = table
		.filter(isPlain)
		.flatMap((field): [string, v.GenericSchema][] =>
			field.sort === 'localised'
				? languages.map((language) => [controlIn(field.name, language), schemaOf(field)])
				: [[field.name, schemaOf(field)]]
		);
	const read = await check(v.object(Object.fromEntries(entries)), values);
	const problems = [...(read.ok ? [] : read.problems), ...unwritten(table, values)];
	return read.ok && problems.length === 0
		? { ok: true, document: gathered(read.values) }
		: { ok: false, problems };
}
