// Nothing is lost: a listing changed twice is compared in words and brought back, a restore made on
// an old page overwrites nobody, what was removed comes back within thirty days; of an event its
// dates come back too; who asks to be forgotten is taken out of all of it.
import { pathOf } from '#lib/page/paths.ts';
import { said } from './setup/answers.ts';
import { change, modes, newOrganisation, shown } from './setup/desk.ts';
import { expect, people, signIn } from './setup/people.ts';

const words = {
	lv: {
		version: (number: number) => `${number}. versija`,
		restore: (number: number) => `Atjaunot ${number}. versiju`,
		restored: (number: number) => `Atjaunota ${number}. versija.`,
		again: 'atjaunoja 1. versiju',
		changed: 'Kārlis Kuldīgs mainīja: Tālrunis, E-pasts',
		change: /^Parādīt izmaiņas \(3/,
		older: (number: number) => `Salīdzināt ${number}. versiju: viena puse`,
		newer: (number: number) => `Salīdzināt ${number}. versiju: otra puse`,
		compare: 'Salīdzināt abas atzīmētās versijas',
		compared: 'No 1. līdz 3. versijai',
		stale: /1\. versija nav atjaunota: kamēr skatījāties, ierakstu saglabāja Kārlis Kuldīgs/,
		remove: 'Mainīt 1 ierakstu',
		removed: 'Mainīts: 1 ieraksts.',
		days: 'Atlicis 30 dienu',
		bringBack: 'Atjaunot',
		back: 'Atjaunots: ieraksts ir tāds',
		nothing: 'Vienas no šīm versijām nav.',
		out: 'Izņemt no izmaiņu vēstures: Anna Āboliņa',
		yes: 'Jā, izņemt no izmaiņu vēstures: Anna Āboliņa',
		isOut: 'Persona ir izņemta no izmaiņu vēstures.',
		wasOut: 'No šīs versijas izņemta kontaktpersona'
	},
	en: {
		version: (number: number) => `Version ${number}`,
		restore: (number: number) => `Restore version ${number}`,
		restored: (number: number) => `Version ${number} is restored.`,
		again: 'restored version 1',
		changed: 'Kārlis Kuldīgs changed: Phone, Email',
		change: /^Show the change \(Version 3/,
		older: (number: number) => `Compare version ${number}: one side`,
		newer: (number: number) => `Compare version ${number}: other side`,
		compare: 'Compare the two selected versions',
		compared: 'From version 1 to version 3',
		stale: /Version 1 was not restored: while you were looking, Kārlis Kuldīgs saved the listing/,
		remove: 'Change 1 listing',
		removed: '1 listing was changed.',
		days: '30 days left',
		bringBack: 'Restore',
		back: 'Restored, as it was',
		nothing: 'One of these versions is not there.',
		out: 'Remove from the history: Anna Āboliņa',
		yes: 'Yes, remove from the history: Anna Āboliņa',
		isOut: 'The person is removed from the history.',
		wasOut: 'A contact person was removed from this version'
	}
} as const;

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 40[49]/] });

		run('a listing changed twice is compared and brought back', async ({ page, house, axe }) => {
			await signIn(page, house, people.kurzeme.email, locale);
			const id = await newOrganisation(page, locale, `Vēstures biedrība ${how}`);
			await change(page, locale, id, 'phones', '+371 63322333');
			const form = pathOf('/coordinator/organisations/:id', locale, id);
			await change(page, locale, id, 'email', 'vesture@example.org');
			const history = pathOf('/coordinator/organisations/:id/history', locale, id);
			await page.goto(history);
			const rows = page
				.getByRole('listitem')
				.filter({ has: page.getByRole('heading', { level: 2 }) });
			await expect(rows).toHaveCount(3);
			await shown(page, axe);

			await page.getByRole('link', { name: say.change }).click();
			const compared = page.getByRole('region', {
				name: locale === 'lv' ? /versijai$/ : /^From version/
			});
			await expect(compared).toContainText('vesture@example.org');
			await expect(compared).not.toContainText('+37163322333');
			// By keyboard alone: the arrow keys choose, Enter compares.
			await page.goto(history);
			await page.getByRole('radio', { name: say.older(2) }).focus();
			await page.keyboard.press('ArrowDown');
			await expect(page.getByRole('radio', { name: say.older(1) })).toBeChecked();
			await page.getByRole('button', { name: say.compare }).focus();
			await page.keyboard.press('Enter');
			await expect(page.getByRole('heading', { name: say.compared })).toBeVisible();
			await expect(compared).toContainText('vesture@example.org');
			await expect(compared).toContainText('+37163322333');
			await shown(page, axe);

			await compared.getByRole('button', { name: say.restore(1) }).click();
			await said(page, say.restored(1));
			// Restoring is a version of its own: nothing is gone.
			await expect(rows).toHaveCount(4);
			await expect(rows.first()).toContainText(say.again);
			await shown(page, axe);
			await page.goto(form);
			await expect(page.locator('[name="email"]')).toHaveValue('');
			await page.goto(history);
			await rows
				.filter({ hasText: say.version(3) })
				.getByRole('button')
				.click();
			await said(page, say.restored(3));
			await page.goto(form);
			await expect(page.locator('[name="email"]')).toHaveValue('vesture@example.org');
			await page.goto(`${history}?from=1&to=99`);
			await expect(page.getByText(say.nothing)).toBeVisible();
		});

		run('a restore made on an old page overwrites nobody', async ({ page, house, axe }) => {
			await signIn(page, house, people.kurzeme.email, locale);
			const id = await newOrganisation(page, locale, `Steigas biedrība ${how}`);
			await change(page, locale, id, 'email', 'pirmais@example.org');
			await page.goto(pathOf('/coordinator/organisations/:id/history', locale, id));
			const other = await page.context().newPage();
			await change(other, locale, id, 'email', 'otrais@example.org');
			await page.getByRole('button', { name: say.restore(1) }).click();
			await said(page, say.stale);
			await shown(page, axe);
			await other.goto(pathOf('/coordinator/organisations/:id', locale, id));
			await expect(other.locator('[name="email"]')).toHaveValue('otrais@example.org');
			// The page shows what stands now, so the second try is made knowingly.
			await page.getByRole('button', { name: say.restore(1) }).click();
			await said(page, say.restored(1));
			await other.close();

			// Nobody else's coordinator learns that it is there.
			await page.context().clearCookies();
			await signIn(page, house, people.zemgale.email, locale);
			const answer = await page.goto(pathOf('/coordinator/organisations/:id/history', locale, id));
			expect(answer?.status()).toBe(404);
		});

		run('what was removed comes back as it was', async ({ page, house, axe }) => {
			await signIn(page, house, people.kurzeme.email, locale);
			const name = `Noņemtā biedrība ${how}`;
			const id = await newOrganisation(page, locale, name);
			await page.goto(
				`${pathOf('/coordinator/bulk', locale)}?subject=organisation&do=remove&id=${id}`
			);
			await shown(page, axe);
			await page.getByRole('button', { name: say.remove }).click();
			// Whoever leaves before the answer may take the question along.
			await said(page, say.removed);
			await page.goto(pathOf('/coordinator/removed', locale));
			const row = page.getByRole('listitem').filter({ hasText: name });
			await expect(row).toContainText(say.days);
			await shown(page, axe);
			await row.getByRole('button', { name: say.bringBack }).click();
			await said(page, say.back);
			await expect(row).toHaveCount(0);
			await shown(page, axe);
			await page.goto(`${pathOf('/coordinator/organisations', locale)}?q=nonemta&state=draft`);
			await expect(page.getByRole('heading', { name })).toBeVisible();
		});

		run(
			'an event comes back with its day, without the person who was taken out',
			async ({ page, house, axe }) => {
				await signIn(page, house, people.kurzeme.email, locale);
				await page.goto(pathOf('/coordinator/events/new', locale));
				const day = page.locator('input[name="starts_day"]');
				const draft = page.getByRole('button', { name: /^(Saglabāt melnrakstu|Save draft)$/ });
				await page.locator('input[name="title_lv"]').fill(`Vēstures seminārs ${how}`);
				await day.fill('2027-03-02');
				await page.locator('input[name="starts_time"]').fill('10:00');
				await page.locator('input[name="ends_time"]').fill('12:00');
				await page.locator('input[name="place"]').fill('Kuldīga');
				const contact = page.locator('input[name="contact_name"]');
				const unfold = () =>
					page
						.locator('details')
						.filter({ has: contact })
						.evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
				await unfold();
				await contact.fill('Anna Āboliņa');
				await draft.click();
				await page.waitForURL(/[0-9a-f]{8}-[0-9a-f-]{27}/);
				const [id = ''] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page.url()) ?? [];
				const form = pathOf('/coordinator/events/:id', locale, id);
				const history = pathOf('/coordinator/events/:id/history', locale, id);
				await page.goto(form);
				await day.fill('2027-03-09');
				await unfold();
				await contact.fill('');
				await draft.click();
				await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
				// Asked twice, because it cannot be undone.
				await page.goto(history);
				await page.locator(`summary[aria-label="${say.out}"]`).click();
				await shown(page, axe);
				await page.getByRole('button', { name: say.yes }).click();
				await said(page, say.isOut);
				await expect(page.getByText(say.wasOut)).toHaveCount(1);
				await expect(page.locator('main')).not.toContainText('Āboliņa');
				await page.goto(`${history}?from=1&to=2`);
				await expect(page.locator('main')).not.toContainText('Āboliņa');
				const compared = page.getByRole('region', {
					name: locale === 'lv' ? /versijai$/ : /^From version/
				});
				await expect(compared.locator('del')).toContainText(
					locale === 'lv' ? '2. mart' : '2 March'
				);
				await expect(compared.locator('ins')).toContainText(
					locale === 'lv' ? '9. mart' : '9 March'
				);
				await shown(page, axe);
				await compared.getByRole('button', { name: say.restore(1) }).click();
				await said(page, say.restored(1));
				await page.goto(form);
				await expect(day).toHaveValue('2027-03-02');
				await expect(contact).toHaveValue('');
				// The dates that follow from it came along: the list sorts by them.
				await page.goto(`${pathOf('/coordinator/events', locale)}?q=vestures`);
				await expect(
					page.getByRole('listitem').filter({ hasText: `Vēstures seminārs ${how}` })
				).toContainText(
					locale === 'lv' ? '2027. gada 2. martā plkst. 10.00–12.00' : '2 March 2027, 10:00–12:00'
				);
			}
		);
	});
}
