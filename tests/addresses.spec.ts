// Somebody follows an address as it was passed on: with a slash, in capitals, with what a network
// appended. And asks for a place the way it stands in a letter, on a map or in a message. With
// scripts and without, in both languages.
import { expect, test, withoutScripts } from './fixtures.ts';
import { everyPage } from './pages.ts';
import { heard } from './setup/answers.ts';

test.describe('any harmless form of an address', () => {
	const forms = (path: string) => [
		`${path}/`,
		`${path}//`,
		`${path}/index.html`,
		`${path}.`,
		`${path}%20`,
		path.toUpperCase(),
		`${path}/?utm_source=a`
	];

	test('leads every page of ours in one step to itself, asked for or only looked at', async ({
		request
	}) => {
		for (const { path, status } of await everyPage(request)) {
			if (status !== 200) continue;
			const [plain = '', query = ''] = path.split('?');
			if (plain === '/' || query !== '') continue;
			for (const form of forms(plain))
				for (const method of ['GET', 'HEAD']) {
					const answer = await request.fetch(form, { method, maxRedirects: 0 });
					expect(answer.status(), `${method} ${form}`).toBe(308);
					const to = answer.headers().location ?? '';
					expect(to, form).toBe(form.includes('utm') ? `${plain}?utm_source=a` : plain);
				}
			expect((await request.get(plain, { maxRedirects: 0 })).status(), plain).toBe(200);
		}
	});

	for (const [address, own] of [
		['/pasakumi/', '/pasakumi'],
		['/Pasākumi', '/pasakumi'],
		['/en/Events/', '/en/events'],
		['/events/', '/pasakumi'],
		['/en/pasakumi', '/en/events'],
		['/pasakumi%23list', '/pasakumi#list'],
		['/index.php', '/'],
		['/FEEDS/events.ics/', '/feeds/events.ics']
	] as const)
		test(`${address} leads to ${own}`, async ({ request }) => {
			const answer = await request.get(address, { maxRedirects: 0 });
			expect(answer.headers().location).toBe(own);
			expect((await request.get(own, { maxRedirects: 0 })).status()).toBe(200);
		});

	test('of a page that is not there is not there', async ({ request }) => {
		for (const address of ['/foo/', '/FOO', '/wp-login.php', '/en/foo/'])
			expect((await request.get(address, { maxRedirects: 0 })).status(), address).toBe(404);
	});
});

for (const [name, run] of [
	['with scripts', test],
	['without scripts', withoutScripts]
] as const)
	run(`what others append is in no address the page tells, ${name}`, async ({ page }) => {
		const appended =
			'fbclid=a&utm_source=b&gclid=c&mc_cid=d&mc_eid=e&igshid=f&_ga=g&source=h&PHPSESSID=i';
		for (const [path, own] of [
			['/', '/'],
			['/en/events', '/en/events'],
			['/?region=kurzeme', '/?region=kurzeme'],
			['/organizacija/kvalb', '/organizacija/kvalb']
		] as const) {
			await page.goto(`${path}${path.includes('?') ? '&' : '?'}${appended}`);
			const home = new URL(page.url()).origin;
			await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', home + own);
			await expect(page.locator('meta[property="og:url"]')).toHaveAttribute('content', home + own);
			await expect(page.getByText(/^(Ne visa adrese|Part of the address)/)).toHaveCount(0);
		}
		await page.goto('/en?regoin=kurzeme&fbclid=a');
		await expect(page.getByText('Part of the address').first()).toBeVisible();
	});

test('what is asked for without being named is there', async ({ request, page }) => {
	for (const [path, type] of [
		['/favicon.ico', /^image\/(x-icon|vnd\.microsoft\.icon)/],
		['/apple-touch-icon.png', /^image\/png/],
		['/apple-touch-icon-precomposed.png', /^image\/png/],
		['/manifest.webmanifest', /^application\/manifest\+json/]
	] as const) {
		const answer = await request.get(path);
		expect(answer.status(), path).toBe(200);
		expect(answer.headers()['content-type'], path).toMatch(type);
	}
	await page.goto('/en');
	const address = await page.locator('link[rel=manifest]').getAttribute('href');
	const manifest = (await (await request.get(address ?? '')).json()) as {
		lang: string;
		start_url: string;
		icons: { src: string }[];
	};
	expect([manifest.lang, manifest.start_url]).toEqual(['en', '/en']);
	for (const { src } of manifest.icons) expect((await request.get(src)).status(), src).toBe(200);
});

test('HEAD answers as GET does', async ({ request }) => {
	const paths = [
		...['/', '/pasakumi', '/en/events', '/organizacija/kvalb', '/organizacija/kvalb/qr.svg'],
		...['/koordinatoriem', '/feeds/events.ics', '/feeds/events.csv', '/map/organisations.json'],
		...['/suggest.json?q=kul', '/suggest.json', '/healthz', '/robots.txt', '/sitemap.xml', '/foo'],
		...['/favicon.ico', '/manifest.webmanifest', '/pasakumi/', '/feeds/events.ics?x=1']
	];
	for (const path of paths) {
		const [get, head] = await Promise.all(
			['GET', 'HEAD'].map((method) => request.fetch(path, { method, maxRedirects: 0 }))
		);
		expect(head?.status(), path).toBe(get?.status());
		for (const header of ['content-type', 'location', 'etag', 'cache-control', 'content-length'])
			expect(head?.headers()[header], `${header} of ${path}`).toBe(get?.headers()[header]);
		expect((await head?.body())?.length, path).toBe(0);
	}
});

const where = { lv: 'vieta, ap kuru meklēt', en: 'place to look around' } as const;

for (const [name, run] of [
	['with scripts', test],
	['without scripts', withoutScripts]
] as const)
	run.describe(`"Where", ${name}`, () => {
		run('takes what people paste', async ({ page }) => {
			for (const [typed, chip] of [
				['Dārza iela 8A, Alūksne, Alūksnes nov., LV-4301', /Alūksne/],
				['Cēsu nov.', /Cēsis/],
				['LV-3301', /Kuldīga/],
				['Елгава', /Jelgava/],
				['56,9496; 24,1052', /56\.9496, 24\.1052/],
				['56°57′0″N 24°6′0″E', /56\.95, 24\.1/],
				['https://www.openstreetmap.org/#map=14/56.95/24.1', /56\.95, 24\.1/],
				['Kurzemes reģions', /Reģions: Kurzeme/]
			] as const) {
				await page.goto('/');
				await page.getByLabel(where.lv).fill(typed);
				await page.getByRole('button', { name: 'Meklēt' }).click();
				await expect(page).not.toHaveURL('/');
				await expect(
					page.getByRole('navigation', { name: 'Atlasīts pēc' }).getByRole('link', { name: chip }),
					typed
				).toBeVisible();
				await expect(page.getByText('nav atrasta')).toHaveCount(0);
			}
		});

		run(
			'says at the field that nobody knows a place, and applies nothing',
			async ({ page, axe }) => {
				for (const [address, note, said, locale] of [
					['/?near=Zzkaut', 'Vieta „Zzkaut” nav atrasta.', 'Atrastas 26 organizācijas', 'lv'],
					['/en?near=Zzkaut', 'No place called “Zzkaut” was found.', '26 organisations found', 'en']
				] as const) {
					await page.goto(address);
					const field = page.getByLabel(where[locale]);
					await expect(field).toHaveAttribute('aria-invalid', 'true');
					await expect(field).toHaveAccessibleDescription(new RegExp(note.slice(0, 20)));
					await expect(field).toHaveValue('Zzkaut');
					await expect(page.getByText(note)).toBeVisible();
					await expect(page.getByRole('heading', { name: said })).toBeVisible();
					// No chip for what is not applied, and nothing that is heard says that it is.
					await expect(page.getByText(/25 km/).locator('visible=true')).toHaveCount(0);
					expect(await page.locator('main').ariaSnapshot()).not.toMatch(/km ap vietu|km around/);
					expect(await axe(page)).toEqual([]);
				}
				await page.goto('/pasakumi?near=Zzkaut');
				await expect(page.getByText('Vieta „Zzkaut” nav atrasta.')).toBeVisible();
			}
		);
	});

test('what was found is heard in one sentence', async ({ page }) => {
	await page.goto('/');
	await page.getByLabel(where.lv).fill('Zzkaut');
	await page.getByRole('button', { name: 'Meklēt' }).click();
	await expect(heard(page)).toHaveText('Vieta „Zzkaut” nav atrasta. Atrastas 26 organizācijas.');
	await page.getByLabel(where.lv).fill('Kuldīga');
	await page.getByRole('button', { name: 'Meklēt' }).click();
	await expect(heard(page)).toHaveText('Atrasta 1 organizācija. Tuvumā: Kuldīga, 25 km.');
});
