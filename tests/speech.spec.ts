// What is said on a walk through the site, in both languages, by a screen reader kept as a library,
// compared with what was agreed (setup/agreed-speech.ts): each thing once, in words that stand
// alone.
import { pathOf } from '#lib/page/paths.ts';
import { everyPage } from './pages.ts';
import { agreed, control } from './setup/agreed-speech.ts';
import { newOrganisation, save } from './setup/desk.ts';
import { comeBack, expect, people, test } from './setup/people.ts';
import { Listener } from './setup/speech.ts';

test.use({
	contextOptions: { reducedMotion: 'reduce' },
	viewport: { width: 1280, height: 800 },
	expectedErrors: [/status of 400/]
});

for (const locale of ['lv', 'en'] as const) {
	const told = agreed[locale];
	const named = control[locale];

	test(`words, an unknown place, a filter, the map, an event: ${locale}`, async ({ page }) => {
		const ear = new Listener(page);
		await ear.open(pathOf('/', locale));
		const [words, place] = ['q', 'near'].map((name) =>
			page.locator(`input[name="${name}"]`).first()
		);
		await words?.focus();
		await words?.fill('jelgava');
		await page.keyboard.press('Enter');
		await ear.hears(told.words);
		await words?.fill('');
		await place?.focus();
		await place?.fill('Zzkaut');
		await page.keyboard.press('Enter');
		await ear.hears(told.place);
		await place?.fill('');
		await page.keyboard.press('Enter');
		await ear.hears(told.all);
		await page.locator('.groups summary', { hasText: named.regions }).click();
		await page.getByRole('checkbox', { name: 'Kurzeme' }).check();
		await ear.hears(told.filter);
		console.log(JSON.stringify(await ear.all(), null, '\t'));
		expect(await ear.all()).toEqual(told.search);

		const onMap = new Listener(page);
		await onMap.open(`${pathOf('/', locale)}?region=kurzeme`);
		const surface = page.getByRole('application');
		await expect(surface).toBeVisible();
		await surface.focus();
		await page.keyboard.press('-');
		await onMap.hears(told.view);
		await page.keyboard.press('1');
		await onMap.hears(told.entered);
		await page.keyboard.press('Enter');
		await onMap.hears(told.chosen);
		console.log(JSON.stringify(await onMap.all(), null, '\t'));
		expect(await onMap.all()).toEqual(told.map);

		const atEvent = new Listener(page);
		await atEvent.open(pathOf('/events', locale));
		await page.getByRole('article').filter({ hasText: named.cancelled }).getByRole('link').click();
		await atEvent.hears(named.cancelled);
		console.log(JSON.stringify(await atEvent.all(), null, '\t'));
		expect(await atEvent.all()).toEqual(told.event);
	});

	test(`saving with one wrong phone of four, and mended: ${locale}`, async ({ page, house }) => {
		await comeBack(page, house, people.kurzeme.email, locale);
		const id = await newOrganisation(page, locale, 'Dzirdamā biedrība');
		const ear = new Listener(page);
		await ear.open(pathOf('/coordinator/organisations/:id', locale, id));
		const phone = (row: number) => page.locator('input[name="phones"]').nth(row);
		for (const [row, number] of ['63322711', '63322712', '12', '63322714'].entries())
			await phone(row).fill(number);
		await save(page);
		await ear.hears(told.refused);
		await expect(page).toHaveTitle(new RegExp(`^${told.errorTitle}: `));
		// Only that one is marked, and says why.
		const rows = page.locator('input[name="phones"]');
		await expect(rows.and(page.locator('[aria-invalid]'))).toHaveCount(1);
		await expect(phone(2)).toHaveAttribute('aria-invalid', 'true');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await expect(phone(2)).toBeFocused();
		await expect(phone(2)).toHaveAccessibleDescription(told.why);
		await ear.hears(told.why);
		await phone(2).fill('63322713');
		await page.keyboard.press('Enter');
		await ear.hears(told.saved);
		await expect(page).toHaveTitle(new RegExp(`^${told.savedTitle} · `));
		console.log(JSON.stringify(await ear.all(), null, '\t'));
		expect(await ear.all()).toEqual(told.save);
	});
}

test('every page comes with one live region, and nothing in it', async ({ request }) => {
	for (const { path } of await everyPage(request)) {
		const html = await (await request.get(path)).text();
		const speaking = html.match(
			/<[^>]*\s(?:aria-live|role="(?:status|alert|log|timer)")[^>]*>[^<]*/g
		);
		expect(speaking, path).toEqual([expect.stringMatching(/^<p id="said"[^>]*>$/)]);
	}
});
