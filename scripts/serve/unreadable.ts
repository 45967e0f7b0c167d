// Requests no application could read: they are turned down before one sees them.
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * What is wrong with the path of a request, in a few words for the log; null for a good one.
 * SvelteKit and its languages meet a percent sign without two digits, or octets that are no text
 * (RFC 3986 §2.1, RFC 3629), with an error in the middle.
 */
export function faultOf({ url = '' }: Pick<IncomingMessage, 'url'>): string | null {
	const [path = ''] = url.split('?');
	if (!path.startsWith('/')) return 'its target is no path';
	try {
		return decodeURIComponent(path).includes('\0') ? 'its path holds a zero' : null;
	} catch {
		return 'its path has broken percent signs';
	}
}

/** What is still read of a body after its answer: bytes, and milliseconds. */
const [restBytes, restTime] = [64 * 1024, 1000];

/**
 * What is still on its way when the answer has gone is read by nobody: neither the next request nor
 * the server waits for it. A little is let pass, because whoever sends the next request on the same
 * connection would otherwise find it broken.
 */
export function closeUnread(request: IncomingMessage, response: ServerResponse): void {
	response.once('finish', () => {
		if (request.complete) return;
		const { socket } = request;
		const late = setTimeout(() => socket.destroySoon(), restTime);
		for (const end of ['end', 'close'] as const) request.once(end, () => clearTimeout(late));
		let left = restBytes;
		request.on('data', (part: Buffer) => {
			left -= part.length;
			if (left < 0) socket.destroySoon();
		});
		request.resume();
	});
}

/** In both languages, because the address that would tell which cannot be read. */
export const unreadablePage = `<!doctype html>
<html lang="lv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Adresē ir kļūda</title>
</head>
<body>
<main>
<h1>Adresē ir kļūda</h1>
<p>Serveris šo adresi nevar nolasīt. Pārbaudiet, vai tā ir ierakstīta pareizi.</p>
<p><a href="/">Sākums</a></p>
<div lang="en">
<h2>There is a mistake in the address</h2>
<p>The server cannot read this address. Check that it is written correctly.</p>
<p><a href="/en">Home</a></p>
</div>
</main>
</body>
</html>
`;
