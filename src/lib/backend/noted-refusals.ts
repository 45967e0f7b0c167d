// What the database refuses a member is an event of security: pages ask for nothing that is not
// theirs, so somebody asked past them, or rights ended a moment ago.
import { logSecurity } from '#lib/log/log.server.ts';

/** The answer of a function that refused; nothing else is so short and says so. */
const isRefused = (text: string) => text.length < 200 && /"status":\s*"refused"/.test(text);

/** Asks as `path` does, and writes down refusals: that one was, and by which function or table. */
export function notingRefusals(path: typeof fetch): typeof fetch {
	return async (input, init) => {
		const response = await path(input, init);
		const { pathname } = new URL(input instanceof Request ? input.url : input);
		const method = (input instanceof Request ? input.method : init?.method) ?? 'GET';
		const note = () =>
			logSecurity('authz_fail', { status: response.status, method, database: pathname });
		if (response.status === 401 || response.status === 403) note();
		if (response.status !== 200 || method !== 'POST' || !pathname.includes('/rpc/'))
			return response;
		const text = await response.text();
		if (isRefused(text)) note();
		return new Response(text, response);
	};
}
