// Somebody without an account proposes an organisation or an event that is missing: they are shown
// what it may be the same as, nothing is published by itself, and the coordinator of the region
// where it lies publishes it with one press, edits it first or declines it, and can undo that.
import type { Page } from '@playwright/test';
import { pathOf, type PageRoute } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { problems } from './setup/answers.ts';
import { modes, shown } from './setup/desk.ts';
import { unique } from './setup/listing.ts';
import { comeBack, expect, people } from './setup/people.ts';
import { sendWhenOld, visitor } from './setup/stranger.ts';

const words = {
	lv: {
		organisation: 'Trūkst kādas organizācijas? Iesakiet to',
		event: 'Trūkst kāda pasākuma? Iesakiet to',
		send: 'Nosūtīt ieteikumu',
		name: 'Nosaukums vajadzīgs vismaz vienā valodā.',
		sent: 'Paldies! Ieteikums ir nosūtīts',
		similar: 'Vai tas ir kāds no šiem?',
		perhaps: 'Varbūt jau ir katalogā',
		publish: 'Publicēt, kā ieteikts',
		published: 'Ieteikums pieņemts, ieraksts publicēts',
		back: 'Atsaukt lēmumu',
		waits: 'Lēmums atsaukts: labojums atkal gaida',
		edit: 'Vispirms labot formā',
		draft: 'Saglabāt melnrakstu',
		decline: 'Noraidīt',
		listed: 'Tas jau ir katalogā.',
		declined: 'Labojums noraidīts',
		holds: 'Saglabājot, arī kā melnrakstu, ieteikums tiks pieņemts.'
	},
	en: {
		organisation: 'Is an organisation missing? Suggest it',
		event: 'Is an event missing? Suggest it',
		send: 'Send the suggestion',
		name: 'Enter a name in at least one language.',
		sent: 'Thank you! The suggestion was sent',
		similar: 'Is it one of these?',
		perhaps: 'Perhaps already in the directory',
		publish: 'Publish as suggested',
		published: 'Suggestion accepted, the listing is published',
		back: 'Undo the decision',
		waits: 'Decision undone: the correction is waiting again',
		edit: 'Edit first',
		draft: 'Save draft',
		decline: 'Decline',
		listed: 'It is already in the directory.',
		declined: 'Correction declined',
		holds: 'Saving it, as a draft too, accepts the suggestion.'
	}
} as const;

/** Follows the link to the form from where a visitor looks. */
async function follow(page: Page, route: PageRoute, locale: Locale, search: string, link: string) {
	await page.goto(pathOf(route, locale) + search);
	await page.getByRole('link', { name: link }).first().click();
	await expect(page.locator('input[name="signed"]')).toHaveCount(1);
	// Nobody's form brings the editor's scripts.
	expect(await page.locator('script[type="module"], link[rel="modulepreload"]').count()).toBe(0);
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Opens the newest proposal of this name from the queue. */
async function open(page: Page, locale: Locale, name: string) {
	await page.goto(pathOf('/coordinator/corrections', locale));
	await page.getByRole('link', { name: new RegExp(`: ${name}$`) }).click();
	await expect(heading(page)).toContainText(name);
}

for (const { run, how, locale } of modes) {
	const w = words[locale];
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 4(04|09|22|29|00)/] });

		run(
			'an organisation: proposed, published with one press, undone, edited, declined',
			async ({ page, browser, house, axe }) => {
				const name = unique(locale === 'lv' ? 'Ieteiktā biedrība' : 'Dārza kopa');
				const other = await visitor(browser, house, locale === 'lv');
				await follow(other, '/', locale, '?q=zzqxwv', w.organisation);
				await shown(other, axe);
				await sendWhenOld(other, w.send);
				await expect(problems(other)).toContainText(w.name);
				await shown(other, axe);
				await other.locator('[name="name_lv"]').fill(name);
				await other.locator('[name="kind"][value="partner"]').check();
				await other.locator('[name="place"]').fill('Kuldīga');
				await other.locator('[name="email"]').first().fill('ieteikta@example.org');
				await other.locator('[name="sender_note"]').fill('<b>Zinu</b> no viņiem pašiem.');
				await other.getByRole('button', { name: w.send }).click();
				await expect(heading(other)).toHaveText(w.sent);
				await shown(other, axe);

				await comeBack(page, house, people.kurzeme.email, locale);
				await open(page, locale, name);
				await expect(page.getByText('<b>Zinu</b> no viņiem pašiem.')).toBeVisible();
				await expect(page.getByText('ieteikta@example.org')).toBeVisible();
				await shown(page, axe);
				await page.getByRole('button', { name: w.publish }).click();
				await expect(page.getByText(w.published).first()).toBeVisible();
				await other.goto(`${pathOf('/', locale)}?q=${encodeURIComponent(name)}`);
				await expect(other.getByRole('link', { name }).first()).toBeVisible();

				// The same once more: whoever proposes it and whoever decides see what there is.
				await follow(other, '/', locale, '', w.organisation);
				await other.locator('[name="name_lv"]').fill(`${name}!`);
				await other.locator('[name="kind"][value="partner"]').check();
				await other.locator('[name="place"]').fill('Kuldīga');
				await sendWhenOld(other, w.send);
				await expect(other.getByText(w.similar)).toBeVisible();
				await expect(other.getByRole('link', { name, exact: true })).toBeVisible();
				await expect(other.locator('[name="name_lv"]')).toHaveValue(`${name}!`);
				await shown(other, axe);
				await other.getByRole('button', { name: w.send }).click();
				await expect(heading(other)).toHaveText(w.sent);
				await open(page, locale, `${name}!`);
				await expect(page.getByText(w.perhaps)).toBeVisible();
				await shown(page, axe);
				await page.getByRole('radio', { name: w.listed }).check();
				await page.getByRole('button', { name: w.decline, exact: true }).click();
				await expect(page.getByText(w.declined).first()).toBeVisible();

				await open(page, locale, name);
				await page.getByRole('button', { name: w.back }).click();
				await expect(page.getByText(w.waits).first()).toBeVisible();
				await other.goto(`${pathOf('/', locale)}?q=${encodeURIComponent(name)}`);
				await expect(other.getByRole('link', { name, exact: true })).toHaveCount(0);

				// Edited before it is accepted: in the one editor, with what is proposed.
				await page.getByRole('link', { name: w.edit }).click();
				await expect(page.locator('[name="name_lv"]')).toHaveValue(name);
				await expect(page.getByText(w.holds)).toBeVisible();
				await shown(page, axe);
				await page.locator('[name="email"]').first().fill('labota@example.org');
				await page.getByRole('button', { name: w.draft }).first().click();
				await page.waitForURL(/[0-9a-f]{8}-[0-9a-f-]{27}$/);
				await expect(page.locator('[name="email"]').first()).toHaveValue('labota@example.org');
				await other.context().close();
			}
		);

		run(
			'an event: from the list of events to its own page',
			async ({ page, browser, house, axe }) => {
				// Of another name, and on another day: what is alike is asked about.
				const [title, day] =
					locale === 'lv'
						? [unique('Ieteiktā lekcija'), '05-05']
						: [unique('Talk at the mill'), '06-11'];
				const other = await visitor(browser, house, locale === 'lv');
				await follow(other, '/events', locale, '', w.event);
				await shown(other, axe);
				const nextYear = new Date().getFullYear() + 1;
				await other.locator('[name="title_lv"]').fill(title);
				await other.locator('[name="starts_day"]').fill(`${nextYear}-${day}`);
				await other.locator('[name="starts_time"]').fill('10:00');
				await other.locator('[name="place"]').fill('Kuldīga');
				await other.locator('[name="organisers"]').fill('Kuldīgas stāstnieki');
				await other.locator('[name="registration_url"]').fill('https://example.org/lekcija');
				await sendWhenOld(other, w.send);
				await expect(problems(other).locator('a[href="#field-ends_time"]')).toBeVisible();
				await shown(other, axe);
				await other.locator('[name="ends_time"]').fill('12:00');
				await other.getByRole('button', { name: w.send }).click();
				await expect(heading(other)).toHaveText(w.sent);

				await comeBack(page, house, people.kurzeme.email, locale);
				await open(page, locale, title);
				await expect(page.getByText('Kuldīgas stāstnieki')).toBeVisible();
				await shown(page, axe);
				await page.getByRole('button', { name: w.publish }).click();
				// What is perhaps missing is asked in the form; else it is published.
				await expect(
					page.getByText(w.published).or(page.locator('[name="title_lv"]')).first()
				).toBeVisible();
				if (await page.locator('[name="title_lv"]').count()) {
					await expect(page.locator('[name="title_lv"]')).toHaveValue(title);
					await shown(page, axe);
				}
				await other.context().close();
			}
		);

		run(
			'a program that fills what nobody sees is thanked, and nothing waits',
			async ({ page, house }) => {
				const name = unique('Robota biedrība');
				await page.context().clearCookies();
				await page.goto(house.server.url + pathOf('/propose/organisation', locale));
				await page.locator('[name="name_lv"]').fill(name);
				await page.locator('[name="kind"][value="partner"]').check();
				await page.locator('[name="sender_page"]').fill('https://example.org', { force: true });
				await page.getByRole('button', { name: w.send }).click();
				await expect(heading(page)).toHaveText(w.sent);
				await comeBack(page, house, people.administrator.email, locale);
				await page.goto(pathOf('/coordinator/corrections', locale));
				await expect(heading(page)).toBeVisible();
				await expect(page.getByText(name)).toHaveCount(0);
			}
		);
	});
}
