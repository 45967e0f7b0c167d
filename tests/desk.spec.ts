// Somebody signs in and sees what waits: an editor corrects a phone in four actions, a coordinator
// confirms with one press and finds a listing without diacritics, and reads in words what others
// changed. In both languages, with scripts and without.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { said } from './setup/answers.ts';
import { fits, modes, shown } from './setup/desk.ts';
import {
	comeBack,
	editorsOrganisation,
	expect,
	nextMail,
	people,
	signIn,
	test
} from './setup/people.ts';
import { dayAhead } from './setup/series.ts';

const words = {
	lv: {
		newEvent: 'Jauns pasākums',
		edit: /^Labot/,
		save: /^Saglabāt( melnrakstu)?$/,
		right: /^Viss ir pareizi/,
		confirmed: 'Apstiprināts ar šodienas datumu: ',
		takeBack: 'Atsaukt apstiprinājumu',
		takenBack: 'Apstiprinājums atsaukts: ',
		rest: 'Arī viss pārējais ir pareizi',
		waits: 'Gaida jūs',
		search: 'Meklēt',
		state: 'Statuss',
		show: 'Rādīt',
		showAll: 'Rādīt visu',
		changed: 'Edīte Redaktore mainīja: Tālrunis',
		saved: 'Saglabāts. Izmaiņas jau redz visi.',
		nobody: 'tie, kas organizāciju pārzina',
		own: 'Kurzemes NVO centrs',
		mine: 'Manas organizācijas',
		more: 'Citas darbības: ',
		hide: 'Pārvietot uz melnrakstiem',
		hidden: 'Pārvietots uz melnrakstiem. Publiski to vairs nerāda.',
		archived: 'Arhivēts. Publiski to vairs nerāda.',
		archive: 'Arhivēt',
		unarchive: 'Izņemt no arhīva',
		unarchived: 'Izņemts no arhīva. Tagad tas ir melnraksts.',
		like: 'Jauns pasākums pēc šī parauga',
		cancel: 'Atcelt vai atlikt',
		publish: 'Publicēt',
		found: 'Kurzemes plānošanas reģiona Uzņēmējdarbības centrs'
	},
	en: {
		newEvent: 'New event',
		edit: /^Edit/,
		save: /^Save( draft)?$/,
		right: /^Everything is correct/,
		confirmed: 'Confirmed with today’s date: ',
		takeBack: 'Undo the confirmation',
		takenBack: 'Confirmation undone: ',
		rest: 'Everything else is correct, too',
		waits: 'Waiting for you',
		search: 'Search',
		state: 'Status',
		show: 'Show',
		showAll: 'Show all',
		changed: 'Edīte Redaktore changed: Phone',
		saved: 'Saved. Everybody can already see the changes.',
		nobody: 'nobody who knows the organisation',
		own: 'Kurzeme NGO Support Centre',
		mine: 'My organisations',
		more: 'More actions: ',
		hide: 'Move to drafts',
		hidden: 'Moved to drafts. The public no longer sees it.',
		archived: 'Archived. The public no longer sees it.',
		archive: 'Archive',
		unarchive: 'Take out of the archive',
		unarchived: 'Taken out of the archive. It is a draft now.',
		like: 'New event like this one',
		cancel: 'Cancel or postpone',
		publish: 'Publish',
		found: 'Kurzeme Planning Region Entrepreneurship Centre'
	}
} as const;

/** The first thing Tab reaches in the page itself. */
async function firstStop(page: Page): Promise<string | null> {
	await page.locator('main').evaluate((main) => main.focus());
	await page.keyboard.press('Tab');
	// The navigation of the coordinators' pages comes before the page.
	for (let presses = 0; presses < 20; presses++) {
		const inside = await page.evaluate(() => document.activeElement?.closest('.page') !== null);
		if (inside) break;
		await page.keyboard.press('Tab');
	}
	return page.evaluate(() => document.activeElement?.textContent?.trim() ?? null);
}

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run.describe(how, () => {
		run(
			'an editor corrects a phone in four actions, and others read of it',
			async ({ page, house, axe, browser }) => {
				const phone = locale === 'lv' ? '+37163322111' : '+37163322222';
				// 1: the link of the mail.
				await signIn(page, house, people.editor.email, locale);
				expect(await firstStop(page)).toBe(say.newEvent);
				await expect(page.getByRole('link', { name: say.newEvent }).last()).toHaveAttribute(
					'accesskey',
					'n'
				);
				await shown(page, axe);
				// 2: edit; 3: type; 4: save.
				const own = page.getByRole('region', { name: say.own });
				await own.getByRole('link', { name: say.edit }).click();
				await page.locator('input[name^="phones"]').first().fill(phone);
				await page.getByRole('button', { name: say.save }).first().click();
				await said(page, say.saved);

				// And one press more says that all the rest is right, by name; it can be taken back.
				await page.getByRole('button', { name: say.rest }).click();
				await said(page, say.confirmed + say.own);
				await expect(page.getByRole('button', { name: say.rest })).toHaveCount(0);
				await page.getByRole('button', { name: say.takeBack }).click();
				await said(page, say.takenBack + say.own);

				await page.goto(pathOf('/organisation/:slug', locale, editorsOrganisation));
				// Who keeps it has corrected it: nobody is told that nobody has.
				await expect(page.getByText(say.nobody)).toHaveCount(0);
				await expect(page.locator(`main dd a[href="tel:${phone}"]`)).toBeVisible();
				await page.goto(pathOf('/coordinator', locale));
				await expect(own.locator(`a[href="tel:${phone}"]`)).toBeVisible();

				const others = await browser.newPage({ baseURL: house.server.url });
				await signIn(others, house, people.kurzeme.email, locale);
				await expect(others.getByText(say.changed).first()).toBeVisible();
				await others.close();
			}
		);

		run('what waits is settled with one press, by keyboard alone', async ({ page, house, axe }) => {
			await signIn(page, house, people.zemgale.email, locale);
			await expect(page.getByRole('heading', { name: say.waits })).toBeVisible();
			const buttons = page.getByRole('button', { name: say.right });
			const before = await buttons.count();
			expect(before).toBeGreaterThan(0);
			const name = (await buttons.first().innerText()).split(': ')[1] ?? '';
			// Where a phone, an address or hours are missing the filled button is the one that adds them.
			for (const row of await page.locator('.row', { has: buttons }).all()) {
				const misses = (await row.locator('.missing').count()) > 0;
				const filled = row.locator('.ways .button:not(.quiet)');
				await expect(filled).toHaveCount(1);
				await expect(filled).toHaveText(misses ? say.edit : say.right);
			}
			await buttons.first().focus();
			await page.keyboard.press('Enter');
			await said(page, say.confirmed + name);
			await expect(page.getByRole('button', { name: `${name}`, exact: false })).toHaveCount(0);
			await shown(page, axe);
		});

		run(
			'a list is searched without diacritics, narrowed and shown whole again',
			async ({ page, house, axe }) => {
				await signIn(page, house, people.kurzeme.email, locale);
				await page.goto(pathOf('/coordinator/organisations', locale));
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.mine);
				const names = page.locator('form ul h2');
				const all = await names.count();
				expect(all).toBeGreaterThan(1);
				await page.getByLabel(say.search, { exact: true }).fill('UZNEMEJDARBIBAS kurzemes');
				await page.getByRole('button', { name: say.show, exact: true }).click();
				await expect(names).toHaveText([say.found]);
				await expect(page).toHaveURL(/\?q=UZNEMEJDARBIBAS/);
				await page.getByLabel(say.state, { exact: true }).selectOption('archived');
				await page.getByRole('button', { name: say.show, exact: true }).click();
				await expect(names).toHaveCount(0);
				await shown(page, axe);
				await page.getByRole('link', { name: say.showAll }).click();
				await expect(names).toHaveCount(all);
				await shown(page, axe);
				await page.goto(pathOf('/coordinator/events', locale));
				await shown(page, axe);
				// Another region's listings are in no list of theirs, whatever the address says.
				await page.goto(`${pathOf('/coordinator/organisations', locale)}?region=zemgale&q=zemgale`);
				await expect(names).toHaveCount(0);
				expect(await fits(page)).toBe(0);
			}
		);

		run('a row of a list does what the page of its listing does', async ({ page, house, axe }) => {
			await signIn(page, house, people.kurzeme.email, locale);
			// No word in common: the search of the list finds what is alike, too.
			const title = { lv: 'Rindas vakars', en: 'Plaukta diena' }[locale];
			const field = (name: string) => page.locator(`[name="${name}"]`).last();
			await page.goto(pathOf('/coordinator/events/new', locale));
			await field('title_lv').fill(title);
			await field('starts_day').fill(dayAhead(30, 2));
			await field('starts_time').fill('18:00');
			await field('ends_time').fill('20:00');
			await field('place').fill('Kuldīga');
			await page.getByRole('button', { name: say.publish, exact: true }).click();
			await said(page, /^(Publicēts|Published)\./);
			const list = `${pathOf('/coordinator/events', locale)}?q=${encodeURIComponent(title)}`;
			await page.goto(list);
			/** Opens what a row can do, and gives one of its links or buttons. */
			const act = async (role: 'link' | 'button', words: string) => {
				await page
					.locator('summary')
					.filter({ hasText: say.more + title })
					.click();
				return page.getByRole(role, { name: new RegExp(`^${words} ?: ${title}$`) });
			};
			const cancel = await act('link', say.cancel);
			await shown(page, axe);
			await cancel.click();
			// The choice is in sight, though its part of the form is usually folded away.
			await expect(page.locator('[name=status][value=cancelled]')).toBeVisible();
			await page.goto(list);
			await (await act('link', say.like)).click();
			await expect(field('title_lv')).toHaveValue(title);
			await page.goto(list);
			await (await act('button', say.hide)).click();
			await said(page, `${title}: ${say.hidden}`);
			// The list comes again as it was narrowed.
			await expect(page).toHaveURL(new RegExp(`\\?q=${title.split(' ')[0]}`));
			const rows = page.locator('form ul h2');
			await expect(rows).toHaveText([title]);
			await (await act('button', say.archive)).click();
			await said(page, `${title}: ${say.archived}`);
			await (await act('button', say.unarchive)).click();
			await said(page, `${title}: ${say.unarchived}`);
			// Enter in a box presses none of them.
			await page.getByRole('checkbox').first().focus();
			await page.keyboard.press('Enter');
			await expect(page).toHaveURL(new RegExp(pathOf('/coordinator/bulk', locale)));
			// Of an organisation, the same.
			await page.goto(pathOf('/coordinator/organisations', locale));
			await page.locator('main ul summary').first().click();
			await expect(page.locator('main ul details[open] button[form=row]').first()).toBeVisible();
			await shown(page, axe);
		});
	});
}

test('on a phone the desk of four organisations is two screens, and nothing stands there twice', async ({
	page,
	house
}) => {
	// A region no other story touches: what waits there is what was there from the beginning.
	const email = 'laima@example.org';
	await comeBack(page, house, people.administrator.email);
	await page.goto(pathOf('/coordinator/people', 'lv'));
	const form = page.locator('form[action="?/invite"]');
	await form.locator('[name=name]').fill('Laima Latgale');
	await form.locator('[name=email]').fill(email);
	await form.locator('[name=role][value=coordinator]').check();
	await form.locator('[name=regions][value=latgale]').check();
	const mail = await nextMail(house.server.dataDir, email, () =>
		form.locator('button[type=submit]').click()
	);
	// The mail may be there before the answer is.
	await expect(page.locator('main')).toContainText(email);
	await page.context().clearCookies();
	await page.goto(mail.links[0] ?? '');
	await page.locator('main form button[type=submit]').click();
	await page.waitForURL(/koordinatoriem/);

	await page.setViewportSize({ width: 390, height: 844 });
	await page.goto(pathOf('/coordinator', 'lv'));
	await expect(page.locator('main .row .name').first()).toBeVisible();
	const names = await page.locator('main .row .name').allTextContents();
	expect(names.length).toBeGreaterThan(4);
	expect(new Set(names).size).toBe(names.length);
	await expect(page.getByRole('link', { name: 'Visas organizācijas (4)' })).toBeVisible();
	expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(
		2 * 844
	);
});
