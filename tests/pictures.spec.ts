// A logo is uploaded with a listing: written anew without what the photograph says about its owner,
// seen by nobody before the listing is published, and refused when it is no picture, whatever it
// calls itself.
import sharp from 'sharp';
import type { Page } from '@playwright/test';
import { problems, said } from './setup/answers.ts';
import { unfold, unique } from './setup/listing.ts';
import { expect, people, signIn, test, withoutScripts } from './setup/people.ts';

/** A photograph that knows where it was taken. */
const photograph = (): Promise<Buffer> =>
	sharp({ create: { width: 300, height: 200, channels: 3, background: '#8f1d2c' } })
		.jpeg()
		.withExif({ IFD0: { Copyright: 'Noslēpums' } })
		.toBuffer();

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

async function fillNew(page: Page, name: string) {
	await page.goto('/koordinatoriem/organizacijas/jauna');
	await page.getByLabel('Nosaukums latviski').fill(name);
	await page.getByRole('radio', { name: 'Sadarbības partneris' }).check();
	await page.getByLabel('Pilsēta vai ciems').fill('Kuldīga');
}

for (const [mode, story] of [
	['with JavaScript', test],
	['without JavaScript', withoutScripts]
] as const) {
	story.describe(mode, () => {
		// Failed posts and hidden pictures are told in the console.
		story.use({ expectedErrors: [/status of 4(00|04|13)/] });

		story(
			'a logo comes with its words, is kept through a mistake, and goes public with the listing',
			async ({ page, house, browser }) => {
				await signIn(page, house, people.kurzeme.email);
				await fillNew(page, unique('Logotipa biedrība'));
				const logo = page.getByRole('group', { name: 'Logotips', exact: true });
				await unfold(page, 'Logotips un attēls');
				await logo
					.getByLabel('Izvēlieties datni')
					.setInputFiles(file('logo.png', 'image/png', await photograph()));
				await page.getByRole('button', { name: 'Saglabāt melnrakstu', exact: true }).click();
				// The name of the file is nobody's business, and the words are missing: the picture is kept
				// while they are written.
				await expect(problems(page).getByRole('link')).toHaveText([
					/Logotips: Ierakstiet, kas attēlā redzams/
				]);
				const shown = logo.getByRole('img');
				await expect(shown).toBeVisible();
				const address = (await shown.getAttribute('src')) ?? '';
				expect(address).toMatch(/^\/pictures\/[0-9a-f-]{36}\.webp$/);
				await logo.getByLabel('Kas attēlā redzams latviski').fill('Biedrības zīme');
				await page.getByRole('button', { name: 'Saglabāt melnrakstu', exact: true }).click();
				await said(page, 'Melnraksts saglabāts.');

				const visitor = await browser.newContext({ baseURL: house.server.url });
				expect((await visitor.request.get(address)).status()).toBe(404);
				await page.getByRole('button', { name: 'Publicēt', exact: true }).click();
				await said(page, 'Publicēts. Ierakstu tagad redz visi.');
				const answer = await visitor.request.get(address);
				expect(answer.status()).toBe(200);
				expect(answer.headers()).toMatchObject({
					'content-type': 'image/webp',
					'cache-control': 'public, max-age=31536000, immutable',
					'x-content-type-options': 'nosniff'
				});
				const about = await sharp(await answer.body()).metadata();
				expect([about.format, about.width, about.exif]).toEqual(['webp', 300, undefined]);
				await page.getByRole('link', { name: 'Publiskā lapa' }).click();
				await expect(page.getByRole('img', { name: 'Biedrības zīme' })).toHaveAttribute(
					'src',
					address
				);

				await page.goBack();
				await unfold(page, 'Logotips un attēls');
				await logo.getByRole('checkbox', { name: 'Noņemt šo attēlu' }).check();
				await page.getByRole('button', { name: 'Saglabāt', exact: true }).click();
				await said(page, 'Saglabāts. Izmaiņas jau redz visi.');
				await expect(logo.getByRole('img')).toHaveCount(0);
				expect((await visitor.request.get(address)).status()).toBe(404);
				await visitor.close();
			}
		);

		story('what is no picture is refused by what it holds', async ({ page, house }) => {
			await signIn(page, house, people.kurzeme.email);
			await fillNew(page, unique('Datņu biedrība'));
			const logo = page.getByRole('group', { name: 'Logotips', exact: true });
			await unfold(page, 'Logotips un attēls');
			const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
			await logo
				.getByLabel('Izvēlieties datni')
				.setInputFiles(file('logo.png', 'image/png', Buffer.from(script)));
			await page.getByRole('button', { name: 'Saglabāt melnrakstu', exact: true }).click();
			await expect(problems(page).getByRole('link')).toHaveText([
				/Logotips: Šī datne nav JPEG, PNG, WebP vai AVIF attēls/
			]);
			await logo
				.getByLabel('Izvēlieties datni')
				.setInputFiles(file('liels.jpg', 'image/jpeg', Buffer.alloc(5 * 1024 * 1024 + 1, 0xff)));
			await page.getByRole('button', { name: 'Saglabāt melnrakstu', exact: true }).click();
			await expect(problems(page).getByRole('link')).toHaveText([
				/Logotips: Datne ir lielāka par 5 MB/
			]);
		});
	});
}

test('a photograph of a phone is made smaller before it is sent, and shown as it will be', async ({
	page,
	house
}) => {
	await signIn(page, house, people.kurzeme.email);
	await fillNew(page, unique('Fotogrāfu biedrība'));
	const picture = page.getByRole('group', { name: 'Attēls', exact: true });
	await unfold(page, 'Logotips un attēls');
	// Turned by its metadata, as phones do it; noise, so that it has the octets of a real one.
	const large = await sharp({
		create: {
			width: 4000,
			height: 3000,
			channels: 3,
			background: '#777',
			noise: { type: 'gaussian', mean: 128, sigma: 40 }
		}
	})
		.withMetadata({ orientation: 6 })
		.jpeg({ quality: 92 })
		.toBuffer();
	expect(large.length).toBeGreaterThan(8_000_000);
	await picture
		.getByLabel('Izvēlieties datni')
		.setInputFiles(file('IMG_1.jpg', 'image/jpeg', large));
	await picture.getByLabel('Kas attēlā redzams latviski').fill('Troksnis');
	// Pressed at once: the form waits for the smaller picture.
	const sent = page.waitForRequest((request) => request.method() === 'POST');
	await page.getByRole('button', { name: 'Saglabāt melnrakstu', exact: true }).click();
	expect(Number((await (await sent).allHeaders())['content-length'])).toBeLessThan(3_000_000);
	await said(page, 'Melnraksts saglabāts.');
	await unfold(page, 'Logotips un attēls');
	const kept = picture.getByRole('img');
	await expect(kept).toBeVisible();
	// The picture itself comes after its place on the page.
	await expect
		.poll(() => kept.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight]))
		.toEqual([1200, 1600]);

	// What this browser cannot read is said before anything is sent, and the file stays.
	const input = picture.getByLabel('Aizstāt ar citu datni');
	await input.setInputFiles(file('IMG_2.heic', 'image/heic', Buffer.from('....ftypheic')));
	await expect(picture.getByText('Šis pārlūks datni nevar nolasīt kā attēlu.')).toBeVisible();
	await input.setInputFiles(file('mazs.jpg', 'image/jpeg', await photograph()));
	await expect(picture.getByText('Tiks nosūtīts: 300 × 200 pikseļi')).toBeVisible();
	await expect(
		picture.getByRole('img', { name: 'Attēls: attēls, kas tiks nosūtīts' })
	).toBeVisible();
});

test('addresses that are no pictures, and pictures nobody has', async ({ request }) => {
	for (const path of ['x', '..%2f..%2fetc%2fpasswd', crypto.randomUUID()])
		expect((await request.get(`/pictures/${path}.webp`)).status()).toBe(404);
});
