// What the server tells whoever has started it: systemd that it is ready, and the operator what is
// missing in the settings.
import { spawn } from 'node:child_process';

/**
 * Tells systemd that visitors are answered now (`Type=notify`, `NotifyAccess=all`), so that what
 * needs the site is started after it. Does nothing where nobody waits for it.
 */
export function announceReady(env: NodeJS.ProcessEnv): void {
	if (!env.NOTIFY_SOCKET) return;
	// Node speaks no datagrams over a file; systemd has a program for those who don't.
	const told = spawn('systemd-notify', ['--ready'], { stdio: 'ignore' });
	told.once('error', () =>
		console.error('systemd-notify is missing: nobody was told of the start.')
	);
}

/** Settings that go together and do not; a sentence each. */
export function warningsOf(env: NodeJS.ProcessEnv): string[] {
	const isBehindProxy = env.ORIGIN?.startsWith('https:') || env.HOST_HEADER || env.PROTOCOL_HEADER;
	return isBehindProxy && !env.ADDRESS_HEADER
		? [
				'visitors come through a proxy and ADDRESS_HEADER is not set: all of them count as one (docs/running.md, "Behind a reverse proxy")'
			]
		: [];
}
