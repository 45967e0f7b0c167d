// A stand-in for hosted Supabase: lite over a PostgreSQL database, served by HTTP on loopback
// behind its API key. The backend under test reaches it through PUBLIC_SUPABASE_URL and
// PUBLIC_SUPABASE_PUBLISHABLE_KEY alone, as it would the real one. Never part of the product: there
// lite is not mounted on HTTP.
//
// What lite lacks of the sign-in service and the product or its commands ask for is added here, as
// supabase/auth has it (internal/api: admin.go, mail.go): making and removing accounts, and a code
// that is given out instead of mailed.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import postgres, { type Sql } from 'postgres';
import { openPostgresEngine } from '#lib/backend/embedded/open-postgres.ts';

export interface HostedStandIn {
	/** For PUBLIC_SUPABASE_URL. */
	url: string;
	/** For PUBLIC_SUPABASE_PUBLISHABLE_KEY. */
	publishableKey: string;
	/** For SUPABASE_SECRET_KEY. */
	secretKey: string;
	/** Method and path of every request it has answered. */
	readonly requests: readonly string[];
	/**
	 * What is answered instead, by method and path without the query; set by a test that breaks
	 * something. Given what would have been answered, as JSON.
	 */
	readonly instead: Map<string, (answer: unknown) => unknown | Promise<unknown>>;
	stop(): Promise<void>;
}

interface Options {
	databaseUrl: string;
	/** Where the stand-in keeps its keys. */
	dataDir: string;
	projectRoot: string;
	seed: boolean;
}

interface Said {
	status: number;
	headers?: Headers;
	body: Buffer;
}

const json = (status: number, body: unknown): Said => ({
	status,
	headers: new Headers({ 'content-type': 'application/json' }),
	body: Buffer.from(JSON.stringify(body))
});

/**
 * Serves a database of a PostgreSQL server; it is migrated first, and seeded when `seed` is set.
 */
export async function serveHosted(options: Options): Promise<HostedStandIn> {
	const { databaseUrl, dataDir, ...rest } = options;
	const open = await openPostgresEngine(databaseUrl, dataDir, rest);
	const { publishableKey, secretKey } = open.secrets;
	const accounts = postgres(databaseUrl, { max: 1, onnotice: () => {} });
	const requests: string[] = [];
	const instead: HostedStandIn['instead'] = new Map();
	const server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		void answer(request, response).catch(() => response.writeHead(500).end());
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
		const asked = `${request.method} ${pathname}`;
		let said = pathname.startsWith('/auth/v1/admin/')
			? await administer(request, asked)
			: await lite(request, pathname);
		const broken = instead.get(asked);
		if (broken) said = json(said.status, await broken(JSON.parse(said.body.toString())));
		response.writeHead(said.status, Object.fromEntries(said.headers ?? []));
		response.end(said.body);
	}

	async function lite(request: IncomingMessage, pathname: string): Promise<Said> {
		const bodyless = request.method === 'GET' || request.method === 'HEAD';
		const sent = bodyless ? '' : await text(request);
		const answered = await open.engine.fetch(new URL(request.url ?? '/', 'http://127.0.0.1'), {
			method: request.method ?? 'GET',
			headers: Object.entries(request.headers).map(([name, value]): [string, string] => [
				name,
				String(value)
			]),
			...(bodyless ? {} : { body: pathname === '/auth/v1/verify' ? asLiteSays(sent) : sent })
		});
		const body = Buffer.from(await answered.arrayBuffer());
		return { status: answered.status, headers: answered.headers, body };
	}

	async function administer(request: IncomingMessage, asked: string): Promise<Said> {
		if (request.headers.apikey !== secretKey) return json(401, { msg: 'Invalid API key' });
		const sent = await text(request);
		const body = (sent ? JSON.parse(sent) : {}) as { id?: string; email?: string };
		if (asked === 'POST /auth/v1/admin/users') return await makeAccount(accounts, body);
		if (asked === 'POST /auth/v1/admin/generate_link') {
			const issued = await open.engine.issueCode(body.email ?? '');
			return issued
				? json(200, { email_otp: issued.code, hashed_token: issued.tokenHash })
				: json(500, { msg: 'no code' });
		}
		const [, id] = /^DELETE \/auth\/v1\/admin\/users\/([\da-f-]{36})$/.exec(asked) ?? [];
		if (id === undefined) return json(404, { msg: 'not found' });
		const gone = await accounts`delete from auth.users where id = ${id} returning id`;
		return gone.length > 0 ? json(200, {}) : json(404, { msg: 'User not found' });
	}

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		publishableKey,
		secretKey,
		requests,
		instead,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await accounts.end();
			await open.close();
		}
	};
}

/** Supabase calls a mailed code `email`, lite as it calls the link (`codeType` of the seam). */
function asLiteSays(sent: string): string {
	const body = JSON.parse(sent) as { type?: string };
	return JSON.stringify(body.type === 'email' ? { ...body, type: 'magiclink' } : body);
}

async function makeAccount(
	sql: Sql,
	{ id, email }: { id?: string; email?: string }
): Promise<Said> {
	const [made] = await sql`
		insert into auth.users (id, aud, role, email, email_confirmed_at, created_at, updated_at)
		values (${id ?? crypto.randomUUID()}, 'authenticated', 'authenticated', ${email ?? ''}, now(), now(), now())
		returning id, email`;
	return json(200, made);
}
