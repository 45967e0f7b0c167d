// For whoever watches the server: 200 while visitors get pages, made or kept, and people can save;
// 503 when one of these fails. `?full` tells the operator how the whole installation is. Never
// cached.
import { lookAtHealth } from '#lib/http/health.server.ts';
import { isIll } from '#lib/http/health.ts';
import { isOperator, notForYou } from '#lib/http/operator-door.server.ts';
import { operationOf, operationReport } from '#lib/jobs/operation.server.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const isFull = event.url.searchParams.has('full');
	if (isFull && !isOperator(event)) return notForYou();
	const [health, report] = await Promise.all([lookAtHealth(), isFull ? operationReport() : null]);
	return json(isFull ? { ...health, ...(await operationOf(report)) } : health, {
		status: isIll(health) ? 503 : 200,
		headers: { 'cache-control': 'no-store' }
	});
};
