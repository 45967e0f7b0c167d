// Addresses as people pass them on: with a slash at the end, in capitals, with Latvian letters,
// with what a mail program took along, under the name of a file, in the other language's words.
// Every one of them leads to the one address its page has.
import { isTracking } from '#lib/filter/tracking.ts';
import { fold } from '#lib/i18n/fold.ts';
import { locales, type Locale } from '#lib/i18n/languages.ts';
import { visibleText } from '#lib/i18n/visible-text.ts';
import { pages, pathOf, type PageRoute } from '#lib/page/paths.ts';

/**
 * Names, ids and months are of small letters; anything else that stands in an address may be a
 * secret of exactly its letters.
 */
const isExact = (route: PageRoute) => /:(?!(?:slug|id|month)\b)/.test(route);

/** Data and files that have one address in all languages. */
const files = [
	'/feeds/events.atom',
	'/feeds/events.csv',
	'/feeds/events.geojson',
	'/feeds/events.ics',
	'/feeds/organisations.csv',
	'/feeds/organisations.geojson',
	'/sitemap.xml',
	'/robots.txt',
	'/.well-known/security.txt',
	'/favicon.ico',
	'/favicon.svg',
	'/apple-touch-icon.png',
	'/manifest.webmanifest'
] as const;

/** Other names under which browsers and robots ask for them. */
const otherNames: Readonly<Record<string, (typeof files)[number]>> = {
	'/apple-touch-icon-precomposed.png': '/apple-touch-icon.png',
	'/security.txt': '/.well-known/security.txt',
	'/site.webmanifest': '/manifest.webmanifest',
	'/manifest.json': '/manifest.webmanifest',
	'/sitemap': '/sitemap.xml'
};

/** The ends of sentences and brackets an address stood in. */
const sentenceEnd = /[\s.,;:!)\]}>"'“”„‘’«»*]+$/u;

const indexName = /^(?:index|default)(?:\.\w{2,5})?$/iu;
const fileEnding = /\.(?:html?|php|aspx?|jsp)$/iu;

/**
 * The address a harmless form of an address leads to, from its path on; null when it is that
 * address itself, and when it is not understood. What it asks for stays as it is, save for marks of
 * HTML and a second question mark before what trackers add.
 */
export function leadsTo(url: URL): string | null {
	const { pathname } = url;
	if (pathname === '/' && url.search === '') return null;
	const taken = takenApart(pathname);
	if (!taken) return null;
	const path = pageAt(taken.segments) ?? fileAt(taken.segments);
	if (path === null) return null;
	const search = queryOf(url.search, taken.query);
	const own = path + search + taken.hash;
	return own === pathname + url.search ? null : own;
}

interface Taken {
	segments: string[];
	/** What was written after a question mark that was written as a part of the path; '' without. */
	query: string;
	hash: string;
}

/** A path without what does not belong to it. Null for one that cannot be read. */
function takenApart(pathname: string): Taken | null {
	let text: string;
	try {
		text = decodeURIComponent(pathname);
	} catch {
		return null;
	}
	const [beforeHash = '', ...afterHash] = text.split('#');
	const [path = '', ...afterQuestion] = beforeHash.split('?');
	const segments = visibleText(path)
		.split(/[/\\]/)
		.map((segment) => segment.trim())
		.filter((segment) => segment !== '');
	for (let last = segments.pop(); last !== undefined; last = segments.pop()) {
		const name = last.replace(sentenceEnd, '');
		if (name === '' || indexName.test(name)) continue;
		segments.push(name);
		break;
	}
	const hash = afterHash.join('#');
	return {
		segments,
		query: afterQuestion.join('?'),
		hash: hash === '' ? '' : `#${encodeURI(hash)}`
	};
}

/** The address of the page that these segments name in any language; null for none. */
function pageAt(segments: readonly string[]): string | null {
	const [first = '', ...others] = segments;
	const named = locales.find((locale) => fold(first) === locale);
	const locale = named ?? locales[0];
	const rest = named ? others : segments;
	const plain = rest.map((segment, at) =>
		at === rest.length - 1 ? segment.replace(fileEnding, '') : segment
	);
	for (const page of pages) {
		for (const template of [page.route, ...locales.map((one) => withoutLanguage(page[one], one))]) {
			const slug = slugIn(template, plain, isExact(page.route));
			if (slug !== null) return pathOf(page.route, locale, slug);
		}
	}
	return null;
}

/** `/en/events` → `/events`; the first language's paths have no mark of it. */
function withoutLanguage(path: string, locale: Locale): string {
	return path === `/${locale}` ? '/' : path.replace(`/${locale}/`, '/');
}

/**
 * What stands for the part with a colon where the segments fit the template, '' where it has none;
 * null where they do not fit.
 */
function slugIn(template: string, segments: readonly string[], isExact: boolean): string | null {
	const parts = template.split('/').filter((part) => part !== '');
	if (parts.length !== segments.length) return null;
	let slug = '';
	for (const [at, part] of parts.entries()) {
		const segment = segments[at] ?? '';
		if (part.startsWith(':')) slug = isExact ? segment : fold(segment);
		else if (fold(segment) !== part) return null;
	}
	return slug;
}

/**
 * The address of data or of a file that these segments name, whatever language they were put under;
 * null for none.
 */
function fileAt(segments: readonly string[]): string | null {
	const [first = '', ...others] = segments.map(fold);
	const rest = locales.some((locale) => locale === first) ? others : [first, ...others];
	const path = `/${rest.join('/')}`;
	return files.find((file) => file === path) ?? otherNames[path] ?? null;
}

/**
 * A query without what HTML and careless programs make of it: `&amp;` for `&`, a second `?` before
 * what a tracker adds.
 */
function queryOf(search: string, inPath: string): string {
	const written = [search.slice(1), inPath && encodeURI(inPath)].filter((part) => part !== '');
	const query = written
		.join('&')
		.replaceAll(/&(?:amp;|%3Bamp)+/giu, '&')
		.replaceAll(/\?([\w-]+)(?==)/gu, (whole, name: string) =>
			isTracking(name) ? `&${name}` : whole
		);
	return query === '' ? '' : `?${query}`;
}
