// What cookies that carry rights are called. Under https the browser itself holds them to this host
// alone: one that begins with `__Host-` is taken only from this host, by https, for all paths, so
// no other site of the same domain can plant one here. Plain http, as on one's own machine, has no
// such names.
const prefix = '__Host-';

/** The name of a cookie at an address. */
export const cookieName = (name: string, { protocol }: Pick<URL, 'protocol'>): string =>
	protocol === 'https:' ? prefix + name : name;

/** The name of a cookie without what https puts before it. */
export const plainCookieName = (name: string): string =>
	name.startsWith(prefix) ? name.slice(prefix.length) : name;
