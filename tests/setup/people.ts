// The people of the stories behind the sign-in, made as an installation makes them: the first
// administrator by the link of the first start, everybody else by an invitation, and every sign-in
// by the link of a real mail, read from DATA_DIR/mail.
//
// Stories that write need a server of their own, because the public stories count the listings of
// the shared one:
// `import { test } from './setup/people.ts'` gives each worker one, with its people.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	type APIRequestContext,
	type Cookie,
	expect,
	type Page,
	request as requests
} from '@playwright/test';
import { test as ground } from '../fixtures.ts';
import { mailsTo, type ReceivedMail } from './mail.ts';
import { startServer, type TestServer } from './server.ts';
import { pathOf } from '#lib/page/paths.ts';

export const people = {
	administrator: { email: 'anna@example.org', name: 'Anna Ozola' },
	kurzeme: { email: 'karlis@example.org', name: 'Kārlis Kuldīgs' },
	zemgale: { email: 'zane@example.org', name: 'Zane Jelgava' },
	/** Edits one organisation, in Kurzeme. */
	editor: { email: 'edite@example.org', name: 'Edīte Redaktore' }
} as const;

/** The organisation the editor edits, by its slug. */
export const editorsOrganisation = 'kurzemes-nvo-centrs';

export interface House {
	server: TestServer;
	/**
	 * Cookies of who has signed in before: an address gets ten mails in half an hour, and a worker
	 * runs many stories.
	 */
	sessions: Map<string, Cookie[]>;
	/** Id of the organisation the editor edits. */
	organisation: string;
}

/**
 * Mails to an address but the one of what waits: it comes by itself on Monday morning, also to the
 * people of a story that runs just then.
 */
const askedMails = (dataDir: string, email: string) =>
	mailsTo(dataDir, email).filter(
		({ text }) => !/^(Atvērt „Mani darbi”|Open “My work”):/m.test(text)
	);

/** The mail to an address that comes after those that were there; `work` makes it come. */
export async function nextMail(
	dataDir: string,
	email: string,
	work: () => Promise<unknown>
): Promise<ReceivedMail> {
	const before = askedMails(dataDir, email).length;
	await work();
	await expect
		.poll(() => askedMails(dataDir, email).length, { message: `a mail to ${email}` })
		.toBeGreaterThan(before);
	const [mail] = askedMails(dataDir, email).slice(before);
	if (!mail) throw new Error(`no mail to ${email}`);
	return mail;
}

/** Seconds before its end at which the server renews an access token, and some more. */
const nearlyOver = 4 * 60;

/**
 * The cookies of who has signed in before. None when a story may have renewed the session since: a
 * token that is shown again later than a minute after it was renewed ends the session.
 */
function keptCookies(house: House, email: string): Cookie[] | undefined {
	const kept = house.sessions.get(email);
	const session = kept?.filter(({ name }) => name.startsWith('tikls-session')) ?? [];
	session.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
	const text = session.map(({ value }) => value).join('');
	const read: { expires_at?: number } = JSON.parse(
		Buffer.from(text.replace(/^base64-/, ''), 'base64url').toString() || '{}'
	);
	return (read.expires_at ?? 0) > Date.now() / 1000 + nearlyOver ? kept : undefined;
}

/**
 * Signs somebody in and ends on the desk: the first time through the pages and the link of a mail,
 * later by the same session as long as it lives.
 * @param page of a test whose `baseURL` is the server's
 */
export async function signIn(page: Page, house: House, email: string, locale: 'lv' | 'en' = 'lv') {
	const desk = pathOf('/coordinator', locale);
	await page.context().clearCookies();
	await page.context().addCookies(keptCookies(house, email) ?? []);
	await page.goto(`${pathOf('/sign-in', locale)}?next=${encodeURIComponent(desk)}`);
	if (new URL(page.url()).pathname !== desk) {
		const mail = await nextMail(house.server.dataDir, email, async () => {
			await page.locator('input[name=email]').fill(email);
			await page.locator('form button[type=submit]').first().click();
			await expect(page.locator('input[name=code]')).toBeVisible();
		});
		await page.goto(mail.links[0] ?? '');
		// Whose account it opens is read before the button is pressed.
		await expect(page.locator('main')).toContainText(email);
		await page.locator('main form button[type=submit]').click();
		await page.waitForURL(`**${desk}`);
	}
	house.sessions.set(email, await page.context().cookies());
}

/**
 * The same without the way over the desk: the page stays where it is for whoever has a session
 * already.
 */
export async function comeBack(
	page: Page,
	house: House,
	email: string,
	locale: 'lv' | 'en' = 'lv'
): Promise<void> {
	const kept = keptCookies(house, email);
	if (kept) await page.context().addCookies(kept);
	else await signIn(page, house, email, locale);
}

/** Posts a form as a browser without scripts does. @returns the address it leads to */
async function post(client: APIRequestContext, path: string, form: [string, string][]) {
	const { origin } = new URL(path);
	const answer = await client.post(path, {
		headers: {
			origin,
			accept: 'text/html',
			'content-type': 'application/x-www-form-urlencoded'
		},
		data: new URLSearchParams(form).toString(),
		maxRedirects: 0
	});
	expect(answer.status(), `${path}: ${await answer.text().catch(() => '')}`).toBe(303);
	return answer.headers().location;
}

/** Makes the administrator, two coordinators and an editor on a new server. */
export async function makePeople(server: TestServer): Promise<House> {
	const { url, dataDir } = server;
	const link = readFileSync(join(dataDir, 'first-administrator.txt'), 'utf8').trim();
	const administrator = await requests.newContext();
	const first = await post(administrator, link, Object.entries(people.administrator));
	expect(first, 'where the first administrator begins').toBe(pathOf('/coordinator/welcome', 'lv'));
	const feed: { features: { id: string; properties: { url: string } }[] } = await (
		await administrator.get(`${url}/feeds/organisations.geojson`)
	).json();
	const organisation =
		feed.features.find(({ properties }) => properties.url.endsWith(`/${editorsOrganisation}`))
			?.id ?? '';
	const invite = async (who: keyof typeof people, rest: [string, string][]) => {
		const { email, name } = people[who];
		const mail = await nextMail(dataDir, email, () =>
			post(administrator, `${url + pathOf('/coordinator/people', 'lv')}?/invite`, [
				['email', email],
				['name', name],
				['language', 'lv'],
				...rest
			])
		);
		const guest = await requests.newContext();
		await post(guest, mail.links[0] ?? '', []);
		await guest.dispose();
	};
	await invite('kurzeme', [
		['role', 'coordinator'],
		['regions', 'kurzeme']
	]);
	await invite('zemgale', [
		['role', 'coordinator'],
		['regions', 'zemgale']
	]);
	await invite('editor', [
		['role', 'editor'],
		['organisation', organisation]
	]);
	await administrator.dispose();
	return { server, organisation, sessions: new Map() };
}

/** Tests with a server of their own and its people; `baseURL` is its address. */
export const test = ground.extend<object, { house: House; settings: NodeJS.ProcessEnv }>({
	/** What the installation has set beside what every test's has. */
	settings: [{}, { scope: 'worker', option: true }],
	house: [
		async ({ settings }, use) => {
			const server = await startServer({ env: settings });
			try {
				await use(await makePeople(server));
			} finally {
				await server.stop();
			}
		},
		{ scope: 'worker' }
	],
	baseURL: async ({ house }, use) => use(house.server.url)
});

/** The same without JavaScript. */
export const withoutScripts = test.extend({ javaScriptEnabled: false });

export { expect } from '../fixtures.ts';
