// For whoever watches the server: 200 while visitors get pages, made or kept, and people can save;
// 503 when one of these fails. Never cached.
import { lookAtHealth } from '#lib/http/health.server.ts';
import { isIll } from '#lib/http/health.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
	const health = await lookAtHealth();
	return json(health, {
		status: isIll(health) ? 503 : 200,
		headers: { 'cache-control': 'no-store' }
	});
};
