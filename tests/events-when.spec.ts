// Somebody asks "what is on this month"; and finds what needs no journey. With scripts and
// without.
import { expect, test, withoutScripts } from './fixtures.ts';

const stories = [
	{ run: test, how: 'with scripts' },
	{ run: withoutScripts, how: 'without scripts' }
] as const;

for (const { run, how } of stories) {
	run.describe(how, () => {
		run('a ready choice sets the dates, keeps the rest, and is marked', async ({ page }) => {
			await page.goto('/en/events?kind=training');
			const when = page.getByRole('navigation', { name: 'When' });
			await expect(when.locator('[aria-current]')).toHaveText('Upcoming');
			await when.getByRole('link', { name: 'Next month' }).click();
			await expect(page).toHaveURL(/kind=training&from=(\d{4}-\d\d)-01&to=\1-\d\d$/);
			await expect(when.locator('[aria-current]')).toHaveText('Next month');
			for (const [name, days] of [
				['Today', 0],
				['This week', 6],
				['This weekend', 1]
			] as const) {
				await when.getByRole('link', { name, exact: true }).click();
				await expect(when.locator('[aria-current]')).toHaveText(name);
				const params = new URL(page.url()).searchParams;
				const span = Date.parse(params.get('to') ?? '') - Date.parse(params.get('from') ?? '');
				expect(span, name).toBe(days * 86_400_000);
				expect(params.get('kind')).toBe('training');
			}
			await when.getByRole('link', { name: 'Upcoming' }).click();
			await expect(page).toHaveURL(/\/en\/events\?kind=training$/);
		});

		run('what is online says so in the list and has a place beside the map', async ({ page }) => {
			await page.goto('/pasakumi');
			const online = page
				.getByRole('article')
				.filter({ hasText: 'Projekta pieteikums soli pa solim' });
			await expect(online.getByText('Tiešsaistē', { exact: true })).toBeVisible();
			await page.setViewportSize({ width: 1280, height: 800 });
			// No distance leaves it out: it has none.
			await page.goto('/?show=events&near=56.97,21.97&km=5');
			const beside = page.getByRole('link', { name: /^Tiešsaistē: \d+ datum/ });
			const count = Number((await beside.textContent())?.match(/\d+/)?.[0]);
			await beside.click();
			await expect(page).toHaveURL(/\?online=1&show=events$/);
			await expect(page.getByRole('article')).toHaveCount(count);
			await expect(page.getByRole('article').filter({ hasText: 'Tiešsaistē' })).not.toHaveCount(0);
		});
	});
}
