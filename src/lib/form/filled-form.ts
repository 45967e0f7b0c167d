// A form as it stands: what was typed into each field and what is wrong with it. Made anew with
// every answer of the server, so that a part of a form never has to know where its values come
// from.
import { network } from '#network';
import { messageFor, typedText, type Problem, type Typed } from './form.ts';

export class FilledForm {
	readonly typed: Typed;
	readonly problems: readonly Problem[];
	/** What is asked about before it is saved. */
	readonly hints: readonly Problem[];

	constructor(typed: Typed, problems: readonly Problem[] = [], hints: readonly Problem[] = []) {
		this.typed = typed;
		this.problems = problems;
		this.hints = hints;
	}

	/** The only or first value of a field, or an empty text. */
	text(name: string): string {
		return typedText(this.typed, name);
	}

	/** What a text in several languages holds in the first that has one, or an empty text. */
	anyText(name: string): string {
		const texts = network.languages.map((language) => this.text(`${name}_${language}`));
		return texts.find((text) => text !== '') ?? '';
	}

	/** Every value of a field that is not empty. */
	list(name: string): string[] {
		return (this.typed[name] ?? []).filter((value) => value.trim() !== '');
	}

	/** Whether a box was ticked: those that are not are not sent. */
	checked(name: string): boolean {
		return this.typed[name] !== undefined;
	}

	/** What is wrong with a field, in words; undefined when nothing is. */
	error(name: string): string | undefined {
		return messageFor(this.problems, name);
	}

	/**
	 * Whether one of these fields holds something; a text in several languages is named without them.
	 */
	holds(names: readonly string[]): boolean {
		const controls = (name: string) => [
			name,
			...network.languages.map((language) => `${name}_${language}`)
		];
		return names.some((name) => controls(name).some((one) => this.text(one) !== ''));
	}

	/**
	 * Whether something is wrong with one of these fields, or asked about it: its part of the form is
	 * to be seen. `contact_` is every field that begins so.
	 */
	wrong(names: readonly string[]): boolean {
		return [...this.problems, ...this.hints].some(({ field }) =>
			names.some((name) =>
				name.endsWith('_')
					? field.startsWith(name)
					: field === name ||
						network.languages.some((language) => field === `${name}_${language}`) ||
						field.startsWith(`${name}.`)
			)
		);
	}

	/** How many rows a list like `documents.0.url` has, one empty one included. */
	rows(name: string): number {
		const indexes = Object.entries(this.typed)
			.filter(([key, values]) => key.startsWith(`${name}.`) && values.some((value) => value.trim()))
			.map(([key]) => Number(key.split('.')[1]));
		return Math.max(0, ...indexes.map((index) => index + 1)) + 1;
	}
}
