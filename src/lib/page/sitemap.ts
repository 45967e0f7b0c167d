// The sitemap (sitemaps.org protocol 0.9): every page with a subject, in both languages, each
// naming the other.
import { locales } from '#lib/i18n/languages.ts';
import { pathOf, type PageRoute } from './paths.ts';

/** One page in all languages; `changed` is an ISO date or instant. */
export interface SitemapPage {
	route: PageRoute;
	slug?: string;
	changed?: string;
}

const escape = (text: string) =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');

/** The whole file for a site at `origin` (e.g. `https://tikls.example`). */
export function sitemap(origin: string, pages: readonly SitemapPage[]): string {
	const entries = pages.flatMap(({ route, slug, changed }) => {
		const addresses = locales.map((locale) => ({
			locale,
			href: escape(origin + pathOf(route, locale, slug))
		}));
		const alternates = addresses.map(
			({ locale, href }) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${href}"/>`
		);
		const modified = changed ? `<lastmod>${escape(changed.slice(0, 10))}</lastmod>` : '';
		return addresses.map(
			({ href }) => `<url><loc>${href}</loc>${modified}${alternates.join('')}</url>`
		);
	});
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
		...entries,
		'</urlset>',
		''
	].join('\n');
}
