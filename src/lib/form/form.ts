// Between a posted form and what is saved: the fields become plain values, one valibot schema says
// what is wrong with them, and everything typed is kept so that the form can be shown again as it
// was. The same schemas read imported files and the API's JSON, so every piece takes both "12" and
// 12, both "on" and true, both one text and a list of one.
import * as v from 'valibot';
import { visibleText } from '#lib/i18n/visible-text.ts';
import { m } from '#lib/paraglide/messages.js';

/** What was typed, by the name of the field: every value it was sent with, in order. */
export type Typed = Record<string, string[]>;

/** What is wrong with a field, in words of the page's language. */
export interface Problem {
	/** Name of the field; empty when it is about the whole form. */
	field: string;
	message: string;
}

export type FormAnswer<T> =
	{ ok: true; values: T; typed: Typed } | { ok: false; problems: Problem[]; typed: Typed };

/** More than any honest form has; beyond it nothing is read. */
export const maxFields = 3000;
const maxCharacters = 400_000;

/** `name`, or `name.0`, or `name.0.part` for the rows of a list. */
const fieldName = /^[a-z][a-z0-9_]{0,60}(\.\d{1,3}(\.[a-z][a-z0-9_]{0,60})?)?$/i;

/** Whether a form has more fields or more text than any honest one. Files do not count. */
export function isTooLarge(form: FormData): boolean {
	let fields = 0;
	let characters = 0;
	for (const [name, value] of form) {
		fields += 1;
		characters += name.length + (typeof value === 'string' ? value.length : 0);
		if (fields > maxFields || characters > maxCharacters) return true;
	}
	return false;
}

/** Id of a field's control on the page; an error summary links to it. */
export function fieldId(name: string): string {
	return `field-${name.replaceAll('.', '-')}`;
}

/** What is wrong with a field, in words; undefined when nothing is. */
export function messageFor(problems: readonly Problem[], name: string): string | undefined {
	return problems.find(({ field }) => field === name)?.message;
}

/**
 * Every text that was sent, by field, without what nobody sees. Files are left to whoever expects
 * one; names no form of ours has are dropped. Passwords are not read with it: every sign of theirs
 * counts.
 */
export function typedIn(form: FormData): Typed {
	const typed: Typed = {};
	for (const [name, value] of form) {
		if (typeof value !== 'string' || !fieldName.test(name)) continue;
		(Object.hasOwn(typed, name) ? typed[name] : (typed[name] = []))?.push(visibleText(value));
	}
	return typed;
}

/** The only or first value of a field, or an empty text. */
export function typedText(typed: Typed, name: string): string {
	return typed[name]?.[0] ?? '';
}

/**
 * Values as a schema reads them: `people.0.name` is the name in the first entry of the list
 * `people`.
 */
export function valuesOf(typed: Typed): Record<string, unknown> {
	const values = new Map<string, unknown>();
	const lists = new Map<string, Map<number, unknown>>();
	for (const [name, sent] of Object.entries(typed)) {
		const value = sent.length === 1 ? sent[0] : sent;
		const [key = '', index, part] = name.split('.');
		if (index === undefined) {
			values.set(key, value);
			continue;
		}
		const rows = lists.get(key) ?? new Map<number, unknown>();
		lists.set(key, rows);
		const row = rows.get(Number(index));
		rows.set(
			Number(index),
			part === undefined
				? value
				: { ...(row !== null && typeof row === 'object' && row), [part]: value }
		);
	}
	for (const [key, rows] of lists)
		values.set(
			key,
			[...rows].sort(([a], [b]) => a - b).map(([, value]) => value)
		);
	return Object.fromEntries(values);
}

/** Name of the field a problem is about, as the form has it. */
function fieldOf(issue: v.BaseIssue<unknown>): string {
	return (issue.path ?? []).map(({ key }) => String(key)).join('.');
}

/**
 * Reads values with a schema whose messages are words already. One problem a field: the first is
 * the one to mend first.
 */
export function check<S extends v.GenericSchema | v.GenericSchemaAsync>(
	schema: S,
	values: unknown
): Promise<{ ok: true; values: v.InferOutput<S> } | { ok: false; problems: Problem[] }> {
	return v.safeParseAsync(schema, values).then((read) => {
		if (read.success) return { ok: true, values: read.output };
		const problems = new Map<string, Problem>();
		for (const issue of read.issues) {
			const field = fieldOf(issue);
			if (!problems.has(field)) problems.set(field, { field, message: issue.message });
		}
		return { ok: false, problems: [...problems.values()] };
	});
}

/**
 * Reads a posted form with a schema. Fields the schema does not know are ignored. A form that is
 * larger than any of ours is not read at all and is answered with a problem of the whole form.
 */
export async function readForm<S extends v.GenericSchema | v.GenericSchemaAsync>(
	form: FormData,
	schema: S
): Promise<FormAnswer<v.InferOutput<S>>> {
	if (isTooLarge(form))
		return { ok: false, problems: [{ field: '', message: m.edit_problem_too_large() }], typed: {} };
	const typed = typedIn(form);
	return { ...(await check(schema, valuesOf(typed))), typed };
}

const trimmed = (value: string) => value.trim();

/** Numbers are what JSON has where a form has digits. */
const plain = (value: string | number, tidy = trimmed) => tidy(visibleText(String(value)));

/**
 * A field that was not sent is empty, not unknown: browsers send nothing for boxes that are not
 * ticked.
 */
const sent = v.union([v.string(), v.number(), v.null(), v.undefined(), v.array(v.string())], () =>
	m.edit_problem_unreadable()
);

/**
 * A text, or null when nothing was typed.
 * @param max characters at the most
 * @param tidy what becomes of it beside losing what nobody sees; without it, blanks around it go
 */
export const text = (max: number, tidy = trimmed) =>
	v.pipe(
		v.optional(sent, null),
		v.transform((value) => (Array.isArray(value) ? value[0] : value)),
		v.transform((value) => (value === null || value === undefined ? '' : plain(value, tidy))),
		v.maxLength(max, ({ received }) => m.edit_problem_too_long({ max, now: Number(received) })),
		v.transform((value) => value || null)
	);

/** A text that must be there. */
export const requiredText = (max: number, missing: () => string) =>
	v.pipe(text(max), v.string(missing));

/** A text that must have a form, or null. `wrong` is what is said of another. */
export const formedText = (max: number, form: RegExp, wrong: () => string) =>
	v.pipe(
		text(max),
		v.check((value) => value === null || form.test(value), wrong)
	);

/**
 * A text read into what is kept of it, or null. `read` answers null or undefined where it cannot;
 * `wrong` is what is said then.
 * `most` characters at the most.
 */
export const readText = <T>(
	read: (typed: string) => T | null | undefined,
	wrong: (typed: string) => string,
	max = 200
) =>
	v.pipe(
		text(max),
		v.rawTransform<string | null, T | null>(({ dataset, addIssue, NEVER }) => {
			if (dataset.value === null) return null;
			const value = read(dataset.value);
			if (value !== null && value !== undefined) return value;
			addIssue({ message: wrong(dataset.value) });
			return NEVER;
		})
	);

/** An e-mail address, as the database takes it (internal.is_email). */
export const emailPattern =
	/^[^\s@<>"(),;:?&%#/\\]+@[^\s@<>"(),;:?&%#/\\]+\.[^\s@<>"(),;:.?&%#/\\]{2,}$/;

/** An e-mail address, or null. */
export const emailText = (wrong: () => string) => formedText(254, emailPattern, wrong);

/** A box that was ticked or not. */
export const box = v.pipe(
	v.optional(v.union([v.boolean(), v.string(), v.null(), v.array(v.string())]), false),
	// A hidden "false" may stand before the box, so that a box that is not ticked is sent, too: the
	// last one counts.
	v.transform((value) => (Array.isArray(value) ? value.at(-1) : value)),
	v.transform((value) => value === true || value === 'on' || value === 'true')
);

/**
 * Several texts as they were typed, without empty ones: from several fields of one name, or from a
 * JSON list. The number of a text is that of its field (RepeatedField), as long as none is empty.
 */
export const entries = (max: number) =>
	v.pipe(
		v.optional(sent, null),
		v.transform((value) =>
			(Array.isArray(value) ? value : [value ?? ''])
				.map((entry) => plain(entry))
				.filter((entry) => entry !== '')
		),
		v.check(
			(list) => list.every((entry) => entry.length <= max),
			() => m.edit_problem_entry_too_long({ max })
		)
	);

/** Several texts, without empty ones and without repetitions. */
export const texts = (max: number, length: number) =>
	v.pipe(
		entries(max),
		v.transform((list) => [...new Set(list)]),
		v.maxLength(length, () => m.edit_problem_too_many({ max: length }))
	);

/** Several texts written one a line. */
export const lines = (max: number, length: number) =>
	v.pipe(
		v.optional(sent, null),
		v.transform((value) => (typeof value === 'string' ? visibleText(value).split('\n') : value)),
		texts(max, length)
	);

/**
 * A number, or null; a decimal comma is a decimal point. `wrong` is what is said of anything else.
 */
export const number = (wrong: () => string) =>
	v.pipe(
		text(40),
		v.transform((value) => (value === null ? null : Number(value.replace(',', '.')))),
		v.check((value) => value === null || Number.isFinite(value), wrong)
	);
