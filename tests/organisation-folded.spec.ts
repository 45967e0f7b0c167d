// The form of an organisation is folded: how it is reached is in sight, the rest under names that
// say what stands in it, with scripts and without, by keyboard too; and the desk knows which forms
// were left unfinished in this browser.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { modes, newOrganisation, save, shown } from './setup/desk.ts';
import { refusedPosts, unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people, test } from './setup/people.ts';

const words = {
	lv: {
		newEvent: 'Jauns pasākums',
		phone: 'Tālrunis 1',
		record: 'Juridiskā informācija',
		number: 'Reģistrācijas numurs',
		persons: 'Kontaktpersonas',
		addPerson: 'Pievienot kontaktpersonu',
		person: 'Kontaktpersona 1'
	},
	en: {
		newEvent: 'New event',
		phone: 'Phone 1',
		record: 'Legal information',
		number: 'Registration number',
		persons: 'Contact persons',
		addPerson: 'Add a contact person',
		person: 'Contact person 1'
	}
} as const;

/** A phone of today. */
const phone = { width: 390, height: 844 };

const height = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight);

/**
 * Pixels of what stands above what somebody came for: the site's header, the bar behind the
 * sign-in, the links of the listing.
 */
const above = async (page: Page) => {
	const parts = [
		page.locator('body > * header, body > header').first(),
		page.locator('main > nav'),
		page.locator('.page header ul')
	];
	let sum = 0;
	for (const part of parts) {
		await expect(part).toBeVisible();
		sum += (await part.boundingBox())?.height ?? Infinity;
	}
	return sum;
};
const summaryOf = (page: Page, label: string) =>
	page.locator('form summary').filter({ has: page.getByText(label, { exact: true }) });

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run.describe(how, () => {
		run.use({ expectedErrors: refusedPosts });
		run.beforeEach(async ({ page, house }) => comeBack(page, house, people.kurzeme.email, locale));

		run(
			'on a phone its phone is on the first screen, and all of it is short',
			async ({ page, axe }) => {
				const id = await newOrganisation(page, locale, unique('Īsā biedrība'));
				await page.setViewportSize(phone);
				await page.goto(pathOf('/coordinator/organisations/:id', locale, id));
				const number = page.getByLabel(say.phone, { exact: true });
				const bar = page.locator('.submit-bar');
				/** Field and button are both in sight, and the one is not under the other. */
				const correctable = async () => {
					const [field, button] = [await number.boundingBox(), await bar.boundingBox()];
					expect((field?.y ?? Infinity) + (field?.height ?? 0)).toBeLessThan(button?.y ?? 0);
					expect((button?.y ?? Infinity) + (button?.height ?? 0)).toBeLessThanOrEqual(phone.height);
				};
				await correctable();
				expect(await above(page)).toBeLessThanOrEqual(200);
				expect(await height(page)).toBeLessThan(2300);
				await shown(page, axe);
				// What was just saved is said above it, and the field is still there.
				await number.fill('+371 29123456');
				await save(page);
				await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
				await correctable();
			}
		);

		run(
			'an event’s form leaves the first screen of a phone to the event, too',
			async ({ page }) => {
				await page.setViewportSize(phone);
				await page.goto(pathOf('/coordinator/events', locale));
				const links = await page
					.locator('main a')
					.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
				const form = links.find((href) => /[0-9a-f]{8}-[0-9a-f-]{27}$/.test(href));
				expect(form).toBeDefined();
				await page.goto(form ?? '');
				expect(await above(page)).toBeLessThanOrEqual(200);
			}
		);

		run('the bar is one row of a phone and opens the rest over the page', async ({ page, axe }) => {
			await page.setViewportSize(phone);
			await page.goto(pathOf('/coordinator', locale));
			const bar = page.locator('main > nav');
			expect((await bar.boundingBox())?.height).toBeLessThan(50);
			const title = page.getByRole('heading', { level: 1 });
			const before = await title.boundingBox();
			await bar.locator('summary').click();
			const newEvent = bar.getByRole('link', { name: say.newEvent });
			await expect(newEvent).toBeVisible();
			expect(await title.boundingBox()).toEqual(before);
			// What lies half under it is looked at where it is closed (desk.spec.ts).
			await page
				.locator('main a[accesskey]')
				.evaluateAll((links) =>
					links.forEach((link) => link instanceof HTMLElement && (link.style.visibility = 'hidden'))
				);
			await shown(page, axe);
			await newEvent.click();
			await expect(page).toHaveURL(new RegExp(`${pathOf('/coordinator/events/new', locale)}$`));
			await expect(newEvent).toBeHidden();
		});

		run('a part is opened by keyboard, and says afterwards what stands in it', async ({ page }) => {
			await newOrganisation(page, locale, unique('Atveramā biedrība'));
			const number = page.getByLabel(say.number, { exact: true });
			await expect(number).toBeHidden();
			await summaryOf(page, say.record).focus();
			await page.keyboard.press('Enter');
			await expect(number).toBeVisible();
			await number.fill('40008000006');
			await save(page);
			// The number may be asked about first; either way it says so.
			if (await problems(page).isVisible()) await save(page);
			await expect(summaryOf(page, say.record)).toContainText('40008000006');
		});

		run('what must be mended in a folded part opens it', async ({ page, axe }) => {
			await newOrganisation(page, locale, unique('Kļūdas biedrība'));
			await unfold(page, say.record);
			await page.getByLabel(say.number, { exact: true }).fill('12');
			await save(page);
			const alert = problems(page);
			await expect(alert.getByRole('link')).toHaveCount(1);
			await expect(page.getByLabel(say.number, { exact: true })).toBeVisible();
			await shown(page, axe);
			await alert.getByRole('link').click();
			await expect(page.getByLabel(say.number, { exact: true })).toBeFocused();
		});

		run('a row that is added is seen', async ({ page }) => {
			await newOrganisation(page, locale, unique('Rindu biedrība'));
			await unfold(page, say.persons);
			await page.getByRole('button', { name: say.addPerson }).click();
			await expect(page.getByRole('group', { name: say.person })).toBeVisible();
		});
	});
}

for (const locale of ['lv', 'en'] as const)
	test(`a form left unfinished waits on the desk, ${locale}`, async ({ page, house, axe }) => {
		await comeBack(page, house, people.kurzeme.email, locale);
		const name = unique('Pamesta biedrība');
		const id = await newOrganisation(page, locale, name);
		await page.locator('[name="email"]').first().fill('nepabeigts@example.org');
		await expect
			.poll(() => page.evaluate(() => JSON.stringify(localStorage)))
			.toContain('nepabeigts@example.org');
		await page.goto(pathOf('/coordinator', locale));
		const part = page.getByRole('region', {
			name: locale === 'lv' ? 'Nepabeigtas veidlapas' : 'Unfinished forms'
		});
		await expect(part.getByRole('listitem')).toHaveCount(1);
		await shown(page, axe);
		await part.getByRole('link', { name }).click();
		await expect(page).toHaveURL(new RegExp(id));
		await page.getByRole('button', { name: locale === 'lv' ? 'Turpināt' : 'Continue' }).click();
		await expect(page.locator('[name="email"]').first()).toHaveValue('nepabeigts@example.org');
		await page.goto(pathOf('/coordinator', locale));
		await part.getByRole('button', { name }).click();
		await expect(part).toHaveCount(0);
		expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('nepabeigts');
	});
