// What becomes of every request: answers are counted, and a refusal is an event of security,
// whoever refused: a page, the framework before any page (a form sent from another site), or the
// limits of the door.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { lineOf } from '#lib/http/visitor-turns.ts';
import { countAnswer } from '#lib/log/answers.server.ts';
import { logSecurity, markOf } from '#lib/log/log.server.ts';
import { requestId } from '#lib/log/request-id.server.ts';

/** What a status says, in the words of the OWASP logging vocabulary. */
const events = new Map([
	[401, 'authn_fail'],
	[403, 'authz_fail'],
	[429, 'excess_rate_limit_exceeded']
]);

/** Whose request it is: by the header of the proxy, else by the connection. */
function addressOf({ headers, socket }: IncomingMessage, env: NodeJS.ProcessEnv): string {
	const told = headers[env.ADDRESS_HEADER?.toLowerCase() ?? ''];
	if (told === undefined) return socket.remoteAddress ?? '';
	// As SvelteKit reads it: the last of the addresses that came before `XFF_DEPTH` proxies.
	const list = String(told).split(',');
	return list.at(-Number(env.XFF_DEPTH || 1))?.trim() ?? '';
}

/** Counts the answer to a request, and writes a line when it is a refusal. */
export function noteAnswer(
	request: IncomingMessage,
	response: ServerResponse,
	env: NodeJS.ProcessEnv = process.env
): void {
	// An answer ends outside of what its request had begun.
	const id = requestId();
	const began = performance.now();
	response.once('finish', () => {
		countAnswer(response.statusCode, performance.now() - began);
		const event = events.get(response.statusCode);
		if (event === undefined) return;
		logSecurity(event, {
			request: id,
			status: response.statusCode,
			method: request.method,
			path: request.url?.split('?')[0]?.slice(0, 200),
			visitor: markOf(lineOf(addressOf(request, env)))
		});
	});
}
