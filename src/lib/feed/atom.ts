// Atom (RFC 4287) with pages (RFC 5005 §3).

export interface AtomEntry {
	/** UUID: the same in every feed for ever. */
	id: string;
	title: string;
	/** Absolute address of the page. */
	url: string;
	/** Instants. */
	updated: string;
	published: string;
	authors: readonly { name: string; uri: string | null }[];
	categories: readonly { term: string; label: string }[];
	/** Plain text; paragraphs are separated by an empty line. */
	summary: string;
}

export interface AtomFeed {
	/** URI that stays the same when the site moves. */
	id: string;
	title: string;
	subtitle: string;
	/** BCP 47. */
	language: string;
	/** Instant of the latest change. */
	updated: string;
	author: { name: string; uri: string };
	/**
	 * Absolute addresses: the page for people, and this feed's pages by their relation (self, first,
	 * next, ...).
	 */
	page: string;
	links: readonly { rel: string; href: string }[];
	entries: readonly AtomEntry[];
}

/** What XML 1.0 cannot hold at all, even escaped (§2.2); half a surrogate pair among it. */
const impossible = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text for an element or an attribute in double quotes. */
export function xmlText(text: string): string {
	return text
		.replace(impossible, '')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll('\r', '&#13;');
}

const element = (name: string, text: string) => `<${name}>${xmlText(text)}</${name}>`;

const person = (name: string, { name: called, uri }: { name: string; uri: string | null }) =>
	`<${name}>${element('name', called)}${uri ? element('uri', uri) : ''}</${name}>`;

const link = (rel: string, href: string, type: string) =>
	`<link rel="${rel}" type="${type}" href="${xmlText(href)}"/>`;

/** The feed as a document. */
export function atomDocument(feed: AtomFeed): string {
	const lines = [
		'<?xml version="1.0" encoding="utf-8"?>',
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xmlText(feed.language)}">`,
		element('id', feed.id),
		element('title', feed.title),
		element('subtitle', feed.subtitle),
		element('updated', feed.updated),
		person('author', feed.author),
		link('alternate', feed.page, 'text/html'),
		...feed.links.map(({ rel, href }) => link(rel, href, 'application/atom+xml')),
		...feed.entries.map(entryText),
		'</feed>'
	];
	return `${lines.join('\n')}\n`;
}

function entryText(entry: AtomEntry): string {
	return [
		'<entry>',
		element('id', `urn:uuid:${entry.id}`),
		element('title', entry.title),
		element('updated', entry.updated),
		element('published', entry.published),
		link('alternate', entry.url, 'text/html'),
		...entry.authors.map((author) => person('author', author)),
		...entry.categories.map(
			({ term, label }) => `<category term="${xmlText(term)}" label="${xmlText(label)}"/>`
		),
		element('summary', entry.summary),
		'</entry>'
	].join('\n');
}
