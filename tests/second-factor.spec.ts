// The second step of signing in: set up from one's own account, asked for at the next sign-in, got
// past with a recovery code, switched off, and taken off by an administrator.
import { pathOf } from '#lib/page/paths.ts';
import { codeOf, stepAt } from '#lib/account/totp.ts';
import type { Page } from '@playwright/test';
import { problems, said } from './setup/answers.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, expect, nextMail, people, signIn } from './setup/people.ts';

/** Octets of a key as it stands on the page (RFC 4648). */
function octets(base32: string): Buffer {
	const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
	const bits = [...base32.replaceAll(' ', '')]
		.map((sign) => signs.indexOf(sign).toString(2).padStart(5, '0'))
		.join('');
	return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/**
 * An app that never shows a code twice: each is of later thirty seconds than the one before, at
 * most of those that come next, which the server takes as well.
 */
function appOf(key: string) {
	const secret = octets(key);
	let last = -Infinity;
	return async (page: Page) => {
		// The server takes one step early and one late.
		await expect
			.poll(() => stepAt(Date.now()) + 1 > last, { timeout: 70_000, intervals: [500] })
			.toBe(true);
		last = Math.max(last + 1, stepAt(Date.now()));
		await page.locator('input[name=code]').fill(codeOf(secret, last));
	};
}

for (const { run, how, locale } of modes) {
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 400/] });
		run('the second step, from setting it up to its end', async ({ page, house, browser, axe }) => {
			const { dataDir } = house.server;
			const account = pathOf('/coordinator/account', locale);
			const second = pathOf('/sign-in/second', locale);
			const email = `otra-${locale}@example.org`;
			const name = locale === 'lv' ? 'Otra Soliņa' : 'Second Stepper';
			// Somebody of her own: what is asked of her is asked in no other story.
			await comeBack(page, house, people.kurzeme.email, locale);
			await page.goto(pathOf('/coordinator/people', locale));
			const form = page.locator('form[action="?/invite"]');
			await form.locator('[name=name]').fill(name);
			await form.locator('[name=email]').fill(email);
			await form.locator('[name=organisation]').selectOption(house.organisation);
			const invitation = await nextMail(dataDir, email, () =>
				form.locator('button[type=submit]').click()
			);
			await expect(page.locator('main')).toContainText(email);
			await page.context().clearCookies();
			await page.goto(invitation.links[0] ?? '');
			await page.locator('main form button[type=submit]').click();
			await page.waitForURL(/koordinatoriem|coordinator/);

			// She is signed in elsewhere, too, and has begun to type there.
			const elsewhere = await browser.newContext({ baseURL: house.server.url });
			const other = await elsewhere.newPage();
			await other.goto(`${pathOf('/sign-in', locale)}?next=${encodeURIComponent(account)}`);
			const mail = await nextMail(dataDir, email, async () => {
				await other.locator('input[name=email]').fill(email);
				await other.locator('form button[type=submit]').first().click();
				await expect(other.locator('input[name=code]')).toBeVisible();
			});
			await other.goto(mail.links[0] ?? '');
			await other.locator('main form button[type=submit]').click();
			await other.waitForURL(`**${account}`);
			const renamed = `${name} Jr`;
			await other.locator('form[action="?/me"] [name=name]').fill(renamed);

			await page.goto(account);
			await page.locator('section[aria-labelledby=second] a').click();
			await page.waitForURL(`**${second}`);
			await shown(page, axe);
			await page.locator('form[action$="?/begin"] button').click();
			await expect(page.locator('main svg[role=img] path')).toHaveCount(1);
			await shown(page, axe);
			const next = appOf(await page.locator('main code').innerText());
			const confirm = page.locator('form[action$="?/confirm"] button');
			await page.locator('input[name=code]').fill('12');
			await confirm.click();
			await expect(problems(page)).toBeVisible();
			await expect(page.locator('main svg[role=img] path')).toHaveCount(1);
			await nextMail(dataDir, email, async () => {
				await next(page);
				await confirm.click();
				await expect(page.locator('main ol code')).toHaveCount(10);
			});
			await shown(page, axe);
			const recovery = await page.locator('main ol code').allInnerTexts();
			expect(new Set(recovery).size).toBe(10);
			await page.goto(account);
			await expect(page.locator('section[aria-labelledby=second]')).toContainText(/202\d/);

			// What was typed elsewhere waits until the code was shown there, and is not lost.
			await other.locator('form[action="?/me"] button').click();
			await expect(other.locator('form[action$="?/pending"] [name=pending]')).toHaveCount(1);
			await shown(other, axe);
			await other.locator('form[action$="?/pending"] button').click();
			await other.locator('input[name=code]').fill(recovery[1] ?? '');
			await other.locator('form[action$="?/show"] button').click();
			await other.locator('main form[action="' + account + '?/me"] button').click();
			await other.waitForURL(`**${account}`);
			await expect(other.locator('form[action="?/me"] [name=name]')).toHaveValue(renamed);
			await elsewhere.close();

			// The next sign-in asks for it, and leads on to where one wanted to go.
			const signInAnew = async () => {
				await page.context().clearCookies();
				const begin = `${pathOf('/sign-in', locale)}?next=${encodeURIComponent(account)}`;
				await page.goto(begin);
				const mail = await nextMail(dataDir, email, async () => {
					await page.locator('input[name=email]').fill(email);
					await page.locator('form button[type=submit]').first().click();
					await expect(page.locator('input[name=code]')).toBeVisible();
				});
				await page.goto(mail.links[0] ?? '');
				await page.locator('main form button[type=submit]').click();
				await page.waitForURL(`**${second}?next=**`);
			};
			const show = page.locator('form[action$="?/show"] button');
			await signInAnew();
			await expect(page.locator('main')).toContainText(email);
			await shown(page, axe);
			await page.locator('input[name=code]').fill('000000');
			await show.click();
			await expect(problems(page)).toBeVisible();
			// Nothing opens meanwhile.
			await page.goto(account);
			await expect(page).toHaveURL(new RegExp(second));
			await next(page);
			await show.click();
			await page.waitForURL(`**${account}`);

			// Without the phone: a recovery code, once, however it is typed.
			await signInAnew();
			const [first = ''] = recovery;
			await page.locator('input[name=code]').fill(first.toUpperCase().replaceAll('-', ' '));
			await show.click();
			await page.waitForURL(`**${account}`);
			await page.goto(second);
			await expect(page.locator('main')).toContainText(/: 8\b/);
			await shown(page, axe);
			const off = page.locator('form[action$="?/off"] button');
			await page.locator('input[name=code]').fill(first);
			await off.click();
			await expect(problems(page)).toBeVisible();

			// Lost both: an administrator takes it off, and everybody is signed out.
			const administrator = await browser.newContext({ baseURL: house.server.url });
			const theirs = await administrator.newPage();
			await signIn(theirs, house, people.administrator.email, locale);
			await theirs.goto(pathOf('/coordinator/people', locale));
			const takeOff = theirs.locator(
				`details:has(form[action="?/takeFactor"]) summary[aria-label$="${renamed}"]`
			);
			await takeOff.click();
			await nextMail(dataDir, email, async () => {
				await theirs.locator('details[open] form[action="?/takeFactor"] button').click();
				await said(theirs, renamed);
			});
			await expect(takeOff).toHaveCount(0);
			await administrator.close();
			await page.goto(account);
			await expect(page).toHaveURL(new RegExp(`${pathOf('/sign-in', locale)}\\?next=`));
		});
	});
}
