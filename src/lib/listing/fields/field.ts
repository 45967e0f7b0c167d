// What a field of a listing is. A listing's table says it once; the form draws it
// (PlainField.svelte), the schema reads it (reading.server.ts), a document fills it
// (filling.server.ts), history and conflicts tell it (words.ts).
//
// What several controls say together, or what is read in a way of its own (a pin, opening hours,
// the dates of a series), is no sort of field: it is a part of its own, with a component, a reader
// and words beside the table.
import type { Problem } from '#lib/form/form.ts';
import type { Names } from './change.ts';
import { controlIn, languages } from './localised.ts';

/** One of several to choose from. */
export interface Option {
	value: string;
	label: string;
}

/** What a page offers to choose from, by the name of the field. */
export type Choices = Readonly<Record<string, readonly Option[]>>;

interface Common {
	/** Key of the document, and name of the control. */
	name: string;
	label: () => string;
	/** What to know before typing. */
	hint?: () => string;
	/** The part of the form in which it stands. */
	section: string;
	/** What is said when it is missing; without it, it may be missing. */
	required?: () => string;
}

interface TextLook {
	/** Characters at the most. */
	max: number;
	/** Lines of the control; without it, one that cannot grow. */
	rows?: number;
	width?: 'short' | 'medium' | 'full';
}

/** One line of the table that needs no code of its own. */
export type Field = Common &
	(
		| (TextLook & {
				sort: 'text';
				inputmode?: 'numeric';
				/** The text as it is kept; null when it cannot be what is asked for. */
				read?: (typed: string) => string | null;
				/** What is said then. */
				wrong?: () => string;
		  })
		/**
		 * In each of the languages; required: in one of them. `markdown`: pasted lists become those of
		 * Markdown, and what the public will see is shown with it.
		 */
		| (TextLook & { sort: 'localised'; markdown?: true })
		| { sort: 'email' | 'phone' | 'web' | 'postcode' }
		/** A whole number. */
		| { sort: 'number'; min: number; max: number; wrong: () => string }
		/** Several, one a line. */
		| { sort: 'lines'; of: 'text' | 'web'; max: number; length: number }
		/** Several, each in a control of its own. */
		| { sort: 'list'; of: 'phone'; legend: () => string; length: number }
		/**
		 * One of several. Without `options` the page brings them; without `otherwise` nothing is chosen
		 * beforehand.
		 */
		| {
				sort: 'choice';
				as: 'radio' | 'select';
				options: () => readonly Option[];
				otherwise?: string;
		  }
		/**
		 * Any of several. Without `options` the page brings them, and any code of this form is taken.
		 */
		| {
				sort: 'choices';
				options?: () => readonly Option[];
				code: RegExp;
				length: number;
				words: (ids: readonly string[], names: Names) => string;
		  }
	);

/** A part of a listing that is its own; the table says where it stands and what it is called. */
export interface OwnPart {
	sort: 'own';
	/** The control an error summary leads to. */
	name: string;
	/** Keys of the document: chosen and restored together. */
	keys: readonly string[];
	/**
	 * Controls it is typed in, in the order of the form; one that ends in `_` or `.` is every control
	 * that begins so, and `#` is the number of a row.
	 */
	controls: readonly string[];
	label: () => string;
}

/** A table of fields, in the order of the form. */
export type FieldTable = readonly (Field | OwnPart)[];

export const isPlain = (entry: Field | OwnPart): entry is Field => entry.sort !== 'own';

/** The fields of one part of the form. */
export const inSection = (table: FieldTable, section: string): Field[] =>
	table.filter(isPlain).filter((field) => field.section === section);

/** The field of a name. @throws when the table has none: a form would silently miss it */
export function fieldNamed(table: FieldTable, name: string): Field {
	const field = table.filter(isPlain).find((one) => one.name === name);
	if (!field) throw new Error(`no field ${name}`);
	return field;
}

/** Controls in which an entry is typed. */
function controlsOf(entry: Field | OwnPart): readonly string[] {
	if (entry.sort === 'own') return entry.controls;
	return entry.sort === 'localised'
		? languages.map((language) => controlIn(entry.name, language))
		: [entry.name];
}

/** Whether a control is one of these, or a row of it: `phones.2` is one of `phones`. */
const isOf = (one: string, typed: string) => {
	const control = one.includes('#') ? typed.replace(/\.\d+\./, '.#.') : typed;
	return /[_.]$/.test(one)
		? control.startsWith(one)
		: control === one || (control.startsWith(`${one}.`) && /\.\d+$/.test(control));
};

/** Rows of one part stand one under the other, each with all of its controls. */
const rowsOf = (control: string) => control.split('#')[0] ?? control;

/** The entry a control belongs to. */
export function entryOf(table: FieldTable, control: string): Field | OwnPart | undefined {
	return table.find((entry) => controlsOf(entry).some((one) => isOf(one, control)));
}

/**
 * Problems in the order of the form, so that one can go down it and mend; those of the whole form
 * first, those of what stands below its fields (when a draft is published) last.
 */
export function inOrder(table: FieldTable, problems: readonly Problem[]): Problem[] {
	const order = table.flatMap(controlsOf);
	const place = ({ field }: Problem): [part: number, row: number, control: number] => {
		if (field === '') return [-1, 0, 0];
		const control = order.findIndex((one) => isOf(one, field));
		const known = order[control];
		if (known === undefined) return [order.length, 0, 0];
		const part = order.findIndex((one) => rowsOf(one) === rowsOf(known));
		return [part, Number(/\.(\d+)(\.|$)/.exec(field)?.[1] ?? 0), control];
	};
	return problems.toSorted((a, b) => {
		const [one, other] = [place(a), place(b)];
		return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
	});
}
