// What the one form of a listing shows, and what it is asked before it is saved.
import type { Problem, Typed } from '#lib/form/form.ts';
import { visibleText } from '#lib/i18n/visible-text.ts';
import type { Choices } from '#lib/listing/fields/field.ts';
import type { OfferedPlace, PinArea } from '#lib/listing/pin/pin.ts';
import type { Conflict } from '#lib/listing/saving/conflict.ts';

/** Everything a form shows; a listing's own parts may add to it. */
export interface EditorForm {
	typed: Typed;
	problems: readonly Problem[];
	choices: Choices;
	places: readonly OfferedPlace[];
	/** Where the pin lies. */
	at: PinArea | null;
	/** Made anew with each rendering: the same attempt saves once. */
	attempt: string;
}

/** Why a form was not saved, though nothing in it is wrong. */
export interface Questions<Asked = unknown> {
	/** What is perhaps a slip. */
	hints: readonly Problem[];
	/** What the save would do to what people know already. */
	asked: Asked | null;
	/** Somebody else saved in between. */
	conflict: Conflict | null;
}

export const noQuestions: Questions<never> = { hints: [], asked: null, conflict: null };

/** The hints nobody has seen yet; `seen` is what the form carries of the last time. */
export const unseen = (hints: readonly Problem[], seen: readonly string[]): Problem[] =>
	hints.filter((hint) => !seen.includes(printed(hint)));

/** A hint as the form carries it once it was seen. */
export const printed = ({ field, message }: Problem) => visibleText(`${field}: ${message}`);

/** A listing as its form knows it. */
export interface EditedListing {
	id: string;
	slug: string;
	version: number;
	publication: 'draft' | 'published' | 'archived' | 'removed';
	/** Instant at which a draft is published. */
	publishAt: string | null;
	/** Instant; null: it is not deleted. */
	removedAt: string | null;
	/** ISO date; null: nobody ever confirmed it. */
	confirmedOn: string | null;
	/** Instant; null: nobody who keeps it has listed or changed it. */
	correctedAt: string | null;
	updatedAt: string;
	isExample: boolean;
}

/** What an action answers the page of a known listing. */
interface Answer<Form, Asked> {
	form?: Form | undefined;
	questions?: Questions<Asked> | undefined;
	/** The state of the listing was not changed. */
	refused?: boolean | undefined;
}

/**
 * What the page of a known listing shows: the answer to what was sent, or the listing as it stands
 * with what waits for a choice.
 */
export function answered<Form, Asked>(
	opened: { form: Form; kept: Conflict | null },
	answer: Answer<Form, Asked> | null
): { form: Form; questions: Questions<Asked> | null; refused: boolean } {
	const kept = opened.kept && { ...noQuestions, conflict: opened.kept };
	return {
		form: answer?.form ?? opened.form,
		questions: answer?.questions ?? kept,
		refused: answer?.refused ?? false
	};
}
