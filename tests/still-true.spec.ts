// "Is this still true?": an organisation answers a mail with one press and nobody who only looks
// answers for it; what it reports waits on the desk; silence is seen by visitors and said why; many
// are confirmed after a look. The months pass while the installation is away.
import { pathOf } from '#lib/page/paths.ts';
import { said } from './setup/answers.ts';
import { whileAway } from './setup/clock.ts';
import { modes, newOrganisation, shown } from './setup/desk.ts';
import { mailsTo } from './setup/mail.ts';
import { comeBack, expect, people } from './setup/people.ts';

const words = {
	lv: {
		right: 'Viss joprojām ir pareizi',
		thanks: 'Paldies!',
		answered: 'Uz vēstuli jau ir atbildēts',
		unknown: 'Tādas saites nav.',
		send: 'Nosūtīt ziņu',
		moved: 'Organizācija ir pārcēlusies',
		missing: 'Norādiet, kur organizācija ir tagad.',
		itself: 'Pati organizācija',
		never: 'Apstiprināts: vēl nekad',
		confirmed: /Apstiprināts: 20\d\d/,
		doubtful: 'Sen nav apstiprināts',
		closing: /organizācija ziņo, ka ir slēgta vai pārcēlusies/,
		settle: 'Ziņa ir nokārtota',
		noted: 'Pierakstīts.',
		stop: 'Vairs nerakstīt',
		unwanted: 'Organizācija šādas vēstules nevēlas.',
		deed: 'Viss ir pareizi',
		two: 'Mainīti: 2 ieraksti.',
		three: 'Mainīti: 3 ieraksti.',
		fresh: 'Cik svaigs ir katalogs',
		line: /\d+ no \d+ apstiprināti šogad/,
		job: 'Jautājums, vai ieraksti ir pareizi'
	},
	en: {
		right: 'Everything is still correct',
		thanks: 'Thank you!',
		answered: 'The email was answered already',
		unknown: 'There is no such link.',
		send: 'Send the report',
		moved: 'The organisation has moved',
		missing: 'Enter where the organisation is now.',
		itself: 'The organisation itself',
		never: 'Confirmed: never yet',
		confirmed: /Confirmed: \d/,
		doubtful: 'Not confirmed for a long time',
		closing: /organisation says it has closed or moved/,
		settle: 'The report is settled',
		noted: 'Noted.',
		stop: 'Do not write any more',
		unwanted: 'The organisation does not want such emails.',
		deed: 'Everything is correct',
		two: '2 listings were changed.',
		three: '3 listings were changed.',
		fresh: 'How fresh the directory is',
		line: /\d+ of \d+ confirmed this year/,
		job: 'Asking whether listings are correct'
	}
} as const;

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run(
		`a listing is asked about, answered for, and doubted: ${how}`,
		async ({ page, house, axe, browser }) => {
			// The server is stopped and started in between.
			const { server } = house;
			const names = ['Jautātā', 'Aizgājusī', 'Klusējošā'].map((word) => `${word} ${locale}`);
			await comeBack(page, house, people.kurzeme.email, locale);
			const ids: string[] = [];
			for (const name of names) ids.push(await newOrganisation(page, locale, name));
			const [asked = '', gone = '', silent = ''] = ids;
			const bulk = pathOf('/coordinator/bulk', locale);
			const all = ids.map((id) => `id=${id}`).join('&');
			await page.goto(`${bulk}?subject=organisation&do=publish&${all}`);
			await page.locator('main form[action$="?/act"] button').first().click();
			await said(page, say.three);

			const [askedAt, goneAt] = [`asked.${locale}@example.org`, `gone.${locale}@example.org`];
			await whileAway(server, [
				`update public.organisations set email = '${askedAt}', created_at = created_at - interval '200 days' where id = '${asked}'`,
				`update public.organisations set email = '${goneAt}', created_at = created_at - interval '200 days' where id = '${gone}'`,
				`update public.organisations set created_at = created_at - interval '300 days' where id = '${silent}'`,
				`insert into internal.truth_asks (organisation_id, told_at) values ('${silent}', now() - interval '22 days')`,
				`update internal.jobs set next_at = now() where name = 'still-true'`,
				`update internal.jobs set next_at = now() + interval '12 seconds' where name = 'mails'`
			]);
			for (const address of [askedAt, goneAt])
				await expect
					.poll(() => mailsTo(server.dataDir, address).length, { timeout: 90_000 })
					.toBe(1);
			const linksOf = (address: string) =>
				(mailsTo(server.dataDir, address)[0]?.links ?? []).map((link) => {
					const { pathname, search } = new URL(link);
					return pathname + search;
				});
			const [right = '', change = '', closed = ''] = linksOf(askedAt);
			expect([right, closed].map((path) => path.split('/')[1])).toEqual([
				'vai-pareizi',
				'vai-pareizi'
			]);

			// Scanners open every link, again and again, and with HEAD; nothing comes of it.
			for (const link of [right, closed, right])
				for (const method of ['GET', 'HEAD'])
					expect((await page.request.fetch(link, { method })).status(), `${method} ${link}`).toBe(
						200
					);
			const english = (path: string) =>
				locale === 'en' ? path.replace('/vai-pareizi/', '/en/still-correct/') : path;

			const guest = await browser.newContext({
				baseURL: server.url,
				javaScriptEnabled: locale === 'lv'
			});
			const theirs = await guest.newPage();
			await theirs.goto(change);
			await expect(theirs.locator('[name="name_lv"]')).toHaveValue(names[0] ?? '');
			await theirs.goto(english(`${right.slice(0, -1)}${right.endsWith('A') ? 'B' : 'A'}`));
			await expect(theirs.getByText(say.unknown)).toBeVisible();
			await shown(theirs, axe);

			await theirs.goto(english(right));
			await expect(theirs.getByRole('heading', { name: names[0] })).toBeVisible();
			await shown(theirs, axe);
			await theirs.getByRole('button', { name: say.right }).click();
			await expect(theirs.getByRole('heading', { level: 1, name: say.thanks })).toBeVisible();
			await shown(theirs, axe);
			await theirs.goto(english(closed));
			await expect(theirs.getByText(say.answered)).toBeVisible();

			// The other one has moved, and says where only when it is asked again.
			await theirs.goto(english(linksOf(goneAt)[2] ?? ''));
			await shown(theirs, axe);
			await theirs.getByLabel(say.moved).check();
			await theirs.locator('[name=on]').fill('2026-10-05');
			await theirs.getByRole('button', { name: say.send }).click();
			await expect(theirs.getByText(say.missing).first()).toBeVisible();
			await shown(theirs, axe);
			await theirs.locator('[name=whereTo]').fill('Saldus, Lielā iela 1');
			await theirs.getByRole('button', { name: say.send }).click();
			await expect(theirs.getByRole('heading', { level: 1, name: say.thanks })).toBeVisible();

			// Visitors see what is doubtful, and why.
			await theirs.goto(`${pathOf('/', locale)}?region=kurzeme&kind=partner`);
			const row = theirs.locator('li').filter({ hasText: names[2] }).last();
			await expect(row).toContainText(say.doubtful);
			await row.getByRole('link', { name: names[2] }).first().click();
			await expect(theirs.locator('.notice').filter({ hasText: say.doubtful })).toBeVisible();
			await expect(theirs.getByText(say.never, { exact: true })).toBeVisible();
			await shown(theirs, axe);
			await theirs.goto(pathOf('/about', locale));
			const fresh = theirs.getByRole('region', { name: say.fresh });
			await expect(fresh.getByRole('listitem').filter({ hasText: 'Kurzeme' })).toContainText(
				say.line
			);
			await guest.close();

			// The one that answered is signed by itself.
			await page.goto(pathOf('/coordinator/organisations/:id/history', locale, asked));
			await expect(page.getByText(say.itself)).toBeVisible();
			await page.goto(pathOf('/coordinator', locale));
			await expect(page.getByRole('heading', { name: say.closing })).toBeVisible();
			await expect(page.getByText('Saldus, Lielā iela 1').first()).toBeVisible();
			await shown(page, axe);
			await page.goto(pathOf('/coordinator/organisations/:id', locale, gone));
			await shown(page, axe);
			await page.getByRole('button', { name: say.settle }).click();
			await said(page, say.noted);
			await page.getByRole('button', { name: say.stop }).click();
			await expect(page.getByText(say.unwanted)).toBeVisible();

			// The two that are left are confirmed together, after a look.
			await page.goto(`${bulk}?subject=organisation&do=confirm&id=${gone}&id=${silent}`);
			await expect(page.getByRole('heading', { name: say.deed })).toBeVisible();
			await shown(page, axe);
			await page.locator('main form[action$="?/act"] button').first().click();
			await said(page, say.two);
			await page.goto(`${pathOf('/', locale)}?region=kurzeme&kind=partner`);
			await expect(page.locator('li').filter({ hasText: names[2] }).last()).not.toContainText(
				say.doubtful
			);

			// Administrators see that it ran.
			await page.context().clearCookies();
			await comeBack(page, house, people.administrator.email, locale);
			await page.goto(pathOf('/coordinator/jobs', locale));
			await expect(page.getByRole('heading', { name: say.job })).toBeVisible();
		}
	);
}
