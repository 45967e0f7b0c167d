// Somebody takes a list along: subscribes to exactly what it shows, downloads it, puts one event
// into a calendar; and a program that reads the feeds gets plain answers, also when it asks
// nonsense. With scripts and without.
import ICAL from 'ical.js';
import { expect, test, withoutScripts } from './fixtures.ts';

const stories = [
	{ run: test, how: 'with scripts' },
	{ run: withoutScripts, how: 'without scripts' }
] as const;

for (const { run, how } of stories) {
	run.describe(how, () => {
		run(
			'a list of events can be subscribed to with its conditions',
			async ({ page, request, baseURL }) => {
				await page.goto('/en/events?kind=seminar&region=riga');
				await page.getByText('Subscribe to this list or download it').click();
				const subscribe = page.getByRole('link', { name: 'Subscribe in a calendar' });
				const href = (await subscribe.getAttribute('href')) ?? '';
				expect(href).toBe(
					`webcal://${new URL(baseURL ?? '').host}/feeds/events.ics?kind=seminar&region=riga&lang=en`
				);
				const address = await page.getByLabel('Address of the calendar').inputValue();
				const calendar = await (await request.get(address)).text();
				const events = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vevent');
				// As many events as the list has: none of them is a series.
				expect(events.length).toBe(await page.getByRole('article').count());
				for (const event of events)
					expect(event.getFirstPropertyValue('summary')).toMatch(/^Example: /);
			}
		);

		run('a list of organisations can be downloaded, in its order', async ({ page, request }) => {
			await page.goto('/?region=kurzeme');
			await page.getByText('Lejupielādēt šo sarakstu').click();
			const names = await page
				.locator('#list [data-slug]')
				.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-slug')));
			const link = page.getByRole('link', { name: 'Lejupielādēt kartei (GeoJSON)' });
			const { features, total } = (await (
				await request.get((await link.getAttribute('href')) ?? '')
			).json()) as { total: number; features: { properties: { url: string } }[] };
			expect(names.length).toBeGreaterThan(1);
			expect(total).toBe(names.length);
			expect(features.map(({ properties }) => properties.url.split('/').at(-1))).toEqual(names);
		});
	});
}

test('what is over can be downloaded and not subscribed to', async ({ page, request }) => {
	await page.goto('/en/events?past=1&kind=forum');
	await page.getByText('Download this list').click();
	await expect(page.getByRole('link', { name: 'Subscribe in a calendar' })).toHaveCount(0);
	await expect(page.getByRole('link', { name: 'Download a table (Excel)' })).toHaveAttribute(
		'href',
		'/feeds/events.xlsx?kind=forum&past=1&lang=en'
	);
	const table = page.getByRole('link', { name: 'Download a table (CSV)' });
	const answer = await request.get((await table.getAttribute('href')) ?? '');
	const text = await answer.text();
	expect(text.startsWith('\uFEFFTitle,Kind,')).toBe(true);
	expect(text.trimEnd().split('\r\n')).toHaveLength(3);
	expect(answer.headers()['content-disposition']).toContain('attachment');
});

test('a point near one is never in the address of a feed, nor in the answer to a neighbour', async ({
	request,
	page
}) => {
	await page.goto('/en/events?near=56.65123,23.71456&km=50');
	await page.getByText('Subscribe to this list or download it').click();
	await expect(page.getByText('Your position is rounded')).toBeVisible();
	await expect(page.getByLabel('Address of the calendar')).toHaveValue(
		/near=56\.65%2C23\.71&km=50/
	);
	const first = await (await request.get('/feeds/events.ics?near=56.65123,23.71456&km=50')).text();
	const neighbour = await request.get('/feeds/events.ics?km=50&near=56.6541,23.7099');
	expect(await neighbour.text()).toBe(first);
	expect(first).not.toContain('56.65123');
});

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const feeds = [
	['/feeds/events.ics', 'text/calendar'],
	['/feeds/events.ics?event=piemers-nvo-informativa-diena-kuldiga', 'text/calendar'],
	['/feeds/events.atom', 'application/atom+xml'],
	['/feeds/events.geojson', 'application/geo+json'],
	['/feeds/events.csv', 'text/csv'],
	['/feeds/events.xlsx', workbook],
	['/feeds/organisations.geojson', 'application/geo+json'],
	['/feeds/organisations.csv', 'text/csv'],
	['/feeds/organisations.xlsx', workbook]
] as const;

test('every feed may be read by anybody, is kept until it changes, and runs nothing', async ({
	request
}) => {
	for (const [path, type] of feeds) {
		const first = await request.get(path);
		const headers = first.headers();
		expect(first.status(), path).toBe(200);
		expect(headers, path).toMatchObject({
			'content-type': type === workbook ? type : `${type}; charset=utf-8`,
			'content-language': 'lv',
			'access-control-allow-origin': '*',
			'cross-origin-resource-policy': 'cross-origin',
			'cache-control': 'public, no-cache',
			'x-content-type-options': 'nosniff',
			'x-robots-tag': 'noindex'
		});
		expect(headers['content-security-policy'], path).toContain("default-src 'none'");
		expect(headers, path).not.toHaveProperty('set-cookie');
		const again = await request.get(path, { headers: { 'if-none-match': headers.etag ?? '' } });
		expect(again.status(), path).toBe(304);
		expect(again.headers()['access-control-allow-origin'], path).toBe('*');
	}
});

/** What is true of one answer and not of the next: when it was given. */
const lasting = (headers: Record<string, string>) =>
	Object.fromEntries(
		Object.entries(headers).filter(([name]) => !['date', 'transfer-encoding'].includes(name))
	);

test('HEAD answers everything that GET has, of feeds and of pages', async ({ request }) => {
	const paths = [
		...feeds.map(([path]) => path),
		'/feeds/events.ics?event=there-is-none',
		'/feeds/events.csv?bom=no',
		'/',
		'/pasakumi',
		'/en/events',
		'/pasakumi?kind=forum',
		'/pasakums/piemers-nvo-informativa-diena-kuldiga',
		'/pasakums/tada-nav',
		'/sitemap.xml',
		// Another address of a page.
		'/events'
	];
	for (const path of paths) {
		// Whichever is asked first makes the answer.
		const options = { headers: { 'accept-encoding': 'gzip' }, maxRedirects: 0 };
		const head = await request.head(path, options);
		const get = await request.get(path, options);
		expect(head.status(), path).toBe(get.status());
		expect(lasting(head.headers()), path).toEqual(lasting(get.headers()));
		expect((await head.body()).length, path).toBe(0);
		const tag = get.headers().etag;
		if (get.status() !== 200 || tag === undefined) continue;
		const known = { ...options, headers: { ...options.headers, 'if-none-match': tag } };
		expect((await request.head(path, known)).status(), path).toBe(304);
	}
});

test('people’s tables have the day and the hour here, cut as their spreadsheets cut', async ({
	request
}) => {
	const text = await (await request.get('/feeds/events.csv?bom=1&kind=information-day')).text();
	const [headings = '', row = ''] = text.split('\r\n');
	expect(headings).toMatch(
		/^\uFEFFNosaukums;Veids;Sākuma diena;Sākuma laiks;Beigu diena;Beigu laiks;/
	);
	expect(row).toMatch(
		/^Piemērs: [^;]+;Informatīvā diena;\d{4}-\d\d-\d\d;11:00;\d{4}-\d\d-\d\d;14:00;/
	);
	const file = await (await request.get('/feeds/events.xlsx?kind=information-day')).body();
	expect(file.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
});

test('nonsense is answered 400 with a reason in words', async ({ request }) => {
	const asked = [
		'/feeds/events.ics?unknown=1',
		'/feeds/events.ics?alarm=soon',
		'/feeds/events.ics?event=piemers-nvo-informativa-diena-kuldiga&region=kurzeme',
		'/feeds/events.ics?event=%00',
		'/feeds/events.ics?near=tadasvietasnav',
		'/feeds/events.atom?alarm=5',
		'/feeds/events.csv?bom=yes',
		'/feeds/events.geojson?from=2027-02-30',
		'/feeds/organisations.csv?from=2027-01-01',
		'/feeds/organisations.geojson?lang=de'
	];
	for (const path of asked) {
		const answer = await request.get(path);
		expect(answer.status(), path).toBe(400);
		expect(answer.headers()['content-type'], path).toBe('text/plain; charset=utf-8');
		expect((await answer.text()).trim(), path).toMatch(/^[^<>{}]{10,200}$/);
	}
	expect((await request.get('/feeds/events.ics?event=there-is-none')).status()).toBe(404);
});

test('texts and headings are in the language asked for', async ({ request }) => {
	const table = async (query: string) =>
		(await (await request.get(`/feeds/organisations.csv?${query}`)).text()).split('\r\n')[0];
	expect(await table('')).toMatch(/^Nosaukums;Saīsinājums;/);
	expect(await table('lang=en')).toMatch(/^Name,Abbreviation,/);
	// At the same time, too: neither language may leak into the other answer.
	const both = await Promise.all(
		['lv', 'en', 'lv', 'en'].map((lang) => table(`lang=${lang}&page=2`))
	);
	expect(both.map((line) => line?.startsWith('Name,'))).toEqual([false, true, false, true]);
});
