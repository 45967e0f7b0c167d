// The addresses of the pages in both languages, told once: the message compiler, the router, the
// sitemap and every link take them from here. Latvian stands at the root, English under /en, each
// with words of its own language.
import type { Locale } from '#lib/i18n/languages.ts';

/**
 * One page: the route as the folders under src/routes name it, and the path a visitor sees in each
 * language. What begins with a colon stands for one path segment, the same in both languages:
 * `:slug` of a listing, `:id` of one behind the sign-in, `:month` as `2026-12`, `:secret` of a
 * link.
 */
export const pages = [
	{ route: '/', lv: '/', en: '/en' },
	{ route: '/organisation/:slug', lv: '/organizacija/:slug', en: '/en/organisation/:slug' },
	{
		route: '/organisation/:slug/vcard',
		lv: '/organizacija/:slug/vizitkarte.vcf',
		en: '/en/organisation/:slug/contact.vcf'
	},
	{
		route: '/organisation/:slug/qr',
		lv: '/organizacija/:slug/qr.svg',
		en: '/en/organisation/:slug/qr.svg'
	},
	{
		route: '/organisation/:slug/correct',
		lv: '/organizacija/:slug/labot',
		en: '/en/organisation/:slug/correct'
	},
	{ route: '/correction/:secret', lv: '/labojums/:secret', en: '/en/correction/:secret' },
	{ route: '/events/:month', lv: '/pasakumi/:month', en: '/en/events/:month' },
	{ route: '/events', lv: '/pasakumi', en: '/en/events' },
	{ route: '/event/:slug', lv: '/pasakums/:slug', en: '/en/event/:slug' },
	{
		route: '/event/:slug/correct',
		lv: '/pasakums/:slug/labot',
		en: '/en/event/:slug/correct'
	},
	{
		route: '/propose/organisation',
		lv: '/ieteikt/organizaciju',
		en: '/en/suggest/organisation'
	},
	{ route: '/propose/event', lv: '/ieteikt/pasakumu', en: '/en/suggest/event' },
	{ route: '/about', lv: '/par', en: '/en/about' },
	{
		route: '/numbers/:slug/csv',
		lv: '/skaitli/:slug/skaitli.csv',
		en: '/en/numbers/:slug/numbers.csv'
	},
	{ route: '/numbers', lv: '/skaitli', en: '/en/numbers' },
	{ route: '/privacy', lv: '/privatums', en: '/en/privacy' },
	{ route: '/accessibility', lv: '/pieklustamiba', en: '/en/accessibility' },
	{ route: '/sign-in', lv: '/pieslegties', en: '/en/sign-in' },
	// What follows is for coordinators.
	{ route: '/sign-in/code', lv: '/pieslegties/kods', en: '/en/sign-in/code' },
	{ route: '/sign-in/second', lv: '/pieslegties/otrais-solis', en: '/en/sign-in/second-step' },
	{ route: '/auth/confirm', lv: '/pieslegties/saite', en: '/en/sign-in/link' },
	{ route: '/auth/sign-out', lv: '/izrakstities', en: '/en/sign-out' },
	{
		route: '/first-administrator/:secret',
		lv: '/pirmais-administrators/:secret',
		en: '/en/first-administrator/:secret'
	},
	{ route: '/invitation/:secret', lv: '/uzaicinajums/:secret', en: '/en/invitation/:secret' },
	{ route: '/still-true/:secret', lv: '/vai-pareizi/:secret', en: '/en/still-correct/:secret' },
	{ route: '/unsubscribe/:secret', lv: '/atteikties/:secret', en: '/en/unsubscribe/:secret' },
	{
		route: '/coordinator/organisations/new',
		lv: '/koordinatoriem/organizacijas/jauna',
		en: '/en/coordinator/organisations/new'
	},
	{
		route: '/coordinator/organisations/:id/preview',
		lv: '/koordinatoriem/organizacijas/:id/priekskats',
		en: '/en/coordinator/organisations/:id/preview'
	},
	{
		route: '/coordinator/organisations/:id/history',
		lv: '/koordinatoriem/organizacijas/:id/vesture',
		en: '/en/coordinator/organisations/:id/history'
	},
	{
		route: '/coordinator/organisations/:id',
		lv: '/koordinatoriem/organizacijas/:id',
		en: '/en/coordinator/organisations/:id'
	},
	{
		route: '/coordinator/organisations',
		lv: '/koordinatoriem/organizacijas',
		en: '/en/coordinator/organisations'
	},
	{
		route: '/coordinator/events/new',
		lv: '/koordinatoriem/pasakumi/jauns',
		en: '/en/coordinator/events/new'
	},
	{
		route: '/coordinator/events/:id/preview',
		lv: '/koordinatoriem/pasakumi/:id/priekskats',
		en: '/en/coordinator/events/:id/preview'
	},
	{
		route: '/coordinator/events/:id/dates',
		lv: '/koordinatoriem/pasakumi/:id/datumi',
		en: '/en/coordinator/events/:id/dates'
	},
	{
		route: '/coordinator/events/:id/history',
		lv: '/koordinatoriem/pasakumi/:id/vesture',
		en: '/en/coordinator/events/:id/history'
	},
	{
		route: '/coordinator/events/:id',
		lv: '/koordinatoriem/pasakumi/:id',
		en: '/en/coordinator/events/:id'
	},
	{ route: '/coordinator/events', lv: '/koordinatoriem/pasakumi', en: '/en/coordinator/events' },
	{ route: '/coordinator/bulk', lv: '/koordinatoriem/kopigi', en: '/en/coordinator/bulk' },
	{ route: '/coordinator/removed', lv: '/koordinatoriem/nonemtie', en: '/en/coordinator/removed' },
	{
		route: '/coordinator/corrections/:id',
		lv: '/koordinatoriem/labojumi/:id',
		en: '/en/coordinator/corrections/:id'
	},
	{
		route: '/coordinator/corrections',
		lv: '/koordinatoriem/labojumi',
		en: '/en/coordinator/corrections'
	},
	{
		route: '/coordinator/audit/csv',
		lv: '/koordinatoriem/zurnals/zurnals.csv',
		en: '/en/coordinator/audit/audit.csv'
	},
	{ route: '/coordinator/audit', lv: '/koordinatoriem/zurnals', en: '/en/coordinator/audit' },
	{
		route: '/coordinator/numbers/:id/csv',
		lv: '/koordinatoriem/skaitli/:id/skaitli.csv',
		en: '/en/coordinator/numbers/:id/numbers.csv'
	},
	{ route: '/coordinator/numbers', lv: '/koordinatoriem/skaitli', en: '/en/coordinator/numbers' },
	{ route: '/coordinator/jobs', lv: '/koordinatoriem/sistema', en: '/en/coordinator/system' },
	{
		route: '/coordinator/people/:id/forget',
		lv: '/koordinatoriem/cilveki/:id/dzest-datus',
		en: '/en/coordinator/people/:id/forget'
	},
	{ route: '/coordinator/people', lv: '/koordinatoriem/cilveki', en: '/en/coordinator/people' },
	{ route: '/coordinator/account', lv: '/koordinatoriem/konts', en: '/en/coordinator/account' },
	{ route: '/coordinator/welcome', lv: '/koordinatoriem/sakums', en: '/en/coordinator/welcome' },
	{ route: '/coordinator/help', lv: '/koordinatoriem/palidziba', en: '/en/coordinator/help' },
	{ route: '/coordinator', lv: '/koordinatoriem', en: '/en/coordinator' }
] as const;

/** URL patterns in the form the message compiler reads (`urlPatterns`), most specific first. */
export const localisedPaths: { pattern: string; localized: ['lv' | 'en', string][] }[] = [
	...pages.map((page) => ({
		pattern: `:protocol://:domain(.*)::port?${page.route}`,
		localized: [
			['en', `:protocol://:domain(.*)::port?${page.en}`],
			['lv', `:protocol://:domain(.*)::port?${page.lv}`]
		] satisfies ['lv' | 'en', string][]
	})),
	// Whatever is not a page of its own (feeds, files, unknown addresses) keeps its path; /en still
	// means English there, so that a mistyped English address gets the English "not found" page.
	{
		pattern: ':protocol://:domain(.*)::port?/:path(.*)?',
		localized: [
			['en', ':protocol://:domain(.*)::port?/en/:path(.*)?'],
			['lv', ':protocol://:domain(.*)::port?/:path(.*)?']
		]
	}
];

/** Route name of a page, e.g. `/events`. */
export type PageRoute = (typeof pages)[number]['route'];

/**
 * The path of a page in a language, e.g. `pathOf('/organisation/:slug', 'lv', 'kpr')` →
 * `/organizacija/kpr`.
 * @param segment what stands for the route's one part with a colon, not yet encoded; a page without
 * such a part ignores it
 */
export function pathOf(route: PageRoute, locale: Locale, segment = ''): string {
	const page = pages.find((candidate) => candidate.route === route);
	if (!page) throw new Error(`no page for the route ${route}`);
	return page[locale].replace(/:[a-z]+/, () => encodeURIComponent(segment));
}
