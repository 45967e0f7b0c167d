// Somebody looks for what is held next, finds an event, learns whether it is for them and how to
// register; and what is over, cancelled or only an example never looks like something to go to.
// With scripts and without.
import { expect, test, withoutScripts } from './fixtures.ts';

const stories = [
	{ run: test, how: 'with scripts' },
	{ run: withoutScripts, how: 'without scripts' }
] as const;

for (const { run, how } of stories) {
	run.describe(how, () => {
		run('from the programme to one event and back', async ({ page }) => {
			await page.goto('/pasakumi');
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pasākumi');
			const months = page.locator('h2');
			await expect(months.first()).toContainText(/\d{4}\. gada /);
			const cards = page.getByRole('article');
			const heading = cards.first().getByRole('heading');
			await expect(heading).toContainText('Piemērs');
			const title = (await heading.getByRole('link').textContent())?.trim() ?? '';
			// Until somebody lists an event, all that is to come is an example, and each says so.
			await expect(cards.filter({ hasText: 'Piemērs' })).toHaveCount(await cards.count());
			await cards.first().getByRole('link').first().click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Piemērs: ${title}`);
			await expect(page).toHaveTitle(new RegExp(`^Piemērs: `));
			await expect(page.getByText('Tas ir piemērs.')).toBeVisible();
			await expect(page.getByRole('term').filter({ hasText: 'Norises laiks' })).toBeVisible();
			await page
				.getByRole('navigation', { name: 'Atrašanās vieta vietnē' })
				.getByText('Pasākumi')
				.click();
			await expect(page).toHaveURL(/\/pasakumi$/);
		});

		run('what has been, latest first, as exactly as it is known', async ({ page }) => {
			await page.goto('/pasakumi');
			await page.getByRole('link', { name: 'Notikušie', exact: true }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Notikušie pasākumi');
			await expect(page.locator('.count')).toHaveText('19 notikušu pasākumu');
			const years = await page.locator('h2').allTextContents();
			expect(years.map(Number)).toEqual(years.map(Number).toSorted((a, b) => b - a));
			await expect(page.locator('time[datetime="2013-12"]')).toHaveCount(1);
			await expect(page.locator('time[datetime="2013"]')).toHaveCount(1);
			await page.getByRole('link', { name: /Vidzemes NVO forums/ }).click();
			await expect(page.getByText('Šis pasākums jau ir noticis.')).toBeVisible();
			await expect(page.getByText('2016. gada 23. novembrī').last()).toBeVisible();
			// Nobody registers for what is over.
			await expect(page.getByRole('heading', { name: 'Kā pieteikties' })).toHaveCount(0);
			await expect(page.getByRole('link', { name: /aluksne\.lv/ })).toBeVisible();
		});

		run('asking for a kind, and taking the condition away again', async ({ page }) => {
			await page.goto('/pasakumi?past=1&kind=forum');
			const cards = page.getByRole('article');
			await expect(page.getByText('2 notikuši pasākumi')).toBeVisible();
			await expect(cards).toHaveCount(2);
			await page
				.getByRole('navigation', { name: 'Atlasīts pēc' })
				.getByRole('link', { name: /Forums/ })
				.click();
			// The list stays the list of past events.
			await expect(page).toHaveURL(/\/pasakumi\?past=1$/);
			await expect(cards).toHaveCount(19);
		});

		run('searching by words', async ({ page }) => {
			await page.goto('/en/events?past=1');
			await page.getByLabel('Search by words').fill('preili');
			await page.getByRole('button', { name: 'Search' }).click();
			await expect(page).toHaveURL(/q=preili/);
			await expect(page).toHaveURL(/past=1/);
			await expect(page.getByRole('article').first()).toContainText('Preiļi');
		});

		run('nothing found leaves ways on', async ({ page }) => {
			await page.goto('/pasakumi?q=tadapasakumanav');
			await expect(
				page.getByRole('heading', { name: 'Nekas neatbilst šiem nosacījumiem' })
			).toBeVisible();
			await page.getByRole('link', { name: 'Rādīt visus pasākumus' }).click();
			await expect(page.getByRole('article').first()).toBeVisible();
		});

		run('a page behind the last one says so', async ({ page }) => {
			await page.goto('/pasakumi?past=1&page=9');
			await expect(
				page.getByRole('heading', { name: 'Tik tālas lapas sarakstā nav.' })
			).toBeVisible();
			await page.getByRole('link', { name: 'Uz saraksta sākumu' }).click();
			await expect(page.getByRole('article')).toHaveCount(19);
		});

		run('an address with mistakes shows the list and says what was ignored', async ({ page }) => {
			const response = await page.goto(
				'/pasakumi?past=maybe&kind=party&from=2026-02-30&regoin=red'
			);
			expect(response?.status()).toBe(200);
			const note = page.locator('.problems').filter({ hasText: 'adrese bija saprotama' });
			for (const word of ['„past”', '„kind”', '„from”', 'neko nenozīmē'])
				await expect(note).toContainText(word);
			await expect(page.getByRole('article').first()).toBeVisible();
		});

		run(
			'a cancelled event says so in words, first of all, and takes no registrations',
			async ({ page }) => {
				await page.goto('/pasakumi');
				const cancelled = page
					.getByRole('article')
					.filter({ hasText: 'Atcelts' })
					.filter({ hasText: 'Saruna par iedzīvotāju padomēm' });
				await expect(cancelled).toHaveCount(1);
				await expect(cancelled.getByRole('heading')).toContainText('Atcelts');
				await cancelled.getByRole('link').click();
				await expect(page.getByText('Pasākums ir atcelts.', { exact: true })).toBeVisible();
				// Whoever sees only a tab, a shared link or a list of headings knows it too; so does who
				// hears the struck time.
				const name = 'Piemērs, atcelts: Saruna par iedzīvotāju padomēm';
				await expect(page).toHaveTitle(new RegExp(`^${name}`));
				await expect(page.locator('meta[property="og:title"]')).toHaveAttribute(
					'content',
					new RegExp(`^${name}`)
				);
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`^${name}`));
				await expect(
					page
						.getByRole('definition')
						.filter({ has: page.locator('time') })
						.first()
				).toHaveText(/^Atcelts: /);
				await expect(page.getByText('Iemesls:')).toBeVisible();
				await expect(
					page.getByText('Pieteikties vairs nevar, jo pasākums ir atcelts.')
				).toBeVisible();
				await expect(page.getByRole('link', { name: 'Pieteikties', exact: true })).toHaveCount(0);
			}
		);

		run('a full event offers no place', async ({ page }) => {
			await page.goto('/en/events');
			await page.getByRole('article').filter({ hasText: 'Fully booked' }).getByRole('link').click();
			await expect(page.getByText('All places are taken.')).toBeVisible();
			await expect(page.getByRole('link', { name: 'Register', exact: true })).toHaveCount(0);
		});

		run('a series tells all its dates, the next one marked', async ({ page }) => {
			await page.goto('/en/events');
			await page.getByRole('link', { name: 'Advice evening for associations' }).first().click();
			const dates = page.getByRole('region', { name: 'All dates' });
			await expect(dates.getByText(/^On the (\w+) Wednesday of every month\.$/)).toBeVisible();
			await expect(dates.getByText('The series has 4 dates.')).toBeVisible();
			await expect(dates.getByRole('listitem')).toHaveCount(4);
			await expect(dates.getByRole('listitem').first()).toContainText('Next');
		});

		run('how to register, or plainly that it is not known', async ({ page }) => {
			await page.goto('/pasakumi');
			await page.getByRole('link', { name: 'NVO informatīvā diena' }).click();
			const registration = page.getByRole('region', { name: 'Kā pieteikties' });
			await expect(registration.getByText(/^Pieteikties līdz \d{4}\. gada /)).toBeVisible();
			await expect(registration.getByRole('link', { name: 'Pieteikties' })).toHaveAttribute(
				'href',
				/^https:/
			);
			await page.goto('/pasakumi');
			await page.getByRole('link', { name: 'Kvalitātes vadība mazā biedrībā' }).click();
			await expect(
				page.getByText('Pieteikšanās kārtība nav zināma; jautājiet rīkotājam.')
			).toBeVisible();
			await expect(
				page.getByText('Nav zināma; jautājiet rīkotājam', { exact: true })
			).toBeVisible();
		});

		run(
			'an event goes into any calendar, and other sites say that they are',
			async ({ page, request }) => {
				await page.goto('/pasakumi');
				await page.getByRole('link', { name: 'Konsultāciju vakars biedrībām' }).first().click();
				const calendar = page.getByRole('region', { name: 'Pievienot kalendāram' });
				const file = calendar.getByRole('link', { name: 'Kalendāra datne (ICS)' });
				const answer = await request.get((await file.getAttribute('href')) ?? '');
				expect(answer.headers()['content-type']).toContain('text/calendar');
				expect(await answer.text()).toContain('SUMMARY');
				await expect(calendar.getByRole('link', { name: 'Abonēt' })).toHaveAttribute(
					'href',
					/^webcal:\/\/.*\/feeds\/events\.ics\?event=piemers-/
				);
				for (const name of ['Google Calendar', 'Outlook'])
					await expect(calendar.getByRole('listitem').filter({ hasText: name })).toContainText(
						'atvērsies cita vietne'
					);
			}
		);

		run('the language switch keeps the event', async ({ page }) => {
			await page.goto('/pasakumi');
			await page.getByRole('link', { name: 'NVO informatīvā diena' }).click();
			await expect(page).toHaveURL(/\/pasakums\//);
			await page.getByRole('link', { name: 'This page in English' }).click();
			await expect(page).toHaveURL(/\/en\/event\//);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(
				'Example: NGO information day'
			);
			await expect(page.locator('html')).toHaveAttribute('lang', 'en');
		});
	});
}

test('a title in the other language is marked, so that it is pronounced rightly', async ({
	page
}) => {
	await page.goto('/pasakumi?past=1');
	await expect(page.getByRole('link', { name: /^Conference "Quality management/ })).toHaveAttribute(
		'lang',
		'en'
	);
	await page.goto('/en/events?past=1');
	await expect(page.getByRole('link', { name: 'Vidzemes NVO forums' })).toHaveAttribute(
		'lang',
		'lv'
	);
});

test('machines are told of real events and never of examples', async ({ page }) => {
	const types = () =>
		page
			.locator('script[type="application/ld+json"]')
			.evaluateAll((blocks) => blocks.map((block) => JSON.parse(block.textContent ?? '')['@type']));
	await page.goto('/pasakums/vidzemes-nvo-forums-2016-11-23');
	expect((await types()).sort()).toEqual(['BreadcrumbList', 'Event']);
	await expect(page.locator('meta[name="robots"]')).toHaveCount(0);
	await page.goto('/pasakums/piemers-nvo-informativa-diena-kuldiga');
	expect(await types()).toEqual(['BreadcrumbList']);
	await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
});

test('the map of an event can be made movable with the keyboard', async ({ page }) => {
	await page.goto('/pasakums/piemers-nvo-informativa-diena-kuldiga');
	await expect(page.getByRole('group', { name: 'Karte: Kuldīga' })).toBeVisible();
	const button = page.getByRole('button', { name: 'Interaktīva karte' });
	await button.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Pietuvināt' })).toBeVisible();
	await expect(button).toHaveCount(0);
});

test('the address of an event can be copied', async ({ page, context, baseURL }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.goto('/pasakums/vidzemes-nvo-forums-2016-11-23');
	await page.getByRole('button', { name: 'Kopēt adresi' }).click();
	await expect(page.locator('main').getByText('Adrese nokopēta')).toBeVisible();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
		`${baseURL}/pasakums/vidzemes-nvo-forums-2016-11-23`
	);
});

test('filtering changes the list in place and the back button undoes it', async ({ page }) => {
	await page.goto('/pasakumi?past=1', { waitUntil: 'networkidle' });
	await page.locator('.groups summary', { hasText: 'Pasākuma veids' }).click();
	await page.getByRole('checkbox', { name: 'Forums' }).check();
	await expect(page).toHaveURL(/kind=forum/);
	await expect(page.getByRole('article')).toHaveCount(2);
	await page.goBack();
	await expect(page.getByRole('article')).toHaveCount(19);
});

test.describe('an event that does not exist', () => {
	test.use({ expectedErrors: [/status of 404/] });
	test('is answered with help, in the page’s language', async ({ page }) => {
		for (const [path, words] of [
			['/pasakums/tada-nav', 'Lapa nav atrasta'],
			['/en/event/no-such-event', 'Page not found']
		] as const) {
			const response = await page.goto(path);
			expect(response?.status(), path).toBe(404);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
		}
	});
});
