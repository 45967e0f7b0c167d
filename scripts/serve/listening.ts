// Taking a port: which addresses belong to HOST, one sentence when the port is not to be had, and
// letting go of it again.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '../prepare.js';

export interface Listening {
	port: number;
	servers: Server[];
	/** Whether other machines can reach it. */
	open: boolean;
}

interface Address {
	host: string;
	/**
	 * A machine without IPv6 is still a machine: this address may be missing, but not be taken by
	 * somebody else.
	 */
	optional?: boolean;
}

/**
 * The port from the environment: 3000 when unset or empty, 0 for any free one.
 * @throws Refusal for anything that is not a whole number from 0 to 65535
 */
export function portOf(text: string | undefined): number {
	if (!text) return 3000;
	const port = Number(text);
	if (!/^\d{1,5}$/.test(text) || port > 65535)
		throw new Refusal(`PORT must be a number from 0 to 65535; it is "${text}".`);
	return port;
}

/**
 * Where to listen. Unset or `localhost` is this machine alone, in both families: browsers try ::1
 * for localhost, scripts often only 127.0.0.1. Anything else is taken as it is, e.g. `0.0.0.0` in a
 * container.
 */
export function addressesOf(host: string | undefined): Address[] {
	if (host && host !== 'localhost') return [{ host }];
	return [{ host: '127.0.0.1' }, { host: '::1', optional: true }];
}

/**
 * Listens on every address; all of them on the same port.
 * @throws Refusal with one sentence when one is not to be had
 */
export async function listenOn(
	addresses: Address[],
	port: number,
	listener: RequestListener
): Promise<Listening> {
	const servers: Server[] = [];
	let taken = port;
	for (const { host, optional } of addresses) {
		try {
			const server = await listen(host, taken, listener);
			taken = (server.address() as AddressInfo).port;
			servers.push(server);
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code ?? '';
			if (optional && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code)) continue;
			for (const server of servers) server.close();
			throw new Refusal(reason(code, host, taken));
		}
	}
	const open = addresses.some(({ host }) => !/^(127\.|::1$)/.test(host));
	return { port: taken, servers, open };
}

function listen(host: string, port: number, listener: RequestListener): Promise<Server> {
	// A head that does not come whole is answered 408; how long a body may take, its reader says
	// (src/lib/http/body.ts), and this is for what nobody reads.
	const server = createServer(
		{ headersTimeout: 10_000, requestTimeout: 300_000, connectionsCheckingInterval: 2000 },
		listener
	);
	// Longer than a proxy keeps an idle connection (60 s is usual), or it would be closed under a
	// request just sent.
	server.keepAliveTimeout = 65_000;
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({ port, host }, () => {
			server.off('error', reject);
			resolve(server);
		});
	});
}

function reason(code: string, host: string, port: number): string {
	switch (code) {
		case 'EADDRINUSE':
			return `Port ${port} is already in use on ${host}; stop what uses it, or choose another one with PORT.`;
		case 'EACCES':
			return `Port ${port} may not be used by this user; choose one above 1023 with PORT.`;
		case 'ENOTFOUND':
		case 'EADDRNOTAVAIL':
		case 'EAI_AGAIN':
			return `HOST must be an address of this machine; "${host}" is not.`;
		default:
			return `It is not possible to listen on ${host}, port ${port} (${code}).`;
	}
}

/**
 * Takes no new visitors, lets the open answers finish for `patience` milliseconds, then ends them.
 */
export async function closeAll({ servers }: Listening, patience: number): Promise<void> {
	const cut = setTimeout(() => {
		for (const server of servers) server.closeAllConnections();
	}, patience);
	await Promise.all(
		servers.map((server) => {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeIdleConnections();
			return closed;
		})
	);
	clearTimeout(cut);
}
