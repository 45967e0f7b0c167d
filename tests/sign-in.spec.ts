// Signing in: by the link of a mail, by its code, by keyboard alone, with scripts and without; and what is typed while nobody is
// signed in any more.
import { expect, nextMail, people, test, withoutScripts } from './setup/people.ts';
import { pathOf } from '../src/lib/page/paths.ts';

test.use({ expectedErrors: [/status of (400|401|403|429)/] });
withoutScripts.use({ expectedErrors: [/status of (400|401|403|429)/] });

const words = {
	lv: {
		title: 'Pieslēgšanās',
		code: 'Ierakstiet kodu',
		wrong: 'Kods nav pareizs',
		out: 'Jūs esat izrakstījies'
	},
	en: {
		title: 'Sign in',
		code: 'Type the code',
		wrong: 'The code is not right',
		out: 'You are signed out'
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
			if (runner === test) expect(await axe(page)).toEqual([]);
			const letter = await nextMail(house.server.dataDir, email, async () => {
				await page.locator('input[name=email]').fill(email);
				await page.locator('input[name=email]').press('Enter');
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(words[locale].code);
			});
			if (runner === test) expect(await axe(page)).toEqual([]);
			const wrong = letter.code === '000000' ? '000001' : '000000';
			await page.locator('input[name=code]').fill(wrong);
			await page.locator('input[name=code]').press('Enter');
			await expect(page.getByRole('alert')).toContainText(words[locale].wrong);
			await expect(page.locator('input[name=code]')).toHaveAttribute('aria-invalid', 'true');
			if (runner === test) expect(await axe(page)).toEqual([]);
			const digits = letter.code ?? '';
			await page.locator('input[name=code]').fill(`${digits.slice(0, 3)} ${digits.slice(3)}`);
			await page.locator('input[name=code]').press('Enter');
			await page.waitForURL(`**${wanted}`);
		});
	}
}
