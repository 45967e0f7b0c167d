// Opening hours from the form to everybody: a night is asked about once, "like Monday" stands
// beside Monday, a season and every other week are told in words, and form, preview, public page,
// feed and machines say the same.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { modes, newOrganisation, save, shown } from './setup/desk.ts';
import { refusedPosts, unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people } from './setup/people.ts';
import { test as visitor } from './fixtures.ts';

const words = {
	lv: {
		hours: 'Darba laiks',
		week: 'Pa nedēļas dienām',
		season: 'Kādā gada daļā citādi',
		weeks: 'Katru otro nedēļu citādi',
		monday: 'Pirmdiena',
		friday: 'Piektdiena',
		saturday: 'Sestdiena',
		note: 'Piezīme pie darba laika',
		nextDay: 'Līdz plkst. 02.00 nākamajā dienā.',
		night: /vai darba laiks turpinās pāri pusnaktij/,
		rows: [
			'Pirmdiena–ceturtdiena slēgts',
			'Piektdiena 18.00–02.00',
			'Sestdiena 10.00–14.00',
			'Svētdiena slēgts'
		],
		noteSaid: 'Piezīme: ieeja no pagalma',
		publish: 'Publicēt',
		published: /^Publicēts\./,
		like: 'Visām darbdienām kā pirmdien',
		likeBox: 'Otrdien–piektdien tāpat, ja rinda ir tukša',
		workdays: 'Pirmdiena–piektdiena 09.00–17.00',
		july: /^Jūlijs/,
		rest: /^Augusts–jūnijs/,
		everyDay: 'Katru dienu slēgts',
		odd: /^Nepāra nedēļās/,
		even: /^Pāra nedēļās/,
		wrongDate: 'Nepareizs datums.'
	},
	en: {
		hours: 'Opening hours',
		week: 'By days of the week',
		season: 'Different in part of the year',
		weeks: 'Different every other week',
		monday: 'Monday',
		friday: 'Friday',
		saturday: 'Saturday',
		note: 'Note about the hours',
		nextDay: 'Until 02:00 on the next day.',
		night: /do the hours go on past midnight/,
		rows: ['Monday–Thursday closed', 'Friday 18:00–02:00', 'Saturday 10:00–14:00', 'Sunday closed'],
		noteSaid: 'Note: ieeja no pagalma',
		publish: 'Publish',
		published: /^Published\./,
		like: 'All working days like Monday',
		likeBox: 'The same from Tuesday to Friday where the row is empty',
		workdays: 'Monday–Friday 09:00–17:00',
		july: /^July/,
		rest: /^August–June/,
		everyDay: 'Every day closed',
		odd: /^In odd-numbered weeks/,
		even: /^In even-numbered weeks/,
		wrongDate: 'Not a valid date.'
	}
} as const;

const input = (page: Page, name: string) => page.locator(`[name="${name}"]`);
const way = (page: Page, value: string) => page.locator(`[name="hours_way"][value="${value}"]`);
const rowsIn = (page: Page) => page.locator('.preview li');

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run.describe(how, () => {
		run.use({ expectedErrors: refusedPosts });
		run.beforeEach(async ({ page, house }) => comeBack(page, house, people.kurzeme.email));

		run('a night and a note are told to everybody alike', async ({ page, axe }) => {
			const scripted = locale === 'lv';
			const id = await newOrganisation(page, locale, unique('Nakts biedrība'));
			await unfold(page, say.hours);
			await way(page, 'week').check();
			await input(page, 'hours.4.from').fill('18');
			await input(page, 'hours.4.to').fill('2');
			await input(page, 'hours.5.from').fill('10');
			await input(page, 'hours.5.to').fill('14');
			await input(page, 'hours_note').fill('ieeja no pagalma');
			if (scripted) {
				await expect(page.getByText(say.nextDay)).toBeVisible();
				await expect(rowsIn(page)).toHaveText([...say.rows]);
			}
			await save(page);
			// Asked once, before anything is saved.
			const asked = problems(page).filter({ hasText: say.night });
			await expect(asked).toBeVisible();
			await expect(rowsIn(page)).toHaveText([...say.rows]);
			await expect(page.getByText(say.nextDay)).toBeVisible();
			await shown(page, axe);
			await page.getByRole('button', { name: say.publish, exact: true }).click();
			await said(page, say.published);
			await expect(page.locator('.preview').getByText(say.noteSaid)).toHaveCount(1);

			// A night that is known is not asked about again.
			await unfold(page, say.hours);
			await input(page, 'hours.5.to').fill('15');
			await save(page);
			await said(page, /^(Saglabāts|Saved)\./);
			await expect(problems(page).filter({ hasText: say.night })).toHaveCount(0);
			await unfold(page, say.hours);
			await input(page, 'hours.5.to').fill('14');
			await save(page);
			await said(page, /^(Saglabāts|Saved)\./);

			const slug = new URL(
				(await page
					.locator('a[href*="organi"][href*="nakts-biedriba"]')
					.first()
					.getAttribute('href')) ?? '',
				page.url()
			).pathname;
			await page.goto(slug);
			const fact = page.locator('dd').filter({ hasText: say.friday });
			await expect(fact.locator('li')).toHaveText([...say.rows]);
			await expect(fact.getByText(say.noteSaid)).toHaveCount(1);
			await shown(page, axe);
			const data = await page.locator('script[type="application/ld+json"]').allTextContents();
			expect(JSON.parse(data[0] ?? '{}')).toMatchObject({
				location: {
					openingHoursSpecification: [
						{ dayOfWeek: ['https://schema.org/Friday'], opens: '18:00', closes: '02:00' },
						{ dayOfWeek: ['https://schema.org/Saturday'], opens: '10:00', closes: '14:00' }
					]
				}
			});
			const name = await page.getByRole('heading', { level: 1 }).innerText();
			const feed = await page.request.get(
				`/feeds/organisations.csv?lang=${locale}&q=${encodeURIComponent(name)}`
			);
			const csv = await feed.text();
			expect(csv).toContain(
				say.rows.map((row) => row.replace(/ (?=[\d]|slēgts|closed)/, ': ')).join('; ')
			);
			expect(csv).toContain('Fr 18:00-02:00');
			expect(id).toMatch(/^[0-9a-f-]{36}$/);
		});

		run('the other working days are like Monday', async ({ page, axe }) => {
			await newOrganisation(page, locale, unique('Pirmdienas biedrība'));
			await unfold(page, say.hours);
			await way(page, 'week').check();
			const monday = page.getByRole('group', { name: say.monday, exact: true }).first();
			await input(page, 'hours.0.from').fill('9');
			await input(page, 'hours.0.to').fill('17');
			if (locale === 'lv') await monday.getByRole('button', { name: say.like }).click();
			else await monday.getByRole('checkbox', { name: say.likeBox }).check();
			await save(page);
			await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
			await expect(rowsIn(page).first()).toHaveText(say.workdays);
			await expect(input(page, 'hours.4.from')).toHaveValue('9.00');
			await shown(page, axe);
		});

		run('closed in July, said in words', async ({ page, axe }) => {
			await newOrganisation(page, locale, unique('Vasaras biedrība'));
			await unfold(page, say.hours);
			await way(page, 'season').check();
			for (let day = 0; day < 5; day += 1) {
				await input(page, `hours.${day}.from`).fill('9');
				await input(page, `hours.${day}.to`).fill('17');
			}
			await input(page, 'hours_from_day').fill('31');
			await input(page, 'hours_from_month').selectOption('6');
			await input(page, 'hours_to_day').fill('31');
			await input(page, 'hours_to_month').selectOption('7');
			await save(page);
			await expect(page.getByText(say.wrongDate).first()).toBeVisible();
			await shown(page, axe);
			await unfold(page, say.hours);
			await input(page, 'hours_from_day').fill('1');
			await input(page, 'hours_from_month').selectOption('7');
			await save(page);
			await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
			const preview = page.locator('.preview');
			await expect(preview.locator('.when').filter({ hasText: say.july })).toHaveCount(1);
			await expect(preview.locator('.when').filter({ hasText: say.rest })).toHaveCount(1);
			await expect(rowsIn(page).filter({ hasText: say.workdays })).toHaveCount(1);
			await expect(rowsIn(page).filter({ hasText: say.everyDay })).toHaveCount(1);
			await expect(way(page, 'season')).toBeChecked();
			await shown(page, axe);
		});

		run('every other week, said in words', async ({ page, axe }) => {
			await newOrganisation(page, locale, unique('Nedēļu biedrība'));
			await unfold(page, say.hours);
			await way(page, 'weeks').check();
			await input(page, 'hours.0.from').fill('9');
			await input(page, 'hours.0.to').fill('12');
			await input(page, 'hours.8.from').fill('13');
			await input(page, 'hours.8.to').fill('17');
			await save(page);
			await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
			const preview = page.locator('.preview');
			await expect(preview.locator('.when').filter({ hasText: say.odd })).toHaveCount(1);
			await expect(preview.locator('.when').filter({ hasText: say.even })).toHaveCount(1);
			await expect(way(page, 'weeks')).toBeChecked();
			await shown(page, axe);
		});
	});
}

visitor(
	'what is said of now is asked anew when it changes, and when the page is seen again',
	async ({ page }) => {
		const asked: string[] = [];
		page.on('request', (request) => {
			if (request.url().includes('__data.json')) asked.push(request.url());
		});
		await page.clock.install({ time: new Date() });
		await page.goto(pathOf('/organisation/:slug', 'lv', 'aluksnes-nvo'));
		await expect(page.locator('.now')).toBeVisible();
		await expect(page.locator('html')).toHaveAttribute('lang', 'lv');
		// It is open from 10 to 17 each day: within a day it changes twice.
		await page.clock.fastForward('24:00:00');
		await expect.poll(() => asked.length).toBeGreaterThan(0);
		const before = asked.length;
		await page.clock.fastForward('00:05:00');
		await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		await expect.poll(() => asked.length).toBeGreaterThan(before);
	}
);
