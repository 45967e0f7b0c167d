// One meaning has one address, one address has one meaning, and nobody makes a page anew by writing
// its address otherwise.
import { globSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { network } from '#network';
import { eventKinds } from '#lib/event/event.ts';
import { parseFilter, type FilterVocabulary } from '#lib/filter/filter.ts';
import { takingRoutes } from './posted-limits.ts';
import { partsOf, publicAddress, publicRoutes } from './public-addresses.ts';

const vocabulary: FilterVocabulary = {
	kinds: new Set(network.kinds.map((kind) => kind.id)),
	eventKinds: new Set(eventKinds),
	topics: new Set(['quality', 'funding', 'training', 'volunteering']),
	regions: new Set(['kurzeme', 'zemgale', 'vidzeme', 'latgale', 'riga']),
	municipalities: new Set(['riga', 'kuldigas-novads', 'jelgava']),
	access: new Set(['lift', 'step-free'])
};

const addressOf = (route: string, query: string | [string, string][]) =>
	publicAddress(route, new URLSearchParams(query), vocabulary);

/** What the page is made from; the order in which a note's parts were found says nothing. */
const keyOf = (route: string, query: string | [string, string][]) => {
	const address = addressOf(route, query);
	return address && JSON.stringify([address.params.toString(), address.leftOut]);
};

const pages = ['/(public)', '/(public)/events', '/(public)/events/[month=month]'];
const data = [...publicRoutes].filter((route) => /json|feeds|manifest|qr\.svg/.test(route));

const value = fc.oneof(
	fc.constantFrom(
		...['1', 'kurzeme', 'riga', 'seminar', 'nvo centrs', 'Kuldīga', '57.1,24.2', '57.10,24.20'],
		...[
			'25',
			'2026-12-01',
			'56,21,57,22',
			'3/4/2',
			'lv',
			'en',
			'events',
			'place',
			'castle',
			'',
			' '
		]
	),
	fc.string({ unit: 'grapheme', maxLength: 120 })
);
const name = fc.oneof(
	fc.constantFrom(
		...'q kind topic region municipality language near km area upcoming open confirmed'.split(' '),
		...'from to online page after show past lang tile only alarm bom event'.split(' ')
	),
	fc.string({ maxLength: 8 })
);
const asked = fc.array(fc.tuple(name, value), { maxLength: 12 });

describe('an address', () => {
	it('has an address that is its own', () => {
		fc.assert(
			fc.property(fc.constantFrom(...publicRoutes), asked, (route, query) => {
				const address = addressOf(route, query);
				if (!address) return;
				const again = addressOf(route, address.params.toString());
				expect(again?.params.toString()).toBe(address.params.toString());
				expect(again?.leftOut).toEqual([]);
			}),
			{ numRuns: 2000 }
		);
	});

	it('is the same in whatever order its parameters stand, with empty ones and what trackers add', () => {
		const junk = fc.array(
			fc.oneof(
				fc.tuple(fc.constantFrom('fbclid', 'gclid', 'utm_source', 'UTM_Medium'), fc.string()),
				fc.tuple(fc.constantFrom('q', 'region', 'km', 'page', 'x'), fc.constantFrom('', '  '))
			),
			{ maxLength: 4 }
		);
		fc.assert(
			fc.property(fc.constantFrom(...pages), asked, junk, fc.nat(), (route, query, more, turn) => {
				// The first of several values counts, so that only different names may change places.
				const names = [...new Set(query.map(([own]) => own))];
				const order = names.map((_, i) => names[(i + turn) % names.length]);
				const moved = order.flatMap((own) => query.filter(([other]) => other === own));
				const repeated = moved.flatMap((pair) => [pair, pair]);
				expect(keyOf(route, [...more, ...repeated, ...more])).toBe(keyOf(route, query));
			}),
			{ numRuns: 1000 }
		);
	});

	it('is another one where the filter is another one', () => {
		fc.assert(
			fc.property(asked, asked, (one, other) => {
				const read = (query: [string, string][]) =>
					parseFilter(new URLSearchParams(query), vocabulary, 'organisations', ['show']).filter;
				const withoutShow = [one, other].map((query) => query.filter(([own]) => own !== 'show'));
				const [a = [], b = []] = withoutShow;
				const isSame = JSON.stringify(read(a)) === JSON.stringify(read(b));
				const [first, second] = [addressOf('/(public)', a), addressOf('/(public)', b)];
				expect(first?.params.toString() === second?.params.toString()).toBe(isSame);
			}),
			{ numRuns: 1000 }
		);
	});

	it('makes few pages of many mistakes', () => {
		for (const route of pages) {
			const keys = new Set<string | null>();
			for (let i = 0; i < 500; i += 1) {
				keys.add(keyOf(route, `x${i}=1`));
				keys.add(keyOf(route, `x=${i}`));
				keys.add(keyOf(route, `region=x${i}`));
				keys.add(keyOf(route, `region=x${i}&y${i}=2&km=${i + 1000}`));
				keys.add(keyOf(route, `page=0${i}&colour=red&a${i}`));
			}
			expect(keys.size, route).toBeLessThanOrEqual(6);
			for (let i = 0; i < 500; i += 1) keys.add(keyOf(route, `show=x${i}&past=y${i}`));
			expect(keys.size, route).toBeLessThanOrEqual(7);
		}
	});

	it('tells at most four mistakes, and repeats nothing of what was written but names of ours', () => {
		fc.assert(
			fc.property(fc.constantFrom(...pages), asked, (route, query) => {
				const { leftOut } = addressOf(route, query) ?? { leftOut: [] };
				expect(leftOut.length).toBeLessThanOrEqual(4);
				for (const { parameter } of leftOut) expect(parameter).toMatch(/^[a-z]{0,12}$/);
			})
		);
	});
});

describe('what others append', () => {
	const ours = (
		'q kind topic region municipality language near km area upcoming open confirmed from to online ' +
		'page after show past lang'
	).split(' ');
	const foreign = fc.oneof(
		fc.constantFrom(
			...'fbclid gclid utm_source utm_campaign mc_cid mc_eid mc_x msclkid igshid _ga ref source'.split(
				' '
			),
			...'trackingId session sid PHPSESSID v ver t s _ amp format print color __cf_chl_tk'.split(
				' '
			)
		),
		fc.stringMatching(/^[a-z]{3}_[a-z]{3,6}$/),
		fc.constantFrom(...ours).map((name) => `x_${name}_id`)
	);

	it('is passed over without a word, whatever it is', () => {
		const appended = fc.array(fc.tuple(foreign, fc.string()), { maxLength: 6 });
		fc.assert(
			fc.property(fc.constantFrom(...pages), asked, appended, (route, query, more) => {
				expect(keyOf(route, [...query, ...more])).toBe(keyOf(route, query));
			}),
			{ numRuns: 1000 }
		);
	});

	it('is told where it is one of ours with a slip in it', () => {
		const long = ours.filter((name) => name.length > 3);
		fc.assert(
			fc.property(fc.constantFrom(...long), fc.nat(), fc.nat(3), (name, place, slip) => {
				const at = place % (name.length - 1);
				const written = [
					name.slice(0, at) + name.slice(at + 1),
					name.slice(0, at) + name[at] + name.slice(at),
					name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2),
					name.toUpperCase()
				][slip]!;
				if (ours.includes(written)) return;
				expect(addressOf('/(public)', [[written, 'x']])?.leftOut).toEqual([
					{ parameter: '', reason: 'unknown-parameter' }
				]);
			})
		);
	});
});

describe('pages that know nothing of a query', () => {
	const plain = [...publicRoutes].filter((route) => ![...pages, ...data].includes(route));
	it.each(plain)('%s has one address', (route) => {
		fc.assert(
			fc.property(asked, (query) => {
				expect(keyOf(route, query)).toBe('["",[]]');
			})
		);
	});
});

describe('data', () => {
	it.each([
		['/(public)/suggest.json', 'q=+Liep%C4%81ja++&lang=lv&x=1', 'q=Liep%C4%81ja'],
		['/(public)/suggest.json', 'only=place&q=a&lang=en', 'lang=en&q=a&only=place'],
		['/(public)/map/organisations/[slug].json', 'x=1&lang=en', 'lang=en'],
		[
			'/(public)/map/events.json',
			'lang=lv&page=3&tile=3/4/2&kind=seminar',
			'kind=seminar&tile=3%2F4%2F2'
		],
		['/feeds/events.ics', 'alarm=060&region=riga&region=riga', 'region=riga&alarm=60'],
		['/feeds/events.ics', 'lang=lv&event=nvo-forums', 'event=nvo-forums'],
		['/feeds/events.ics', 'fbclid=a&event=nvo-forums&utm_source=b', 'event=nvo-forums'],
		['/(public)/qr.svg', 'to=/en?region=riga&x=1', 'to=/en?region=riga'],
		['/feeds/organisations.csv', 'near=57.123,24.456&bom=1', 'near=57.12%2C24.46&bom=1']
	])('%s?%s', (route, query, own) => {
		expect(addressOf(route, query)).toEqual({ params: new URLSearchParams(own), leftOut: [] });
	});

	it.each([
		['/(public)/suggest.json', 'q='],
		['/(public)/qr.svg', 'to=//evil.example'],
		['/(public)/suggest.json', 'q=a&only=street'],
		['/(public)/map/events.json', 'regoin=riga'],
		['/feeds/organisations.csv', 'colour=red'],
		['/(public)/map/events.json', 'tile=3/4/2&tile=3/4/2'],
		['/(public)/map/events/[slug].json', 'lang=de'],
		['/feeds/events.csv', 'alarm=5'],
		['/feeds/events.ics', 'event=a&region=riga'],
		['/feeds/events.atom', 'lang=lv&lang=lv']
	])('%s?%s is refused and not kept', (route, query) => {
		expect(addressOf(route, query)).toBeNull();
	});
});

it('names every public route and no other', () => {
	const routes = globSync(
		['(public)/**/+{page,page.server,server}.{svelte,ts}', 'feeds/**/+server.ts'],
		{
			cwd: 'src/routes'
		}
	)
		.map((file) => `/${file}`.replace(/\/\+[^/]*$/, ''))
		// A page with a form is signed for its moment: nobody keeps it.
		.filter((route) => !takingRoutes.has(route));
	expect([...publicRoutes].sort()).toEqual(
		[...new Set([...routes, '/manifest.webmanifest', '/sitemap.xml', '/robots.txt'])].sort()
	);
});

it('knows in how many parts the data of each page comes', () => {
	const frames = globSync('(public)/**/+{layout,layout.server,error}.{svelte,ts}', {
		cwd: 'src/routes'
	}).map((file) => `/${file}`.replace(/\/\+[^/]*$/, ''));
	for (const route of publicRoutes) {
		const between = frames.filter((frame) => route === frame || route.startsWith(`${frame}/`));
		expect(partsOf(route), route).toBe(2 + new Set(between).size);
	}
});
