// The first hour of somebody new: what they are told after taking rights, help in the product, and
// the way from the public pages to the forms and back. And that of all this nobody else sees a
// trace, whoever came before them.
import type { Page } from '@playwright/test';
import fc from 'fast-check';
import { pathOf, type PageRoute } from '#lib/page/paths.ts';
import { linksOf } from './pages.ts';
import { modes, shown } from './setup/desk.ts';
import {
	comeBack,
	editorsOrganisation,
	expect,
	nextMail,
	people,
	signIn,
	test
} from './setup/people.ts';

const words = {
	lv: {
		bar: 'Koordinatoru lapas',
		begin: 'Ar ko sākt',
		help: 'Palīdzība',
		contents: 'Saturs',
		part: 'Jauns pasākums',
		desk: 'Mani darbi',
		organisation: 'Jauna organizācija',
		event: 'Jauns pasākums',
		editOrganisation: 'Labot organizāciju',
		editEvent: 'Labot pasākumu',
		signOut: 'Izrakstīties',
		more: 'Vēl',
		done: 'Izdarīts',
		open: 'Vēl jāizdara',
		nobody: 'pagaidām neviens',
		steps: {
			network: ['Uzaicināt koordinēt', 'Nosaukt', 'Dzēst piemērus', 'Iestatīt pastu'],
			region: ['Pārbaudīt', 'Ievadīt', 'Uzaicināt organizācijas'],
			organisation: ['Papildināt', 'Pārbaudīt', 'Ievadīt']
		}
	},
	en: {
		bar: 'Coordinators’ pages',
		begin: 'Where to begin',
		help: 'Help',
		contents: 'Contents',
		part: 'A new event',
		desk: 'My work',
		organisation: 'New organisation',
		event: 'New event',
		editOrganisation: 'Edit the organisation',
		editEvent: 'Edit the event',
		signOut: 'Sign out',
		more: 'More',
		done: 'Done',
		open: 'To do',
		nobody: 'nobody yet',
		steps: {
			network: ['Invite coordinators', 'Name the operator', 'Delete the examples', 'Set up mail'],
			region: ['Check', 'Add the next event', 'Invite organisations'],
			organisation: ['Complete', 'Check', 'Add the next event']
		}
	}
} as const;

/** Pages everybody reads, of each sort one; `slug` where it needs no search. */
const publicPages: { route: PageRoute; slug?: string; search?: string }[] = [
	{ route: '/' },
	{ route: '/events' },
	{ route: '/events/:month', slug: new Date().toISOString().slice(0, 7) },
	{ route: '/about' },
	{ route: '/numbers' },
	{ route: '/privacy' },
	{ route: '/accessibility' },
	{ route: '/organisation/:slug', slug: editorsOrganisation }
];

/** Another region's. */
const foreignOrganisation = 'aluksnes-nvo';

/** Public pages of the published events somebody keeps, as their list leads to them. */
async function eventsOf(page: Page, locale: 'lv' | 'en'): Promise<string[]> {
	await page.goto(`${pathOf('/coordinator/events', locale)}?state=published`);
	const start = pathOf('/event/:slug', locale, '');
	return linksOf(await page.content()).filter((href) => href.startsWith(start));
}

const steps = (page: Page) => page.locator('main ol > li');

for (const { run, how, locale } of modes) {
	const say = words[locale];
	const bar = (page: Page) => page.getByRole('navigation', { name: say.bar });

	run.describe(how, () => {
		run(
			'whoever accepts an invitation is told who they are here, who else, and what to do first',
			async ({ page, house, axe }) => {
				const email = `dace-${locale}@example.org`;
				await comeBack(page, house, people.administrator.email, locale);
				await page.goto(pathOf('/coordinator/people', locale));
				const form = page.locator('form[action="?/invite"]');
				await form.locator('[name=name]').fill('Dace Deputāte');
				await form.locator('[name=email]').fill(email);
				await form.locator('[name=language]').selectOption(locale);
				await form.locator('[name=role][value=coordinator]').check();
				await form.locator('[name=regions][value=kurzeme]').check();
				await form.locator('[name=deputy]').check();
				const mail = await nextMail(house.server.dataDir, email, () =>
					form.locator('button[type=submit]').click()
				);
				await page.context().clearCookies();
				await page.goto(mail.links[0] ?? '');
				await page.locator('main form button[type=submit]').click();
				await page.waitForURL(/\/(sakums|welcome)$/);
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.begin);
				await expect(page.locator('main')).toContainText(people.kurzeme.name);
				await expect(page.locator('dd').nth(1)).toContainText(
					locale === 'lv' ? 'Dace Deputāte (jūs)' : 'Dace Deputāte (you)'
				);
				await expect(steps(page)).toHaveCount(3);
				for (const [index, start] of say.steps.region.entries())
					await expect(steps(page).nth(index).getByRole('heading')).toContainText(start);
				await shown(page, axe);

				// What is done is read from what is: an editor of the region is there already.
				await expect(steps(page).nth(2)).toContainText(say.done);
				await expect(steps(page).nth(0)).toContainText(say.open);
				// Each leads where it is done.
				await steps(page).nth(1).getByRole('link').click();
				await page.waitForURL(`**${pathOf('/coordinator/events/new', locale)}`);
				// And it is found again.
				await page.goto(pathOf('/coordinator', locale));
				await page.locator('main').getByRole('link', { name: say.begin }).click();
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.begin);
			}
		);

		run('an administrator is told what the network lacks', async ({ page, house, axe }) => {
			await comeBack(page, house, people.administrator.email, locale);
			await page.goto(pathOf('/coordinator/welcome', locale));
			await expect(steps(page)).toHaveCount(4);
			for (const [index, start] of say.steps.network.entries()) {
				await expect(steps(page).nth(index).getByRole('heading')).toContainText(start);
				// No region but two has anybody, no operator is named, the examples are there, no mail.
				await expect(steps(page).nth(index)).toContainText(say.open);
			}
			await expect(steps(page).nth(0)).toContainText('Vidzeme');
			await expect(steps(page).nth(0)).not.toContainText('Kurzeme');
			await expect(steps(page).nth(3)).toContainText('SMTP_URL');
			await shown(page, axe);
			// The examples it counts are those the list shows.
			const told = (await steps(page).nth(2).innerText()).match(/(\d+)\D*$/m);
			expect(Number(told?.[1])).toBeGreaterThan(0);
			await steps(page).nth(2).getByRole('link').first().click();
			await expect(page).toHaveURL(/state=example/);
		});

		run(
			'an editor is told whom to ask and what their listing lacks',
			async ({ page, house, axe }) => {
				await comeBack(page, house, people.editor.email, locale);
				await page.goto(pathOf('/coordinator/welcome', locale));
				await expect(page.locator('dd').first()).toContainText(people.kurzeme.name);
				await expect(steps(page)).toHaveCount(3);
				for (const [index, start] of say.steps.organisation.entries())
					await expect(steps(page).nth(index).getByRole('heading')).toContainText(start);
				await steps(page).nth(0).getByRole('link').click();
				await page.waitForURL(new RegExp(house.organisation));
				await page.goto(pathOf('/coordinator', locale));
				// Editors list no organisations: nothing offers what would be refused.
				await expect(
					page.locator('main').getByRole('link', { name: say.organisation })
				).toHaveCount(0);
				await shown(page, axe);
			}
		);

		run(
			'help is a page of the site, found from the desk and the bar',
			async ({ page, house, axe }) => {
				const help = pathOf('/coordinator/help', locale);
				await page.context().clearCookies();
				await page.goto(help);
				await expect(page).toHaveURL(/next=/);
				await signIn(page, house, people.kurzeme.email, locale);
				await page.locator('main .help').getByRole('link', { name: say.help }).click();
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.help);
				const contents = page.getByRole('navigation', { name: say.contents }).getByRole('link');
				const parts = page.locator('main section[aria-labelledby] > h2');
				expect(await contents.count()).toBeGreaterThan(10);
				expect(await contents.count()).toBe(await parts.count());
				for (const link of await contents.all()) {
					const href = (await link.getAttribute('href')) ?? '';
					await expect(page.locator(href)).toHaveText(await link.innerText());
				}
				await page
					.getByRole('navigation', { name: say.contents })
					.getByRole('link', { name: say.part, exact: true })
					.click();
				await expect(page.getByRole('heading', { name: say.part, exact: true })).toBeInViewport();
				// Of the files nothing is left that leads nowhere.
				for (const link of await page.locator('main .text a').all())
					await expect(link).toHaveAttribute('href', /^(\/|https?:)/);
				await expect(page.locator('main')).not.toContainText(/\*\*|\]\(|\.md/);
				await shown(page, axe);
				await page.goto(pathOf('/coordinator', locale));
				await expect(
					bar(page).getByRole('link', { name: say.help, includeHidden: true })
				).toHaveCount(2);
			}
		);

		run('a new organisation begins on the desk', async ({ page, house }) => {
			await signIn(page, house, people.kurzeme.email, locale);
			await page.locator('main').getByRole('link', { name: say.organisation }).click();
			await page.waitForURL(`**${pathOf('/coordinator/organisations/new', locale)}`);
		});

		run(
			'on public pages the bar stays, and leads to the form of what is theirs',
			async ({ page, house, axe, request }) => {
				await comeBack(page, house, people.kurzeme.email, locale);
				for (const { route, slug } of publicPages) {
					const answer = await page.goto(pathOf(route, locale, slug));
					expect(answer?.headers()['cache-control'], route).toBe('private, no-store');
					await expect(bar(page), route).toHaveCount(1);
					await expect(bar(page).getByRole('link', { name: say.desk })).toBeVisible();
				}
				await shown(page, axe);
				await bar(page).getByRole('link', { name: say.editOrganisation }).click();
				await page.waitForURL(new RegExp(house.organisation));
				await expect(bar(page)).toHaveCount(1);

				const [event = ''] = await eventsOf(page, locale);
				await page.goto(event);
				await shown(page, axe);
				await bar(page).getByRole('link', { name: say.editEvent }).click();
				await page.waitForURL(/[0-9a-f]{8}-[0-9a-f-]{27}/);
				await expect(page.locator('main form input[name=version]').first()).toBeAttached();

				// What another region keeps has no such button.
				const own = new Set(await eventsOf(page, locale));
				const html = await (await request.get(pathOf('/events', locale))).text();
				const foreign = linksOf(html).find(
					(href) => href.startsWith(pathOf('/event/:slug', locale, '')) && !own.has(href)
				);
				for (const path of [
					pathOf('/organisation/:slug', locale, foreignOrganisation),
					foreign ?? ''
				]) {
					await page.goto(path);
					await expect(bar(page)).toHaveCount(1);
					await expect(bar(page).locator('.button')).toHaveCount(0);
				}
			}
		);

		run('from page to page there is one bar, and signing out ends it', async ({ page, house }) => {
			// A session of its own: it is ended.
			house.sessions.delete(people.zemgale.email);
			await signIn(page, house, people.zemgale.email, locale);
			await page.getByRole('banner').getByRole('link').first().click();
			await page.waitForURL(`**${pathOf('/', locale)}`);
			await expect(bar(page)).toHaveCount(1);
			await page
				.getByRole('banner')
				.locator(`a[href="${pathOf('/events', locale)}"]`)
				.click();
			await page.waitForURL(`**${pathOf('/events', locale)}`);
			await expect(bar(page)).toHaveCount(1);
			await bar(page).getByRole('link', { name: say.desk }).click();
			await page.waitForURL(`**${pathOf('/coordinator', locale)}`);
			await expect(bar(page)).toHaveCount(1);
			await page.goBack();
			await expect(page).toHaveURL(new RegExp(`${pathOf('/events', locale)}$`));
			await expect(bar(page)).toHaveCount(1);

			await page.goto(pathOf('/about', locale));
			await bar(page).getByRole('button', { name: say.signOut }).click();
			house.sessions.delete(people.zemgale.email);
			await page.waitForURL(/\?out$/);
			await page.goto(pathOf('/about', locale));
			await expect(bar(page)).toHaveCount(0);
			await page.goto(pathOf('/', locale));
			await expect(bar(page)).toHaveCount(0);
		});

		run(
			'on a phone the bar takes one row, and the head with it not too much',
			async ({ page, house }) => {
				await page.setViewportSize({ width: 390, height: 844 });
				await comeBack(page, house, people.kurzeme.email, locale);
				await page.goto(pathOf('/events', locale));
				await expect(bar(page)).toBeVisible();
				const box = await bar(page).boundingBox();
				expect((box?.y ?? 0) + (box?.height ?? 999)).toBeLessThanOrEqual(200);
				await bar(page).getByText(say.more, { exact: true }).click();
				await expect(bar(page).getByRole('button', { name: say.signOut })).toBeVisible();
			}
		);
	});
}

test('signing out on a page without scripts leaves no unfinished form', async ({ page, house }) => {
	house.sessions.delete(people.zemgale.email);
	await signIn(page, house, people.zemgale.email);
	await page.goto(pathOf('/coordinator/organisations/new', 'lv'));
	const kept = () =>
		page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('tikls:')).length);
	await page.locator('input[name="name_lv"]').fill('Neviena noslēpums');
	await expect.poll(kept).toBe(1);
	// The form asks before it is left unsaved.
	page.on('dialog', (dialog) => void dialog.accept());
	await page.goto(pathOf('/about', 'lv'));
	expect(await kept()).toBe(1);
	await page.getByRole('button', { name: words.lv.signOut }).click();
	house.sessions.delete(people.zemgale.email);
	await page.waitForURL(/\?out$/);
	await expect.poll(kept).toBe(0);
});

test('no visitor gets a trace of whoever was there before, in any order of visits', async ({
	page,
	house
}) => {
	const { url } = house.server;
	await comeBack(page, house, people.kurzeme.email);
	const cookie = (await page.context().cookies())
		.map(({ name, value }) => `${name}=${value}`)
		.join('; ');
	const [event = ''] = await eventsOf(page, 'lv');
	const paths = [
		...publicPages.map(({ route, slug }) => pathOf(route, 'lv', slug)),
		pathOf('/', 'en'),
		event
	];
	// Of the data behind a page any parts can be asked for.
	const asked = ['0', '01', '001', '111'].map((parts) => `?x-sveltekit-invalidated=${parts}`);
	const addresses = paths.flatMap((path) => [
		path,
		...['', ...asked].map((query) => `${path === '/' ? '' : path}/__data.json${query}`)
	]);
	/** What was asked for is there and nothing else, whatever was asked for before. */
	const holds = (address: string, text: string) => {
		const parts = /invalidated=(\d+)$/.exec(address)?.[1];
		if (!address.includes('__data.json')) return { person: true };
		const { nodes }: { nodes: ({ type: string } | null)[] } = JSON.parse(text);
		for (const [place, node] of nodes.entries())
			if (node && parts) expect(node.type === 'skip', address).toBe(parts[place] !== '1');
		return { person: nodes.at(-1)?.type === 'data' };
	};
	const trace = new RegExp(
		[people.kurzeme.name, people.kurzeme.email, 'person-bar', 'coordinator-nav', '"me"']
			.concat('/koordinatoriem', '/en/coordinator')
			.join('|')
	);
	const ask = async (address: string, signedIn: boolean, tag?: string) => {
		const answer = await fetch(url + address, {
			headers: { ...(signedIn && { cookie }), ...(tag && { 'if-none-match': tag }) }
		});
		return { answer, text: await answer.text(), tag: answer.headers.get('etag') ?? '' };
	};
	const tags = new Map<string, string>();
	/** Tags of what was made for the coordinator. */
	const theirs = new Set<string>();
	const visit = async ({ address, signedIn }: { address: string; signedIn: boolean }) => {
		const shown = tags.get(address) ?? '';
		const { answer, text, tag } = await ask(address, signedIn, shown);
		if (tag) tags.set(address, tag);
		if (tag && signedIn) theirs.add(tag);
		// "As before" is said only to whom that was shown.
		if (answer.status === 304) expect(theirs.has(shown), address).toBe(signedIn);
		else expect(answer.status, address).toBe(200);
		if (!signedIn && tag) expect(theirs.has(tag), address).toBe(false);
		if (signedIn) {
			if (answer.status === 200)
				expect(text.includes(people.kurzeme.name), address).toBe(holds(address, text).person);
			expect(answer.headers.get('cache-control'), address).toBe('private, no-store');
		} else {
			if (answer.status === 200) holds(address, text);
			// Only what was found is shown: a page is long.
			expect(trace.exec(text)?.[0], address).toBeUndefined();
			expect(answer.headers.get('set-cookie'), address).toBeNull();
		}
	};
	const visits = fc.array(
		fc.record({ address: fc.constantFrom(...addresses), signedIn: fc.boolean() }),
		{ minLength: 4, maxLength: 12 }
	);
	await fc.assert(
		fc.asyncProperty(visits, fc.boolean(), async (list, atOnce) => {
			if (atOnce) await Promise.all(list.map(visit));
			else for (const one of list) await visit(one);
		}),
		{ seed: 12, numRuns: 25 }
	);
});
