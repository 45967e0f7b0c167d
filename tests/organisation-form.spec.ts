// What scripts add to the form of an organisation: the pin is dragged, hours are told in words
// while they are typed, and nothing is lost that was typed before they came.
import { shown } from './setup/desk.ts';
import { newListing, unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people, test } from './setup/people.ts';

test.beforeEach(async ({ page, house }) => comeBack(page, house, people.kurzeme.email));

test('the pin is dragged, and moved with the arrow keys', async ({ page }) => {
	await newListing(page, unique('Vilkšanas biedrība'));
	await unfold(page, 'Adrese un punkts kartē');
	const pin = page.getByRole('button', { name: /^Punkts:/ });
	await page.getByLabel('Ģeogrāfiskais platums').scrollIntoViewIfNeeded();
	const latitude = page.getByLabel('Ģeogrāfiskais platums');
	await pin.focus();
	await page.keyboard.press('Shift+ArrowDown');
	await expect(latitude).not.toHaveValue('56.97399');
	const byKeys = await latitude.inputValue();
	await expect(pin).toBeFocused();
	const box = await pin.boundingBox();
	if (!box) throw new Error('the pin is not on the map');
	await page.mouse.move(box.x + 22, box.y + 20);
	await page.mouse.down();
	await page.mouse.move(box.x + 82, box.y - 40, { steps: 4 });
	await page.mouse.up();
	await expect(latitude).not.toHaveValue(byKeys);
	expect(Number(await latitude.inputValue())).toBeGreaterThan(Number(byKeys));
	await expect(page.getByText('Punkts novietots pašrocīgi')).toBeVisible();
	await page.getByLabel('Pilsēta vai ciems').fill('Saldus');
	await page.getByLabel('Pilsēta vai ciems').blur();
	await page.getByRole('button', { name: 'Novietot punktu izvēlētās pilsētas' }).click();
	await expect(latitude).toHaveValue(/^56\.6/);
});

test('what is typed and ticked before the scripts come stays', async ({ page }) => {
	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	await page.route(/\/_app\/.*\.js$/, async (route) => {
		await held;
		await route.continue();
	});
	await page.goto('/koordinatoriem/organizacijas/jauna', { waitUntil: 'commit' });
	await page.getByLabel('Nosaukums latviski').fill('Ātrā biedrība');
	// What is unfolded stays so, too.
	await page.getByRole('radio', { name: 'Sadarbības partneris' }).check();
	await page.getByRole('checkbox', { name: 'Laba pārvaldība' }).check();
	await page.getByLabel('Tālrunis 1').fill('63027549');
	await unfold(page, 'Darba laiks');
	await page.getByRole('radio', { name: 'Pa nedēļas dienām' }).check();
	const monday = page.getByRole('group', { name: 'Pirmdiena' }).first();
	await monday.getByLabel('No', { exact: true }).fill('9');
	await monday.getByRole('checkbox', { name: 'pēc vienošanās' }).check();
	release();
	// The season's fields are put away by the scripts.
	await expect(page.getByLabel('Sākuma mēnesis')).toBeHidden();
	await expect(page.getByLabel('Tālrunis 1')).toHaveValue('63027549');
	await expect(page.getByLabel('Nosaukums latviski')).toHaveValue('Ātrā biedrība');
	await expect(page.getByRole('radio', { name: 'Sadarbības partneris' })).toBeChecked();
	await expect(page.getByRole('checkbox', { name: 'Laba pārvaldība' })).toBeChecked();
	await expect(page.getByRole('radio', { name: 'Pa nedēļas dienām' })).toBeChecked();
	await expect(monday.getByLabel('No', { exact: true })).toHaveValue('9');
	await expect(monday.getByRole('checkbox', { name: 'pēc vienošanās' })).toBeChecked();
	// It is as unsaved as what is typed later: kept in this browser, and asked about at leaving.
	await expect
		.poll(() =>
			page.evaluate(() =>
				Object.entries(localStorage).some(
					([key, text]) => key.startsWith('tikls:') && text.includes('Ātrā biedrība')
				)
			)
		)
		.toBe(true);
	const asked = page.waitForEvent('dialog');
	await page.getByRole('banner').getByRole('link').first().click({ noWaitAfter: true });
	const dialog = await asked;
	expect(dialog.type()).toBe('confirm');
	await dialog.dismiss();
	await expect(page.getByLabel('Nosaukums latviski')).toHaveValue('Ātrā biedrība');
});

test('and so it does where controls are plain: a list narrowed, an account', async ({ page }) => {
	for (const [address, fields, boxes] of [
		['/koordinatoriem/organizacijas', { q: 'centrs' }, 1],
		['/koordinatoriem/konts', { name: 'Kārlis Kurzemnieks' }, 0]
	] as const) {
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		await page.route(/\/_app\/.*\.js$/, async (route) => {
			await held;
			await route.continue();
		});
		await page.goto(address, { waitUntil: 'commit' });
		for (const [name, value] of Object.entries(fields))
			await page.locator(`main [name=${name}]`).first().fill(value);
		const chosen = page.locator('main select').first();
		await chosen.selectOption({ index: 1 });
		const second = await chosen.inputValue();
		const box = page.locator('main input[type=checkbox]').first();
		if (boxes) await box.check();
		release();
		await page.waitForLoadState('networkidle');
		await page.unrouteAll();
		for (const [name, value] of Object.entries(fields))
			await expect(page.locator(`main [name=${name}]`).first()).toHaveValue(value);
		await expect(chosen).toHaveValue(second);
		if (boxes) await expect(box).toBeChecked();
	}
});

test('hours are told in words while they are typed', async ({ page, axe }) => {
	await newListing(page, unique('Stundu biedrība'));
	await unfold(page, 'Darba laiks');
	await page.getByRole('radio', { name: 'Pa nedēļas dienām' }).check();
	const monday = page.getByRole('group', { name: 'Pirmdiena' }).first();
	await monday.getByLabel('No', { exact: true }).fill('9');
	await monday.getByLabel('Līdz', { exact: true }).fill('17');
	await monday.getByLabel('Pārtraukums no').fill('12.30');
	await monday.getByLabel('līdz', { exact: true }).fill('13');
	await monday.getByRole('button', { name: 'Visām darbdienām kā pirmdien' }).click();
	await page
		.getByRole('group', { name: 'Sestdiena' })
		.getByRole('checkbox', { name: 'pēc vienošanās' })
		.check();
	await expect(page.locator('.preview li')).toHaveText([
		'Pirmdiena–piektdiena 09.00–12.30, 13.00–17.00',
		'Sestdiena pēc vienošanās',
		'Svētdiena slēgts'
	]);
	await shown(page, axe);
});

test('a window that changes its size while the map is put away disturbs nothing', async ({
	page
}) => {
	await page.clock.install();
	await newListing(page, unique('Loga biedrība'));
	const map = page.locator('.leaflet-container');
	// It comes when it is seen, with its pin.
	await unfold(page, 'Adrese un punkts kartē');
	await page.getByLabel('Ģeogrāfiskais platums').scrollIntoViewIfNeeded();
	await expect(map.getByRole('button', { name: /^Punkts:/ })).toBeVisible();
	await page.clock.pauseAt(new Date(Date.now() + 600_000));
	await page.getByRole('link', { name: 'Priekšskatījums' }).click();
	const preview = page.getByText('Tā lapu redzēs apmeklētāji');
	await expect
		.poll(async () => {
			await page.clock.runFor(10);
			return preview.isVisible();
		})
		.toBe(true);
	// The map is taken apart 300 ms after it has gone from the page; whatever comes 200 ms after this
	// finds none.
	await page.clock.runFor(200);
	await page.evaluate(() => dispatchEvent(new Event('resize')));
	await page.clock.runFor(1000);
});
