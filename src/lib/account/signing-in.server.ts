// Signing in, so that an answer tells nothing about who has an account: the same words and the same
// time for every address, and the same limits, counted by the database.
import { setTimeout as pause } from 'node:timers/promises';
import { backend, type SignInToken } from '#lib/backend/backend.server.ts';
import { locales, type Locale } from '#lib/i18n/languages.ts';
import { visitorOf } from '#lib/http/visitor.server.ts';
import { lineOf } from '#lib/http/visitor-turns.ts';
import { pathOf } from '#lib/page/paths.ts';
import { error, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { askedBrowser, forgetAsked } from './asked-browser.server.ts';
import { accountOrDecoy, isDecoy } from './decoy.server.ts';
import { knownBrowser, rememberBrowser } from './known-browser.server.ts';
import { isHalf, SignInState } from './half-signed-in.ts';
import { jarOf } from './presence.server.ts';
import { log, logFault, logSecurity, markOf } from '#lib/log/log.server.ts';

const counted = v.object({
	allowed: v.boolean(),
	wait: v.number(),
	dead: v.boolean(),
	delay: v.number()
});
export type Attempt = v.InferOutput<typeof counted>;

const plain = (address: string) => address.trim().toLowerCase();

/** How the log names whom an attempt is for, and who makes it. */
const marksOf = (event: Pick<RequestEvent, 'getClientAddress'>, address?: string) => ({
	account: address === undefined ? null : markOf(plain(address)),
	visitor: markOf(lineOf(visitorOf(event).address))
});

/**
 * Counts an attempt by this visitor for an address, before anything is tried. `wait` is in seconds.
 * Where others have tried often before, this one waits here for its turn (up to 16 s).
 */
export async function countAttempt(
	event: Pick<RequestEvent, 'getClientAddress' | 'cookies' | 'url'>,
	wanted: 'mail' | 'code' | 'password' | 'second',
	address: string
): Promise<Attempt> {
	const { shade, visitor } = backend();
	const browser =
		wanted === 'second' ? null : (wanted === 'code' ? askedBrowser : knownBrowser)(event, address);
	const { data, error: fault } = await visitor.rpc('count_attempt', {
		wanted,
		address: shade(plain(address)),
		visitor: shade(lineOf(visitorOf(event).address)),
		...(browser !== null && { browser })
	});
	if (fault) error(503);
	const attempt = v.parse(counted, data);
	if (!attempt.allowed)
		logSecurity('authn_login_lock', { way: wanted, ...marksOf(event, address) });
	if (attempt.allowed) await pause(attempt.delay * 1000);
	return attempt;
}

/**
 * Milliseconds an answer takes at least. A password costs 76 ms of checking when the address is
 * known and 1 ms when it is not, so no answer is given before both would be done.
 */
const MIN_WAIT = 600;

/** Runs `work` and answers no sooner than LEAST after it began, whatever came of it. */
export async function inEqualTime<T>(work: () => Promise<T>): Promise<T> {
	const [done] = await Promise.allSettled([work(), pause(MIN_WAIT)]);
	if (done.status === 'rejected') throw done.reason;
	return done.value;
}

/**
 * The language an address wants to be written to in; null when there is no such person, or nobody
 * here may know.
 */
async function languageOf(address: string): Promise<Locale | null> {
	const answer = await backend().server?.rpc('language_of', { address });
	return locales.find((locale) => locale === answer?.data) ?? null;
}

/**
 * Asks for a mail with a link and a code, in the language of its owner, else in that of the page.
 * The answer to the visitor does not wait for it, so that an address with an account, for which a
 * code is made and a mail written, takes no longer than one without; and it begins a random moment
 * later, so that the visitor's next request does not tell either by waiting behind it. The language
 * is asked for every address, known or not.
 */
export function mailCode(
	event: Pick<RequestEvent, 'url'>,
	locale: Locale,
	email: string,
	next: string
): void {
	const send = async () => {
		await pause(Math.random() * 400);
		const confirm = pathOf('/auth/confirm', (await languageOf(email)) ?? locale);
		const emailRedirectTo = `${event.url.origin}${confirm}?next=${encodeURIComponent(next)}`;
		const { error: refused } = await backend().visitor.auth.signInWithOtp({
			// For an address nobody has the same is done, and no mail is sent (hooks.server.ts).
			email: await accountOrDecoy(email),
			// Without it lite makes an account for whoever asks, whatever `enable_signup` says.
			options: { shouldCreateUser: false, emailRedirectTo }
		});
		if (refused && (refused.status ?? 500) >= 500)
			log('error', `A mail to sign in could not be made: ${refused.message}`);
	};
	send().catch((fault: unknown) => logFault('A mail to sign in could not be made', fault));
}

export type Proof =
	| SignInToken
	/** The six digits of a mail. */
	| { email: string; code: string }
	| { email: string; password: string };

/**
 * Opens a session for this visitor and sets its cookies. Null: the proof is wrong, used up or too
 * old; which one is not said.
 */
export async function openSession(
	event: Pick<RequestEvent, 'cookies' | 'url' | 'request' | 'getClientAddress'>,
	proof: Proof
): Promise<{ id: string; email: string; accessToken: string } | null> {
	const { auth } = backend().session(jarOf(event));
	const { data: before } = await auth.getSession();
	const account = 'email' in proof ? await accountOrDecoy(proof.email) : '';
	const { data, error: refused } =
		'password' in proof
			? await auth.signInWithPassword({ email: account, password: proof.password })
			: 'code' in proof
				? await auth.verifyOtp({
						email: account,
						token: proof.code,
						type: backend().codeType
					})
				: await auth.verifyOtp(proof);
	if (refused && (refused.status ?? 500) >= 500) error(503);
	const way = 'password' in proof ? 'password' : 'code' in proof ? 'code' : 'link';
	const known = { way, ...marksOf(event, 'email' in proof ? proof.email : undefined) };
	if (refused || !data.session || !data.user || isDecoy(data.user.email)) {
		logSecurity('authn_login_fail', known);
		return null;
	}
	logSecurity('authn_login_success', { ...known, person: data.user.id });
	const accessToken = data.session.access_token;
	// This browser holds one session: the one it had would stay behind without anybody to use it.
	if (before.session) await endSessionOf(before.session.access_token);
	await backend()
		.as(accessToken)
		.rpc('note_device', { device: event.request.headers.get('user-agent') ?? '' });
	if (data.user.email) rememberBrowser(event, data.user.email);
	forgetAsked(event);
	return { id: data.user.id, email: data.user.email ?? '', accessToken };
}

/** Whether a second factor is asked for before a token is anybody's. */
export async function isHalfSignedIn(accessToken: string): Promise<boolean> {
	const { data, error: fault } = await backend().as(accessToken).rpc('my_sign_in');
	if (fault) error(503);
	return isHalf(v.parse(v.nullable(SignInState), data));
}

/** Ends the session a token belongs to, at once. */
export async function endSessionOf(accessToken: string): Promise<void> {
	// Read without its signature: the database looks at that, and ends nobody else's session.
	const claims: unknown = JSON.parse(
		Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString() || '{}'
	);
	const read = v.safeParse(v.object({ session_id: v.pipe(v.string(), v.uuid()) }), claims);
	if (read.success)
		await backend().as(accessToken).rpc('end_session', { session: read.output.session_id });
}

/** Ends the session of this visitor and takes its cookies away. */
export async function closeSession(event: Pick<RequestEvent, 'cookies' | 'url'>): Promise<void> {
	const jar = jarOf(event);
	await backend().session(jar).auth.signOut({ scope: 'local' });
	// Also when the sign-in service did not answer: whoever pressed the button is out.
	jar.setAll(jar.getAll().map(({ name }) => ({ name, value: '', maxAge: 0 })));
}

/**
 * Ends the session because its owner says so. Forms this browser keeps go as well, also from pages
 * without a script that could take them away (listing/editor/draft.svelte.ts).
 */
export async function signOut(
	event: Pick<RequestEvent, 'cookies' | 'url' | 'setHeaders'>
): Promise<void> {
	await closeSession(event);
	event.setHeaders({ 'clear-site-data': '"storage"' });
}
