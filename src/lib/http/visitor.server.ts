// Whose request it is, as far as its address tells.
import type { RequestEvent } from '@sveltejs/kit';

export interface Visitor {
	/** Of the connection when a proxy that should name it has not. */
	address: string;
	/** Whether many visitors may stand behind this one address. */
	isShared: boolean;
}

/** Whether an address is this machine's own, IPv4 or IPv6. */
export const isLoopback = (address: string) =>
	/^(\[?::1\]?|(::ffff:)?127\.\d+\.\d+\.\d+)$/i.test(address);

/**
 * Without ADDRESS_HEADER a connection from this machine is a proxy that does not say for whom it
 * asks, or the person who has started the server: it is not held to what one visitor may.
 */
export function visitorOf(
	event: Pick<RequestEvent, 'getClientAddress'> & Partial<Pick<RequestEvent, 'platform'>>,
	env: NodeJS.ProcessEnv = process.env
): Visitor {
	try {
		const address = event.getClientAddress();
		return { address, isShared: !env.ADDRESS_HEADER && isLoopback(address) };
	} catch {
		return { address: event.platform?.req.socket.remoteAddress ?? '', isShared: false };
	}
}
