// A correction as those who decide about it see it.
import * as v from 'valibot';
import { Instant, LocalisedText, Text } from '#lib/backend/answer.ts';
import { decision } from '#lib/listing/saving/decision.ts';
import { m } from '#lib/paraglide/messages.js';

const told = {
	id: v.string(),
	subject: v.picklist(['organisation', 'event']),
	/** Id of the listing; null: it is proposed and not there yet. */
	listing: Text,
	/** A listing is proposed, not a change of one. */
	isNew: v.boolean(),
	name: v.nullable(LocalisedText),
	/** Keys of the document. */
	fields: v.array(v.string()),
	note: Text,
	/** The sender left an address; nobody is told which. */
	hasAddress: v.boolean(),
	putAt: Instant,
	...decision,
	/** Null: it lies in no region, and is the administrators'. */
	regionId: Text,
	reason: Text,
	/** Keys accepted as they were proposed. */
	taken: v.array(v.string()),
	answer: Text,
	answeredAt: v.nullable(Instant),
	answerRead: v.boolean()
};
export const ToldCorrection = v.object(told);
export type ToldCorrection = v.InferOutput<typeof ToldCorrection>;

const list = v.array(ToldCorrection);
/** Null for whoever decides about nothing. */
export const Queue = v.nullable(
	v.object({ total: v.number(), waiting: list, answered: list, decided: list })
);
export type Queue = NonNullable<v.InferOutput<typeof Queue>>;

const document = v.record(v.string(), v.unknown());
export const WholeCorrection = v.nullable(
	v.object({
		...told,
		proposed: document,
		readVersion: v.nullable(v.number()),
		/** As its sender has seen the listing; null: not known any more. */
		base: v.nullable(document)
	})
);
export type WholeCorrection = NonNullable<v.InferOutput<typeof WholeCorrection>>;

/**
 * What one is called as a whole.
 * @param proposes the sort of listing it proposes; null: it corrects one
 */
export function titleOf(proposes: ToldCorrection['subject'] | null, name: string): string {
	if (proposes === null) return m.correction_one_title({ name });
	return proposes === 'event'
		? m.propose_event_one({ name })
		: m.propose_organisation_one({ name });
}

/** Ready reasons to decline with, by the value a form sends. */
export const readyReasons: Readonly<Record<string, () => string>> = {
	right: m.correction_reason_right,
	listed: m.propose_reason_listed,
	source: m.correction_reason_source,
	private: m.correction_reason_private,
	outside: m.correction_reason_outside
};

/** Those that fit: of what is listed already, and of what is proposed. */
export const reasonsFor = (isNew: boolean) =>
	Object.entries(readyReasons).filter(([value]) => value !== (isNew ? 'right' : 'listed'));
