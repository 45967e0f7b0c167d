// A coordinator without a mouse does what the directory is for: signs in by the link of a mail,
// finds an organisation, corrects it, meets somebody else's save and chooses, brings an older
// version back; plans a series, publishes it, cancels one date with a notice, and sees it on the
// public page and in the calendar. Nothing is pressed but keys, and what has the focus is seen at
// every stop.
import type { Page } from '@playwright/test';
import { addDays } from '#lib/time/days.ts';
import { pathOf } from '#lib/page/paths.ts';
import { said } from './setup/answers.ts';
import { change, modes, newOrganisation } from './setup/desk.ts';
import { choose, press, typeDay, typeInto, typeTime } from './setup/keyboard.ts';
import { comeBack, expect, type House, nextMail, people } from './setup/people.ts';
import { dayAhead, instances } from './setup/series.ts';

const words = {
	lv: {
		code: 'Ierakstiet kodu',
		desk: 'Mani darbi',
		mine: 'Manas organizācijas',
		organisations: 'Organizācijas',
		edit: 'Labot',
		phone: 'Tālrunis 1',
		email: 'E-pasts',
		conflict: 'Kamēr rakstījāt, šis ieraksts saglabāts no citas jūsu cilnes vai ierīces',
		own: /Tā ierakstījāt jūs/,
		choose: 'Saglabāt izvēlēto',
		saved: 'Melnraksts saglabāts.',
		history: 'Izmaiņu vēsture',
		restore: 'Atjaunot 1. versiju',
		restored: 'Atjaunota 1. versija.',
		newEvent: 'Jauns pasākums',
		repeats: 'Pasākums atkārtojas',
		count: 'Noteiktu reižu skaitu',
		show: 'Parādīt datumus',
		dates: 'Pavisam 4 datumi.',
		draft: 'Melnraksts saglabāts.',
		publish: 'Publicēt',
		published: 'Publicēts. Ierakstu tagad redz visi.',
		toDates: 'Datumi: atcelt, pārcelt',
		changeOne: /^Mainīt/,
		reason: 'Iemesls vai paziņojums latviski',
		save: 'Saglabāt',
		dateSaved: 'Datums saglabāts.',
		publicPage: 'Publiskā lapa'
	},
	en: {
		code: 'Enter the code',
		desk: 'My work',
		mine: 'My organisations',
		organisations: 'Organisations',
		edit: 'Edit',
		phone: 'Phone 1',
		email: 'Email',
		conflict: 'You saved this listing from another tab or device while you were writing here',
		own: /As you wrote it/,
		choose: 'Save what I chose',
		saved: 'Draft saved.',
		history: 'History',
		restore: 'Restore version 1',
		restored: 'Version 1 is restored.',
		newEvent: 'New event',
		repeats: 'The event repeats',
		count: 'A number of times',
		show: 'Show the dates',
		dates: '4 dates in all.',
		draft: 'Draft saved.',
		publish: 'Publish',
		published: 'Published. Everybody can see it now.',
		toDates: 'Dates: cancel, reschedule',
		changeOne: /^Change/,
		reason: 'Reason or notice in Latvian',
		save: 'Save',
		dateSaved: 'The date is saved.',
		publicPage: 'Public page'
	}
} as const;

const title = (page: Page) => page.getByRole('heading', { level: 1 });
/** Where a coordinator can go; the site's own navigation has links of the same names. */
const navigation = (page: Page) =>
	page.getByRole('navigation', { name: /^(Koordinatoru lapas|Coordinators’ pages)$/ });

/** Asks for the mail, follows its link, and stands at the desk. */
async function signInByLink(page: Page, house: House, locale: 'lv' | 'en') {
	const say = words[locale];
	const { email } = people.kurzeme;
	const desk = encodeURIComponent(pathOf('/coordinator', locale));
	await page.goto(`${pathOf('/sign-in', locale)}?next=${desk}`);
	const mail = await nextMail(house.server.dataDir, email, async () => {
		await typeInto(page, page.locator('input[name=email]'), email);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.code);
	});
	await page.goto(mail.links[0] ?? '');
	// The mail and its page are in the language of whose address it is.
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pieslēgties ar saiti');
	await press(page, page.locator('main form').getByRole('button'));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.desk);
	house.sessions.set(email, await page.context().cookies());
}

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run.describe(how, () => {
		// The answer that shows two versions is no 200.
		run.use({ expectedErrors: [/status of 409/] });
		// Where the buttons that stay in sight stand one above the other and could cover what has the
		// focus.
		if (locale === 'en') run.use({ viewport: { width: 320, height: 640 } });

		run(
			'by keyboard alone: signed in, found, edited, chosen, brought back',
			async ({ page, house, context }) => {
				await signInByLink(page, house, locale);
				const name = `Tastatūras biedrība ${locale}`;
				const other = await context.newPage();
				const id = await newOrganisation(other, locale, name);

				await press(page, navigation(page).getByRole('link', { name: say.organisations }));
				await expect(title(page)).toHaveText(say.mine);
				await typeInto(page, page.locator('input[name=q]'), `tastaturas biedriba ${locale}`);
				await page.keyboard.press('Enter');
				await expect(page.locator('form ul h2')).toHaveText([name]);
				await press(page, page.getByRole('link', { name: new RegExp(`^${say.edit} ?: ${name}`) }));
				const email = page.locator('[name=email]');
				await expect(email).toHaveValue('');

				await change(other, locale, id, 'email', 'cits@example.org');
				await other.close();
				await typeInto(page, page.getByLabel(say.phone), '+371 63027549');
				await typeInto(page, email, 'mans@example.org');
				await page.keyboard.press('Enter');
				await expect(page.getByRole('heading', { name: say.conflict })).toBeVisible();
				// The phone only this person changed is chosen already; both changed the e-mail.
				const conflict = page.getByRole('group', { name: say.email });
				await choose(page, conflict.getByRole('radio', { name: say.own }));
				await press(page, page.getByRole('button', { name: say.choose }));
				await said(page, say.saved);
				await expect(email).toHaveValue('mans@example.org');
				await expect(page.getByLabel(say.phone)).toHaveValue('+371 63027549');

				await press(page, page.getByRole('link', { name: say.history, exact: true }));
				await press(page, page.getByRole('button', { name: say.restore }));
				await said(page, say.restored);
				await page.goto(pathOf('/coordinator/organisations/:id', locale, id));
				await expect(email).toHaveValue('');
			}
		);

		run(
			'by keyboard alone: a series planned, one date cancelled, seen by the public',
			async ({ page, house, request }) => {
				await comeBack(page, house, people.kurzeme.email, locale);
				await page.goto(pathOf('/coordinator', locale));
				const first = dayAhead(30, 2);
				const second = addDays(first, 7);
				const name = `Tastatūras vakars ${locale}`;
				const field = (of: string) => page.locator(`[name="${of}"]`).last();
				const button = (text: string) =>
					page.locator('main').getByRole('button', { name: text, exact: true });
				// On a phone it is one of those that are folded away.
				if (locale === 'en') await press(page, navigation(page).locator('summary'));
				await press(page, navigation(page).getByRole('link', { name: say.newEvent }));
				await expect(title(page)).toHaveText(say.newEvent);
				await typeInto(page, field('title_lv'), name);
				await typeDay(page, field('starts_day'), first);
				await typeTime(page, field('starts_time'), '18:00');
				await typeTime(page, field('ends_time'), '20:00');
				await press(page, page.locator('summary').filter({ hasText: say.repeats }));
				await choose(page, page.locator('[name=repeats][value=weekly]'));
				await choose(page, page.getByRole('radio', { name: say.count }));
				await typeInto(page, field('count'), '4');
				await press(page, button(say.show));
				await expect(page.locator('main').getByText(say.dates)).toBeVisible();
				// Enter in a field saves; it must not press a button that only rearranges.
				await typeInto(page, field('venue_name'), 'Bibliotēka');
				await page.keyboard.press('Enter');
				await said(page, say.draft);
				await expect(field('starts_time')).toHaveValue('18:00');
				await press(page, button(say.publish));
				await said(page, say.published);

				await press(page, page.getByRole('link', { name: say.toDates }));
				await press(page, page.getByRole('link', { name: say.changeOne }).nth(1));
				await choose(page, page.locator('[name=change][value=cancelled]'));
				await typeInto(page, page.getByRole('textbox', { name: say.reason }), 'Lektors saslimis.');
				await press(page, button(say.save));
				await said(page, say.dateSaved);
				await press(page, page.getByRole('main').getByRole('link', { name, exact: true }));
				await press(page, page.getByRole('link', { name: say.publicPage, exact: true }));
				await expect(title(page)).toHaveText(name);
				await expect(page.getByRole('main')).toContainText('Lektors saslimis.');
				const slug = new URL(page.url()).pathname.split('/').at(-1) ?? '';
				const told = await instances(request, slug);
				expect(told.find(({ rule }) => rule !== '')).toMatchObject({ starts: `${first}T18:00` });
				expect(told.filter(({ state }) => state === 'CANCELLED')).toMatchObject([{ id: second }]);
			}
		);
	});
}
