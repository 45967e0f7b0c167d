// The sitemap names every page in every language and survives what an address may hold.
import { describe, expect, it } from 'vitest';
import { sitemap } from './sitemap.ts';

describe('sitemap', () => {
	const text = sitemap('https://tikls.example', [
		{ route: '/' },
		{ route: '/organisation/:slug', slug: 'kpr', changed: '2026-11-20T10:00:00Z' }
	]);

	it('lists each page once a language', () => {
		expect([...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1])).toEqual([
			'https://tikls.example/',
			'https://tikls.example/en',
			'https://tikls.example/organizacija/kpr',
			'https://tikls.example/en/organisation/kpr'
		]);
	});

	it('names both languages beside every page, and the day it changed', () => {
		expect(text.match(/hreflang="lv"/g)).toHaveLength(4);
		expect(text.match(/hreflang="en"/g)).toHaveLength(4);
		expect(text.match(/<lastmod>2026-11-20<\/lastmod>/g)).toHaveLength(2);
	});

	it('escapes what XML reserves', () => {
		expect(sitemap('https://a.example/?x&y', [{ route: '/' }])).toContain('?x&amp;y');
	});
});
