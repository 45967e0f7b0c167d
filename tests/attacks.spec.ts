// What somebody who means ill tries on the pages: forms sent from elsewhere or with another's
// rights, huge bodies, scripts in every field, files that are not what they say, forged cookies,
// addresses that lead away. Attacks on the data interface itself are in
// supabase/tests/attacks.test.ts.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { root } from '../scripts/prepare.js';
import { pathOf } from '#lib/page/paths.ts';
import { expect, people, signIn, test, withoutScripts, type House } from './setup/people.ts';

const edit = (id: string) => pathOf('/coordinator/organisations/:id', 'lv', id);
/** Saves and publishes in one go. */
const publish = (page: Page) => page.locator('button[formaction="?/publish"]').click();
const form = 'application/x-www-form-urlencoded';

/** A form sent as a browser would, from whatever page `origin` says. */
async function send(
	client: APIRequestContext,
	path: string,
	fields: Record<string, string>,
	origin: string | null
) {
	return await client.post(path, {
		headers: { 'content-type': form, accept: 'text/html', ...(origin === null ? {} : { origin }) },
		data: new URLSearchParams(fields).toString(),
		maxRedirects: 0
	});
}

/** The name a visitor reads of the editor's organisation. */
async function publicName(page: Page, house: House): Promise<string> {
	const feed = await page.request.get(`${house.server.url}/feeds/organisations.geojson`);
	const { features } = (await feed.json()) as {
		features: { id: string; properties: { name: string } }[];
	};
	return features.find(({ id }) => id === house.organisation)?.properties.name ?? 'not there';
}

test.describe('with a session of their own', () => {
	test.use({ expectedErrors: [/status of 40[0-9]|status of 413/] });

	test('forms from other sites, and forms for what is another’s, change nothing', async ({
		page,
		house
	}) => {
		const { url } = house.server;
		await signIn(page, house, people.kurzeme.email);
		const before = await publicName(page, house);
		const fields = {
			version: '1',
			attempt: crypto.randomUUID(),
			name_lv: 'Pārņemts',
			kind: 'partner'
		};
		for (const origin of [
			'https://evil.example',
			'null',
			url.replace('localhost', '127.0.0.1'),
			null
		]) {
			const answer = await send(
				page.request,
				`${url}${edit(house.organisation)}?/save`,
				fields,
				origin
			);
			expect(answer.status(), `from ${origin}`).toBe(403);
		}
		// A plain text body is the way around preflights; it is no form.
		const plain = await page.request.post(`${url}${edit(house.organisation)}?/save`, {
			headers: { 'content-type': 'text/plain', origin: 'https://evil.example' },
			data: 'name_lv=x',
			maxRedirects: 0
		});
		expect(plain.status()).toBe(403);

		// A form without its number is one that was sent once.
		const own = await send(
			page.request,
			`${url}${edit(house.organisation)}?/state`,
			{ step: 'publish' },
			url
		);
		expect(own.status()).toBe(303);

		await page.context().clearCookies();
		await signIn(page, house, people.zemgale.email);
		const foreign = await send(
			page.request,
			`${url}${edit(house.organisation)}?/save`,
			fields,
			url
		);
		expect(foreign.status()).toBeGreaterThanOrEqual(400);
		const state = await send(
			page.request,
			`${url}${edit(house.organisation)}?/state`,
			{ step: 'remove', attempt: crypto.randomUUID() },
			url
		);
		expect(state.status()).toBeGreaterThanOrEqual(400);
		const confirmed = await send(
			page.request,
			`${url}${edit(house.organisation)}?/confirm`,
			{},
			url
		);
		expect(confirmed.status()).toBe(403);
		const shown = await page.request.get(url + edit(house.organisation));
		// It is published: whose it is is no secret. What it says in its form is.
		expect(shown.status()).toBe(403);
		expect(await shown.text()).toContain('Šo ierakstu uztur cits reģions: ');
		expect(await publicName(page, house)).toBe(before);
		const audit = await page.request.get(url + pathOf('/coordinator/audit', 'lv'));
		expect(audit.status()).toBe(403);
		// Of people a coordinator sees who edits organisations of the region, and nobody else.
		const theirs = await page.request.get(url + pathOf('/coordinator/people', 'lv'));
		expect(theirs.status()).toBe(200);
		const told = await theirs.text();
		for (const { email } of Object.values(people)) expect(told).not.toContain(email);

		// What every object of JavaScript can do is no action; nor does the log learn whose session
		// tried it.
		for (const inherited of ['constructor', 'toString', '__proto__'])
			expect(
				(
					await send(page.request, `${url}${edit(house.organisation)}?/${inherited}`, {}, url)
				).status(),
				inherited
			).toBe(404);
		const log = house.server.output();
		for (const { name, value } of await page.context().cookies())
			expect(log.includes(value.slice(0, 200)), `${name} in the log`).toBe(false);

		// Public pages say who is there: what a proxy may keep is only what nobody was signed in for.
		const kept = async (path: string) =>
			(await page.request.get(url + path)).headers()['cache-control'] ?? 'nothing said';
		for (const path of [pathOf('/', 'lv'), pathOf('/events', 'en'), '/feeds/organisations.csv'])
			expect(await kept(path), path).toContain('private');

		// Values that ended in a fault of the server.
		const lists = pathOf('/coordinator/organisations', 'lv');
		expect((await page.request.get(`${url}${lists}?q=%00`)).status()).toBe(200);
		const late = await send(
			page.request,
			`${url}${pathOf('/coordinator/events/new', 'lv')}?/save`,
			{
				attempt: crypto.randomUUID(),
				title_lv: 'Seminārs',
				starts_day: '2027-05-03',
				starts_time: '10:00',
				ends_time: '12:00',
				deadline_day: '31.12.9999'
			},
			url
		);
		expect(late.status()).toBe(400);
	});

	test('a body beyond every form is refused and the server stays', async ({ page, house }) => {
		const { url } = house.server;
		await signIn(page, house, people.kurzeme.email);
		const answer = await page.request
			.post(`${url}${edit(house.organisation)}?/save`, {
				headers: { 'content-type': form, origin: url },
				data: `name_lv=${'x'.repeat(20_000_000)}`,
				maxRedirects: 0
			})
			.then((one) => one.status())
			// The server may hang up before the last byte was sent.
			.catch(() => 413);
		expect([400, 413]).toContain(answer);

		// Of a stranger nothing is kept that no form of ours would have sent: it would be written into
		// a page, many times as long.
		await page.context().clearCookies();
		const fields = Array.from({ length: 100_000 }, (_, index) => `f${index}=%22`).join('&');
		const stranger = await page.request.post(`${url}${edit(house.organisation)}?/save`, {
			headers: { 'content-type': form, origin: url },
			data: fields
		});
		expect(stranger.status()).toBe(413);
		expect((await stranger.text()).length).toBeLessThan(100_000);
		const longer = await page.request
			.post(`${url}${pathOf('/sign-in/code', 'lv')}?/start`, {
				headers: { 'content-type': form, origin: url },
				data: fields.repeat(3)
			})
			.then((one) => one.status())
			.catch(() => 413);
		expect(longer).toBe(413);
		expect((await page.request.get(`${url}/healthz`)).status()).toBe(200);
	});

	test('a cookie that was made up or changed is nobody’s', async ({ page, house }) => {
		const { url } = house.server;
		await signIn(page, house, people.editor.email);
		const [session] = (await page.context().cookies()).filter(({ name }) =>
			name.startsWith('tikls-session')
		);
		expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
		const value = session?.value ?? '';
		const read = JSON.parse(Buffer.from(value.replace(/^base64-/, ''), 'base64url').toString()) as {
			access_token: string;
		};
		const [header = '', claims = ''] = read.access_token.split('.');
		const raised = Buffer.from(
			JSON.stringify({
				...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object),
				role: 'service_role'
			})
		).toString('base64url');
		const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
		const forged = [
			'base64-x',
			'{}',
			...[`${header}.${raised}.x`, `${unsigned}.${raised}.`].map(
				(access_token) =>
					`base64-${Buffer.from(JSON.stringify({ ...read, access_token, refresh_token: 'x' })).toString('base64url')}`
			)
		];
		for (const one of forged) {
			await page.context().clearCookies();
			await page.context().addCookies([{ name: 'tikls-session', value: one, url }]);
			const answer = await page.request.get(url + pathOf('/coordinator', 'lv'), {
				maxRedirects: 0
			});
			expect(answer.status(), one.slice(0, 40)).toBe(303);
			expect(answer.headers().location).toContain(pathOf('/sign-in', 'lv'));
		}
	});

	test('no address leads away after signing in', async ({ page, house }) => {
		const { url } = house.server;
		for (const next of [
			'//evil.example',
			'https://evil.example',
			'/\\evil.example',
			'javascript:alert(1)',
			'/%2f%2fevil.example'
		]) {
			const answer = await page.request.get(
				`${url}${pathOf('/sign-in', 'lv')}?next=${encodeURIComponent(next)}`
			);
			const html = await answer.text();
			for (const [, address = ''] of html.matchAll(
				/(?:href|action|value|content)="((?:https?:)?[/\\]+evil\.example[^"]*|javascript:[^"]*)"/g
			))
				expect(address, `offered for ${next}`).toBe('');
		}
	});

	test('files that are not what they say are refused; no path leads to another file', async ({
		page,
		house
	}) => {
		const { url } = house.server;
		await signIn(page, house, people.kurzeme.email);
		const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
		for (const [name, mimeType, text] of [
			['../../../etc/passwd.png', 'image/png', 'not a picture'],
			['drawing.svg', 'image/svg+xml', script],
			['picture.png', 'image/png', script],
			['page.jpg', 'image/jpeg', '\xff\xd8\xff<html><script>alert(1)</script>']
		] as const) {
			await page.goto(url + edit(house.organisation));
			await page
				.locator('input[type=file]')
				.first()
				.setInputFiles({ name, mimeType, buffer: Buffer.from(text, 'latin1') });
			await page.getByRole('button', { name: 'Saglabāt', exact: true }).first().click();
			await expect(page.locator('#problems'), name).toBeVisible();
		}
		for (const path of [
			'/pictures/..%2f..%2fsecrets.json',
			'/pictures/%2e%2e/secrets.json.webp',
			`/pictures/${crypto.randomUUID()}.webp`,
			"/pictures/'%20or%20true--.webp"
		])
			expect((await page.request.get(url + path)).status(), path).toBe(404);
	});
});

/** Address of the form of a listing that is saved. */
const made = /[0-9a-f]{8}-[0-9a-f-]{27}/;

/** In every text field there is, and in none of them may it come alive. */
const evil = `<script>alert(1)</script><img src=x onerror=alert(1)> "onmouseover="alert(1) {{7*7}} \u202e`;

withoutScripts(
	'scripts in every text field stay text, on every page that shows them',
	async ({ page, house }) => {
		const { url } = house.server;
		await signIn(page, house, people.administrator.email);
		await page.goto(url + pathOf('/coordinator/organisations/new', 'lv'));
		const name = `Ļauns ${evil}`;
		await page
			.locator('main form details')
			.evaluateAll((parts) => parts.forEach((part) => ((part as HTMLDetailsElement).open = true)));
		for (const field of await page
			.locator('main form input[type=text], main form textarea')
			.all()) {
			const which = (await field.getAttribute('name')) ?? '';
			if (
				!/^(name|summary|legal_form|abbreviation|former_names|street|.*_alt|persons?|contact)/.test(
					which
				)
			)
				continue;
			await field.fill(
				which === 'name_lv'
					? name
					: evil.slice(0, Number((await field.getAttribute('maxlength')) ?? 1000))
			);
		}
		await page.locator('input[name=kind]').first().check();
		await publish(page);
		// Whatever was refused is mended; what is left is saved.
		if (!made.test(page.url())) {
			for (const link of await page.locator('#problems a').all()) {
				const target = ((await link.getAttribute('href')) ?? '').slice(1);
				const control = page.locator(`[id="${target}"]`);
				if (await control.count()) await control.fill('').catch(() => {});
			}
			await publish(page);
		}
		await expect(page).toHaveURL(made);
		const shown = [
			pathOf('/', 'lv'),
			pathOf('/', 'en'),
			`${pathOf('/', 'lv')}?q=launs`,
			pathOf('/coordinator', 'lv'),
			pathOf('/coordinator/organisations', 'lv'),
			pathOf('/coordinator/audit', 'lv'),
			new URL(page.url()).pathname
		];
		const slug = /"[^"]*\/organizacija\/(launs[^"/]*)"/.exec(
			await (await page.request.get(url)).text()
		)?.[1];
		if (slug)
			shown.push(
				pathOf('/organisation/:slug', 'lv', slug),
				pathOf('/organisation/:slug', 'en', slug)
			);
		expect(slug, 'the listing is public').toBeDefined();
		for (const path of shown) {
			await page.goto(url + path);
			expect(await page.locator('img[onerror], [onmouseover], img[src="x"]').count(), path).toBe(0);
			const scripts = await page
				.locator('script')
				.evaluateAll((all) => all.map((one) => one.textContent));
			expect(
				scripts.filter((text) => text === 'alert(1)'),
				path
			).toEqual([]);
		}
	}
);

test('formulas in names are texts in every spreadsheet', async ({ page, house }) => {
	const { url } = house.server;
	await signIn(page, house, people.administrator.email);
	await page.goto(url + pathOf('/coordinator/organisations/new', 'lv'));
	await page.locator('input[name=name_lv]').fill('=HYPERLINK("https://evil.example";"x")');
	await page.locator('input[name=kind]').first().check();
	await publish(page);
	await expect(page).toHaveURL(made);
	for (const path of ['/feeds/organisations.csv', pathOf('/coordinator/audit/csv', 'lv')]) {
		const answer = await page.request.get(url + path);
		expect(answer.status(), path).toBe(200);
		const text = await answer.text();
		expect(text, path).toContain("'=HYPERLINK");
		expect(text, path).not.toMatch(/(^|[,\n"])=HYPERLINK/);
	}
});

test('no secret and nobody else’s data is in any page or file of the site', async ({
	page,
	house,
	browser
}) => {
	const { url, dataDir } = house.server;
	const secrets = Object.values(
		JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>
	);
	expect(secrets.length).toBeGreaterThanOrEqual(3);
	const client = join(root, 'build', 'client');
	for (const name of readdirSync(client, { recursive: true, encoding: 'utf8' })) {
		if (!/\.(js|css|html|json|svg|txt)$/.test(name)) continue;
		const text = readFileSync(join(client, name), 'utf8');
		for (const word of [
			...secrets,
			'sb_secret_',
			'service_role',
			'jwtSecret',
			'access_token',
			'@supabase'
		])
			expect(text.includes(word), `${word.slice(0, 12)} in ${name}`).toBe(false);
	}
	await signIn(page, house, people.zemgale.email);
	const visitor = await (await browser.newContext()).newPage();
	const everybody = [
		pathOf('/', 'lv'),
		pathOf('/about', 'lv'),
		pathOf('/events', 'en'),
		pathOf('/sign-in', 'lv'),
		'/feeds/organisations.geojson',
		'/feeds/organisations.csv',
		'/sitemap.xml'
	];
	const behind = [
		pathOf('/coordinator', 'lv'),
		pathOf('/coordinator/organisations', 'lv'),
		pathOf('/coordinator/account', 'en')
	];
	for (const [who, paths] of [
		[visitor, everybody],
		[page, [...everybody, ...behind]]
	] as const)
		for (const path of paths) {
			const text = await (await who.request.get(url + path)).text();
			for (const word of [...secrets, 'access_token', 'refresh_token', 'eyJ'])
				expect(text.includes(word), `${word.slice(0, 12)} in ${path}`).toBe(false);
			for (const { email } of [people.administrator, people.kurzeme, people.editor])
				expect(text.includes(email), `${email} in ${path}`).toBe(false);
		}
	await visitor.context().close();
});
