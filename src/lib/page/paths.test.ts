// Addresses in both languages: what pathOf() writes, the router must read back as the same page.
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

	it('ends the patterns with one for everything else, so that no address is without a language', () => {
		expect(localisedPaths.at(-1)?.pattern).toContain(':path(.*)?');
	});
});
