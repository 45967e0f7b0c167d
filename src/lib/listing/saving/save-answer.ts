// What the database answers to a save, checked on arrival. It answers, and does not fail, for
// whatever a person can cause.
import * as v from 'valibot';
import { Decision } from './decision.ts';

/** One save by somebody, newest first: who, when, which keys. */
const savedChange = v.object({
	version: v.number(),
	at: v.string(),
	by: v.nullable(v.string()),
	/** By the one who asks: in another tab, or on another device. */
	own: v.boolean(),
	action: v.nullable(v.string()),
	fields: v.array(v.string())
});
export type SavedChange = v.InferOutput<typeof savedChange>;

/** A document as the database answers it. */
export const listingDocument = v.record(v.string(), v.unknown());

const saved = { id: v.string(), slug: v.string(), version: v.number() };

const staleAnswer = v.object({
	status: v.literal('stale'),
	version: v.number(),
	/** As it stands now. */
	listing: listingDocument,
	/** As it was read; null when that revision is not kept. */
	base: v.nullable(listingDocument),
	changes: v.array(savedChange)
});
export type StaleAnswer = v.InferOutput<typeof staleAnswer>;

const answer = v.variant('status', [
	/** `following`: another listing that was made of it. */
	v.object({ status: v.literal('saved'), ...saved, following: v.optional(v.object(saved)) }),
	v.object({ status: v.literal('unchanged'), ...saved }),
	staleAnswer,
	/** Not theirs or not there: the same, so that nobody learns which. */
	v.object({ status: v.literal('refused') }),
	v.object({ status: v.literal('removed') }),
	/** The same form was sent twice, and the first one is still being saved. */
	v.object({ status: v.literal('busy') }),
	/** The pin would leave what is theirs; the region is named where the database knows it. */
	v.object({ status: v.literal('outside'), region_id: v.nullish(v.string(), null) }),
	v.object({
		status: v.literal('invalid'),
		constraint: v.nullable(v.string()),
		/** Of what was to be accepted and was decided by somebody else before. */
		decision: v.nullish(Decision, null)
	})
]);

export type SaveAnswer = v.InferOutput<typeof answer>;

/** Reads the answer of a save function; throws when the database answers in another form. */
export function saveAnswerFrom(data: unknown): SaveAnswer {
	return v.parse(answer, data);
}

const pendingConflict = v.nullable(v.object({ ...staleAnswer.entries, mine: listingDocument }));

/**
 * A stale save that waits for its person: what they had typed, beside what stale saves are
 * answered.
 */
export type PendingConflict = NonNullable<v.InferOutput<typeof pendingConflict>>;

/** Reads the answer of `pending_conflict()`; null when nothing waits. */
export function pendingConflictFrom(data: unknown): PendingConflict | null {
	return v.parse(pendingConflict, data);
}
