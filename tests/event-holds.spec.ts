// What is said of an event is what holds, everywhere: a moved date is not announced any longer once
// the whole event is cancelled, an event with one date has no other day than its form says, a day
// that moves takes its length along, a new day of a postponed event is asked about, and a slip in
// the form of one date is asked about before it is saved.
import type { Page } from '@playwright/test';
import { addDays } from '#lib/time/days.ts';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, expect, people } from './setup/people.ts';
import { dayAhead, listed, planned, unfold } from './setup/series.ts';

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`).last();
const press = (page: Page, name: RegExp) =>
	page.locator('main').getByRole('button', { name }).first().click();
const saving = /^(Saglabāt|Save)$/;
const done = /^(Saglabāts|Saved)\./;
const asked = (page: Page) => problems(page);

for (const { run, how, locale } of modes) {
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 4(00|22)/] });
		run.beforeEach(({ page, house }) => comeBack(page, house, people.kurzeme.email, locale));

		run('a moved date goes with the whole event, and comes back with it', async ({ page, axe }) => {
			const first = dayAhead(30, 2);
			const [second, moved] = [addDays(first, 7), addDays(first, 8)];
			const title = `Pārcelts un atcelts ${locale}`;
			const { id, slug } = await planned(page, locale, title, {
				day: first,
				from: '18:00',
				until: '20:00',
				weeks: 3
			});
			const dates = pathOf('/coordinator/events/:id/dates', locale, id);
			await page.goto(`${dates}?date=${second}T18:00:00`);
			await page.locator('[name=change][value=moved]').check();
			await unfold(page);
			await field(page, 'day').fill(moved);
			await press(page, saving);
			await said(page, /^(Datums saglabāts|The date is saved)\./);

			const list = page.getByRole('article').filter({ hasText: title });
			const states = async () => {
				await page.goto(listed(locale, title, first));
				return await list.filter({ hasText: /Atcelts|Cancelled/ }).count();
			};
			const pins = async () =>
				JSON.stringify(await (await page.request.get(`/map/events.json?from=${first}`)).json());
			expect(await states()).toBe(0);
			await expect(list.nth(1)).toContainText(locale === 'lv' ? 'Pārcelts' : 'Rescheduled');
			expect(await pins()).toContain(slug);

			const whole = async (status: string, reason: string) => {
				await page.goto(dates);
				await page.locator(`[name=status][value=${status}]`).check();
				await field(page, 'reason_lv').fill(reason);
				await page
					.locator('form', { has: page.locator('[name=status]') })
					.locator('button')
					.last()
					.click();
				await said(page, done);
			};
			await whole('cancelled', 'Telpas slēgtas.');
			await shown(page, axe);
			await expect(page.locator('.state.cancelled')).toHaveCount(3);
			expect(await states()).toBe(3);
			expect(await pins()).not.toContain(slug);
			await page.goto(pathOf('/events/:month', locale, moved.slice(0, 7)));
			await expect(page.locator('a.off', { hasText: title }).first()).toBeAttached();
			await page.goto(pathOf('/event/:slug', locale, slug));
			await expect(page.getByRole('main')).toContainText('Telpas slēgtas.');
			await expect(page.locator('time.void')).not.toHaveCount(0);

			await whole('confirmed', '');
			expect(await states()).toBe(0);
			await expect(list.nth(1)).toContainText(locale === 'lv' ? 'Pārcelts' : 'Rescheduled');
		});

		run(
			'an event with one date is moved by its form and keeps its length',
			async ({ page, axe }) => {
				const first = dayAhead(40, 1);
				const title = `Trīs dienas ${locale}`;
				const { id, slug } = await planned(page, locale, title, {
					day: first,
					last: addDays(first, 2)
				});
				const edit = pathOf('/coordinator/events/:id', locale, id);
				// Its dates are its form.
				await page.goto(pathOf('/coordinator/events/:id/dates', locale, id));
				expect(new URL(page.url()).pathname).toBe(edit);
				await field(page, 'starts_day').fill(addDays(first, 7));
				await press(page, saving);
				// It is said what becomes of the day people know.
				await expect(asked(page)).toContainText('→');
				await shown(page, axe);
				await press(page, saving);
				await said(page, done);
				await expect(field(page, 'starts_day')).toHaveValue(addDays(first, 7));
				await expect(page.locator('[name=ends_day]')).toHaveValue(addDays(first, 9));
				await page.goto(pathOf('/event/:slug', locale, slug));
				await expect(page.getByRole('main')).toContainText(/Pārcelts no|Rescheduled from/);
				await shown(page, axe);
			}
		);

		run('an evening of a series that ends after midnight can be moved', async ({ page, axe }) => {
			const first = dayAhead(30, 3);
			const { id } = await planned(page, locale, `Vēls vakars ${locale}`, {
				day: first,
				last: addDays(first, 1),
				from: '19:00',
				until: '01:00',
				weeks: 3
			});
			const second = addDays(first, 7);
			const dates = pathOf('/coordinator/events/:id/dates', locale, id);
			const open = `${dates}?date=${second}T19:00:00`;
			await page.goto(open);
			await page.locator('[name=change][value=moved]').check();
			await unfold(page);
			// The day is said in words with its weekday.
			await expect(
				page.locator('main').getByText(/^(Trešdiena|Wednesday) – (ceturtdiena|Thursday), /)
			).toBeVisible();
			// A slip of the year is asked about, once.
			await field(page, 'day').fill(`${Number(second.slice(0, 4)) - 1}${second.slice(4)}`);
			await press(page, saving);
			await expect(asked(page)).toContainText(/jau ir pagājusi|already passed/);
			await shown(page, axe);
			await field(page, 'day').fill(addDays(second, 1));
			await press(page, saving);
			await said(page, /^(Datums saglabāts|The date is saved)\./);
			await page.goto(open);
			await expect(field(page, 'day')).toHaveValue(addDays(second, 1));
			await expect(field(page, 'last_day')).toHaveValue(addDays(second, 2));
			await expect(field(page, 'until')).toHaveValue('01:00');
		});

		run('a new day of a postponed event is asked about, and said', async ({ page, axe }) => {
			const first = dayAhead(40, 2);
			const { id, slug } = await planned(page, locale, `Atlikts ${locale}`, {
				day: first,
				from: '10:00',
				until: '12:00'
			});
			const edit = pathOf('/coordinator/events/:id', locale, id);
			await page.goto(edit);
			await unfold(page);
			await page.locator('[name=status][value=postponed]').check();
			await field(page, 'reason_lv').fill('Lektors saslimis.');
			await press(page, saving);
			await said(page, done);
			await page.goto(pathOf('/event/:slug', locale, slug));
			await expect(page.getByRole('main')).toContainText('Lektors saslimis.');

			await page.goto(edit);
			await field(page, 'starts_day').fill(addDays(first, 7));
			await press(page, saving);
			await expect(page.locator('[name=holds_again][value=yes]')).toBeChecked();
			await shown(page, axe);
			await press(page, saving);
			await said(page, done);
			await page.goto(pathOf('/event/:slug', locale, slug));
			const main = page.getByRole('main');
			await expect(main).toContainText(/Pārcelts no|Rescheduled from/);
			await expect(main.locator('time.void')).toHaveCount(0);
		});
	});
}
