// Every page there is for coordinators, on a small phone: nothing wider than its screen, nothing
// for axe to find in the light, and colours that can be told apart in the dark. In both languages,
// with scripts and without.
import type { Page } from '@playwright/test';
import fc from 'fast-check';
import { localisedPaths, type PageRoute, pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, expect, people, test } from './setup/people.ts';

/** Pages of one listing. */
const ofListing: { route: PageRoute; list: PageRoute }[] = [
	{ route: '/coordinator/organisations/:id', list: '/coordinator/organisations' },
	{ route: '/coordinator/organisations/:id/preview', list: '/coordinator/organisations' },
	{ route: '/coordinator/organisations/:id/history', list: '/coordinator/organisations' },
	{ route: '/coordinator/events/:id', list: '/coordinator/events' },
	{ route: '/coordinator/events/:id/preview', list: '/coordinator/events' },
	{ route: '/coordinator/events/:id/dates', list: '/coordinator/events' },
	{ route: '/coordinator/events/:id/history', list: '/coordinator/events' }
];

/**
 * Pages of their own, each with what is asked of it; a secret nobody knows is answered by a page,
 * too.
 */
const single: { route: PageRoute; search?: string; status?: number }[] = [
	{ route: '/coordinator' },
	{ route: '/coordinator/organisations' },
	{ route: '/coordinator/organisations', search: '?q=zzqxwv' },
	{ route: '/coordinator/organisations/new' },
	{ route: '/coordinator/events' },
	{ route: '/coordinator/events/new' },
	{ route: '/coordinator/bulk' },
	{ route: '/coordinator/removed' },
	{ route: '/coordinator/corrections' },
	{ route: '/coordinator/corrections/:id', status: 404 },
	{ route: '/coordinator/people' },
	{ route: '/coordinator/audit' },
	{ route: '/coordinator/jobs' },
	{ route: '/coordinator/numbers' },
	{ route: '/coordinator/account' },
	{ route: '/coordinator/welcome' },
	{ route: '/coordinator/help' },
	{ route: '/sign-in' },
	{ route: '/sign-in/code' },
	{ route: '/sign-in/second' },
	{ route: '/auth/confirm' },
	{ route: '/auth/sign-out' },
	{ route: '/first-administrator/:secret' },
	{ route: '/invitation/:secret' },
	{ route: '/still-true/:secret' },
	{ route: '/unsubscribe/:secret' },
	{ route: '/coordinator/events/:id', status: 404 },
	{ route: '/coordinator/people/:id/forget', status: 404 }
];

/** The coordinators' pages that are no pages to look at. */
const files = ['/coordinator/audit/csv', '/coordinator/numbers/:id/csv'];

/**
 * The id of the first listing of a list, taken from the way to its form; of events of the first
 * series, which has a page of dates.
 */
async function firstOf(page: Page, list: PageRoute, locale: Locale): Promise<string> {
	await page.goto(pathOf(list, locale));
	const ids = await page
		.locator('form ul a.button.quiet')
		.evaluateAll((links) =>
			links.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? '')
		);
	if (list !== '/coordinator/events') return ids[0] ?? '';
	for (const id of ids) {
		const dates = pathOf('/coordinator/events/:id/dates', locale, id);
		await page.goto(dates);
		if (new URL(page.url()).pathname === dates) return id;
	}
	throw new Error('no series among the events');
}

for (const { run, how, locale } of modes) {
	run.describe(how, () => {
		// So low that no buttons stay in sight over the page: what lies half under them is no smaller
		// for that.
		run.use({ expectedErrors: [/status of 404/], viewport: { width: 320, height: 600 } });

		run('every page fits a phone, in the light and in the dark', async ({ page, house, axe }) => {
			const routes = localisedPaths
				.map(({ pattern }) => pattern.split('::port?')[1] ?? '')
				.filter((route) =>
					/^\/(coordinator|sign-in|auth|still-true|unsubscribe|invitation|first)/.test(route)
				);
			expect(
				routes.filter((route) => !files.includes(route)).sort(),
				'a page that is not looked at'
			).toEqual([...new Set([...single, ...ofListing].map(({ route }) => route))].sort());

			await comeBack(page, house, people.administrator.email, locale);
			const ids = new Map<PageRoute, string>();
			for (const { list } of ofListing)
				if (!ids.has(list)) ids.set(list, await firstOf(page, list, locale));
			const [event = ''] = [ids.get('/coordinator/events')];
			const dates = pathOf('/coordinator/events/:id/dates', locale, event);
			await page.goto(dates);
			const date = await page.locator(`main a[href*="?date="]`).first().getAttribute('href');
			const organisation = ids.get('/coordinator/organisations') ?? '';
			const addresses = [
				...single.map(({ route, search = '', status = 200 }) => ({
					path: pathOf(route, locale, 'nobody-knows') + search,
					status
				})),
				...ofListing.map(({ route, list }) => ({
					path: pathOf(route, locale, ids.get(list)),
					status: 200
				})),
				{ path: date ?? '', status: 200 },
				{
					path: `${pathOf('/coordinator/bulk', locale)}?subject=organisation&do=remove&id=${organisation}`,
					status: 200
				}
			];
			for (const { path, status } of addresses)
				await run.step(path, async () => {
					expect((await page.goto(path))?.status(), path).toBe(status);
					await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
					await shown(page, axe);
				});
		});
	});
}

/** The controls of a form in which something can be typed wrongly, in the order of the page. */
const typedControls = (page: Page) =>
	page
		.locator('main form')
		.locator('input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea')
		.evaluateAll((all) =>
			all.map((one) => ({ name: one.getAttribute('name') ?? '', sort: one.getAttribute('type') }))
		);

for (const route of ['/coordinator/organisations/new', '/coordinator/events/new'] as const)
	test(`${route}: what is wrong is told in the order of the page`, async ({ page, house }) => {
		await comeBack(page, house, people.kurzeme.email);
		const path = pathOf(route, 'lv');
		await page.goto(path);
		const controls = await typedControls(page);
		expect(controls.length).toBeGreaterThan(20);
		let told = 0;
		await fc.assert(
			fc.asyncProperty(fc.subarray(controls, { minLength: 2 }), async (wrong) => {
				const answer = await page.request.post(`${path}?/draft`, {
					headers: { origin: house.server.url, accept: 'text/html' },
					multipart: Object.fromEntries(
						wrong.map(({ name, sort }) => [
							name,
							['date', 'time', 'number'].includes(sort ?? '') ? 'x' : 'x'.repeat(3500)
						])
					)
				});
				expect(answer.status()).toBe(400);
				const html = await answer.text();
				const list = /id="problems-list"[\s\S]*?<\/ul>/.exec(html)?.[0] ?? '';
				const links = [...list.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id);
				const places = links.map((id) => html.indexOf(` id="${id}"`));
				told = Math.max(told, links.length);
				expect(links.filter((_id, index) => (places[index] ?? -1) < 0)).toEqual([]);
				expect(links).toEqual(
					links.toSorted((a, b) => html.indexOf(` id="${a}"`) - html.indexOf(` id="${b}"`))
				);
			}),
			{ numRuns: 15 }
		);
		expect(told).toBeGreaterThan(5);
	});
