// Somebody whose session has shown one factor where two are asked for. They may show the other, set
// one up, or leave; to everything else they are nobody.
import * as v from 'valibot';

/** What `my_sign_in()` answers. */
export const SignInState = v.object({
	person: v.string(),
	email: v.string(),
	session: v.string(),
	/** code: that of their app is asked for. setup: they must set one up. Null: they are in. */
	needs: v.nullable(v.picklist(['code', 'setup'])),
	/** When they set theirs up (instant). */
	since: v.nullable(v.string()),
	/** Recovery codes that are left. */
	codes: v.number(),
	/** Whether the network demands it of them. */
	demanded: v.boolean(),
	/** Whether they have signed in a short time ago. */
	fresh: v.boolean()
});
export type SignInState = v.InferOutput<typeof SignInState>;

/** Who has one factor to show yet. */
export type HalfSignedIn = SignInState & { needs: 'code' | 'setup' };

export const isHalf = (state: SignInState | null): state is HalfSignedIn =>
	state !== null && state.needs !== null;
