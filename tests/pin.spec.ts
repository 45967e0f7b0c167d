// The pin of a listing is set by what other maps give: a pair of coordinates or a map's address
// pasted into one box fills both, the typed address leads to a map with streets, and a pin that is
// put at the closest zoom is not approximate any more.
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { modes, newOrganisation, save, shown } from './setup/desk.ts';
import { unique } from './setup/listing.ts';
import { comeBack, expect, people, test } from './setup/people.ts';
import { unfold } from './setup/series.ts';

const pasted = [
	['56.9732, 21.9581', '56.9732', '21.9581'],
	['56,9741; 21,9573', '56.9741', '21.9573'],
	[
		'https://www.openstreetmap.org/?mlat=56.9751&mlon=21.9583#map=17/56.9751/21.9583',
		'56.9751',
		'21.9583'
	]
] as const;

for (const { run, how, locale } of modes) {
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 4(00|22)/] });
		run('a point pasted into one box fills both', async ({ page, house, axe }) => {
			await comeBack(page, house, people.kurzeme.email, locale);
			const id = await newOrganisation(page, locale, unique('Punkta biedrība'));
			await page.goto(pathOf('/coordinator/organisations/:id', locale, id));
			const latitude = page.locator('[name=latitude]');
			const longitude = page.locator('[name=longitude]');
			await unfold(page);
			for (const [index, [text, lat, lng]] of pasted.entries()) {
				// In either box.
				const box = index % 2 === 0 ? latitude : longitude;
				await box.fill(text);
				if (how.startsWith('with scripts')) await expect(latitude).toHaveValue(lat);
				await save(page);
				await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
				await unfold(page);
				await expect(latitude).toHaveValue(lat);
				await expect(longitude).toHaveValue(lng);
			}
			await shown(page, axe);
			// What is no point is refused as it was, and stays.
			await latitude.fill('pie baznīcas');
			await save(page);
			await expect(problems(page)).toBeVisible();
			await expect(latitude).toHaveValue('pie baznīcas');
		});
	});
}

test('the address leads to a map with streets; a pin put at the closest zoom is exact, and that is said', async ({
	page,
	house
}) => {
	await comeBack(page, house, people.kurzeme.email);
	const id = await newOrganisation(page, 'lv', unique('Ielas biedrība'));
	await page.goto(pathOf('/coordinator/organisations/:id', 'lv', id));
	await unfold(page);
	await page.locator('[name=street]').fill('Pils iela 1');
	const streets = page.getByRole('link', { name: 'Meklēt adresi kartē ar ielām (jaunā logā)' });
	await streets.evaluate((link: HTMLAnchorElement) => {
		link.addEventListener('click', (event) => event.preventDefault());
		link.click();
	});
	await expect(streets).toHaveAttribute(
		'href',
		'https://www.openstreetmap.org/search?query=Pils%20iela%201%2C%20Kuld%C4%ABga'
	);
	const approximate = page.locator('[name=approximate]');
	await expect(approximate).toBeChecked();
	const pin = page.getByRole('button', { name: /^Punkts:/ });
	const closer = page.getByRole('button', { name: 'Pietuvināt' });
	await pin.scrollIntoViewIfNeeded();
	// From afar a pin is put somewhere in town.
	await pin.focus();
	await page.keyboard.press('ArrowDown');
	await expect(page.getByText('Punkts novietots pašrocīgi')).toBeVisible();
	await expect(approximate).toBeChecked();
	await expect
		.poll(async () => {
			if (await closer.isEnabled()) await closer.click();
			return closer.isEnabled();
		})
		.toBe(false);
	await pin.focus();
	await page.keyboard.press('ArrowDown');
	await expect(approximate).not.toBeChecked();
	await expect(page.locator('main').getByText('Punkts novietots tuvplānā')).toBeVisible();
	await approximate.check();
	await expect(approximate).toBeChecked();
});
