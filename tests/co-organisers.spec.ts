// Whoever is named as a co-organiser of somebody else's event has the last word on it: the page of
// their organisation lists such events, and takes the name off for good.
import { said } from './setup/answers.ts';
import { fits, modes, shown } from './setup/desk.ts';
import { comeBack, expect, people } from './setup/people.ts';
import { dayAhead } from './setup/series.ts';
import { pathOf } from '#lib/page/paths.ts';

const words = {
	lv: {
		publish: 'Publicēt',
		published: 'Publicēts. Ierakstu tagad redz visi.',
		leave: 'Atteikties no līdzrīkošanas',
		left: 'vairs nav norādīta'
	},
	en: {
		publish: 'Publish',
		published: 'Published. Everybody can see it now.',
		leave: 'Take the name off',
		left: 'no longer names'
	}
} as const;

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run.describe(how, () => {
		// An answer that asks for something is no 200.
		run.use({ expectedErrors: [/status of 4(00|22)/] });

		run('a co-organiser takes the name off an event of others', async ({ page, house, axe }) => {
			await comeBack(page, house, people.zemgale.email, locale);
			await page.goto(pathOf('/coordinator/events/new', locale));
			const title = `Kopīgi ${how}`;
			await page.locator(`[name=title_${locale}]`).fill(title);
			await page.locator('[name=starts_day]').fill(dayAhead(50, 2));
			await page.locator('[name=starts_time]').fill('10:00');
			await page.locator('[name=ends_time]').fill('12:00');
			await page.locator('[name=place]').fill('Jelgava');
			const name = async (words: string, organisation?: string) => {
				await page.locator('[name=organiser_search]').fill(words);
				await page.locator('button[name=find][value=organisers]').click();
				const found = page.locator(
					`button[name=add_organiser]${organisation ? `[value="${organisation}"]` : ''}`
				);
				const id = (await found.first().getAttribute('value')) ?? '';
				await found.first().click();
				await expect(page.locator(`input[name=organisers][value="${id}"]`)).toHaveCount(1);
			};
			await name('Zemgales NVO');
			await name('Kurzemes NVO', house.organisation);
			await page.getByRole('button', { name: say.publish, exact: true }).click();
			await said(page, say.published);

			await page.context().clearCookies();
			await comeBack(page, house, people.editor.email, locale);
			const own = pathOf('/coordinator/organisations/:id', locale, house.organisation);
			await page.goto(own);
			const row = page
				.getByRole('listitem')
				.filter({ has: page.getByRole('link', { name: title }) });
			await expect(row).toHaveCount(1);
			await shown(page, axe);
			expect(await fits(page)).toBeLessThanOrEqual(0);
			if (process.env.SHOTS)
				for (const width of [390, 1366]) {
					await page.setViewportSize({ width, height: 900 });
					await row.scrollIntoViewIfNeeded();
					await page.screenshot({ path: `${process.env.SHOTS}/named-${locale}-${width}.png` });
				}
			await row.getByRole('button', { name: `${say.leave} ${title}` }).click();
			await said(page, new RegExp(say.left));
			await expect(page.getByRole('link', { name: title })).toHaveCount(0);
		});
	});
}
