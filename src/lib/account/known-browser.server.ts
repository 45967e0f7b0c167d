// Browsers that have signed in as an address before. Anybody can ask for mails to anybody's
// address, and try passwords at it, until its limits are used up; such a browser has a limit of its
// own, which nobody else can use up for it. What tells it is a cookie no script reads: a random
// number and, for each address, a seal over both. Nothing in it is personal, nobody without the key
// of this server can make one, and all it gives is that mail and that try.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { backend, knownCookie } from '#lib/backend/backend.server.ts';
import { cookieName } from '#lib/http/cookie-name.ts';
import type { RequestEvent } from '@sveltejs/kit';

/** A year, from the last time somebody signed in. */
const seconds = 365 * 24 * 60 * 60;
/** People who share a browser; the one who signed in longest ago goes first. */
const maxAddresses = 4;

const form = /^[\w-]{22}(\.[\w-]{43}){1,4}$/;
const plain = (address: string) => address.trim().toLowerCase();
const sealOf = (browser: string, address: string) =>
	backend().shade(`known ${browser} ${plain(address)}`);

/**
 * Without a secret of its own (hosted Supabase with only its public key) a server has nothing to
 * seal with.
 */
const canSeal = () => backend().server !== null;

function cookieOf({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>): {
	browser: string;
	seals: string[];
} {
	const value = cookies.get(cookieName(knownCookie, url)) ?? '';
	const [browser = '', ...seals] = form.test(value) ? value.split('.') : [];
	return { browser, seals };
}

/**
 * By what the database counts the mails this browser asks for and its passwords; null when it never
 * signed in as this address.
 */
export function knownBrowser(
	event: Pick<RequestEvent, 'cookies' | 'url'>,
	address: string
): string | null {
	const { browser, seals } = cookieOf(event);
	if (!browser || !canSeal()) return null;
	const right = Buffer.from(sealOf(browser, address));
	const known = seals.some((seal) => timingSafeEqual(Buffer.from(seal), right));
	return known ? backend().shade(`browser ${browser} ${plain(address)}`) : null;
}

/** Remembers that somebody signed in here as this address just now. */
export function rememberBrowser(
	event: Pick<RequestEvent, 'cookies' | 'url'>,
	address: string
): void {
	if (!canSeal()) return;
	const { browser: before, seals } = cookieOf(event);
	const browser = before || randomBytes(16).toString('base64url');
	const seal = sealOf(browser, address);
	const kept = [seal, ...seals.filter((one) => one !== seal)].slice(0, maxAddresses);
	event.cookies.set(cookieName(knownCookie, event.url), [browser, ...kept].join('.'), {
		path: '/',
		httpOnly: true,
		// Lax for the same reason as the session: who comes by the link of a mail is known, too.
		sameSite: 'lax',
		secure: event.url.protocol === 'https:',
		maxAge: seconds
	});
}
