// For whoever watches the server: 200 while visitors get pages, made or kept, 503 when they get
// none. Never cached.
import { lookAtHealth } from '#lib/http/health.server.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
	const health = await lookAtHealth();
	return json(health, {
		status: health.pages === 'failing' ? 503 : 200,
		headers: { 'cache-control': 'no-store' }
	});
};
