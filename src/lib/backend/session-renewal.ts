// Sessions are renewed here and not by lite, which knows neither the tokens (they lie hashed) nor
// how far somebody has proved who they are. A token serves once; the one that follows is made from
// it with a key that is not in the database, so that two tabs that wake up together, even at two
// servers, get the same one, and a copy of the database makes none.
import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { logSecurity } from '#lib/log/log.server.ts';
import { hashOf } from './secret.ts';

/** Seconds an access token is good for; lite's are as long (lite.ts). */
const ACCESS_SECONDS = 15 * 60;

const Asked = v.object({ refresh_token: v.pipe(v.string(), v.minLength(20), v.maxLength(200)) });

const Renewed = v.variant('status', [
	v.object({
		status: v.literal('saved'),
		person: v.string(),
		email: v.nullable(v.string()),
		session: v.string(),
		/** How it was proved: aal1 by one factor, aal2 by two; GoTrue's words. */
		level: v.nullable(v.string())
	}),
	v.object({ status: v.literal('over') }),
	v.object({ status: v.literal('reused'), person: v.string() })
]);

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A signed token (HS256) of these claims, good from `now` (ms) on. */
function signed(claims: object, secret: string, now = Date.now()): string {
	const iat = Math.floor(now / 1000);
	const content = [
		encoded({ alg: 'HS256', typ: 'JWT' }),
		encoded({ ...claims, iat, exp: iat + ACCESS_SECONDS })
	].join('.');
	return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

const refused = (code: string) =>
	Response.json({ code: 400, error_code: code, msg: 'The session is over' }, { status: 400 });

/** Whether a request asks the sign-in service for a new access token. */
function isRenewal(input: RequestInfo | URL): boolean {
	const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
	return pathname === '/auth/v1/token' && searchParams.get('grant_type') === 'refresh_token';
}

/** Asks as `path` does, and answers renewals of sessions itself. */
export function renewingSessions(
	path: typeof fetch,
	{ jwtSecret, secretKey }: { jwtSecret: string; secretKey: string }
): typeof fetch {
	return async (input, init) => {
		if (!isRenewal(input)) return await path(input, init);
		const read = v.safeParse(Asked, await new Request(input, init).json().catch(() => null));
		if (!read.success) return refused('refresh_token_not_found');
		const { refresh_token: token } = read.output;
		const next = createHmac('sha256', jwtSecret).update(`renew ${token}`).digest('base64url');
		const url = new URL('/rest/v1/rpc/renew_session', input instanceof Request ? input.url : input);
		const answer = await path(url, {
			method: 'POST',
			headers: {
				apikey: secretKey,
				authorization: `Bearer ${secretKey}`,
				'content-type': 'application/json'
			},
			body: JSON.stringify({ token: hashOf(token), next: hashOf(next) })
		});
		if (!answer.ok)
			return new Response(null, { status: answer.status < 500 ? 500 : answer.status });
		const renewed = v.parse(Renewed, await answer.json());
		if (renewed.status === 'reused') logSecurity('authn_token_reuse', { person: renewed.person });
		if (renewed.status !== 'saved') return refused('refresh_token_not_found');
		const { person: sub, email, session: session_id, level } = renewed;
		const aud = 'authenticated';
		const claims = { sub, aud, role: aud, email, session_id, aal: level ?? 'aal1' };
		const user = { id: sub, aud, role: aud, email, app_metadata: {}, user_metadata: {} };
		return Response.json({
			access_token: signed(claims, jwtSecret),
			refresh_token: next,
			token_type: 'bearer',
			expires_in: ACCESS_SECONDS,
			expires_at: Math.floor(Date.now() / 1000) + ACCESS_SECONDS,
			user: { ...user, created_at: '' }
		});
	};
}
