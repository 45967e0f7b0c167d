// Every harmless form of an address leads in one step to the one its page has, and that one leads
// nowhere.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locales } from '#lib/i18n/languages.ts';
import { pages, pathOf, type PageRoute } from '#lib/page/paths.ts';
import { leadsTo } from './one-address.ts';

const origin = 'https://tikls.example';
const at = (address: string) => leadsTo(new URL(origin + address));

const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}$/);
const secret = fc.stringMatching(/^[A-Za-z0-9_-]{8,40}$/);
const isSecret = (route: PageRoute) =>
	/^\/(correction|invitation|first-administrator|still-true|unsubscribe)\//.test(route);
/** An address of ours, and whether its letters may be changed. */
const own = fc
	.tuple(fc.constantFrom(...pages), fc.constantFrom(...locales), slug, secret)
	.map(([{ route }, locale, name, door]) => ({
		path: pathOf(route, locale, isSecret(route) ? door : name),
		route,
		locale,
		loose: !isSecret(route)
	}))
	// A month that is called like the page of another one is that other page.
	.filter(({ path }) => at(path) === null);
const files = fc.constantFrom(
	'/feeds/events.ics',
	'/feeds/organisations.csv',
	'/sitemap.xml',
	'/robots.txt',
	'/manifest.webmanifest'
);
const query = fc.constantFrom('', '?q=jelgava', '?near=K%C4%81rsava&km=10', '?a=1&a=2');

type Change = (path: string) => string;
const changes: Record<string, Change> = {
	'a slash': (path) => `${path}/`,
	'two slashes': (path) => `${path}//`,
	'slashes within': (path) => path.replaceAll('/', '//').slice(1),
	'an index': (path) => `${path.replace(/\/$/, '')}/index.html`,
	'a bare index': (path) => `${path.replace(/\/$/, '')}/Index`,
	'the end of a sentence': (path) => `${path}.`,
	'a bracket and a comma': (path) => `${path}),`,
	'a Latvian quotation mark': (path) => `${path}%E2%80%9D`,
	'a space': (path) => `${path}%20`,
	'a sign nobody sees': (path) => `${path}%E2%80%8B`
};
const loosely: Record<string, Change> = {
	capitals: (path) => path.toUpperCase(),
	'a capital': (path) => path.replace(/\/([a-z])/, (whole) => whole.toUpperCase()),
	'percent signs': (path) =>
		path.replaceAll(/[a-z0-9-]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
};

describe('a harmless form of an address', () => {
	it('leads in one step to the address, with what it asks for', () => {
		const change = fc.array(fc.constantFrom(...Object.keys(changes)), { maxLength: 2 });
		const letters = fc.option(fc.constantFrom(...Object.keys(loosely)), { nil: undefined });
		fc.assert(
			fc.property(own, query, change, letters, ({ path, loose }, asked, names, letter) => {
				let other = letter && loose ? loosely[letter]!(path) : path;
				for (const name of names) other = changes[name]!(other);
				// What a browser itself makes of `/./` is no form of ours.
				const { pathname, search } = new URL(origin + other + asked);
				expect(at(other + asked) ?? pathname + search).toBe(path + asked);
				expect(at(path + asked)).toBeNull();
			}),
			{ numRuns: 3000 }
		);
	});

	it('leads to a file or to data as well, whatever language it was put under', () => {
		fc.assert(
			fc.property(
				files,
				query,
				fc.constantFrom('', '/en', '/EN', '/lv'),
				fc.constantFrom('', '/', '.'),
				fc.boolean(),
				(file, asked, before, after, loud) => {
					const other = before + (loud ? file.toUpperCase() : file) + after;
					expect(at(other + asked) ?? other + asked).toBe(file + asked);
				}
			)
		);
	});

	it('may have its hash or its question written as a part of the path', () => {
		fc.assert(
			fc.property(own, ({ path }) => {
				expect(at(`${path}%23map`)).toBe(`${path}#map`);
				expect(at(`${path}%3Fq=a`)).toBe(`${path}?q=a`);
				expect(at(`${path}%3Fq=a%23list`)).toBe(`${path}?q=a#list`);
			})
		);
	});

	it('may be in the words of the other language or of the code', () => {
		fc.assert(
			fc.property(own, ({ route, locale, loose }) => {
				if (!loose) return;
				for (const other of locales) {
					const words = pathOf(route, other, 'x-1').replace(/^\/en(?=\/|$)/, '') || '/';
					const put = locale === 'en' ? `/en${words === '/' ? '' : words}` : words;
					expect(at(put) ?? put).toBe(pathOf(route, locale, 'x-1'));
				}
			})
		);
	});

	it.each([
		['/pasakumi/', '/pasakumi'],
		['/Pasākumi', '/pasakumi'],
		['/lv', '/'],
		['/lv/par', '/par'],
		['/en/', '/en'],
		['/EN', '/en'],
		['/index.php', '/'],
		['/par.html', '/par'],
		['/en/pasakumi', '/en/events'],
		['/events', '/pasakumi'],
		['/%23map', '/#map'],
		['/pasakumi&amp;q=a', null],
		['/pasakumi?q=a&amp;region=kurzeme', '/pasakumi?q=a&region=kurzeme'],
		['/?q=a?utm_source=x', '/?q=a&utm_source=x'],
		['/?q=a?b=c', null],
		['/apple-touch-icon-precomposed.png', '/apple-touch-icon.png']
	])('%s leads to %s', (address, to) => {
		expect(at(address)).toBe(to);
	});

	it('leads nowhere where nothing is, and never to another site', () => {
		for (const address of [
			'/foo/',
			'/pasakums',
			'/%E0%A4%A',
			'/wp-login.php',
			'/en/foo/',
			'/_app/x'
		])
			expect(at(address), address).toBeNull();
		fc.assert(
			fc.property(fc.webUrl({ withQueryParameters: true }), fc.webPath(), (other, path) => {
				for (const address of [`/${encodeURIComponent(other)}`, `//${path}`, `/%2f${path}`]) {
					const led = leadsTo(new URL(origin + address));
					if (led !== null) expect(new URL(led, origin).origin).toBe(origin);
				}
			})
		);
	});

	it('keeps the letters of a secret', () => {
		expect(at('/uzaicinajums/AbC_-')).toBeNull();
		expect(at('/UZAICINAJUMS/AbC_-/')).toBe('/uzaicinajums/AbC_-');
	});
});
