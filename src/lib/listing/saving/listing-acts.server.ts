// What is done to listings as a whole, one or many: states, confirming, and the way back. The
// database decides whose they are.
import { LocalisedText } from '#lib/backend/answer.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import * as v from 'valibot';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import type { Person } from '#lib/account/person.ts';

const ids = v.optional(v.array(v.string()), []);
const done = v.object({
	status: v.literal('done'),
	operation: v.string(),
	done: ids,
	unchanged: ids,
	refused: ids,
	/** Changed by somebody since: not taken back. */
	skipped: ids
});
/** What became of each listing of one go. */
export type Done = v.InferOutput<typeof done>;

/**
 * Reads an answer; null: nothing of it may this person do, or the same form is still being worked
 * on.
 */
export function doneFrom(data: unknown): Done | null {
	return v.is(done, data) ? v.parse(done, data) : null;
}

/**
 * Publishes, takes back, archives, removes or brings back.
 * @param to.publishAt instant at which a draft is published
 */
export async function setPublication(
	{ database }: Person,
	subject: ListingSort,
	ids: readonly string[],
	to: { publication: string; publishAt?: string | null; attempt: string }
): Promise<Done | null> {
	const { data, error: failure } = await database.rpc('set_publication', {
		subject,
		ids: [...ids],
		publication: to.publication,
		// The generated type of an argument knows no null.
		publish_at: (to.publishAt ?? null) as string,
		attempt: to.attempt
	});
	if (failure) unanswered('set_publication', failure);
	return doneFrom(data);
}

const confirmation = v.object({
	status: v.picklist(['saved', 'unchanged']),
	name: LocalisedText,
	operation: v.string()
});
/** What was confirmed, and by what it is taken back; unchanged: it was confirmed today already. */
export type Confirmation = v.InferOutput<typeof confirmation>;

/**
 * Says that an organisation's listing is right today; said twice, it is said once.
 * @returns null when this person may not say so, or it is deleted
 */
export async function confirmListing(
	{ database }: Person,
	id: string
): Promise<Confirmation | null> {
	const { data, error: failure } = await database.rpc('confirm_listing', {
		id,
		attempt: crypto.randomUUID()
	});
	if (failure) unanswered('confirm_listing', failure);
	return v.is(confirmation, data) ? v.parse(confirmation, data) : null;
}

/** Says of all these organisations that their listings are right today. */
export async function confirmListings(
	{ database }: Person,
	ids: readonly string[],
	attempt: string
): Promise<Done | null> {
	const { data, error: failure } = await database.rpc('confirm_listings', {
		ids: [...ids],
		attempt
	});
	if (failure) unanswered('confirm_listings', failure);
	return doneFrom(data);
}

/** Throws a stale save away: this person is content with what stands now. */
export async function dropConflict(
	{ database }: Person,
	subject: ListingSort,
	id: string
): Promise<void> {
	const { error: failure } = await database.rpc('drop_conflict', { subject, id });
	if (failure) unanswered('drop_conflict', failure);
}
