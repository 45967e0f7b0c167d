// Signing in: by the link of a mail, by its code, by keyboard alone, with scripts and without; and
// what is typed while nobody is signed in any more.
import { problems, said } from './setup/answers.ts';
import { shown } from './setup/desk.ts';
import { unfold } from './setup/listing.ts';
import { expect, nextMail, people, signIn, test, withoutScripts } from './setup/people.ts';
import { pathOf } from '#lib/page/paths.ts';

test.use({ expectedErrors: [/status of (400|401|403|429)/] });
withoutScripts.use({ expectedErrors: [/status of (400|401|403|429)/] });

const words = {
	lv: {
		title: 'Pieslēgšanās',
		code: 'Ierakstiet kodu',
		wrong: 'Kods nav pareizs',
		kept: 'Jūsu pieslēgšanās laiks beidzās',
		continue: 'Turpināt saglabāšanu'
	},
	en: {
		title: 'Sign in',
		code: 'Enter the code',
		wrong: 'The code is not correct',
		kept: 'You were signed out after a while',
		continue: 'Continue saving'
	}
} as const;

for (const locale of ['lv', 'en'] as const) {
	for (const [name, runner] of [
		['with scripts', test],
		['without scripts', withoutScripts]
	] as const) {
		runner(`${locale}, ${name}: by the code, after a wrong one`, async ({ page, house, axe }) => {
			const { email } = people.kurzeme;
			// The page asked for, not the desk, is where signing in leads.
			const wanted = pathOf('/coordinator/account', locale);
			await page.goto(wanted);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(words[locale].title);
			await shown(page, axe);
			const mail = await nextMail(house.server.dataDir, email, async () => {
				await page.locator('input[name=email]').fill(email);
				await page.locator('input[name=email]').press('Enter');
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(words[locale].code);
			});
			await shown(page, axe);
			const wrong = mail.code === '000000' ? '000001' : '000000';
			await page.locator('input[name=code]').fill(wrong);
			await page.locator('input[name=code]').press('Enter');
			await expect(problems(page)).toContainText(words[locale].wrong);
			await expect(page.locator('input[name=code]')).toHaveAttribute('aria-invalid', 'true');
			await shown(page, axe);
			const digits = mail.code ?? '';
			await page.locator('input[name=code]').fill(`${digits.slice(0, 3)} ${digits.slice(3)}`);
			await page.locator('input[name=code]').press('Enter');
			await page.waitForURL(`**${wanted}`);
		});

		runner(
			`${locale}, ${name}: what was typed outlives the session`,
			async ({ page, house, context }) => {
				const { email } = people.zemgale;
				await signIn(page, house, email, locale);
				await page.goto(pathOf('/coordinator/account', locale));
				const typed = `Zane "Jelgava" & <b> ${locale} ${name}`;
				await page.locator('input[name=name]').fill(typed);
				await context.clearCookies();
				await page.locator('form[action="?/me"] button').click();
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(words[locale].kept);
				const mail = await nextMail(house.server.dataDir, email, async () => {
					await page.locator('input[name=email]').fill(email);
					await page.locator('input[name=email]').press('Enter');
					await expect(page.locator('input[name=code]')).toBeVisible();
				});
				await page.locator('input[name=code]').fill(mail.code ?? '');
				await page.locator('input[name=code]').press('Enter');
				await page.getByRole('button', { name: words[locale].continue }).click();
				await page.waitForURL(`**${pathOf('/coordinator/account', locale)}`);
				await expect(page.locator('input[name=name]')).toHaveValue(typed);
			}
		);
	}
}

withoutScripts(
	'a code is of use in the browser that asked for it alone, and strangers use up none',
	async ({ page, house, browser, axe }) => {
		const { email } = people.zemgale;
		await page.goto(pathOf('/sign-in', 'lv'));
		const mail = await nextMail(house.server.dataDir, email, async () => {
			await page.locator('input[name=email]').fill(email);
			await page.locator('input[name=email]').press('Enter');
			await expect(page.locator('input[name=code]')).toBeVisible();
		});
		// Somebody else sends the page of the code without having asked: more often than a code has
		// tries.
		const elsewhere = await browser.newContext({
			baseURL: house.server.url,
			javaScriptEnabled: false
		});
		const theirs = await elsewhere.newPage();
		await theirs.goto(pathOf('/sign-in', 'lv'));
		const attempt = (code: string) =>
			elsewhere.request.post(`${pathOf('/sign-in/code', 'lv')}?/code`, {
				headers: { origin: house.server.url, accept: 'text/html' },
				form: { email, code, next: '', pending: '' }
			});
		for (let times = 0; times < 7; times += 1) {
			const answer = await attempt(times === 0 ? (mail.code ?? '') : '000000');
			expect(answer.status()).toBe(400);
			expect(await answer.text()).toContain('Šajā pārlūkprogrammā kods šai adresei nav pieprasīts');
		}
		await elsewhere.close();
		await page.locator('input[name=code]').fill(mail.code === '000000' ? '000001' : '000000');
		await page.locator('input[name=code]').press('Enter');
		await expect(problems(page)).toContainText(words.lv.wrong);
		await shown(page, axe);
		await page.locator('input[name=code]').fill(mail.code ?? '');
		await page.locator('input[name=code]').press('Enter');
		await page.waitForURL('**/koordinatoriem');
		expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('tikls-asked');
	}
);

for (const [name, runner] of [
	['with scripts', test],
	['without scripts', withoutScripts]
] as const)
	runner(
		`${name}: a listing typed into a session that has ended is saved after signing in again`,
		async ({ page, house, context }) => {
			const { email } = people.editor;
			const edit = pathOf('/coordinator/organisations/:id', 'lv', house.organisation);
			await signIn(page, house, email);
			await page.goto(edit);
			const typed = `Palīdz biedrībām (${name}).`;
			await unfold(page, 'Veids, apraksts un jomas');
			await page.locator('textarea[name=summary_lv]').fill(typed);
			await context.clearCookies();
			await page.getByRole('button', { name: 'Saglabāt', exact: true }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.lv.kept);
			const mail = await nextMail(house.server.dataDir, email, async () => {
				await page.locator('input[name=email]').fill(email);
				await page.locator('input[name=email]').press('Enter');
				await expect(page.locator('input[name=code]')).toBeVisible();
			});
			await page.locator('input[name=code]').fill(mail.code ?? '');
			await page.locator('input[name=code]').press('Enter');
			await page.getByRole('button', { name: words.lv.continue }).click();
			await page.waitForURL(`**${edit}`);
			await said(page, /^Saglabāts\./);
			await expect(page.locator('textarea[name=summary_lv]')).toHaveValue(typed);
		}
	);

test('a new event published into a session that has ended is published after signing in again', async ({
	page,
	house,
	context
}) => {
	const { email } = people.editor;
	await signIn(page, house, email);
	await page.goto(pathOf('/coordinator/events/new', 'lv'));
	const title = 'Seminārs pēc pārtraukuma';
	await page.locator('[name=title_lv]').fill(title);
	await page.locator('[name=starts_day]').fill('2027-03-03');
	await page.locator('[name=starts_time]').fill('10:00');
	await page.locator('[name=ends_time]').fill('12:00');
	await page.locator('[name=place]').fill('Kuldīga');
	await context.clearCookies();
	await page.getByRole('button', { name: 'Publicēt', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.lv.kept);
	const mail = await nextMail(house.server.dataDir, email, async () => {
		await page.locator('input[name=email]').fill(email);
		await page.locator('input[name=email]').press('Enter');
		await expect(page.locator('input[name=code]')).toBeVisible();
	});
	await page.locator('input[name=code]').fill(mail.code ?? '');
	await page.locator('input[name=code]').press('Enter');
	await page.getByRole('button', { name: words.lv.continue }).click();
	// The page that asks to go on holds the same field, hidden: only the answer says that it was
	// published.
	await said(page, 'Publicēts. Ierakstu tagad redz visi.');
	await expect(page.locator('[name=title_lv]')).toHaveValue(title);
	// That day alone: other stories of this server plan series that fill the first page.
	await page.goto(`${pathOf('/events', 'lv')}?from=2027-03-03&to=2027-03-03`);
	await expect(page.getByRole('link', { name: title })).toBeVisible();
});

test('the link signs in once, after a button; the session is in cookies no script reads, and signing out ends it', async ({
	page,
	house,
	context,
	request
}) => {
	const { email } = people.editor;
	await page.goto('/pieslegties');
	const mail = await nextMail(house.server.dataDir, email, async () => {
		await page.getByLabel('E-pasta adrese').fill(email);
		await page.getByRole('button', { name: 'Nosūtīt saiti un kodu' }).click();
		await expect(page.getByLabel('Kods no vēstules')).toBeVisible();
	});
	const link = mail.links[0] ?? '';
	// A mail service looks at the link first; a changed one opens nothing.
	expect((await request.get(link)).status()).toBe(200);
	const forged = link.replace(/token_hash=../, (start) => `${start.slice(0, -2)}zz`);
	await page.goto(forged);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Šī saite vairs neder');
	await page.goto(link);
	await page.getByRole('button', { name: 'Pieslēgties' }).click();
	await page.waitForURL('**/koordinatoriem');
	const cookies = await context.cookies();
	expect(cookies.length).toBeGreaterThan(0);
	for (const cookie of cookies)
		expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', secure: false });
	expect(await page.evaluate(() => document.cookie)).toBe('');

	// Signed out, the same cookies open nothing: the token in them is still young.
	await page.goto('/koordinatoriem/konts');
	await page.getByRole('button', { name: 'Izrakstīties', exact: true }).first().click();
	await expect(page.locator('main').getByText('Izrakstīšanās pabeigta.')).toBeVisible();
	await expect(page).toHaveTitle(/^Izrakstīšanās pabeigta · /);
	// What stays tells that somebody signed in here before, and nothing of who.
	const stays = await context.cookies();
	expect(stays.map(({ name }) => name)).toEqual(['tikls-known']);
	expect(stays[0]?.value).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
	await context.addCookies(cookies);
	await page.goto('/koordinatoriem/konts');
	await expect(page).toHaveURL(/\/pieslegties\?next=/);

	// Another site's page cannot send these forms, not even with the cookies.
	for (const path of ['/pieslegties/kods?/start', '/koordinatoriem/konts?/me', '/izrakstities']) {
		const answer = await request.post(path, {
			headers: { origin: 'https://evil.example' },
			form: { email, name: 'x' }
		});
		expect(answer.status(), path).toBe(403);
	}

	// The link is used up; its form, from a page that was open before, is of no use either.
	await page.goto(link);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Šī saite vairs neder');
	await expect(page.locator('main form')).toHaveCount(0);
	const { origin, pathname, searchParams } = new URL(link);
	const answer = await request.post(pathname, {
		headers: { origin, accept: 'text/html' },
		form: { token_hash: searchParams.get('token_hash') ?? '' }
	});
	expect(await answer.text()).toContain('Šī saite vairs neder');
});

test('by keyboard alone', async ({ page, house }) => {
	const { email } = people.kurzeme;
	await page.goto('/pieslegties');
	const tabTo = async (what: string) => {
		for (let times = 0; times < 30; times += 1) {
			await page.keyboard.press('Tab');
			if ((await page.locator(`${what}:focus`).count()) > 0) return;
		}
		throw new Error(`no way to ${what} by Tab`);
	};
	await tabTo('input[name=email]');
	const mail = await nextMail(house.server.dataDir, email, async () => {
		await page.keyboard.type(email);
		await page.keyboard.press('Enter');
		await expect(page.getByLabel('Kods no vēstules')).toBeVisible();
	});
	await tabTo('input[name=code]');
	await page.keyboard.type('12');
	await page.keyboard.press('Enter');
	// The summary has the focus; its link leads to the field.
	await expect(problems(page)).toBeFocused();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Kods no vēstules')).toBeFocused();
	await page.keyboard.type(mail.code ?? '');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/koordinatoriem');
});

test('a code dies after five wrong tries, and known and unknown addresses are answered alike', async ({
	page,
	house
}) => {
	const { email } = people.administrator;
	const answers: string[] = [];
	for (const address of [email, 'nobody@example.org']) {
		await page.goto('/en/sign-in');
		await page.getByLabel('Email address').fill(address);
		await page.getByRole('button', { name: 'Send me a link and a code' }).click();
		await expect(page.getByLabel('Code from the mail')).toBeVisible();
		answers.push((await page.locator('main').innerText()).replaceAll(address, '*'));
		for (let wrong = 0; wrong < 6; wrong += 1) {
			await page.getByLabel('Code from the mail').fill('000000');
			// What stands there may be the answer to the code before.
			const answered = page.waitForEvent('load');
			await page.getByRole('button', { name: 'Sign in', exact: true }).click();
			await answered;
			answers.push(await problems(page).innerText());
		}
	}
	const [known, unknown] = [answers.slice(0, 7), answers.slice(7)];
	expect(known).toEqual(unknown);
	expect(known.at(-2)).toContain('The code is not correct');
	expect(known.at(-1)).toContain('entered wrongly 5 times');
	// The right one does not help any more; a new mail does.
	await page.goto('/en/sign-in');
	const mail = await nextMail(house.server.dataDir, email, async () => {
		await page.getByLabel('Email address').fill(email);
		await page.getByRole('button', { name: 'Send me a link and a code' }).click();
		await expect(page.getByLabel('Code from the mail')).toBeVisible();
	});
	// She is written to in her own language, wherever she asked.
	expect(mail.text).toContain('Labdien!');
	await page.getByLabel('Code from the mail').fill(mail.code ?? '');
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
	await page.waitForURL('**/en/coordinator');
});
