// What is typed stays in the browser until it is saved: never offered beside an answer to a save,
// never covered by what is older, named by its fields and its time, asked about when somebody
// leaves, and listed on the desk.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { newOrganisation, save } from './setup/desk.ts';
import { refusedPosts, unique } from './setup/listing.ts';
import { comeBack, expect, people, test } from './setup/people.ts';

test.use({ expectedErrors: refusedPosts });

const words = {
	lv: {
		email: 'E-pasts',
		phone: 'Tālrunis 1',
		phones: 'Tālrunis',
		offer: 'Jums šeit ir nepabeigti labojumi',
		take: 'Turpināt',
		saved: 'Melnraksts saglabāts.',
		unfinished: /^Nepabeigt/
	},
	en: {
		email: 'Email',
		phone: 'Phone 1',
		phones: 'Phone',
		offer: 'You have unfinished changes here',
		take: 'Continue',
		saved: 'Draft saved.',
		unfinished: /^Unfinished/
	}
} as const;

const keptTexts = (page: Page) => page.evaluate(() => JSON.stringify(localStorage));

for (const locale of ['lv', 'en'] as const) {
	const say = words[locale];
	test(`typed, left, found again, in ${locale}`, async ({ page, house }) => {
		await comeBack(page, house, people.kurzeme.email, locale);
		const name = unique('Uzmetums');
		const id = await newOrganisation(page, locale, name);
		const path = pathOf('/coordinator/organisations/:id', locale, id);
		await page.goto(path);
		const email = page.locator('[name="email"]');
		const phone = page.locator('[name="phones"]').first();
		const offer = page.locator('main').getByText(say.offer, { exact: true });

		// Leaving asks, and who stays has lost nothing.
		await email.fill('viens@example.org');
		await expect.poll(() => keptTexts(page)).toContain('viens@example.org');
		page.once('dialog', (dialog) => void dialog.dismiss());
		const desk = page.locator(`main nav a[href="${pathOf('/coordinator', locale)}"]`);
		await desk.click();
		await expect(email).toHaveValue('viens@example.org');
		expect(new URL(page.url()).pathname).toBe(path);

		// An answer to a save shows what was typed; nothing is offered beside it.
		await phone.fill('zvaniet');
		await save(page);
		await expect(problems(page)).toBeFocused();
		await expect(email).toHaveValue('viens@example.org');
		await expect(offer).toHaveCount(0);
		await expect.poll(() => keptTexts(page)).toContain('zvaniet');

		// Who leaves finds the form on the desk, and the way back to it.
		page.once('dialog', (dialog) => void dialog.accept());
		await desk.click();
		const listed = page.getByRole('region', { name: say.unfinished });
		await listed.getByRole('link', { name }).click();

		// What is offered says what and when; what is typed beside it is kept, and stays on top.
		await expect(offer).toBeVisible();
		const notice = offer.locator('xpath=ancestor::*[.//button][1]');
		await expect(notice).toContainText(say.email);
		await expect(notice).toContainText(say.phones);
		await expect(notice).toContainText(/\d{1,2}[.:]\d{2}/);
		await expect(email).toHaveValue('');
		await email.fill('divi@example.org');
		await expect.poll(() => keptTexts(page)).toContain('divi@example.org');
		await page.reload();
		await expect(offer).toBeVisible();
		await phone.fill('63322715');
		await notice.getByRole('button', { name: say.take }).click();
		await expect(email).toHaveValue('divi@example.org');
		await expect(phone).toHaveValue('63322715');
		await save(page);
		await said(page, say.saved);
		await expect(offer).toHaveCount(0);
		expect(await keptTexts(page)).not.toContain('divi@example.org');
	});
}
