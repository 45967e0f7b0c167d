// Nothing typed is lost: two people change one listing and one of them chooses, field by field;
// what was left unfinished in the browser is offered back, and meets what somebody else saved
// meanwhile as two versions.
import { problems, said } from './setup/answers.ts';
import { save, shown } from './setup/desk.ts';
import { alsoOpen, newListing, refusedPosts, unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people, test, withoutScripts } from './setup/people.ts';

for (const [mode, story] of [
	['with JavaScript', test],
	['without JavaScript', withoutScripts]
] as const) {
	story.describe(mode, () => {
		story.use({ expectedErrors: refusedPosts });
		story.beforeEach(async ({ page, house }) => comeBack(page, house, people.kurzeme.email));

		story(
			'a mistake in between does not make an old version new',
			async ({ page, browser, house }) => {
				const path = await newListing(page, unique('Veca biedrība'));
				const other = await alsoOpen(browser, house, people.administrator.email, path);
				await other.getByLabel('E-pasts').fill('cits@example.org');
				await save(other);
				await said(other, 'Melnraksts saglabāts.');
				await other.context().close();
				await page.getByLabel('Tālrunis 1').fill('nav');
				await save(page);
				await expect(problems(page).getByRole('link')).toHaveCount(1);
				await page.getByLabel('Tālrunis 1').fill('');
				await page.getByLabel('E-pasts').fill('mans@example.org');
				await save(page);
				await expect(page.getByRole('group', { name: 'E-pasts' })).toContainText(
					'cits@example.org'
				);
			}
		);

		story(
			'two people change one listing: both versions, and a choice',
			async ({ page, browser, house, axe }) => {
				const name = unique('Strīda biedrība');
				const path = await newListing(page, name);
				const other = await alsoOpen(browser, house, people.administrator.email, path);
				await other.getByLabel('Tālrunis 1').fill('+37163027549');
				await other.getByLabel('E-pasts').fill('cits@example.org');
				await save(other);
				await said(other, 'Melnraksts saglabāts.');

				await page.getByLabel('E-pasts').fill('mans@example.org');
				await unfold(page, 'Adrese un punkts kartē');
				await page.getByLabel('Iela un māja').fill('Pils iela 1');
				await save(page);
				await expect(
					page.getByRole('heading', { name: 'Kamēr rakstījāt, šo ierakstu saglabāja kāds cits' })
				).toBeFocused();
				await expect(
					page.getByRole('listitem').filter({ hasText: /Tālrunis, E-pasts/ })
				).toBeVisible();
				await shown(page, axe);
				// Only one of them touched the phone and the street: those are chosen. Both changed the
				// e-mail: that is not.
				const choice = (field: string) => page.getByRole('group', { name: field });
				await expect(choice('Tālrunis').getByRole('radio', { name: /Tā ir tagad/ })).toBeChecked();
				await expect(
					choice('Iela un māja').getByRole('radio', { name: /Tā ierakstījāt jūs/ })
				).toBeChecked();
				// Left alone, it waits on the desk and comes back as it was.
				await page.goto('/koordinatoriem');
				await page.getByRole('link', { name: new RegExp(`^Izvēlēties ?: ${name}$`) }).click();
				await expect(
					choice('Iela un māja').getByRole('radio', { name: /Tā ierakstījāt jūs/ })
				).toBeChecked();
				await expect(choice('E-pasts').getByRole('radio', { checked: true })).toHaveCount(0);
				await choice('E-pasts')
					.getByRole('radio', { name: /Tā ierakstījāt jūs/ })
					.check();
				await page.getByRole('button', { name: 'Saglabāt izvēlēto' }).click();
				await said(page, 'Melnraksts saglabāts.');
				await expect(page.getByLabel('Tālrunis 1')).toHaveValue('+371 63027549');
				await expect(page.getByLabel('E-pasts')).toHaveValue('mans@example.org');
				await expect(page.getByLabel('Iela un māja')).toHaveValue('Pils iela 1');
				await other.context().close();
			}
		);

		story(
			'what two tabs changed in different fields is kept together, and nobody else is blamed',
			async ({ page, browser, house }) => {
				const path = await newListing(page, unique('Divu ciļņu biedrība'));
				const other = await alsoOpen(browser, house, people.kurzeme.email, path);
				await other.getByLabel('Tālrunis 1').fill('+37163027549');
				await save(other);
				await said(other, 'Melnraksts saglabāts.');
				await page.getByLabel('E-pasts').fill('mans@example.org');
				await save(page);
				await said(page, /^Saglabāts\. Paturēts arī .*: Jūs citā cilnē vai ierīcē \(Tālrunis\)\.$/);
				await expect(page.getByLabel('Tālrunis 1')).toHaveValue('+371 63027549');
				await expect(page.getByLabel('E-pasts')).toHaveValue('mans@example.org');
				// The same field in both: asked, as one's own.
				await other.getByLabel('E-pasts').fill('cits@example.org');
				await save(other);
				await expect(
					other.getByRole('heading', {
						name: 'Kamēr rakstījāt, šis ieraksts saglabāts no citas jūsu cilnes vai ierīces'
					})
				).toBeVisible();
				await other.context().close();
			}
		);
	});
}

test.describe('left unfinished in the browser', () => {
	test.use({ expectedErrors: refusedPosts });
	test.beforeEach(async ({ page, house }) => comeBack(page, house, people.kurzeme.email));

	test('an unfinished form is offered back, and forgotten once saved', async ({ page, axe }) => {
		const path = await newListing(page, unique('Melnraksta biedrība'));
		await page.goto(path);
		await unfold(page, 'Adrese un punkts kartē');
		await page.getByLabel('Iela un māja').fill('Nepabeigta iela 7');
		// Kept without leaving the field; asked for until it is there, because nothing on the page says
		// so.
		await expect
			.poll(() => page.evaluate(() => JSON.stringify(localStorage)))
			.toContain('Nepabeigta iela 7');
		await page.reload();
		await expect(page.locator('main').getByText('Jums šeit ir nepabeigti labojumi')).toBeVisible();
		await expect(page.getByLabel('Iela un māja')).toHaveValue('');
		await shown(page, axe);
		await page.getByRole('button', { name: 'Turpināt' }).click();
		await expect(page.getByLabel('Iela un māja')).toHaveValue('Nepabeigta iela 7');
		await save(page);
		await said(page, 'Melnraksts saglabāts.');
		await page.goto(path);
		await expect(page.getByLabel('Iela un māja')).toHaveValue('Nepabeigta iela 7');
		expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Nepabeigta');
	});

	test('an unfinished form of an older version meets the newer one as two versions', async ({
		page,
		browser,
		house
	}) => {
		const path = await newListing(page, unique('Divu laiku biedrība'));
		await page.goto(path);
		await page.getByLabel('E-pasts').fill('mans@example.org');
		await expect
			.poll(() => page.evaluate(() => JSON.stringify(localStorage)))
			.toContain('mans@example.org');
		const other = await alsoOpen(browser, house, people.administrator.email, path);
		await other.getByLabel('E-pasts').fill('cits@example.org');
		await save(other);
		await said(other, 'Melnraksts saglabāts.');
		await other.context().close();
		await page.reload();
		await page.getByRole('button', { name: 'Turpināt' }).click();
		await expect(page.getByLabel('E-pasts')).toHaveValue('mans@example.org');
		await save(page);
		await expect(page.getByRole('group', { name: 'E-pasts' })).toContainText('cits@example.org');
		await page.getByRole('link', { name: 'Izmest manus labojumus' }).click();
		await expect(page.getByLabel('E-pasts')).toHaveValue('cits@example.org');
		await page.getByRole('button', { name: 'Izmest' }).click();
		await page.getByRole('button', { name: 'Izrakstīties' }).click();
		await expect(page).toHaveURL(/pieslegties/);
		expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
		house.sessions.delete(people.kurzeme.email);
	});
});
