// A series that has run is changed: what has taken place stays as it was, and the series goes on as
// another part. For people both parts are one: each leads to the other, and what is said of one can
// be said of all.
import type { Page } from '@playwright/test';
import { addDays } from '#lib/time/days.ts';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, expect, people } from './setup/people.ts';
import { listed } from './setup/series.ts';

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`).last();
const press = (page: Page, name: RegExp) =>
	page.locator('main').getByRole('button', { name }).first().click();
/**
 * The date of a weekly series that comes next: four days ahead, so that the one before it is three
 * days behind on whatever weekday this runs. (A named weekday, such as "Tuesday but not tomorrow",
 * leaves two dates ahead on the days before it.)
 */
const comingDate = () => new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 10);
const publish = /^(Publicēt|Publish)$/;
const saving = /^(Saglabāt|Save)$/;
const done = /^(Saglabāts|Saved)\./;
const unfold = (page: Page) =>
	page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));

for (const { run, how, locale } of modes) {
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 4(00|22)/] });

		run('what has taken place stays when the weekday changes', async ({ page, house, axe }) => {
			await comeBack(page, house, people.kurzeme.email, locale);
			// Four weeks behind, four ahead.
			const next = comingDate();
			const first = addDays(next, -28);
			const title = `Sērija ${locale}`;
			await page.goto(pathOf('/coordinator/events/new', locale));
			await field(page, 'title_lv').fill(title);
			await field(page, 'starts_day').fill(first);
			await field(page, 'starts_time').fill('18:00');
			await field(page, 'ends_time').fill('20:00');
			await unfold(page);
			await page.locator('[name=repeats][value=weekly]').check();
			await page.locator('[name=ends][value=count]').check();
			await field(page, 'count').fill('8');
			await press(page, publish);
			// It began before today.
			await expect(problems(page)).toBeVisible();
			await press(page, publish);
			await said(page, /^(Publicēts|Published)\./);
			const before = page.url();

			await field(page, 'starts_day').fill(addDays(first, 2));
			await press(page, saving);
			const alert = problems(page);
			await expect(alert).toContainText(
				/Jau pagājušie datumi paliek, kā bija|Dates that are over stay as they were/
			);
			await shown(page, axe);
			await press(page, saving);
			await said(page, done);
			// The form is that of what goes on; it leads to what was.
			expect(page.url()).not.toBe(before);
			await expect(field(page, 'starts_day')).toHaveValue(addDays(next, 2));
			const other = page.locator('main').getByRole('link', { name: title, exact: true });
			await expect(other).toHaveAttribute('href', new URL(before).pathname);
			await shown(page, axe);

			// In the programme four were, on their own days, and four come.
			await page.goto(listed(locale, title));
			const rows = page.getByRole('article').filter({ hasText: title });
			await expect(rows).toHaveCount(4);
			const link = (await rows.first().getByRole('link').first().getAttribute('href')) ?? '';
			await page.goto(link);
			await page
				.locator('section[aria-labelledby=dates]')
				.getByRole('link', { name: title, exact: true })
				.click();
			await page.waitForURL((url) => url.pathname !== link);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
			for (const weeks of [0, 1, 2, 3])
				await expect(
					page.locator(`time[datetime^="${addDays(first, 7 * weeks)}"]`).first()
				).toBeAttached();
			await shown(page, axe);

			// All parts at once: what is over stays as it was.
			await page.goto(before);
			await unfold(page);
			await page.locator('[name=status][value=cancelled]').check();
			await field(page, 'reason_lv').fill('Vairs nenotiek.');
			await page.locator('[name=all_parts]').check();
			await press(page, saving);
			await said(page, done);
			await page.goto(listed(locale, title));
			await expect(rows).toHaveCount(4);
			await expect(rows.filter({ hasText: /Atcelts|Cancelled/ })).toHaveCount(4);
			await page.goto(
				pathOf('/coordinator/events/:id/dates', locale, before.split('/').at(-1) ?? '')
			);
			await expect(page.locator('.state.cancelled')).toHaveCount(0);
		});

		run('what has taken place stays where it was', async ({ page, house, axe }) => {
			await comeBack(page, house, people.kurzeme.email, locale);
			const first = addDays(comingDate(), -14);
			const title = `Vieta ${locale}`;
			await page.goto(pathOf('/coordinator/events/new', locale));
			await field(page, 'title_lv').fill(title);
			await field(page, 'starts_day').fill(first);
			await field(page, 'starts_time').fill('18:00');
			await field(page, 'ends_time').fill('20:00');
			await unfold(page);
			await field(page, 'venue_name').fill('Vecā zāle');
			await page.locator('[name=repeats][value=weekly]').check();
			await page.locator('[name=ends][value=count]').check();
			await field(page, 'count').fill('4');
			await press(page, publish);
			await expect(problems(page)).toBeVisible();
			await press(page, publish);
			await said(page, /^(Publicēts|Published)\./);
			const before = page.url();

			await unfold(page);
			await field(page, 'venue_name').fill('Jaunā zāle');
			await press(page, saving);
			const alert = problems(page);
			await expect(alert).toContainText(
				/Jau pagājušie datumi paliek, kā bija|Dates that are over stay as they were/
			);
			await shown(page, axe);
			await press(page, saving);
			await said(page, done);
			expect(page.url()).not.toBe(before);
			await expect(field(page, 'starts_day')).toHaveValue(addDays(first, 14));
			await expect(field(page, 'venue_name')).toHaveValue('Jaunā zāle');
			await page.goto(before);
			await expect(field(page, 'venue_name')).toHaveValue('Vecā zāle');

			// The first version had all four dates: two of them are with the other part now.
			const id = before.split('/').at(-1) ?? '';
			await page.goto(pathOf('/coordinator/events/:id/history', locale, id));
			await page
				.getByRole('button', { name: /^(Atjaunot 1\. versiju|Restore version 1)$/ })
				.click();
			await said(
				page,
				/^(No 1\. versijas nekas netika atjaunots|Nothing of version 1 was restored):/
			);
			await shown(page, axe);
			await page.goto(listed(locale, title));
			await expect(page.getByRole('article').filter({ hasText: title })).toHaveCount(2);
		});
	});
}
