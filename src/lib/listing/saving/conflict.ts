// Two people changed one listing. Field by field: what it was, what the other person made of it,
// what was typed here, and which of the two to keep. What only one side changed is already chosen;
// when that is so of all of it, both are kept without asking, and said.
import { localisedFrom } from '#lib/listing/fields/localised.ts';
import { labelsOf, sameField, type ListingField, type Names } from '#lib/listing/fields/change.ts';
import type { Typed } from '#lib/form/form.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import type { SavedChange, StaleAnswer } from './save-answer.ts';

export type Side = 'theirs' | 'mine';

/** A field in which the two versions differ. Texts are in words, empty when there is nothing. */
export interface Difference {
	field: string;
	name: string;
	/** As it was when this form was opened; null when that is not known any more. */
	base: string | null;
	theirs: string;
	mine: string;
	/**
	 * Chosen beforehand: the side that changed it when only one did; null when both did, or nobody
	 * knows.
	 */
	chosen: Side | null;
}

export interface Conflict {
	/** The version that stands now; the merged save is made on it. */
	version: number;
	/** Who saved in between, newest first. `fields` are in words. */
	changes: (Omit<SavedChange, 'fields'> & { fields: string[] })[];
	differences: Difference[];
	/** Everything typed, for posting it again. */
	typed: Typed;
}

/** Name of the radio buttons of a field. */
export const choiceName = (field: string) => `keep_${field}`;

/**
 * The fields in which what was typed differs from what stands now.
 * @param base as it was read; null = not kept
 * @param mine keys that were not in the form are not in it and count as theirs
 */
export function differencesBetween(
	fields: readonly ListingField[],
	base: ListingDocument | null,
	theirs: ListingDocument,
	mine: ListingDocument,
	names: Names
): Difference[] {
	const whole = { ...theirs, ...mine };
	return fields
		.filter((field) => !sameField(field, theirs, whole))
		.map((field) => ({
			field: field.field,
			name: field.name(),
			base: base && field.words(base, names),
			theirs: field.words(theirs, names),
			mine: field.words(whole, names),
			chosen: !base
				? null
				: sameField(field, base, theirs)
					? 'mine'
					: sameField(field, base, whole)
						? 'theirs'
						: null
		}));
}

/** The side chosen for a field by the posted form, or null when none was. */
export function chosenSide(typed: Typed, field: string): Side | null {
	const value = typed[choiceName(field)]?.[0];
	return value === 'theirs' || value === 'mine' ? value : null;
}

/** Whether a posted form answers a conflict. */
export function answersConflict(typed: Typed): boolean {
	return Object.keys(typed).some((name) => name.startsWith('keep_'));
}

/**
 * What is to be saved after the choices: the typed document without the fields that stay as the
 * other person left them. What a save does not name stays as it stands; a text that stays in one
 * language alone is named with that one as it stands.
 * @param theirs what stands now
 */
export function chosenDocument(
	fields: readonly ListingField[],
	mine: ListingDocument,
	theirs: ListingDocument,
	typed: Typed
): ListingDocument {
	const chosen = { ...mine };
	for (const { field, keys, language } of fields) {
		if (chosenSide(typed, field) !== 'theirs') continue;
		for (const key of keys) {
			if (language && key in chosen)
				chosen[key] = {
					...localisedFrom(chosen[key]),
					[language]: localisedFrom(theirs[key])[language]
				};
			else delete chosen[key];
		}
	}
	return chosen;
}

/**
 * The form as it would be sent with each side chosen that alone changed a field; null when both
 * changed one, when nobody knows who did, or when nothing differs.
 */
export function mergedTyped({ version, differences, typed }: Conflict): Typed | null {
	if (differences.length === 0 || differences.some(({ chosen }) => chosen === null)) return null;
	return {
		...typed,
		version: [String(version)],
		attempt: [crypto.randomUUID()],
		...Object.fromEntries(
			differences.map(({ field, chosen }) => [choiceName(field), [chosen ?? 'mine']])
		)
	};
}

/** The conflict with the names of fields for the keys each save changed. */
export function changesInWords(
	fields: readonly ListingField[],
	changes: readonly SavedChange[]
): Conflict['changes'] {
	return changes.map((change) => ({
		...change,
		fields: labelsOf(fields, change.fields)
	}));
}

/**
 * Both versions side by side, after a stale save or when it comes back later. What was chosen
 * already stays chosen.
 */
export function conflictFrom(
	fields: readonly ListingField[],
	answer: Pick<StaleAnswer, 'version' | 'listing' | 'base' | 'changes'>,
	mine: ListingDocument,
	typed: Typed,
	names: Names
): Conflict {
	const differences = differencesBetween(fields, answer.base, answer.listing, mine, names);
	const choices = new Set(differences.map(({ field }) => choiceName(field)));
	return {
		version: answer.version,
		changes: changesInWords(fields, answer.changes),
		differences: differences.map((difference) => ({
			...difference,
			chosen: chosenSide(typed, difference.field) ?? difference.chosen
		})),
		typed: Object.fromEntries(Object.entries(typed).filter(([name]) => !choices.has(name)))
	};
}
