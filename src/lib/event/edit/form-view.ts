// What the parts of the event's form show: what stands in each field and what is wrong with it. Made anew with every answer of the
// server, so that a part never has to know where its values come from.
import { typedText, type Problem, type Typed } from '../../form/form';
import type { Names } from '../../coordinator/saving/change';
import type { Conflict } from '../../coordinator/saving/conflict';
import type { OfferedPlace, Whereabouts } from '../../coordinator/pin/pin';

/** What the form offers to choose from, in the page's language. */
export interface EventChoices {
	places: readonly OfferedPlace[];
	topics: readonly { value: string; label: string }[];
	languages: readonly { value: string; label: string }[];
}

/** Organisations found by a search of the form. */
export interface FoundOrganisations {
	/** The field the search is for. */
	field: 'organisers' | 'venue_organisation_id';
	words: string;
	organisations: { id: string; name: string; place: string }[];
}

/** The dates a series will have. */
export interface SeriesPreview {
	/** How it repeats, in words; null where there is no short way to say it. */
	words: string | null;
	/** What is wrong, by field; no dates then. */
	problems: Problem[];
	/** From the first or from today on. `out`: left out by the person; the first date cannot be. */
	dates: { day: string; words: string; out: boolean; first: boolean }[];
	/** Days left out that are not among them. */
	alsoOut: string[];
	/** Dates in all, those left out not counted. */
	count: number;
	/** How many more dates follow. */
	more: number;
	/** Until when an open-ended series is worked out, in words. */
	knownUntil: string | null;
}

/** What becomes of dates people know, in words. */
export interface ConsequenceWords {
	/** How many stay as they are. */
	kept: number;
	moved: string[];
	dropped: string[];
	stillCancelled: string[];
	/** How many come. */
	added: number;
}

/** Why the form was not saved, and what is asked before it is. */
export interface Questions {
	hints: readonly Problem[];
	consequences: ConsequenceWords | null;
	conflict: Conflict | null;
}

/** Everything the form shows. */
export interface EventFormData {
	typed: Typed;
	problems: readonly Problem[];
	choices: EventChoices;
	/** Names of organisations the form only knows by their ids: `organisation/<id>`. */
	names: Names;
	at: Whereabouts | null;
	found: FoundOrganisations | null;
	preview: SeriesPreview | null;
	/** The rule that was read, in words, where no choice says it. */
	keptRule: string | null;
	/** Made anew with each rendering: the same attempt saves once. */
	attempt: string;
}

export class FormView {
	readonly data: EventFormData;

	constructor(data: EventFormData) {
		this.data = data;
	}

	text(name: string): string {
		return typedText(this.data.typed, name);
	}

	/** Every value of a field that is not empty. */
	list(name: string): string[] {
		return (this.data.typed[name] ?? []).filter((value) => value.trim() !== '');
	}

	error(name: string): string | undefined {
		return this.data.problems.find(({ field }) => field === name)?.message;
	}

	/** The errors of a text in both languages. */
	errors(name: string): { lv?: string; en?: string } {
		return { lv: this.error(`${name}_lv`), en: this.error(`${name}_en`) };
	}

	/** Whether one of these fields holds something; a text in two languages is named without them. */
	holds(names: readonly string[]): boolean {
		return names.some((name) => [name, `${name}_lv`, `${name}_en`].some((one) => this.text(one)));
	}

	/** Whether something is wrong with one of these fields; `contact_` is every field that begins so. */
	wrong(names: readonly string[]): boolean {
		return this.data.problems.some(({ field }) =>
			names.some((name) =>
				name.endsWith('_')
					? field.startsWith(name)
					: field === name ||
						field.replace(/_(lv|en)$/, '') === name ||
						field.startsWith(`${name}.`)
			)
		);
	}

	/** How many rows a list like `documents.0.url` has, one empty one included. */
	rows(name: string): number {
		const indexes = Object.entries(this.data.typed)
			.filter(([key, values]) => key.startsWith(`${name}.`) && values.some((value) => value.trim()))
			.map(([key]) => Number(key.split('.')[1]));
		return Math.max(0, ...indexes.map((index) => index + 1)) + 1;
	}

	organisation(id: string): string {
		return this.data.names[`organisation/${id}`] ?? id;
	}
}
