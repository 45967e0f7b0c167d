// A coordinator plans a series, leaves a day out, cancels one date with a reason and moves another;
// the public sees it on the page of the event, in the list, and in the calendar they subscribed to.
// Then the series goes on at another hour from one date on, and what that does to dates people know
// is said before it is saved.
import type { Page, Route } from '@playwright/test';
import { addDays } from '#lib/time/days.ts';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { shown } from './setup/desk.ts';
import { comeBack, expect, people, test, withoutScripts } from './setup/people.ts';
import { dayAhead, instances, listed } from './setup/series.ts';

const words = {
	lv: {
		repeats: 'Pasākums atkārtojas',
		count: 'Noteiktu reižu skaitu',
		show: 'Parādīt datumus',
		dates: 'Pavisam 5 datumi.',
		left: 'Pavisam 4 datumi.',
		two: 'Pavisam 3 datumi.',
		publish: 'Publicēt',
		save: 'Saglabāt',
		toDates: 'Datumi: atcelt, pārcelt',
		change: 'Mainīt',
		moved: 'Pārcelts uz citu laiku vai vietu',
		reason: 'Iemesls vai paziņojums latviski',
		dateSaved: 'Datums saglabāts.',
		divide: 'Sadalīt sēriju no šī datuma',
		willChange: 'Jau publicētie datumi, kas mainīsies:',
		like: 'Jauns pasākums pēc šī parauga'
	},
	en: {
		repeats: 'The event repeats',
		count: 'A number of times',
		show: 'Show the dates',
		dates: '5 dates in all.',
		left: '4 dates in all.',
		two: '3 dates in all.',
		publish: 'Publish',
		save: 'Save',
		toDates: 'Dates: cancel, reschedule',
		change: 'Change',
		moved: 'It is rescheduled to another time or place',
		reason: 'Reason or notice in Latvian',
		dateSaved: 'The date is saved.',
		divide: 'Divide the series from this date',
		willChange: 'Published dates that will change:',
		like: 'New event like this one'
	}
} as const;

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`).last();
const button = (page: Page, name: string) =>
	page.locator('main').getByRole('button', { name, exact: true });

const stories = [
	{ run: test, how: 'with scripts', scripts: true, locale: 'lv' },
	{ run: withoutScripts, how: 'without scripts', scripts: false, locale: 'en' }
] as const;

for (const { run, how, scripts, locale } of stories) {
	const say = words[locale];
	run.describe(`${how}, ${locale}`, () => {
		run.use({ expectedErrors: [/status of 4(00|09|22)/] });

		run('a series is planned, changed and divided', async ({ page, house, request, axe }) => {
			// A Tuesday a month ahead: no weekend.
			const first = dayAhead(30, 2);
			const [second, third, fourth] = [7, 14, 21].map((days) => addDays(first, days)) as [
				string,
				string,
				string
			];
			const title = `Sarunu vakars ${how}`;
			await comeBack(page, house, people.kurzeme.email, locale);
			await page.goto(pathOf('/coordinator/events/new', locale));
			await field(page, 'title_lv').fill(title);
			await field(page, 'starts_day').fill(first);
			await field(page, 'starts_time').fill('18:00');
			await field(page, 'ends_time').fill('20:00');
			await page.getByText(say.repeats, { exact: true }).click();
			await page.locator('[name=repeats][value=weekly]').check();
			await page.getByRole('radio', { name: say.count }).check();
			await field(page, 'count').fill('5');
			if (scripts) await field(page, 'count').blur();
			else await button(page, say.show).click();
			await expect(page.locator('main').getByText(say.dates)).toBeVisible();
			// The fourth week is a holiday.
			const leftOut = (day: string) => page.locator(`input[name="left_out"][value="${day}"]`);
			if (scripts) {
				// A late answer to what was asked before undoes nothing that was chosen since.
				let release = () => {};
				const held = new Promise<void>((resolve) => (release = resolve));
				const late = async (route: Route) => held.then(() => route.continue().catch(() => {}));
				await page.route(/arrange/, late, { times: 1 });
				const asked = page.waitForRequest(/arrange/);
				await leftOut(second).check();
				await asked;
				await leftOut(fourth).check();
				release();
				await expect(page.locator('main').getByText(say.two)).toBeVisible();
				await leftOut(second).uncheck();
			} else await leftOut(fourth).check();
			if (!scripts) await button(page, say.show).click();
			await expect(page.locator('main').getByText(say.left)).toBeVisible();
			await shown(page, axe);
			await field(page, 'place').fill('Kuldīga');
			await button(page, say.publish).click();
			await said(page, /^(Publicēts|Published)\./);
			const edit = new URL(page.url()).pathname;

			const dates = async (index: number) => {
				await page.goto(edit);
				await page.getByRole('link', { name: say.toDates }).click();
				await page.getByRole('link', { name: say.change }).nth(index).click();
				// The page before has a choice of the same words, for the whole event.
				await expect(page.locator('[name=change]')).toHaveCount(5);
			};
			await dates(1);
			await shown(page, axe);
			await page.locator('[name=change][value=cancelled]').check();
			await page.getByRole('textbox', { name: say.reason }).fill('Lektors saslimis.');
			await button(page, say.save).click();
			await said(page, say.dateSaved);
			await shown(page, axe);

			await dates(2);
			await page.getByRole('radio', { name: say.moved }).check();
			// Nothing new was said about time or place: that is no move.
			await button(page, say.save).click();
			await expect(problems(page)).toBeFocused();
			await expect(page.getByRole('radio', { name: say.moved })).toBeChecked();
			await shown(page, axe);
			await field(page, 'day').fill(addDays(third, 1));
			await field(page, 'venue_name').fill('Jaunā zāle');
			// Address and pin are folded away; half of a pin is none.
			await page
				.locator('details')
				.evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
			await field(page, 'place').fill('Kuldīga');
			await field(page, 'place').blur();
			await field(page, 'street').fill('Liepājas iela 1');
			await field(page, 'latitude').fill('56,971234');
			await field(page, 'longitude').fill('');
			await field(page, 'longitude').blur();
			await button(page, say.save).click();
			await expect(problems(page)).toBeFocused();
			await expect(field(page, 'longitude')).toHaveAttribute('aria-invalid', 'true');
			await expect(field(page, 'latitude')).toHaveValue('56,971234');
			if (scripts) expect(await axe(page)).toEqual([]);
			await field(page, 'longitude').fill('21.97');
			await page.locator('input[type=checkbox][name=approximate]').uncheck();
			await button(page, say.save).click();
			await said(page, say.dateSaved);
			// Opened again, the form holds what was set; sent as it is, it changes nothing.
			await dates(2);
			await expect(field(page, 'latitude')).toHaveValue('56.97123');
			await expect(page.locator('input[type=checkbox][name=approximate]')).not.toBeChecked();
			await button(page, say.save).click();
			await said(page, /^(Nekas nebija mainīts|Nothing was changed)\./);

			// The public: the page of the event, the list, the calendar.
			await page.goto(listed(locale, title, first));
			const rows = page.getByRole('article').filter({ hasText: title });
			await expect(rows).toHaveCount(4);
			await expect(rows.nth(1)).toContainText(locale === 'lv' ? 'Atcelts' : 'Cancelled');
			await expect(rows.nth(2)).toContainText('Jaunā zāle');
			const link = rows.first().getByRole('link').first();
			const slug = ((await link.getAttribute('href')) ?? '').split('/').at(-1) ?? '';
			await page.goto(pathOf('/event/:slug', locale, slug));
			await expect(page.getByRole('main')).toContainText('Lektors saslimis.');
			const told = await instances(request, slug);
			expect(told.find(({ rule }) => rule !== '')).toMatchObject({ starts: `${first}T18:00` });
			expect(told.find(({ id }) => id === second)).toMatchObject({ state: 'CANCELLED' });
			expect(told.find(({ id }) => id === third)).toMatchObject({
				starts: `${addDays(third, 1)}T18:00`,
				place: expect.stringContaining('Jaunā zāle'),
				pin: '56.971234,21.97'
			});
			const map: { features: { geometry: { coordinates: number[] } | null }[] } = await (
				await request.get(`/feeds/events.geojson?q=${encodeURIComponent(title)}`)
			).json();
			expect(map.features.map(({ geometry }) => geometry?.coordinates)).toContainEqual([
				21.97, 56.971234
			]);

			// From the last date on it begins an hour earlier.
			await dates(3);
			await button(page, say.divide).click();
			await said(page, /^(Sērija sadalīta|The series is divided)/);
			await field(page, 'starts_time').fill('17:00');
			await button(page, say.save).click();
			await expect(problems(page)).toContainText(say.willChange);
			await shown(page, axe);
			await button(page, say.save).click();
			await said(page, /^(Saglabāts|Saved)\./);
			await page.goto(listed(locale, title, first));
			await expect(rows).toHaveCount(4);
			await expect(rows.nth(3)).toContainText(locale === 'lv' ? '17.00–20.00' : '17:00–20:00');

			// Another event like it begins without its dates and notices.
			await page.goto(edit);
			await page.getByRole('link', { name: say.like }).click();
			await expect(field(page, 'title_lv')).toHaveValue(title);
			await expect(field(page, 'starts_day')).toHaveValue('');
			await expect(page.locator('input[name="repeats"][value="once"]')).toBeChecked();
		});
	});
}
