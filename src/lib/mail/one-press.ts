// A mail program that stops a sort of mail sends a form from no page at all (RFC 8058): without
// Origin, which SvelteKit refuses as it would a form of another site. It brings no cookie; what it
// may do is in its address alone.
import type { IncomingMessage } from 'node:http';
import { locales } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';

const paths = locales.map((locale) => pathOf('/unsubscribe/:secret', locale, 'x').slice(0, -1));

/** Whether a request is such a press. */
export const isOnePress = ({
	method,
	url = '',
	headers
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): boolean =>
	method === 'POST' &&
	headers.origin === undefined &&
	headers.cookie === undefined &&
	paths.some((path) => url.startsWith(path));

/** Lets such a press in as if it came from the page of its address. */
export function admitOnePress(request: IncomingMessage, origin: string | undefined): void {
	if (origin !== undefined && isOnePress(request)) request.headers.origin = origin;
}
