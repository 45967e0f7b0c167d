// An account for the length of a check: made as the server makes one for an invitation, signed in
// by a code, and gone afterwards.
import { randomUUID } from 'node:crypto';
import { field, wordsOf, type Answer } from './project.ts';
import type { Bench } from './run.ts';

export interface TrialAccount {
	id: string;
	token: string;
	/** Digits of the code it was signed in by. */
	digits: number;
	/** Seconds its access token is good for. */
	seconds: number;
}

/** A step of signing in was refused; `message` says which, and how. */
export class SignInRefused extends Error {
	constructor(step: string, answer: Answer) {
		super(`${step} (${wordsOf(answer)})`);
		this.name = 'SignInRefused';
	}
}

const ADMIN = '/auth/v1/admin';

/**
 * Makes an account and signs it in. Nothing is mailed.
 * @throws {SignInRefused} when the project does not let it
 */
export async function trialAccount({ project, leftovers, goOn }: Bench): Promise<TrialAccount> {
	let id = randomUUID() as string;
	// A host that exists: the service refuses addresses at names kept for examples.
	const email = `tikls-hosted-check-${id.slice(0, 8)}@${new URL(project.url).hostname}`;
	leftovers.note(`the account ${email}`, async (late) => {
		const { status, ...answer } = await late.ask('server', `${ADMIN}/users/${id}`, {
			method: 'DELETE'
		});
		if (status !== 404 && status >= 300) throw new Error(wordsOf({ status, ...answer }));
	});
	goOn();
	const made = await project.ask('server', `${ADMIN}/users`, {
		body: { id, email, email_confirm: true }
	});
	if (made.status >= 300) throw new SignInRefused('no account could be made', made);
	// A service that gives numbers of its own: this one is to be removed.
	id = String(field(made.body, 'id') ?? id);
	const link = await project.ask('server', `${ADMIN}/generate_link`, {
		body: { type: 'magiclink', email }
	});
	const code = field(link.body, 'email_otp');
	if (typeof code !== 'string') throw new SignInRefused('no code was given out', link);
	const verified = await project.ask('visitor', '/auth/v1/verify', {
		body: { type: 'email', email, token: code }
	});
	const token = field(verified.body, 'access_token');
	if (typeof token !== 'string') throw new SignInRefused('the code was not taken', verified);
	return {
		id,
		token,
		digits: code.length,
		seconds: Number(field(verified.body, 'expires_in'))
	};
}
