// Somebody without an account says that a listing is wrong; the coordinator of its region sees it
// field by field and decides. Nothing changes before, and every decision can be taken back.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { problems } from './setup/answers.ts';
import { modes, shown } from './setup/desk.ts';
import { unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people } from './setup/people.ts';
import { sendWhenOld, visitor } from './setup/stranger.ts';

const words = {
	lv: {
		publish: 'Publicēt',
		where: 'Adrese un punkts kartē',
		wrong: 'Kaut kas nav pareizi?',
		send: 'Nosūtīt labojumu',
		nothing: /Nekas nav mainīts/,
		sent: 'Paldies! Labojums ir nosūtīts',
		open: 'Apskatīt',
		accept: 'Pieņemt atzīmēto',
		decline: 'Noraidīt',
		back: 'Atsaukt lēmumu',
		waits: 'Lēmums atsaukts: labojums atkal gaida',
		reason: 'Izvēlieties pamatojumu vai uzrakstiet to saviem vārdiem.',
		declined: 'Labojums noraidīts',
		edit: 'Vispirms labot formā',
		already: /^Par to jau ir izlemts\. Noraidīts: \S.*, \d{4}\. gada/
	},
	en: {
		publish: 'Publish',
		where: 'Address and pin on the map',
		wrong: 'Something not right?',
		send: 'Send the correction',
		nothing: /Nothing was changed/,
		sent: 'Thank you! The correction was sent',
		open: 'Look at it',
		accept: 'Accept what is ticked',
		decline: 'Decline',
		back: 'Undo the decision',
		waits: 'Decision undone: the correction is waiting again',
		reason: 'Choose a reason or write one in your own words.',
		declined: 'Correction declined',
		edit: 'Edit first',
		already: /^This has already been decided\. Declined: \S.*, \d/
	}
} as const;

/** A published organisation in Kuldīga with an address of its own; answers its public path. */
async function published(page: Page, locale: Locale, name: string): Promise<string> {
	await page.goto(pathOf('/coordinator/organisations/new', locale));
	await page.locator('input[name="name_lv"]').fill(name);
	await page.locator('input[name="email"]').fill('vecais@example.org');
	await page.locator('input[name="kind"][value="partner"]').check();
	await page.locator('input[name="place"]').fill('Kuldīga');
	await page.getByRole('button', { name: words[locale].publish, exact: true }).click();
	await page.waitForURL(/[0-9a-f]{8}-[0-9a-f-]{27}/);
	const link = page.locator(`main a[href^="${pathOf('/organisation/:slug', locale, '')}"]`).first();
	return (await link.getAttribute('href')) ?? '';
}

for (const { run, how, locale } of modes) {
	const w = words[locale];
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 4(09|22|29)/] });

		run(
			'from "something not right?" to a decision and back',
			async ({ page, browser, house, axe }) => {
				await comeBack(page, house, people.kurzeme.email);
				const name = unique('Labojamā biedrība');
				const opening = new RegExp(`^${w.open} ?: ${name}$`);
				const path = await published(page, locale, name);
				const other = await visitor(browser, house, locale === 'lv');
				await other.goto(path);
				await other.getByRole('link', { name: w.wrong }).click();
				await expect(other.getByRole('heading', { level: 1 })).toHaveText(w.wrong);
				await expect(other.locator('[name="email"]')).toHaveValue('vecais@example.org');
				// Nobody's form brings the editor's scripts.
				expect(
					await other.locator('script[type="module"], link[rel="modulepreload"]').count()
				).toBe(0);
				await shown(other, axe);

				// A form as it was opened proposes nothing, whatever it holds.
				await sendWhenOld(other, w.send);
				await expect(problems(other)).toContainText(w.nothing);
				await shown(other, axe);
				await unfold(other, w.where);
				await other.locator('[name="email"]').fill('jaunais@example.org');
				await other.locator('[name="street"]').fill('Liepājas iela 5');
				await other.locator('[name="sender_note"]').fill('<b>Zinu</b> no viņiem pašiem.');
				const form = await other
					.locator('form', { has: other.locator('[name="signed"]') })
					.evaluate((one: HTMLFormElement) =>
						[...new FormData(one)].map(([name, value]) => [name, String(value)])
					);
				const address = other.url();
				await other.getByRole('button', { name: w.send }).click();
				await expect(other.getByRole('heading', { level: 1 })).toHaveText(w.sent);
				await shown(other, axe);
				// The same signed form once more: it is thanked for, and waits once.
				const again = await other.request.post(address, {
					data: new URLSearchParams(form).toString(),
					headers: {
						'content-type': 'application/x-www-form-urlencoded',
						accept: 'text/html',
						origin: house.server.url
					},
					maxRedirects: 0
				});
				expect(again.status()).toBe(303);
				expect(again.headers().location).toContain('?sent');
				await other.goto(path);
				await expect(other.getByText('vecais@example.org')).toBeVisible();

				await page.goto(pathOf('/coordinator', locale));
				await page.getByRole('link', { name: opening }).click();
				await expect(page.getByText('<b>Zinu</b> no viņiem pašiem.')).toBeVisible();
				await expect(page.getByText('jaunais@example.org')).toBeVisible();
				await shown(page, axe);
				// Some of it, with one press.
				await page.getByRole('checkbox').nth(1).uncheck();
				await page.getByRole('button', { name: w.accept }).click();
				await expect(page).toHaveURL(pathOf('/coordinator/corrections', locale));
				await shown(page, axe);
				await other.reload();
				await expect(other.getByText('jaunais@example.org')).toBeVisible();
				await expect(other.getByText('Liepājas iela 5')).toHaveCount(0);

				await page.getByRole('link', { name: opening }).click();
				await shown(page, axe);
				await page.getByRole('button', { name: w.back }).click();
				await expect(page.getByText(w.waits).first()).toBeVisible();
				await other.reload();
				await expect(other.getByText('vecais@example.org')).toBeVisible();

				// Edited before it is accepted: in the one editor, with what is proposed.
				await page.getByRole('link', { name: w.edit }).click();
				await expect(page.locator('[name="email"]').first()).toHaveValue('jaunais@example.org');
				await expect(page.locator('[name="correction"]')).toHaveCount(1);

				await page.goBack();
				const late = await page.context().newPage();
				await late.goto(page.url());
				await page.getByRole('button', { name: w.decline, exact: true }).click();
				await expect(page.getByText(w.reason).first()).toBeVisible();
				await page.locator('[name="own"]').fill('Pārbaudījām pa tālruni.');
				await page.getByRole('button', { name: w.decline, exact: true }).click();
				await expect(page).toHaveURL(pathOf('/coordinator/corrections', locale));
				await expect(page.getByText(w.declined).first()).toBeVisible();
				// Whoever decides second, in another window, is told who was first and what they decided.
				await late.getByRole('button', { name: w.accept }).click();
				await expect(late.getByText(w.already).first()).toBeVisible();
				await shown(late, axe);
				await late.close();
				await other.context().close();
			}
		);

		run(
			'an event: an untouched form proposes nothing, a note waits',
			async ({ page, house, axe }) => {
				await page.context().clearCookies();
				await page.goto(house.server.url + pathOf('/events', locale));
				await page
					.locator(`main a[href^="${pathOf('/event/:slug', locale, '')}"]`)
					.first()
					.click();
				await page.getByRole('link', { name: w.wrong }).click();
				await expect(page.locator('[name="title_lv"]')).toBeVisible();
				await shown(page, axe);
				await sendWhenOld(page, w.send);
				await expect(problems(page)).toContainText(w.nothing);
				await page.locator('[name="sender_note"]').fill(unique('Notiek citā zālē'));
				await page.getByRole('button', { name: w.send }).click();
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(w.sent);
			}
		);
	});
}
