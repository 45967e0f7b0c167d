// What is pasted from Word, a PDF or a web page: the form shows below the description what the
// public page will show, nothing that is not seen is kept, and what stands in the wrong box is
// offered to move. With scripts and without.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { modes, newOrganisation, save, shown } from './setup/desk.ts';
import { refusedPosts, unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people, test } from './setup/people.ts';
import { dayAhead } from './setup/series.ts';

const words = {
	lv: {
		texts: 'Apraksts, jomas un valodas',
		drafted: /^Melnraksts saglabāts\./,
		preview: 'Priekšskatījums',
		shownAs: /Tā to redzēs apmeklētāji\s*– Apraksts latviski/,
		publish: 'Publicēt',
		published: /^Publicēts\./,
		asked: /ir Facebook adrese/,
		move: 'Pārvietot uz „Sociālie tīkli”',
		moved: 'Adrese pārvietota uz lauku „Sociālie tīkli”. Vēl jāsaglabā.',
		website: 'Tīmekļvietne',
		social: 'Sociālie tīkli'
	},
	en: {
		texts: 'Description, topics and languages',
		drafted: /^Draft saved\./,
		preview: 'Preview',
		shownAs: /This is what visitors will see/,
		publish: 'Publish',
		published: /^Published\./,
		asked: /an address of Facebook/,
		move: 'Move to “Social media”',
		moved: 'The address was moved to “Social media”. It still has to be saved.',
		website: 'Website',
		social: 'Social media'
	}
} as const;

/**
 * As Word puts it on the clipboard: bullets of a symbol font, soft hyphens, its own line breaks.
 */
const pasted =
	'Sapul\u00adcē\u200bsi\u00admies\vtrešdienās:\r\n\uf0b7\tlīgumi\r\no\tar piemēriem\r\n\uf0b7\tbudžets\r\n' +
	'16. februāris\r\n23. februāris\r\nRakstiet uz info@example.org, lasiet www.example.org.';
const kept =
	'Sapulcēsimies\ntrešdienās:\n- līgumi\n  - ar piemēriem\n- budžets\n\n16. februāris\n23. februāris\n' +
	'Rakstiet uz info@example.org, lasiet www.example.org.';

const input = (page: Page, name: string) => page.locator(`[name="${name}"]`).last();

for (const { run, how, locale } of modes) {
	const say = words[locale];
	const scripted = run === modes[0].run;
	run.describe(how, () => {
		run.use({ expectedErrors: refusedPosts });
		run.beforeEach(({ page, house }) => comeBack(page, house, people.kurzeme.email, locale));

		run(
			'a pasted description is shown below its field as the page shows it',
			async ({ page, axe }) => {
				await page.goto(pathOf('/coordinator/events/new', locale));
				await input(page, 'title_lv').fill(`Ielīmēts\u00ad  stāsts\u200b ${locale}`);
				await input(page, 'starts_day').fill(dayAhead(40, 2));
				await input(page, 'starts_time').fill('10:00');
				await input(page, 'ends_time').fill('12:00');
				await unfold(page, say.texts);
				const preview = page
					.locator('details')
					.filter({ has: page.locator('summary', { hasText: say.shownAs }) })
					.last();
				// What only scripts draw is there as soon as they are.
				if (scripted) await expect(preview).toHaveJSProperty('open', false);
				else await expect(page.getByText(say.shownAs)).toHaveCount(0);
				await input(page, 'description_lv').fill(pasted);
				let told = '';
				if (scripted) {
					const part = preview.locator('.shown');
					await expect(part.locator('li li')).toHaveText('ar piemēriem');
					await shown(page, axe);
					told = await part.innerHTML();
				}
				await save(page);
				await said(page, say.drafted);
				await expect(input(page, 'title_lv')).toHaveValue(`Ielīmēts  stāsts ${locale}`);
				await unfold(page, say.texts);
				await expect(input(page, 'description_lv')).toHaveValue(kept);
				await page.getByRole('link', { name: say.preview, exact: true }).click();
				const description = page.locator('.description');
				await expect(description.locator('li li')).toHaveText('ar piemēriem');
				await expect(description.locator('p').first()).toHaveText(/^Sapulcēsimies\s+trešdienās:$/);
				await expect(description.locator('br')).toHaveCount(3);
				await expect(description).toContainText('23. februāris');
				expect(
					await description
						.locator('a')
						.evaluateAll((links) => links.map((link) => link.getAttribute('href')))
				).toEqual(['mailto:info@example.org', 'https://www.example.org']);
				const bare = (html: string) => html.replaceAll(/<!--.*?-->/g, '').trim();
				if (scripted) expect(bare(await description.innerHTML())).toBe(bare(told));
				await shown(page, axe);
			}
		);

		run('an address of a social network moves to its box with one press', async ({ page, axe }) => {
			const name = unique('Sociālā biedrība');
			const id = await newOrganisation(page, locale, name);
			await input(page, 'phones').first().fill('(+371) 6332 2715');
			await input(page, 'website').fill('\u200bfacebook.com/kvalb');
			await page.getByRole('button', { name: say.publish, exact: true }).click();
			await expect(problems(page)).toContainText(say.asked);
			await shown(page, axe);
			await page.getByRole('button', { name: say.move, exact: true }).click();
			await expect(page.getByText(say.moved)).toBeVisible();
			await expect(input(page, 'website')).toHaveValue('');
			await expect(input(page, 'social_links')).toHaveValue('https://facebook.com/kvalb');
			await expect(input(page, 'social_links')).toBeVisible();
			await shown(page, axe);
			await page.getByRole('button', { name: say.publish, exact: true }).click();
			await said(page, say.published);
			// As visitors see it.
			await expect(page.locator('[name="phones"]').first()).toHaveValue('+371 63322715');
			await page.goto(pathOf('/coordinator/organisations/:id/preview', locale, id));
			const fact = (label: string) =>
				page.locator('dl > div').filter({ has: page.locator('dt', { hasText: label }) });
			await expect(fact(say.social)).toContainText('facebook.com/kvalb');
			await expect(fact(say.website)).toHaveCount(0);
		});
	});
}

test('a description of a stranger is laid out for nobody', async ({ page, house }) => {
	const { url } = house.server;
	const answer = await page.request.post(`${url}/coordinator/description.json`, {
		form: { text: '- a' },
		headers: { origin: url, 'x-sveltekit-action': 'true' }
	});
	expect(answer.status()).toBe(403);
});
