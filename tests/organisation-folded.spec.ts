// The form of an organisation is folded: how it is reached is in sight, the rest under names that say what stands in it, with scripts
// and without, by keyboard too; and the desk knows which forms were left unfinished in this browser.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { modes, newOrganisation, save, shown } from './setup/desk.ts';
import { refusedPosts, unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people, test } from './setup/people.ts';

const words = {
	lv: {
		phone: 'Tālrunis 1',
		wrongPhone: /Tāda tālruņa numura nav/,
		record: 'Juridiskā informācija',
		number: 'Reģistrācijas numurs',
		persons: 'Kontaktpersonas',
		addPerson: 'Pievienot kontaktpersonu',
		person: 'Kontaktpersona 1'
	},
	en: {
		phone: 'Phone 1',
		wrongPhone: /is not a phone number/,
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
				await newOrganisation(page, locale, unique('Īsā biedrība'));
				await page.setViewportSize(phone);
				const box = await page.getByLabel(say.phone, { exact: true }).boundingBox();
				expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(phone.height);
				const save = page.locator('.submit-bar');
				await expect(save).toBeInViewport();
				expect((await height(page)) / phone.height).toBeLessThan(3.2);
				await shown(page, axe);
			}
		);

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
			if (await page.getByRole('alert').isVisible()) await save(page);
			await expect(summaryOf(page, say.record)).toContainText('40008000006');
		});

		run('what must be mended in a folded part opens it', async ({ page, axe }) => {
			await newOrganisation(page, locale, unique('Kļūdas biedrība'));
			await unfold(page, say.record);
			await page.getByLabel(say.number, { exact: true }).fill('12');
			await save(page);
			const alert = page.getByRole('alert');
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
