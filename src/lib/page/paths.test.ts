// Addresses in both languages: what pathOf() writes, the router must read back as the same page.
import { globSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localisedPaths, pathOf, type PageRoute } from './paths.ts';
import { locales } from '#lib/i18n/languages.ts';

const routes: PageRoute[] = [
	'/',
	'/events',
	'/events/:month',
	'/organisation/:slug',
	'/event/:slug',
	'/about'
];

describe('pathOf', () => {
	it('writes each page in its own language', () => {
		expect(pathOf('/events', 'lv')).toBe('/pasakumi');
		expect(pathOf('/events', 'en')).toBe('/en/events');
		expect(pathOf('/organisation/:slug', 'lv', 'kpr')).toBe('/organizacija/kpr');
	});

	it('never lets a slug leave its path segment', () => {
		expect(pathOf('/event/:slug', 'en', '../a?b#c')).toBe('/en/event/..%2Fa%3Fb%23c');
	});

	it('gives every page a different address', () => {
		const all = routes.flatMap((route) => locales.map((locale) => pathOf(route, locale, 'x')));
		expect(new Set(all).size).toBe(all.length);
	});

	it('names what stands in an address as its folder does, and has every folder', () => {
		const folders = globSync('src/routes/**/+{page.svelte,page.server.ts,server.ts}')
			.map((file) => `/${dirname(relative('src/routes', file)).split(sep).join('/')}`)
			.map((folder) =>
				folder
					.replace(/\/\([a-z]+\)/, '')
					.replace(/\[([a-z]+)(?:=[a-z]+)?\]/g, ':$1')
					.replace(/^\/\.$/, '')
			);
		const routesOfPages = localisedPaths
			.slice(0, -1)
			.map(({ pattern }) =>
				pattern.replace(':protocol://:domain(.*)::port?', '').replace(/^\/$/, '')
			);
		expect(routesOfPages.filter((route) => !folders.includes(route))).toEqual([]);
		// What has no words of a language in its address is no page: files, feeds, pictures.
		const pages = globSync('src/routes/**/+page.svelte').length;
		expect(new Set(routesOfPages).size).toBeGreaterThanOrEqual(pages);
		for (const { pattern, localized } of localisedPaths.slice(0, -1)) {
			const named = /(?<=\/):[a-z]+/.exec(pattern)?.[0];
			for (const [, path] of localized) expect(/(?<=\/):[a-z]+/.exec(path)?.[0]).toBe(named);
		}
	});

	it('writes what stands in an address whatever it is called', () => {
		expect(pathOf('/coordinator/events/:id/dates', 'en', '$&1')).toBe(
			'/en/coordinator/events/%24%261/dates'
		);
		expect(pathOf('/events/:month', 'lv', '2026-12')).toBe('/pasakumi/2026-12');
		expect(pathOf('/invitation/:secret', 'en', 'abc')).toContain('/abc');
	});

	it('ends the patterns with one for everything else, so that no address is without a language', () => {
		expect(localisedPaths.at(-1)?.pattern).toContain(':path(.*)?');
	});
});
