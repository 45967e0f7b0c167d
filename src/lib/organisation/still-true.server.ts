// The links of the mail that asks whether a listing is still right, and how it stands with one, as
// who keeps it sees it (207_still_true.sql).
import type { Person } from '#lib/account/person.ts';
import { Instant, LocalisedText, Text } from '#lib/backend/answer.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';

const Link = v.nullable(
	v.object({
		state: v.picklist(['open', 'ended', 'expired']),
		purpose: v.picklist(['right', 'closed']),
		slug: v.string(),
		name: LocalisedText
	})
);

/** What the secret of a link is good for; null when there is no such link. Changes nothing. */
export async function stillTrueOf(secret: string): Promise<v.InferOutput<typeof Link>> {
	const { data, error: fault } = await backend().visitor.rpc('still_true_of', { secret });
	if (fault) error(503);
	return v.parse(Link, data);
}

/** What an organisation says of itself: closed or moved, since which day (ISO), and where it is. */
interface Closing {
	what: 'closed' | 'moved';
	on: string;
	whereTo: string | null;
}

const Answered = v.object({
	status: v.picklist(['done', 'ended', 'expired', 'unknown', 'invalid'])
});

/**
 * The one press, with the secret as the right to it; pressed twice, it is done once.
 * @param closing what is reported; null: that everything is right
 */
export async function answerStillTrue(
	secret: string,
	closing: Closing | null
): Promise<v.InferOutput<typeof Answered>['status']> {
	const { data, error: fault } = await backend().visitor.rpc('answer_still_true', {
		secret,
		...(closing && { given: { ...closing } })
	});
	if (fault) error(503);
	return v.parse(Answered, data).status;
}

const When = v.nullable(Instant);
const State = v.object({
	/** ISO date on which the next mail is due. */
	askAt: v.string(),
	askedAt: When,
	remindedAt: When,
	toldAt: When,
	doubtfulSince: Text,
	/** Why nobody can be asked by mail; null: somebody can. */
	why: v.nullable(v.picklist(['no-address', 'unwanted', 'returned'])),
	/** A keeper has entered that it does not want such mails. */
	unwanted: v.boolean(),
	/** A keeper has entered that a mail to its present address came back. */
	returned: v.boolean(),
	report: v.nullable(
		v.object({
			what: v.picklist(['closed', 'moved']),
			on: v.string(),
			whereTo: Text,
			at: Instant
		})
	)
});
export type StillTrueState = v.InferOutput<typeof State>;

/** How it stands with a listing; null when it is not this person's. */
export async function stillTrueState(
	{ database }: Person,
	id: string
): Promise<StillTrueState | null> {
	const { data, error: failure } = await database.rpc('still_true_state', { id });
	if (failure) unanswered('still_true_state', failure);
	return v.parse(v.nullable(State), data);
}

const Saved = v.object({ status: v.literal('saved') });

/** What a keeper can enter about writing to an organisation. */
export const stillTrueMarks = ['unwanted', 'returned', 'reported'] as const;

/** Enters or takes back a mark; false when this person may not. */
export async function markStillTrue(
	{ database }: Person,
	id: string,
	mark: (typeof stillTrueMarks)[number],
	given: boolean
): Promise<boolean> {
	const { data, error: failure } = await database.rpc('mark_still_true', { id, mark, given });
	if (failure) unanswered('mark_still_true', failure);
	return v.is(Saved, data);
}
