// The page of an organisation in a network that writes in a third language: its texts are shown in
// it, and what has none falls back to another one and says which. The words of the interface and
// the addresses of pages are another matter, a language pack; here they are lent from English.
import { render } from 'svelte/server';
import { expect, it, vi } from 'vitest';
import type { Locale } from '#lib/i18n/languages.ts';
import { sampleOrganisation } from './sample-organisation.ts';

vi.mock('#network', async (original) => {
	const { network } = await original<typeof import('#network')>();
	return { network: { ...network, languages: ['lv', 'en', 'lt'] } };
});
vi.mock('#lib/page/paths.ts', async (original) => {
	const paths = await original<typeof import('#lib/page/paths.ts')>();
	const pathOf: typeof paths.pathOf = (route, _locale, slug) => paths.pathOf(route, 'en', slug);
	return { ...paths, pathOf };
});

const { default: OrganisationPage } = await import('./OrganisationPage.svelte');
const { overwriteGetLocale } = await import('#lib/paraglide/runtime.js');

const third = 'lt' as Locale;
overwriteGetLocale(() => third);

const neighbour = { slug: 'x', kind: 'partner', metres: 12_000, approximate: true };
const organisation = sampleOrganisation({
	slug: 'centrs',
	kind: 'partner',
	name: { lv: 'Centrs', en: 'Centre', lt: 'Centras' },
	summary: { en: 'Helps everybody.' },
	topics: [
		{ id: 'training', name: { lv: 'Mācības', en: 'Training', lt: 'Mokymai' } },
		{ id: 'funding', name: { lv: 'Finansējums', en: 'Funding' } }
	],
	street: 'Dārza iela 8a',
	postcode: 'LV-4301',
	place: { lv: 'Alūksne', lt: 'Alūksnė' },
	municipality: { lv: 'Alūksnes novads' },
	region: { id: 'vidzeme', name: { lv: 'Vidzeme' }, short: { lv: 'Vidzeme', lt: 'Vidžemė' } },
	accessibility: ['hearing-loop'],
	accessibilityNote: { lv: 'Ieeja no pagalma' },
	contactPersons: [{ name: 'Anna', role: { lv: 'vadītāja' }, phone: null, email: null }],
	nearest: [
		{ ...neighbour, name: { lt: 'Kaimynas', lv: 'Kaimiņš' }, place: { lv: 'Gulbene' } },
		{ ...neighbour, slug: 'y', name: { en: 'Neighbour' }, place: null }
	]
});

it('shows each text in the language of the page, or in another one that is named', () => {
	const html = render(OrganisationPage, {
		props: {
			organisation,
			phones: [],
			contactPhones: [],
			personPhones: [null],
			hours: null,
			now: '2026-11-24T08:00:00Z',
			address: 'https://tikls.example/lt/centrs',
			locale: third
		},
		context: new Map([['__request__', { page: { url: new URL('https://tikls.example/') } }]])
	}).body.replace(/<!--.*?-->/g, '');
	/** Whether an element has this text, and says this language; '' = that of the page. */
	const says = (text: string, lang: string) => {
		const [, attributes = 'not there'] =
			new RegExp(`<\\w+([^>]*)>[,\\s]*${text}\\s*<`).exec(html) ?? [];
		expect(/ lang="(\w+)"/.exec(attributes)?.[1] ?? '', `${text}: ${attributes}`).toBe(lang);
		expect(attributes, text).not.toBe('not there');
	};
	expect(html).toMatch(/<h1(?![^>]*lang)[^>]*>Centras<\/h1>/);
	says('Centras', '');
	says('Centrs', 'lv');
	says('Centre', 'en');
	says('Helps everybody.', 'en');
	says('Mokymai', '');
	says('Finansējums', 'lv');
	// An address is written as on an envelope there.
	says('Dārza iela 8a, Alūksne, Alūksnes novads, LV-4301', 'lv');
	says('Vidžemė', '');
	says('Ieeja no pagalma', 'lv');
	says('vadītāja', 'lv');
	says('Kaimynas', '');
	says('Gulbene', 'lv');
	says('Neighbour', 'en');
});
