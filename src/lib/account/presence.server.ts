// Who sends a request: the cookies hold a session, the session has a token that is renewed when it
// is old, and the database says whose it is. Only requests that bring a session cookie are asked
// about.
import { backend, sessionCookie, type SessionJar } from '#lib/backend/backend.server.ts';
import { cookieName, plainCookieName } from '#lib/http/cookie-name.ts';
import { error, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { isHalf, SignInState, type HalfSignedIn } from './half-signed-in.ts';
import { personFrom, rights, type Person, type Stranger } from './person.ts';

/**
 * Seconds a session lasts without being used; the database's own limit is the same
 * (internal.renew_session).
 */
export const sessionSeconds = 30 * 24 * 60 * 60;

/** The session cookies of one visitor, whose script can never read them. */
export function jarOf({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>): SessionJar {
	return {
		getAll: () =>
			cookies.getAll().flatMap(({ name, value }) => {
				const plain = plainCookieName(name);
				const isOurs = plain.startsWith(sessionCookie) && name === cookieName(plain, url);
				return isOurs ? [{ name: plain, value }] : [];
			}),
		setAll(changed) {
			for (const { name, value, maxAge } of changed)
				cookies.set(cookieName(name, url), value, {
					path: '/',
					httpOnly: true,
					// Lax, not Strict: the link of a mail must find the session that is there.
					sameSite: 'lax',
					secure: url.protocol === 'https:',
					maxAge: maxAge > 0 ? sessionSeconds : 0
				});
		}
	};
}

/** True when a request brings a session at all. */
export function bringsSession(event: Pick<RequestEvent, 'cookies' | 'url'>): boolean {
	return jarOf(event).getAll().length > 0;
}

export type Presence =
	| { person: Person; stranger: null }
	| { person: null; stranger: Stranger }
	/** `half`: whose second factor is asked for. */
	| { person: null; stranger: null; half?: HalfSignedIn };

const nobody: Presence = { person: null, stranger: null };

/**
 * Whose session the cookies of a request hold. Cookies of a session that is over are taken away. A
 * database that does not answer signs nobody out: the request is answered 503.
 */
export async function presenceOf(event: Pick<RequestEvent, 'cookies' | 'url'>): Promise<Presence> {
	if (!bringsSession(event)) return nobody;
	const jar = jarOf(event);
	if (!isReadable(jar)) return over(jar);
	const client = backend().session(jar);
	// Renews the token when it is old. What else the session says about its owner is never looked at:
	// a cookie can be forged.
	const { data, error: fault } = await client.auth.getSession();
	if (fault && (fault.status === undefined || fault.status === 0 || fault.status >= 500))
		error(503);
	const token = data.session?.access_token;
	if (token === undefined) return over(jar);
	const database = backend().as(token);
	const answer = await database.rpc('my_rights');
	if (answer.status >= 500) error(503);
	if (answer.error) return over(jar);
	if (answer.data !== null)
		return {
			person: personFrom(v.parse(rights, answer.data), database),
			stranger: null
		};
	const level = await database.rpc('my_sign_in');
	if (level.status >= 500) error(503);
	const state = v.parse(v.nullable(SignInState), level.data);
	if (isHalf(state)) return { person: null, stranger: null, half: state };
	// No membership, or signed out elsewhere while the token is still young: the sign-in service
	// knows which.
	const { data: account, error: refused } = await client.auth.getUser(token);
	if (refused && (refused.status ?? 500) >= 500) error(503);
	if (refused) return over(jar);
	const { id, email = '' } = account.user;
	// Who once had rights keeps the name their changes are known by.
	const known = await database.from('people').select('id').eq('id', id).maybeSingle();
	if (known.status >= 500) error(503);
	return { person: null, stranger: { id, email, ended: known.data !== null } };
}

/**
 * Whether the cookies hold a session at all. Asked first, because the library writes a page of log
 * for each that does not.
 */
function isReadable(jar: SessionJar): boolean {
	const parts = jar.getAll().sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
	const whole = parts.find(({ name }) => name === sessionCookie);
	const value = whole?.value ?? parts.map((part) => part.value).join('');
	try {
		const text = Buffer.from(value.replace(/^base64-/, ''), 'base64url').toString();
		return v.is(
			v.object({ access_token: v.string(), refresh_token: v.string() }),
			JSON.parse(text)
		);
	} catch {
		return false;
	}
}

function over(jar: SessionJar): Presence {
	jar.setAll(jar.getAll().map(({ name }) => ({ name, value: '', maxAge: 0 })));
	return nobody;
}
