// The browser that asked for a code is the only one that may try it. What tells it is a cookie no
// script reads: a random number, until when, and a seal over both and the address. So strangers
// cannot use up the tries at somebody else's code, and a code that was talked out of its owner is
// of no use elsewhere. The link of the mail needs no cookie: it is read on the phone and asked for
// at the desk, and nobody can guess it.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { askedCookie, backend } from '#lib/backend/backend.server.ts';
import { cookieName } from '#lib/http/cookie-name.ts';
import type { RequestEvent } from '@sveltejs/kit';

/** A little longer than a code is good for (lite.ts). */
const seconds = 11 * 60;

const form = /^([\w-]{22})\.(\d{10,12})\.([\w-]{43})$/;
const plain = (address: string) => address.trim().toLowerCase();
const sealOf = (browser: string, until: string, address: string) =>
	backend().shade(`asked ${browser} ${until} ${plain(address)}`);

/**
 * Whether codes are bound to browsers here: hosted Supabase with only its public key has nothing to
 * seal with.
 */
export const bindsCodes = (): boolean => backend().server !== null;

/** Remembers that this browser asks for a code now. The one it asked for before is void. */
export function rememberAsked(
	event: Pick<RequestEvent, 'cookies' | 'url'>,
	address: string,
	now = Date.now()
): void {
	if (!bindsCodes()) return;
	const browser = randomBytes(16).toString('base64url');
	const until = String(Math.floor(now / 1000) + seconds);
	event.cookies.set(
		cookieName(askedCookie, event.url),
		`${browser}.${until}.${sealOf(browser, until, address)}`,
		{
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: event.url.protocol === 'https:',
			maxAge: seconds
		}
	);
}

/** The code has served. */
export function forgetAsked(event: Pick<RequestEvent, 'cookies' | 'url'>): void {
	if (event.cookies.get(cookieName(askedCookie, event.url)) === undefined) return;
	event.cookies.set(cookieName(askedCookie, event.url), '', {
		path: '/',
		secure: event.url.protocol === 'https:',
		maxAge: 0
	});
}

/**
 * By what the database counts this browser's tries at the code of an address; null when it has not
 * asked for one, or too long ago.
 */
export function askedBrowser(
	event: Pick<RequestEvent, 'cookies' | 'url'>,
	address: string,
	now = Date.now()
): string | null {
	const [, browser = '', until = '', seal = ''] =
		form.exec(event.cookies.get(cookieName(askedCookie, event.url)) ?? '') ?? [];
	if (!browser || !bindsCodes() || Number(until) * 1000 < now) return null;
	const right = Buffer.from(sealOf(browser, until, address));
	if (!timingSafeEqual(Buffer.from(seal), right)) return null;
	return backend().shade(`asking ${browser} ${plain(address)}`);
}
