// For whoever watches the server: 200 when the database answers, 503 when it does not. Never cached.
import { backend } from '#lib/backend/backend.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
	const healthy = await backend().healthy();
	return new Response(healthy ? 'ok\n' : 'the database does not answer\n', {
		status: healthy ? 200 : 503,
		headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
	});
};
