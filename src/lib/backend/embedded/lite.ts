// lite, the Supabase-compatible server, over an open database: configured so that none of its trusting defaults is left,
// and reachable only through the function this file returns. It is never mounted on HTTP.
import { App, InMemoryEmailDriver, type Connection } from '@supabase/lite';
import { isDoor } from './doors.ts';
import type { Queue } from './queue.ts';
import type { Secrets } from './secrets.ts';

export type Answer = (request: Request) => Promise<Response>;

/**
 * Puts lite in front of a connection whose rights are already in order.
 * @param queue the wall between visitors: every request runs inside it, whole.
 * @returns the function that answers requests; anything but the two doors is answered 404 without reaching lite.
 */
export async function serveLite(
	connection: Connection,
	secrets: Secrets,
	queue: Queue
): Promise<Answer> {
	// With any other state lite's first request runs GRANT ALL for anon, authenticated and service_role on every table.
	// The field is private to TypeScript only; grants.test.ts fails when a release renames it.
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
			minimum_password_length: 12
		},
		studio: { enabled: false },
		storage: { enabled: false },
		options: {
			server: { disableStudio: true, disableFallback: true, admin: false },
			// The default driver prints one-time codes to the console.
			drivers: { email: new InMemoryEmailDriver() }
		}
	});
	await app.init();
	// lite reads the whole catalogue at the first request; here nobody waits for it yet.
	await connection.introspect({ useCache: true });
	return async (request) => {
		if (!isDoor(request.url)) return new Response(null, { status: 404 });
		return await queue.run(() => app.fetch(request));
	};
}
