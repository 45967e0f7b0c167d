// A walk over every link of the site in both languages: none is broken, each page is whole for a
// search engine and a screen reader, and the two languages name each other.
import { expect, test } from './fixtures.ts';
import { linksOf } from './pages.ts';

interface Head {
	lang: string;
	title: string;
	description: string;
	canonical: string;
	headings: number;
	index: boolean;
	/** Address in each language, from `hreflang`. */
	alternates: Map<string, string>;
	ids: Set<string>;
	fragments: string[];
}

const attribute = (tag: string, name: string) =>
	tag.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1]?.replaceAll('&amp;', '&') ?? '';

function headOf(html: string): Head {
	const links = html.match(/<link\s[^>]*>/g) ?? [];
	const metas = html.match(/<meta\s[^>]*>/g) ?? [];
	const meta = (name: string) =>
		attribute(metas.find((tag) => attribute(tag, 'name') === name) ?? '', 'content');
	return {
		lang: attribute(html.match(/<html[^>]*>/)?.[0] ?? '', 'lang'),
		title: html.match(/<title>([^<]*)<\/title>/)?.[1] ?? '',
		description: meta('description'),
		canonical: attribute(links.find((tag) => attribute(tag, 'rel') === 'canonical') ?? '', 'href'),
		headings: (html.match(/<h1[\s>]/g) ?? []).length,
		index: !meta('robots').includes('noindex'),
		alternates: new Map(
			links
				.filter((tag) => attribute(tag, 'hreflang'))
				.map((tag) => [attribute(tag, 'hreflang'), attribute(tag, 'href')])
		),
		ids: new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)),
		fragments: [...html.matchAll(/<a\s[^>]*?\bhref="#([^"]+)"/g)].map(([, id = '']) => id)
	};
}

test('no link is broken and every page is whole', async ({ request, baseURL }) => {
	test.setTimeout(300_000);
	const origin = new URL(baseURL ?? '').origin;
	const waiting = ['/', '/en'];
	const seen = new Set(waiting);
	const heads = new Map<string, Head>();
	const faults: string[] = [];
	for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
		const response = await request.get(path);
		if (response.status() !== 200) {
			faults.push(`${path} is answered ${response.status()}`);
			continue;
		}
		if (!response.headers()['content-type']?.startsWith('text/html')) continue;
		const html = await response.text();
		const head = headOf(html);
		heads.set(path, head);
		const english = path === '/en' || /^\/en[/?]/.test(path);
		if (head.lang !== (english ? 'en' : 'lv')) faults.push(`${path} has lang="${head.lang}"`);
		if (head.headings !== 1) faults.push(`${path} has ${head.headings} h1`);
		if (!head.title) faults.push(`${path} has no title`);
		if (head.description.length < 20) faults.push(`${path} has no description`);
		if (!head.canonical.startsWith(origin)) faults.push(`${path} has no canonical address`);
		for (const id of head.fragments)
			if (!head.ids.has(id)) faults.push(`${path} has a link to #${id}, which is not there`);
		// Filtered lists link to ever more filtered lists: they are looked at, but not walked on from.
		if (path.includes('?')) continue;
		for (const link of linksOf(html))
			if (!seen.has(link)) {
				seen.add(link);
				waiting.push(link);
			}
	}
	expect(faults).toEqual([]);
	expect(heads.size, 'pages walked over').toBeGreaterThan(100);

	const titles = new Map<string, string>();
	for (const [path, head] of heads) {
		for (const language of ['lv', 'en', 'x-default']) {
			const there = head.alternates.get(language);
			if (!there) faults.push(`${path} does not name its address in ${language}`);
			else if (language !== 'x-default') {
				const other = heads.get(there.replace(origin, '') || '/');
				// A filtered list's other language may not have been linked from anywhere.
				if (!other && !there.includes('?'))
					faults.push(`${path} names ${there}, which no page links`);
				if (other && other.alternates.get(head.lang) !== head.canonical)
					faults.push(`${there} does not name ${head.canonical} in return`);
			}
		}
		if (path.includes('?') || !head.index) continue;
		// What a list of results shows: the same conference on another day has the same title, but not
		// the same description.
		const shown = `${head.lang} ${head.title} ${head.description}`;
		const same = titles.get(shown);
		if (same) faults.push(`${path} and ${same} are both called "${head.title}"`);
		titles.set(shown, path);
	}
	expect(faults).toEqual([]);
});

test('the sitemap is valid and every address in it answers', async ({ request, page, baseURL }) => {
	const response = await request.get('/sitemap.xml');
	expect(response.headers()['content-type']).toMatch(/^application\/xml/);
	const xml = await response.text();
	// The browser's own parser judges whether it is well-formed.
	const { error, addresses } = await page.evaluate((text) => {
		const document = new DOMParser().parseFromString(text, 'application/xml');
		return {
			error: document.querySelector('parsererror')?.textContent ?? '',
			addresses: [...document.getElementsByTagName('loc')].map((loc) => loc.textContent ?? '')
		};
	}, xml);
	expect(error).toBe('');
	expect(addresses.length).toBeGreaterThan(60);
	expect(new Set(addresses).size, 'each once').toBe(addresses.length);
	const origin = new URL(baseURL ?? '').origin;
	for (const address of addresses) {
		expect(address.startsWith(`${origin}/`) || address === origin, address).toBe(true);
		const answer = await request.get(address, { maxRedirects: 0 });
		expect(answer.status(), address).toBe(200);
		const head = headOf(await answer.text());
		expect(head.index, `${address} may be indexed`).toBe(true);
		expect(head.canonical, address).toBe(address);
	}
});
