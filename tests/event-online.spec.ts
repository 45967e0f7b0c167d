// An event online: choosing so opens the field of its link and folds the place away, the link is
// shown from an hour before unless somebody says otherwise, and an event nobody can join is asked
// about once before it is published.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, expect, people } from './setup/people.ts';
import { dayAhead } from './setup/series.ts';

const words = {
	lv: {
		publish: 'Publicēt',
		published: /^Publicēts\./,
		save: 'Saglabāt',
		saved: /^Saglabāts\./,
		nobody: 'Tiešsaistē piedalīties nevar: nav ne saites, ne pieteikšanās iespējas.',
		nowhere: 'Nav norādīts, kur pasākums notiek.',
		draft: 'Saglabāt melnrakstu',
		drafted: /^Melnraksts saglabāts\./,
		preview: 'Priekšskatījums'
	},
	en: {
		publish: 'Publish',
		published: /^Published\./,
		save: 'Save',
		saved: /^Saved\./,
		nobody: 'Nobody can take part online: there is neither a link nor a way to register.',
		nowhere: 'Where the event takes place is not given.',
		draft: 'Save draft',
		drafted: /^Draft saved\./,
		preview: 'Preview'
	}
} as const;

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`).last();
const press = (page: Page, name: string) =>
	page.locator('main').getByRole('button', { name, exact: true }).first().click();

/** A new event with a title and a time. */
async function begun(page: Page, locale: 'lv' | 'en', title: string) {
	await page.goto(pathOf('/coordinator/events/new', locale));
	await field(page, 'title_lv').fill(title);
	await field(page, 'starts_day').fill(dayAhead(40, 2));
	await field(page, 'starts_time').fill('10:00');
	await field(page, 'ends_time').fill('12:00');
}

for (const { run, how, locale } of modes) {
	const say = words[locale];
	const scripts = run === modes[0].run;
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 422/] });
		run.beforeEach(({ page, house }) => comeBack(page, house, people.kurzeme.email, locale));

		run('an event online that nobody can join is asked about once', async ({ page, axe }) => {
			await begun(page, locale, `Tiešsaistē ${locale}`);
			const link = field(page, 'join_url');
			const venue = field(page, 'venue_name');
			await expect(venue).toBeVisible();
			await expect(link).toBeHidden();
			if (scripts) await expect(page.locator('#svelte-announcer')).toBeAttached();
			await page.locator('[name=attendance][value=online]').check();
			if (scripts) {
				await expect(link).toBeVisible();
				await expect(venue).toBeHidden();
				await shown(page, axe);
				// Both ways: people come, too.
				await page.locator('[name=attendance][value=both]').check();
				await expect(venue).toBeVisible();
				await page.locator('[name=attendance][value=online]').check();
				await expect(venue).toBeHidden();
			} else await expect(venue).toBeVisible();
			await press(page, say.publish);
			const asked = problems(page);
			await expect(asked).toContainText(say.nobody);
			await expect(asked).not.toContainText(say.nowhere);
			// The answer of the server shows the same, with scripts and without.
			await expect(link).toBeVisible();
			await expect(venue).toBeHidden();
			await expect(field(page, 'join_minutes')).toHaveValue('60');
			await shown(page, axe);
			await press(page, say.publish);
			await said(page, say.published);
			// Once: a later save of something else asks nothing.
			await field(page, 'summary_lv').fill('Saruna.');
			await press(page, say.save);
			await said(page, say.saved);
			await link.fill('https://meet.example/saruna');
			await press(page, say.save);
			await said(page, say.saved);
			await expect(link).toHaveValue('https://meet.example/saruna');
			await expect(field(page, 'join_minutes')).toHaveValue('60');
		});

		run(
			'a draft without a place says so beside the button that publishes it',
			async ({ page, axe }) => {
				await begun(page, locale, `Bez vietas ${locale}`);
				await press(page, say.draft);
				await said(page, say.drafted);
				await page.getByRole('link', { name: say.preview, exact: true }).click();
				await expect(page.getByRole('listitem').filter({ hasText: say.nowhere })).toBeVisible();
				await shown(page, axe);
			}
		);
	});
}
