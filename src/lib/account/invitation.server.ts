// Invitations as the database keeps them, asked by the secret of their link.
import { Instant, LocalisedText, Text } from '#lib/backend/answer.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { hashOf } from '#lib/backend/secret.ts';

const named = v.object({ name: LocalisedText });
const shape = v.nullable(
	v.object({
		state: v.picklist(['open', 'withdrawn', 'expired', 'accepted']),
		email: v.string(),
		name: v.string(),
		language: v.string(),
		role: v.string(),
		deputy: v.boolean(),
		expiresAt: Instant,
		invitedBy: Text,
		/** Its address is that of somebody who has or had rights. */
		known: v.boolean(),
		regions: v.array(named),
		organisation: v.nullable(named)
	})
);
export type Invitation = NonNullable<v.InferOutput<typeof shape>>;

/** The invitation a secret belongs to, in whatever state; null when there is none. */
export async function invitationOf(token: string): Promise<Invitation | null> {
	const { data, error: fault } = await backend().visitor.rpc('invitation_of', {
		hash: hashOf(token)
	});
	if (fault) error(503);
	return v.parse(shape, data);
}
