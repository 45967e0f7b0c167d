// The pages of the site as a visitor meets them, in both languages, for the tests that go through
// all of them.
import { type APIRequestContext, expect } from '@playwright/test';
import { type Locale, locales } from '#lib/i18n/languages.ts';
import { pathOf, type PageRoute } from '#lib/page/paths.ts';

export interface KnownPage {
	/** What it is called in a test's name. */
	name: string;
	path: string;
	locale: Locale;
	/** HTTP status it is answered with. */
	status: number;
}

/** Pages whose address does not depend on the data. */
const fixed: { name: string; route: PageRoute; slug?: string; search?: string }[] = [
	{ name: 'explorer', route: '/' },
	{ name: 'explorer, events', route: '/', search: '?show=events' },
	{ name: 'explorer, nothing found', route: '/', search: '?q=zzqxwv' },
	{ name: 'events', route: '/events' },
	{ name: 'past events', route: '/events', search: '?past=1' },
	// The month in a fortnight: it holds examples whatever the day.
	{
		name: 'month',
		route: '/events/:month',
		slug: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 7)
	},
	{ name: 'about', route: '/about' },
	{ name: 'numbers', route: '/numbers' },
	{ name: 'privacy', route: '/privacy' },
	{ name: 'accessibility', route: '/accessibility' },
	{ name: 'sign-in', route: '/sign-in' }
];

/**
 * Pages of one thing each; the thing is looked up, because the examples depend on the day of the
 * first start.
 */
const things: { name: string; route: PageRoute; list: PageRoute; search: string }[] = [
	{ name: 'organisation', route: '/organisation/:slug', list: '/', search: '' },
	{ name: 'event to come', route: '/event/:slug', list: '/events', search: '' },
	{ name: 'past event', route: '/event/:slug', list: '/events', search: '?past=1' }
];

/** Every sort of page there is, in both languages, an unknown address included. */
export async function everyPage(request: APIRequestContext): Promise<KnownPage[]> {
	const pages: KnownPage[] = [];
	for (const locale of locales) {
		for (const { name, route, slug, search = '' } of fixed)
			pages.push({ name, path: pathOf(route, locale, slug) + search, locale, status: 200 });
		for (const { name, route, list, search } of things)
			pages.push({
				name,
				path: await firstLink(request, pathOf(list, locale) + search, pathOf(route, locale, '')),
				locale,
				status: 200
			});
		const unknown = locale === 'lv' ? '/sadas-lapas-nav' : '/en/there-is-no-such-page';
		pages.push({ name: 'not found', path: unknown, locale, status: 404 });
	}
	return pages;
}

/** The first link on a page whose address begins so. */
async function firstLink(request: APIRequestContext, path: string, start: string): Promise<string> {
	const html = await (await request.get(path)).text();
	const link = linksOf(html).find((href) => href.startsWith(start) && href.length > start.length);
	expect(link, `a link to ${start}... on ${path}`).toBeDefined();
	return link ?? '';
}

/** Addresses of all links of a page to this site, without their fragments, in order, each once. */
export function linksOf(html: string): string[] {
	const links = [...html.matchAll(/<a\s[^>]*?\bhref="([^"]*)"/g)].map(([, href = '']) =>
		href.replaceAll('&amp;', '&').replace(/#.*$/, '')
	);
	return [...new Set(links)].filter((href) => href.startsWith('/'));
}
