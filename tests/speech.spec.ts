// What is said on a walk through the site, in both languages, by a screen reader kept as a library,
// compared with what was agreed (setup/agreed-speech.ts): each thing once, in words that stand alone.
import { pathOf } from '#lib/page/paths.ts';
import { newOrganisation } from './setup/desk.ts';
import { agreed } from './setup/agreed-speech.ts';
import { Listener } from './setup/speech.ts';
import { comeBack, expect, people, test } from './setup/people.ts';
import { everyPage } from './pages.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' }, viewport: { width: 1280, height: 800 } });

for (const locale of ['lv', 'en'] as const) {
	const told = agreed[locale];

	test(`searching, an unknown place, a filter, the map, an event: ${locale}`, async ({ page }) => {
		const ear = new Listener(page);
		await ear.open(pathOf('/', locale));
		const words = page.locator('input[name="q"]').first();
		await words.focus();
		await page.keyboard.type('jelgava');
		await page.keyboard.press('Escape');
		await page.keyboard.press('Enter');
		await ear.hears(told.found);

		const place = page.locator('input[name="near"]').first();
		await words.fill('');
		await place.focus();
		await place.fill('Zzkaut');
		await page.keyboard.press('Escape');
		await page.keyboard.press('Enter');
		await ear.hears(told.unknownPlace);
		console.log(locale, JSON.stringify(await ear.all(), null, 1));
	});
}
