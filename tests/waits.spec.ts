// What waits, by mail: how often is chosen on one's own page; the mail of the week reads as well as
// a page and is in the reader's language; whoever opens its links changes nothing; one press stops
// it, which one's own page then says. The week passes while the installation is away.
import { pathOf } from '#lib/page/paths.ts';
import { said } from './setup/answers.ts';
import { whileAway } from './setup/clock.ts';
import { modes, shown } from './setup/desk.ts';
import { mailsTo } from './setup/mail.ts';
import { comeBack, expect, people } from './setup/people.ts';

const words = {
	lv: {
		day: 'Reizi dienā',
		never: 'Nekad',
		week: 'Reizi nedēļā',
		save: 'Saglabāt, cik bieži rakstīt',
		saved: 'Par to, kas gaida, rakstīsim tā: Reizi dienā.',
		again: 'Par to, kas gaida, rakstīsim tā: Reizi nedēļā.',
		waits: 'Gaida jūs',
		closing: '1 organizācija ziņo, ka ir slēgta vai pārcēlusies',
		desk: 'Atvērt „Mani darbi”',
		stop: 'Vairs nesūtīt šādas vēstules',
		stopped: 'Lapā „Mans konts” tagad ir izvēlēts „Nekad”'
	},
	en: {
		day: 'Once a day',
		never: 'Never',
		week: 'Once a week',
		save: 'Save how often to write',
		saved: 'How often we write about what waits: Once a day.',
		again: 'How often we write about what waits: Once a week.',
		waits: 'Waiting for you',
		closing: '1 organisation says it has closed or moved',
		desk: 'Open “My work”',
		stop: 'Stop mails of this kind',
		stopped: '“My account” now says “Never”'
	}
};

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run(
		`the mail of what waits is chosen, read and stopped: ${how}`,
		async ({ page, house, browser, axe }) => {
			const { email } = people.kurzeme;
			const { server, organisation } = house;
			const account = pathOf('/coordinator/account', locale);
			const radio = (name: string) => page.getByRole('radio', { name });
			await comeBack(page, house, email, locale);
			await page.goto(account);
			await expect(page.getByRole('radio', { checked: true })).toHaveCount(1);
			await radio(say.day).check();
			await page.getByRole('button', { name: say.save }).click();
			await said(page, say.saved);
			await expect(radio(say.day)).toBeChecked();
			await shown(page, axe);

			const mine = `(select id from auth.users where email = '${email}')`;
			const told = () =>
				mailsTo(server.dataDir, email).filter(({ text }) => text.includes(`${say.desk}:`));
			expect(told()).toEqual([]);
			await whileAway(server, [
				`insert into internal.truth_reports (organisation_id, what, closed_on)
				values ('${organisation}', 'closed', '2026-01-01') on conflict do nothing`,
				`update public.people set language = '${locale}' where id = ${mine}`,
				`update internal.waits set next_at = now(), overview_at = now(), told = '{}' where person_id = ${mine}`,
				`update internal.jobs set next_at = now() where name = 'waits'`,
				`update internal.jobs set next_at = now() + interval '12 seconds' where name = 'mails'`
			]);
			await expect.poll(() => told().length, { timeout: 90_000 }).toBe(1);
			const [mail] = told();
			expect(mail?.text).toContain(say.closing);

			// Its HTML is as good as a page.
			const read = await browser.newPage();
			await read.setContent(mail?.html ?? '');
			await expect(read.locator('html')).toHaveAttribute('lang', locale);
			await expect(read.getByRole('heading', { name: say.waits })).toBeVisible();
			const closing = read.getByRole('link', { name: say.closing });
			await expect(closing).toHaveAttribute('href', /state=closing/);
			const stop = (await read.getByRole('link', { name: say.stop }).getAttribute('href')) ?? '';
			await shown(read, axe);
			const list = (await closing.getAttribute('href')) ?? '';
			// Also with a name that is one long word.
			const long = 'Garš'.repeat(30);
			await read.setContent((mail?.html ?? '').replace(/(<li[^>]*><a[^>]*>)/, `$1${long}`));
			await expect(read.getByText(long)).toBeVisible();
			await shown(read, axe);
			await read.close();

			// A program that opens every link of it changes nothing. Of its HTML: in the text an address
			// may also be part of a name somebody gave.
			const hrefs = [...(mail?.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
				href.replaceAll('&amp;', '&')
			);
			expect(hrefs.length).toBeGreaterThan(2);
			for (const link of new Set(hrefs)) {
				expect(new URL(link).origin).toBe(server.url);
				expect((await fetch(link)).status, link).toBe(200);
			}
			await page.goto(account);
			await expect(radio(say.day)).toBeChecked();
			// It leads to what waits.
			await page.goto(list);
			const [form = ''] = mail?.links.filter((link) => link.includes(organisation)) ?? [];
			await expect(page.locator(`main a[href="${new URL(form).pathname}"]`).first()).toBeVisible();

			const press = await fetch(stop, {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: 'List-Unsubscribe=One-Click',
				redirect: 'manual'
			});
			expect(press.status).toBe(200);
			await page.goto(stop);
			await expect(page.getByText(say.stopped)).toBeVisible();
			await shown(page, axe);
			await page.goto(account);
			await expect(radio(say.never)).toBeChecked();
			await radio(say.week).check();
			await page.getByRole('button', { name: say.save }).click();
			await said(page, say.again);
			await expect(radio(say.week)).toBeChecked();
		}
	);
}
