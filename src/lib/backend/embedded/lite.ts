// lite, the Supabase-compatible server, over an open database: configured so that none of its
// trusting defaults is left, and reachable only through the function this file returns. It is never
// mounted on HTTP.
import { AsyncLocalStorage } from 'node:async_hooks';
import { App, type Connection } from '@supabase/lite';
import { isDoor } from './doors.ts';
import type { IssuedCode } from './protocol.ts';
import type { Queue } from './queue.ts';
import type { Secrets } from './secrets.ts';
import { withoutWriting } from './transactions.ts';

/**
 * Answers a request; the codes lite wanted to mail for it are added to `issued`.
 * @param readOnly whether the database is to refuse whatever the request would write (SQLSTATE
 * 25006)
 */
export type Answer = (
	request: Request,
	issued?: IssuedCode[],
	readOnly?: boolean
) => Promise<Response>;

/** Seconds a code to sign in with is good for. */
const CODE_SECONDS = 600;

/**
 * lite fills its templates with what a mail needs and hands over the filled text. The subject is
 * ours to set, so it carries the two values and nothing else; the words of the mail are not its
 * business.
 */
const SUBJECT = '{{ .Token }} {{ .TokenHash }}';

/** The codes of the request that is being answered, also where several are at once. */
const issuing = new AsyncLocalStorage<IssuedCode[]>();

function take(message: { to: string | string[]; subject: string }): Promise<void> {
	const [code = '', tokenHash = ''] = message.subject.split(' ');
	for (const email of [message.to].flat()) issuing.getStore()?.push({ email, code, tokenHash });
	return Promise.resolve();
}

/**
 * Puts lite in front of a connection whose rights are already in order.
 * @param queue the wall between visitors: every request runs inside it, whole.
 * @returns the function that answers requests; anything but the two doors is answered 404 without
 * reaching lite.
 */
export async function serveLite(
	connection: Connection,
	secrets: Secrets,
	queue: Queue
): Promise<Answer> {
	// With any other state lite's first request runs GRANT ALL for anon, authenticated and
	// service_role on every table. The field is private to TypeScript only; grants.test.ts fails when
	// a release renames it.
	Reflect.set(connection, 'rlsState', 'active');
	const app = new App({
		connection,
		api: { schemas: ['public'] },
		auth: {
			enabled: true,
			enable_signup: false,
			jwt_secret: secrets.jwtSecret,
			publishable_key: secrets.publishableKey,
			secret_key: secrets.secretKey,
			// A token is honoured until it expires, also after signing out.
			jwt_expiry: 15 * 60,
			minimum_password_length: 12,
			// Sessions are renewed by the server (session-renewal.ts): lite does not know the tokens,
			// which lie hashed.
			enable_refresh_token_rotation: true,
			sessions: { inactivity_timeout: '720h', timebox: '2160h' },
			email: {
				otp_length: 6,
				otp_expiry: CODE_SECONDS,
				template: { magic_link: { subject: SUBJECT } }
			}
		},
		studio: { enabled: false },
		storage: { enabled: false },
		options: {
			server: { disableStudio: true, disableFallback: true, admin: false },
			// The default driver prints one-time codes to the console.
			drivers: { email: { send: take } }
		}
	});
	await app.init();
	// lite reads the whole catalogue at the first request; here nobody waits for it yet.
	await connection.introspect({ useCache: true });
	return async (request, issued = [], readOnly = false) => {
		if (!isDoor(request.url)) return new Response(null, { status: 404 });
		const answered = () => issuing.run(issued, () => app.fetch(request));
		return await queue.run(() => (readOnly ? withoutWriting(answered) : answered()));
	};
}
