// Who is told how an installation is: whoever stands at the machine, or has the token.
import type { RequestEvent } from '@sveltejs/kit';
import { timingSafeEqual } from 'node:crypto';
import { hashOf } from '#lib/backend/secret.ts';
import { isLoopback } from './visitor.server.ts';

/** Headers by which proxies say that they ask for somebody else. */
const forwarding = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/** Shorter ones could be found by trying. */
const shortestToken = 20;

/** Of one length, whatever the texts are. */
const hashed = (text: string) => Buffer.from(hashOf(text));

type Request = Pick<RequestEvent, 'request' | 'platform'>;

/**
 * Whether a request comes from this machine, or brings `OPERATOR_TOKEN` as a bearer token. A proxy
 * on this machine asks from here too. Where visitors come through one (`ORIGIN` names another
 * machine's address, or headers do) only a proxy that says for whom it asks (`ADDRESS_HEADER`) can
 * be told from somebody at the machine; without that the token is needed.
 */
export function isOperator({ request, platform }: Request, env = process.env): boolean {
	const { headers } = request;
	const token = env.OPERATOR_TOKEN ?? '';
	const shown = headers.get('authorization');
	if (shown !== null)
		return (
			token.length >= shortestToken && timingSafeEqual(hashed(shown), hashed(`Bearer ${token}`))
		);
	const told = env.ADDRESS_HEADER ? [env.ADDRESS_HEADER] : [];
	if ([...forwarding, ...told].some((name) => headers.has(name))) return false;
	const isBehindProxy =
		Boolean(env.HOST_HEADER) || Boolean(env.PROTOCOL_HEADER) || !isLocal(env.ORIGIN);
	if (isBehindProxy && !env.ADDRESS_HEADER) return false;
	return isLoopback(platform?.req.socket.remoteAddress ?? '');
}

function isLocal(origin: string | undefined): boolean {
	const hostname = URL.parse(origin ?? '')?.hostname;
	return hostname === undefined || hostname === 'localhost' || isLoopback(hostname);
}

/** For everybody else. */
export const notForYou = () =>
	new Response('For whoever asks from this machine, or with OPERATOR_TOKEN as bearer token.\n', {
		status: 401,
		headers: { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' }
	});
