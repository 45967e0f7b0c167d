// A stand-in for hosted Supabase: lite over a PostgreSQL database, served by HTTP on loopback
// behind its API key. The backend under test reaches it through PUBLIC_SUPABASE_URL and
// PUBLIC_SUPABASE_PUBLISHABLE_KEY alone, as it would the real one. Never part of the product: there
// lite is not mounted on HTTP.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { openPostgresEngine } from '#lib/backend/embedded/open-postgres.ts';

export interface HostedStandIn {
	/** For PUBLIC_SUPABASE_URL. */
	url: string;
	/** For PUBLIC_SUPABASE_PUBLISHABLE_KEY. */
	publishableKey: string;
	/** Method and path of every request it has answered. */
	readonly requests: readonly string[];
	stop(): Promise<void>;
}

/**
 * Serves a database of a PostgreSQL server; it is migrated first, and seeded when `seed` is set.
 * @param dataDir where the stand-in keeps its keys.
 */
export async function serveHosted(options: {
	databaseUrl: string;
	dataDir: string;
	projectRoot: string;
	seed: boolean;
}): Promise<HostedStandIn> {
	const { databaseUrl, dataDir, ...rest } = options;
	const open = await openPostgresEngine(databaseUrl, dataDir, rest);
	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		void answer(request, response).catch(() => response.writeHead(500).end());
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const bodyless = request.method === 'GET' || request.method === 'HEAD';
		const answered = await open.engine.fetch(new URL(request.url ?? '/', 'http://127.0.0.1'), {
			method: request.method ?? 'GET',
			headers: Object.entries(request.headers).map(([name, value]): [string, string] => [
				name,
				String(value)
			]),
			...(bodyless ? {} : { body: await text(request) })
		});
		response.writeHead(answered.status, Object.fromEntries(answered.headers));
		response.end(Buffer.from(await answered.arrayBuffer()));
	}

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		publishableKey: open.secrets.publishableKey,
		requests,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await open.close();
		}
	};
}
