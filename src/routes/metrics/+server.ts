// For programs that watch many servers (Prometheus and its kin): OpenMetrics.
import { answersGiven } from '#lib/log/answers.server.ts';
import { isOperator, notForYou } from '#lib/http/operator-door.server.ts';
import { lookAtHealth } from '#lib/http/health.server.ts';
import { contentType, metricsOf, openMetrics } from '#lib/jobs/metrics.ts';
import { operationOf, operationReport } from '#lib/jobs/operation.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	if (!isOperator(event)) return notForYou();
	const [health, report] = await Promise.all([lookAtHealth(), operationReport()]);
	const metrics = metricsOf(await operationOf(report), health, answersGiven());
	return new Response(openMetrics(metrics), {
		headers: { 'content-type': contentType, 'cache-control': 'no-store' }
	});
};
