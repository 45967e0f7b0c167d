// What time does by itself: a draft is published at the time that was set, what was removed says
// how long it can still be brought back and then is gone, a series without an end asks whether it
// goes on, and an invitation runs out. The days pass while the installation is away.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { whileAway } from './setup/clock.ts';
import { modes, newOrganisation, shown } from './setup/desk.ts';
import { comeBack, expect, nextMail, people } from './setup/people.ts';
import { dayAhead, listed } from './setup/series.ts';

const words = {
	lv: {
		publish: 'Publicēt',
		asked: 'Lūdzu, pārbaudiet',
		published: 'Publicēts. Ierakstu tagad redz visi.',
		schedule: 'Publicēt vēlāk',
		scheduleNow: 'Publicēt norādītajā laikā',
		scheduled: 'Saglabāts. Tiks publicēts norādītajā laikā.',
		byItself: 'Katalogs',
		repeats: 'Pasākums atkārtojas',
		goOn: 'Turpināt vai beigt',
		renew: 'Pasākums turpinās vēl pusgadu',
		remove: 'Mainīt 2 ierakstus',
		removed: 'Mainīti: 2 ieraksti.',
		left: 'Atlikušas 2 dienas',
		back: 'Atjaunots: ieraksts ir tāds',
		made: 'Uzaicinājums izveidots.',
		invited: 'Uzaicinājuma saite: ',
		send: 'Izveidot uzaicinājumu',
		again: 'Saite kopēšanai: ',
		withdraw: 'Atsaukt: ',
		withdrawn: 'Uzaicinājums atsaukts.',
		ranOut: /Termiņš beidzies/
	},
	en: {
		publish: 'Publish',
		asked: 'Please check',
		published: 'Published. Everybody can see it now.',
		schedule: 'Publish later',
		scheduleNow: 'Publish at that time',
		scheduled: 'Saved. It will be published at the time you set.',
		byItself: 'The directory',
		repeats: 'The event repeats',
		goOn: 'Continue or end',
		renew: 'The event continues for another half year',
		remove: 'Change 2 listings',
		removed: '2 listings were changed.',
		left: '2 days left',
		back: 'Restored, as it was',
		made: 'The invitation is made.',
		invited: 'Link of the invitation: ',
		send: 'Make the invitation',
		again: 'Copy the link: ',
		withdraw: 'Withdraw: ',
		withdrawn: 'The invitation is withdrawn.',
		ranOut: /Expired/
	}
} as const;

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`).last();
const button = (page: Page, name: string) =>
	page.locator('main').getByRole('button', { name, exact: true });

for (const { run, how, locale } of modes) {
	const say = words[locale];
	/** Ends on the form of a new event on a Tuesday, not saved yet. */
	const newEvent = async (page: Page, title: string) => {
		await page.goto(pathOf('/coordinator/events/new', locale));
		await field(page, 'title_lv').fill(title);
		await field(page, 'starts_day').fill(dayAhead(30, 2));
		await field(page, 'starts_time').fill('18:00');
		await field(page, 'ends_time').fill('20:00');
		await field(page, 'place').fill('Kuldīga');
	};
	const idHere = (page: Page) => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page.url())?.[0] ?? '';

	run.describe(how, () => {
		run.use({ expectedErrors: [/status of (404|422)/] });

		run('what time does by itself', async ({ page, house, axe, browser }) => {
			// The server is stopped and started in between.
			const { server } = house;
			await comeBack(page, house, people.kurzeme.email, locale);
			const later = `Vēlāk publicēts ${locale}`;
			await newEvent(page, later);
			await page.getByText(say.schedule, { exact: true }).click();
			await field(page, 'publish_day').fill(
				new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
			);
			await field(page, 'publish_time').fill('10:00');
			await button(page, say.scheduleNow).click();
			await said(page, say.scheduled);
			await shown(page, axe);
			const scheduled = idHere(page);

			const series = `Bez beigām ${locale}`;
			await newEvent(page, series);
			await page.getByText(say.repeats, { exact: true }).click();
			await page.locator('[name=repeats][value=weekly]').check();
			await button(page, say.publish).click();
			// Half a year of weeks may meet public holidays: it is asked about.
			const asked = problems(page).getByText(say.asked, { exact: true });
			await expect(asked.or(page.locator('main .notice')).first()).toBeVisible();
			if (await asked.isVisible()) await button(page, say.publish).click();
			await said(page, say.published);
			const endless = idHere(page);

			const names = ['Atgūstamā', 'Zudusī'].map((name) => `${name} biedrība ${locale}`) as [
				string,
				string
			];
			const kept = await newOrganisation(page, locale, names[0]);
			const lost = await newOrganisation(page, locale, names[1]);
			await page.goto(
				`${pathOf('/coordinator/bulk', locale)}?subject=organisation&do=remove&id=${kept}&id=${lost}`
			);
			await button(page, say.remove).click();
			await said(page, say.removed);

			// The invitations are in English, whatever language the administrator works in.
			await page.context().clearCookies();
			await comeBack(page, house, people.administrator.email, locale);
			const invite = async (name: string, email: string) => {
				await page.goto(pathOf('/coordinator/people', locale));
				await field(page, 'name').fill(name);
				await field(page, 'email').fill(email);
				await page.locator('[name=role][value=coordinator]').check();
				await page.locator('[name=regions]').first().check();
				await field(page, 'language').selectOption('en');
				return await nextMail(server.dataDir, email, async () => {
					await button(page, say.send).click();
					await said(page, say.made);
				});
			};
			const guest = await browser.newContext({ baseURL: server.url });
			const theirs = await guest.newPage();
			const [slow, unwanted] = [`slow.${locale}@example.org`, `unwanted.${locale}@example.org`];
			const mail = await invite(`Sam Slow ${locale}`, slow);
			expect(mail.text).toContain('Anna Ozola invites you to help look after the directory');
			expect(mail.text).toContain('The invitation is valid until');
			const other = await invite(`Una Unwanted ${locale}`, unwanted);
			await button(page, `${say.withdraw}Una Unwanted ${locale}`).click();
			await said(page, say.withdrawn);
			await theirs.goto(other.links[0] ?? '');
			await expect(
				theirs.getByText('It has been withdrawn. Ask whoever invited you.')
			).toBeVisible();
			await shown(theirs, axe);

			const ago = (column: string, days: number) =>
				`${column} = (${column} at time zone 'Europe/Riga' - interval '${days} days') at time zone 'Europe/Riga'`;
			await whileAway(server, [
				`update public.events set ${ago('publish_at', 4)} where id = '${scheduled}'`,
				`update public.organisations set ${ago('removed_at', 28)} where id = '${kept}'`,
				`update public.organisations set ${ago('removed_at', 31)} where id = '${lost}'`,
				`update public.invitations set ${ago('expires_at', 15)} where email = '${slow}'`,
				// Time has passed for what is done each minute, too, and the server that had begun it was
				// killed.
				`update internal.jobs set next_at = now(), lease = gen_random_uuid(),
					leased_until = now() + interval '5 minutes' where name = 'listings'`,
				// Half a year: the series was known for half a year ahead, and now is for some weeks.
				`update public.events set starts_local = starts_local - interval '182 days',
					ends_local = ends_local - interval '182 days', known_until = known_until - 182 where id = '${endless}'`,
				`update public.event_occurrences set ${ago('starts_at', 182)}, ${ago('ends_at', 182)},
					${ago('original_start', 182)} where event_id = '${endless}'`
			]);

			await theirs.goto(mail.links[0] ?? '');
			await expect(
				theirs.getByText('It has expired. Ask whoever invited you for a new one.')
			).toBeVisible();
			await page.goto(pathOf('/coordinator/people', locale));
			const waiting = page.getByRole('listitem').filter({ hasText: slow });
			await expect(waiting.getByText(say.ranOut)).toBeVisible();
			await shown(page, axe);
			await button(page, `${say.again}Sam Slow ${locale}`).click();
			await said(page, say.invited);
			await theirs.goto(await page.locator('#link').inputValue());
			await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
			await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Where to begin');
			await guest.close();

			await page.context().clearCookies();
			await comeBack(page, house, people.kurzeme.email, locale);
			await page.goto(listed(locale, later));
			await expect(page.getByRole('link', { name: later, exact: true })).toBeVisible();
			await page.goto(pathOf('/coordinator/events/:id/history', locale, scheduled));
			const versions = page
				.getByRole('listitem')
				.filter({ has: page.getByRole('heading', { level: 2 }) });
			await expect(versions.first()).toContainText(say.byItself);

			await page.goto(pathOf('/coordinator/removed', locale));
			const row = page.getByRole('listitem').filter({ hasText: names[0] });
			await expect(row).toContainText(say.left);
			await expect(page.getByRole('heading', { name: names[1] })).toHaveCount(0);
			await shown(page, axe);
			await row.getByRole('button').click();
			await said(page, say.back);
			expect(
				(await page.goto(pathOf('/coordinator/organisations/:id', locale, kept)))?.status()
			).toBe(200);
			expect(
				(await page.goto(pathOf('/coordinator/organisations/:id', locale, lost)))?.status()
			).toBe(404);

			await page.goto(pathOf('/coordinator', locale));
			await page.getByRole('link', { name: new RegExp(`^${say.goOn} ?: ${series}`) }).click();
			const dates = page.locator('main a[href*="?date="]');
			await expect(button(page, say.renew)).toBeVisible();
			const before = await dates.count();
			await shown(page, axe);
			await button(page, say.renew).click();
			await expect.poll(() => dates.count()).toBeGreaterThanOrEqual(before + 19);
		});
	});
}
