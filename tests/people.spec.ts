// Who may edit: an administrator invites, takes away, and cannot be the last to go; everybody looks
// after their own account.
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, expect, nextMail, people, signIn, test } from './setup/people.ts';

test.use({ expectedErrors: [/status of (400|401|403|422|429)/] });

test('an invitation makes a coordinator; taking the rights away ends them at once', async ({
	page,
	house,
	browser,
	axe
}) => {
	const { dataDir, url } = house.server;
	await signIn(page, house, people.administrator.email);
	await page.goto('/koordinatoriem/cilveki');
	await shown(page, axe);

	// What is missing is said at each field, and nothing typed is lost.
	const form = page.locator('form[action="?/invite"]');
	await form.getByRole('button', { name: 'Izveidot uzaicinājumu' }).click();
	await expect(
		problems(page).getByRole('link', { name: 'Izvēlieties lomu', exact: true })
	).toHaveCount(1);
	await form.getByLabel('Vārds un uzvārds').fill('Vita Valmiera');
	await form.getByLabel('Koordinators', { exact: false }).first().check();
	await form.getByRole('button', { name: 'Izveidot uzaicinājumu' }).click();
	const summary = problems(page);
	await expect(summary).toBeFocused();
	await expect(summary.getByRole('link')).toHaveCount(2);
	await expect(form.getByLabel('Vārds un uzvārds')).toHaveValue('Vita Valmiera');
	await shown(page, axe);
	await form.getByLabel('E-pasta adrese').fill('vita@example.org');
	await form.getByRole('checkbox', { name: 'Vidzeme' }).check();
	await form.getByRole('checkbox', { name: 'Latgale' }).check();
	const mail = await nextMail(dataDir, 'vita@example.org', async () => {
		await form.getByRole('button', { name: 'Izveidot uzaicinājumu' }).click();
		// Nothing is sent without a mail server, and that is said.
		await said(page, /Vēstule netiek sūtīta/);
	});
	expect(mail.text).toContain('Anna Ozola aicina jūs');

	await expect(page.getByText('Pasts nav iestatīts', { exact: true })).toBeVisible();
	await expect(page.getByText(/nosūtīts|tiek sūtīts/)).toHaveCount(0);

	// The same address is asked about first; nothing is made before it is said again.
	await form.getByLabel('Vārds un uzvārds').fill('Vita Valmiera');
	await form.getByLabel('E-pasta adrese').fill('vita@example.org');
	await form.getByLabel('Koordinators', { exact: false }).first().check();
	await form.getByRole('checkbox', { name: 'Vidzeme' }).check();
	await form.getByRole('button', { name: 'Izveidot uzaicinājumu' }).click();
	await expect(page.getByText('Vai uzaicināt vēlreiz?')).toBeVisible();
	await expect(form.getByRole('button', { name: 'Uzaicināt vēlreiz' })).toBeVisible();
	await expect(form.getByRole('checkbox', { name: 'Vidzeme' })).toBeChecked();
	await shown(page, axe);
	await page.goto('/koordinatoriem/cilveki');
	await expect(page.getByRole('heading', { level: 3, name: 'Vita Valmiera' })).toHaveCount(1);

	// The link to hand over: a new one, the earlier is void; a script copies it.
	await page.getByRole('button', { name: 'Saite kopēšanai: Vita Valmiera' }).click();
	await expect(page.locator('#link')).toHaveValue(/^http/);
	await expect(page.locator('#link')).not.toHaveValue(mail.links[0] ?? '');
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.getByRole('button', { name: 'Kopēt adresi' }).click();
	await expect(page.locator('main').getByText('Adrese nokopēta', { exact: true })).toBeVisible();
	await shown(page, axe);
	const again = await page.locator('#link').inputValue();
	const guest = await browser.newContext({ baseURL: url });
	const theirs = await guest.newPage();
	await theirs.goto(mail.links[0] ?? '');
	await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(
		'Šis uzaicinājums vairs neder'
	);
	await theirs.goto(again);
	await expect(theirs.getByText(/koordinators vai koordinatore \(.*Vidzeme/)).toBeVisible();
	await shown(theirs, axe);
	await theirs.getByRole('button', { name: 'Pieņemt un pieslēgties' }).click();
	await theirs.waitForURL('**/koordinatoriem/sakums');
	await theirs.goto('/koordinatoriem/konts');
	await expect(theirs.getByText('Jūsu tiesības: koordinators vai koordinatore (')).toBeVisible();
	// A coordinator sees no rights but those of editors in the region, and invites no others.
	expect((await theirs.goto('/koordinatoriem/cilveki'))?.status()).toBe(200);
	await expect(theirs.getByText('Anna Ozola')).toHaveCount(0);
	await expect(theirs.locator('input[name=role]')).toHaveValue('editor');
	await shown(theirs, axe);

	const rightsOf = (name: string) =>
		page.locator(`summary[aria-label^="Atņemt tiesības: ${name}"]`);
	// Made another: from the region of Latgale to Rīga, as a deputy.
	await page.goto('/koordinatoriem/cilveki');
	await page.getByRole('link', { name: /^Mainīt tiesības: Vita Valmiera, .*Latgale/ }).click();
	await expect(page.getByLabel('Jaunā loma: Vita Valmiera')).toBeFocused();
	await shown(page, axe);
	await page.getByLabel('Jaunā loma: Vita Valmiera').selectOption('deputy:riga');
	await page.locator('#change').getByRole('button', { name: 'Saglabāt' }).click();
	await said(page, 'Tiesības mainītas: Vita Valmiera.');
	await theirs.goto('/koordinatoriem/konts');
	await expect(
		theirs.getByText(/Jūsu tiesības: .*Vidzeme.*vietnieks vai vietniece \(Rīga/)
	).toBeVisible();

	// Taken away while she is signed in: whose they are is said, and her sessions end with them.
	await page.goto('/koordinatoriem/cilveki');
	for (let left = 2; left > 0; left -= 1) {
		await rightsOf('Vita Valmiera').first().click();
		await expect(page.getByText(/^Atņemt tiesības\? Vita Valmiera: /).first()).toBeVisible();
		await page.getByRole('button', { name: 'Jā, atņemt' }).first().click();
		await said(page, 'Tiesības atņemtas: Vita Valmiera.');
		await expect(rightsOf('Vita Valmiera')).toHaveCount(left - 1);
	}
	await theirs.goto('/koordinatoriem/konts');
	await expect(theirs).toHaveURL(/pieslegties/);
	await guest.close();

	// The last administrator stays.
	await rightsOf('Anna Ozola').click();
	await page.getByRole('button', { name: 'Jā, atņemt' }).first().click();
	await expect(problems(page)).toContainText('kādam jābūt administratora tiesībām');
	await page.goto('/koordinatoriem/cilveki');
	await expect(rightsOf('Anna Ozola')).toHaveCount(1);
});

test('the link of an invitation opens no account that somebody uses: its owner signs in first', async ({
	page,
	house,
	browser,
	axe
}) => {
	const { email } = people.zemgale;
	await comeBack(page, house, people.administrator.email, 'lv');
	await page.goto('/koordinatoriem/cilveki');
	const form = page.locator('form[action="?/invite"]');
	const fill = async () => {
		await form.locator('[name=name]').fill('Zane Jelgava');
		await form.locator('[name=email]').fill(email);
		await form.locator('[name=role][value=coordinator]').check();
		await form.getByRole('checkbox', { name: 'Zemgale' }).check();
	};
	await fill();
	await form.getByRole('button', { name: 'Izveidot uzaicinājumu' }).click();
	const mail = await nextMail(house.server.dataDir, email, async () => {
		await form.getByRole('button', { name: 'Uzaicināt vēlreiz' }).click();
		await said(page, /Vēstule netiek sūtīta/);
	});
	const guest = await browser.newContext({ baseURL: house.server.url });
	const theirs = await guest.newPage();
	await theirs.goto(mail.links[0] ?? '');
	await theirs.getByRole('button', { name: 'Pieņemt un pieslēgties' }).click();
	await expect(problems(theirs)).toContainText('Šai adresei jau ir konts');
	await shown(theirs, axe);
	expect((await guest.cookies()).filter(({ name }) => name.startsWith('tikls-session'))).toEqual(
		[]
	);
	await guest.close();
	// Signed in as whose it is, the same link serves.
	await page.context().clearCookies();
	await comeBack(page, house, email, 'lv');
	await page.goto(mail.links[0] ?? '');
	await page.getByRole('button', { name: 'Pieņemt un pieslēgties' }).click();
	await page.waitForURL('**/koordinatoriem/sakums');
});

test('an administrator signs somebody out everywhere who keeps their rights', async ({
	page,
	house,
	browser,
	axe
}) => {
	const { email, name } = people.editor;
	const elsewhere = await browser.newContext({ baseURL: house.server.url });
	const other = await elsewhere.newPage();
	await signIn(other, house, email, 'lv');
	await signIn(page, house, people.administrator.email, 'lv');
	await page.goto('/koordinatoriem/cilveki');
	await page.locator(`summary[aria-label="Izrakstīt visur: ${name}"]`).click();
	await shown(page, axe);
	await page.getByRole('button', { name: 'Jā, izrakstīt' }).click();
	await said(page, `Izrakstīšana pabeigta: ${name}.`);
	house.sessions.delete(email);
	await other.goto('/koordinatoriem/konts');
	await expect(other).toHaveURL(/pieslegties/);
	// Their rights are as they were; one's own devices are ended on one's own page.
	await signIn(other, house, email, 'lv');
	await expect(page.locator('summary[aria-label^="Izrakstīt visur: Anna Ozola"]')).toHaveCount(0);
	await elsewhere.close();
});

test('a password, the devices, and signing out everywhere', async ({
	page,
	house,
	browser,
	axe
}) => {
	const { url, dataDir } = house.server;
	const { email } = people.editor;
	const elsewhere = await browser.newContext({ baseURL: url });
	const other = await elsewhere.newPage();
	await signIn(other, house, email, 'en');
	house.sessions.delete(email);
	await signIn(page, house, email, 'en');
	await page.goto('/en/coordinator/account');
	await shown(page, axe);
	await expect(page.getByText('this device', { exact: true })).toHaveCount(1);
	await expect(page.getByText('Chrome, Linux').first()).toBeVisible();

	// A first password: a code is mailed first, so that somebody at an unlocked computer sets none.
	const fresh = page.getByLabel('New password');
	await expect(fresh).toHaveCount(0);
	const ask = (name: string) =>
		nextMail(dataDir, email, async () => {
			await page.getByRole('button', { name, exact: true }).click();
			await expect(page.getByRole('button', { name: 'Get a new code' })).toBeVisible();
		});
	const asked = await ask('Get a code');
	await shown(page, axe);
	const code = page.getByLabel('Code from the mail', { exact: false });
	const right = asked.code ?? '';
	await code.fill(right === '123456' ? '654321' : '123456');
	await fresh.fill('zirgs pļavā lasa avīzi');
	await page.getByRole('button', { name: 'Set the password' }).click();
	await expect(problems(page)).toContainText('The code is not correct');
	await shown(page, axe);
	for (const [weak, said] of [
		['short', 'at least 12 characters'],
		['ā'.repeat(37), 'too long'],
		['qwerty123456', 'easy to guess']
	] as const) {
		await code.fill(right);
		await fresh.fill(weak);
		await page.getByRole('button', { name: 'Set the password' }).click();
		await expect(problems(page)).toContainText(said);
	}
	const mail = await nextMail(dataDir, email, async () => {
		await code.fill(right);
		await fresh.fill('zirgs pļavā lasa avīzi');
		await page.getByRole('button', { name: 'Set the password' }).click();
		await said(page, 'The password is set');
	});
	expect(mail.links).toEqual([]);
	// The other device is out.
	await other.goto('/en/coordinator/account');
	await expect(other).toHaveURL(/\/en\/sign-in\?next=/);

	// Signing in with it, after a wrong one.
	await other.getByLabel('Email address').fill(email);
	await other.getByText('Sign in with a password').click();
	await other.getByLabel('Password', { exact: false }).fill('zirgs pļavā lasa');
	await other.getByRole('button', { name: 'Sign in', exact: true }).click();
	await expect(problems(other)).toContainText('is not correct');
	await other.getByLabel('Password', { exact: false }).fill('zirgs pļavā lasa avīzi');
	await other.getByRole('button', { name: 'Sign in', exact: true }).click();
	await other.waitForURL('**/en/coordinator/account');

	// Changing it asks for the current one.
	await page.goto('/en/coordinator/account');
	await page.getByLabel('Current password').fill('not the current one');
	await fresh.fill('cita gara parole rudenī');
	await page.getByRole('button', { name: 'Change the password' }).click();
	await expect(problems(page)).toContainText('current password is not correct');

	// One session ended, then all of them.
	await page.goto('/en/coordinator/account');
	await page
		.getByRole('button', { name: /^Sign out: Chrome/ })
		.first()
		.click();
	await expect(page.getByText('The device is signed out.')).toBeVisible();
	await page.getByRole('button', { name: 'Sign out everywhere' }).click();
	await expect(page.getByText('You are signed out.')).toBeVisible();
	await other.goto('/en/coordinator/account');
	await expect(other).toHaveURL(/\/en\/sign-in/);
	await elsewhere.close();
});

for (const { run, how, locale } of modes) {
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of (400|422)/] });
		run('an address of one’s own is another', async ({ page, house, axe }) => {
			const { dataDir } = house.server;
			const account = pathOf('/coordinator/account', locale);
			const email = `nora-${locale}@example.org`;
			const fresh = `nora-new-${locale}@example.org`;
			// Somebody of her own: an address that changes is no longer the other stories'.
			await comeBack(page, house, people.kurzeme.email, locale);
			await page.goto(pathOf('/coordinator/people', locale));
			const form = page.locator('form[action="?/invite"]');
			await form.locator('[name=name]').fill('Nora Jaunā');
			await form.locator('[name=email]').fill(email);
			await form.locator('[name=organisation]').selectOption(house.organisation);
			const invitation = await nextMail(dataDir, email, () =>
				form.locator('button[type=submit]').click()
			);
			// The mail may be there before the answer is.
			await expect(page.locator('main')).toContainText(email);
			await page.context().clearCookies();
			await page.goto(invitation.links[0] ?? '');
			await page.locator('main form button[type=submit]').click();
			await page.waitForURL(/koordinatoriem|coordinator/);

			await page.goto(account);
			const section = page.locator('section[aria-labelledby=address]');
			await section.locator('[name=email]').fill('nav adrese');
			await section
				.locator('[name=email]')
				.evaluate((input) => input.closest('form')?.setAttribute('novalidate', ''));
			await section.locator('button').click();
			await expect(problems(page)).toBeVisible();
			await shown(page, axe);
			const mail = await nextMail(dataDir, fresh, async () => {
				await section.locator('[name=email]').fill(fresh);
				await section.locator('button').click();
				await said(page, fresh);
			});
			// Nothing has changed before the link was opened and confirmed, and it is told at both ends.
			await expect(section).toContainText(email);
			await page.goto(mail.links[0] ?? '');
			await shown(page, axe);
			await nextMail(dataDir, email, async () => {
				await page
					.getByRole('button', { name: /^(Apstiprināt jauno adresi|Confirm the new address)$/ })
					.click();
				await said(page, fresh);
			});
			await expect(page.locator('section[aria-labelledby=address]')).toContainText(fresh);
			// Used once.
			await page.goto(mail.links[0] ?? '');
			await page
				.getByRole('button', { name: /^(Apstiprināt jauno adresi|Confirm the new address)$/ })
				.click();
			await expect(problems(page)).toBeVisible();
			// And it is what one signs in with.
			await page.context().clearCookies();
			await signIn(page, house, fresh, locale);
			await page.goto(account);
			await expect(page.locator('section[aria-labelledby=address]')).toContainText(fresh);
		});
	});
}
