// What is said on a walk through the site, in both languages, by a screen reader kept as a library,
// compared with what was agreed (setup/agreed-speech.ts): each thing once, in words that stand
// alone.
import { pathOf } from '#lib/page/paths.ts';
import { test as visit } from './fixtures.ts';
import { everyPage } from './pages.ts';
import { agreed } from './setup/agreed-speech.ts';
import { newOrganisation, save } from './setup/desk.ts';
import { comeBack, expect, people, test } from './setup/people.ts';
import { Listener } from './setup/speech.ts';

// One worker: a server of its own for the two that save is made once.
visit.describe.configure({ mode: 'default' });
// The library looks round what it has just spoken, also when that is gone from the page.
visit.use({ expectedErrors: [/status of 400|getElementById is not a function/] });
visit.use({ contextOptions: { reducedMotion: 'reduce' }, viewport: { width: 1280, height: 800 } });

/** A phrase that changes from run to run is told by its shape. */
const inShape = (phrases: readonly (string | RegExp)[]) =>
	phrases.map((phrase): unknown =>
		typeof phrase === 'string' ? phrase : expect.stringMatching(phrase)
	);

const names = {
	lv: { regions: 'Reģions', cancelled: /Atcelts/ },
	en: { regions: 'Region', cancelled: /Cancelled/ }
};

for (const locale of ['lv', 'en'] as const) {
	const told = agreed[locale];

	visit(`words, an unknown place, a filter, the map, an event: ${locale}`, async ({ page }) => {
		const ear = new Listener(page);
		await ear.open(pathOf('/', locale));
		const words = page.locator('input[name="q"]').first();
		const place = page.locator('input[name="near"]').first();
		// The scripts have come once the field suggests.
		await expect(words).toHaveAttribute('role', 'combobox');
		await words.focus();
		await words.fill('jelgava');
		await page.keyboard.press('Enter');
		await ear.hears(told.wait.words);
		await words.fill('');
		await place.focus();
		await place.fill('Zzkaut');
		await page.keyboard.press('Enter');
		await ear.hears(told.wait.place);
		await place.fill('');
		await page.keyboard.press('Enter');
		await ear.hears(told.wait.all);
		await page.locator('.groups summary', { hasText: names[locale].regions }).click();
		await page.getByRole('checkbox', { name: 'Kurzeme' }).check();
		await ear.hears(told.wait.filter);

		await ear.open(pathOf('/', locale));
		const surface = page.getByRole('application');
		// Its keys work once it is one stop of the Tab key.
		await expect(surface).toHaveAttribute('tabindex', '0');
		await expect(surface.getByRole('button').first()).toBeAttached();
		await surface.focus();
		await page.keyboard.press('0');
		await ear.hears(told.wait.view);
		// The nearest is a group: a digit says its towns and leads to the first of its members, which
		// are a list from afar.
		await page.keyboard.press('1');
		await ear.hears(told.wait.group);
		await page.keyboard.press('Enter');
		await ear.hears(told.wait.chosen);

		await ear.open(pathOf('/events', locale));
		await page
			.getByRole('article')
			.filter({ hasText: names[locale].cancelled })
			.first()
			.getByRole('heading')
			.getByRole('link')
			.click();
		await ear.hears(told.wait.event);
		expect(await ear.all()).toEqual(inShape(told.walk));
	});

	test(`saving with one wrong phone of four, and mended: ${locale}`, async ({ page, house }) => {
		await comeBack(page, house, people.kurzeme.email, locale);
		const id = await newOrganisation(page, locale, 'Dzirdamā biedrība');
		const ear = new Listener(page);
		await ear.open(pathOf('/coordinator/organisations/:id', locale, id));
		const rows = page.locator('input[name="phones"]');
		for (const [row, number] of ['63322711', '63322712', '12', '63322714'].entries())
			await rows.nth(row).fill(number);
		await save(page);
		await ear.hears(told.refused);
		await expect(page).toHaveTitle(told.titles.refused);
		// Only that one is marked, and says why.
		await expect(rows.and(page.locator('[aria-invalid]'))).toHaveCount(1);
		await expect(rows.nth(2)).toHaveAttribute('aria-invalid', 'true');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await expect(rows.nth(2)).toBeFocused();
		await expect(rows.nth(2)).toHaveAccessibleDescription(told.why);
		await rows.nth(2).fill('63322713');
		await page.keyboard.press('Enter');
		await ear.hears(told.saved);
		await expect(page).toHaveTitle(told.titles.saved);
		expect(await ear.all()).toEqual(inShape(told.save));
	});
}

visit('every page comes with one live region, and nothing in it', async ({ request }) => {
	for (const { path } of await everyPage(request)) {
		const html = await (await request.get(path)).text();
		const speaking = html.match(
			/<[^>]*\s(?:aria-live|role="(?:status|alert|log|timer)")[^>]*>[^<]*/g
		);
		expect(speaking, path).toEqual([expect.stringMatching(/^<p id="said"[^>]*>$/)]);
	}
});
