// Events of others that name an organisation as holding them together with it, and taking it off
// them. Whoever holds an event names whom they like; the named one has the last word.
import { Instant, LocalisedText, NamedRecord } from '#lib/backend/answer.ts';
import type { Person } from '#lib/account/person.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { statusOf } from '#lib/listing/saving/status.ts';
import * as v from 'valibot';

const named = v.array(
	v.object({
		id: v.string(),
		slug: v.string(),
		title: LocalisedText,
		startsAt: Instant,
		/** The first organiser; null: one that is not in the directory. */
		holder: v.nullable(NamedRecord)
	})
);
export type NamedBeside = v.InferOutput<typeof named>;

/** Published events to come that name an organisation this person edits, the next one first. */
export async function namedBeside(
	{ database }: Person,
	organisation: string
): Promise<NamedBeside> {
	const { data, error: failure } = await database.rpc('named_beside', { organisation });
	if (failure) unanswered('named_beside', failure);
	return v.parse(named, data);
}

/**
 * Takes an organisation off an event of others, for good: they cannot name it there again.
 * @returns false when it is not named there, or not this person's to take off
 */
export async function leaveEvent(
	{ database }: Person,
	event: string,
	organisation: string
): Promise<boolean> {
	if (!uuidFrom(event)) return false;
	const { data, error: failure } = await database.rpc('leave_event', { event, organisation });
	if (failure) unanswered('leave_event', failure);
	if (statusOf(data) !== 'saved') return false;
	contentChanged();
	return true;
}
