// What the parts of the event's form show besides what stands in each field: what was found, the
// dates to come, and what a save would do to dates people know.
import { FilledForm } from '#lib/form/filled-form.ts';
import type { Problem } from '#lib/form/form.ts';
import type { Names } from '#lib/listing/fields/change.ts';
import type { EditorForm } from '#lib/listing/editor/form.ts';
import { sentenceOf } from '#lib/page/title.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Repetition } from './recurrence-choices.ts';

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
	/**
	 * Dates that have taken place and stay as they were: how many, and from when the changed series
	 * goes on; null: none is asked about.
	 */
	past: { kept: number; from: string } | null;
	/** Somebody has said that these are changed as well. */
	pastToo: boolean;
	/** How many dates that have taken place would be changed or gone. */
	forgotten: number;
	/** The event is postponed, and its day is a new one. */
	again: boolean;
}

/** Choices that follow from the first day, as it makes them: "Katra mēneša otrajā otrdienā". */
export type RepetitionWords = Partial<Record<Repetition, string>>;

/** Everything the form shows. */
export interface EventFormData extends EditorForm {
	/** Names of organisations the form only knows by their ids: `organisation/<id>`. */
	names: Names;
	found: FoundOrganisations | null;
	preview: SeriesPreview | null;
	/** What choices of repeats mean from the first day on, in words. */
	repetitions: RepetitionWords;
	/** The rule that was read, in words, where no choice says it. */
	storedRule: string | null;
}

/** The event's form with what its parts ask beyond their own fields. */
export class FormView extends FilledForm {
	readonly data: EventFormData;

	constructor({ typed, problems, hints }: FilledForm, data: EventFormData) {
		super(typed, problems, hints);
		this.data = data;
	}

	/** Name of an organisation of which the form knows the id. */
	organisation(id: string): string {
		return this.data.names[`organisation/${id}`] ?? id;
	}
}

/** What a search of the form found, in one sentence; empty where nothing was looked for. */
export function foundWords(found: FoundOrganisations | null): string {
	if (found === null || found.words === '') return '';
	const { words, organisations } = found;
	if (organisations.length === 0) return `${m.edit_event_found_none({ words })}.`;
	return `${m.edit_event_found()} ${organisations.map(({ name }) => name).join('; ')}.`;
}

/** How many dates a series has, or what is wrong with its rule; empty without one. */
export function previewWords(preview: SeriesPreview | null): string {
	if (preview === null) return '';
	if (preview.dates.length === 0) return preview.problems.map(({ message }) => message).join(' ');
	return sentenceOf([preview.words ?? '', m.edit_event_dates_count({ count: preview.count })]);
}

/** What a form that was only rearranged answers, for the title of its page. */
export const answerWords = ({ found, preview }: EventFormData): string =>
	foundWords(found) || previewWords(preview);
