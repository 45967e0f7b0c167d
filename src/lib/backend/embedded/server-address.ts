// How DATABASE_URL names a PostgreSQL server: as libpq's programs read it, also by the socket in a
// folder of this machine, for which the URL standard has no form and the driver no word.
// Source: PostgreSQL's manual, 34.1.1.2 "Connection URIs".

export interface ServerAddress {
	/** As the driver reads it. */
	url: string;
	/** The folder its socket lies in; null for a server that is reached over the network. */
	socketFolder: string | null;
	/** What messages call it: never with a user or password. */
	name: string;
}

/** `user@` without a host is libpq's way of saying "by the socket"; a URL needs one. */
const NO_HOST = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)(?=[/?#]|$)/;

/**
 * Reads a DATABASE_URL: `postgres://user@server/database`, `postgres://user@/database?host=/folder`
 * or `postgres://user@%2Ffolder/database`. What is no URL at all is handed on as it is; the driver
 * refuses it.
 */
export function serverAddress(databaseUrl: string): ServerAddress {
	let url: URL;
	try {
		url = new URL(databaseUrl.replace(NO_HOST, '$1localhost'));
	} catch {
		return { url: databaseUrl, socketFolder: null, name: 'of DATABASE_URL' };
	}
	const named = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
	const isSocket = named.startsWith('/');
	url.searchParams.delete('host');
	url.hostname = isSocket ? 'localhost' : named;
	const port = url.searchParams.get('port');
	if (port !== null) {
		url.searchParams.delete('port');
		url.port = port;
	}
	return {
		url: url.href,
		socketFolder: isSocket ? named : null,
		name: `${isSocket ? named : url.host}${url.pathname}`
	};
}
