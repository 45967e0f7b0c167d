// Somebody who is not technical plans one event: ten fields at most, mistakes told where they are,
// slips asked about once, a draft that only coordinators see, published, hidden, removed and
// brought back; and two people who save at the same time.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { shown } from './setup/desk.ts';
import { comeBack, expect, people, test, withoutScripts } from './setup/people.ts';
import { dayAhead, listed } from './setup/series.ts';

const words = {
	lv: {
		title: 'Nosaukums latviski',
		kind: 'Veids',
		venue: 'Vieta',
		town: 'Pilsēta vai ciems',
		summary: 'Īsumā latviski',
		publish: 'Publicēt',
		draft: 'Saglabāt melnrakstu',
		published: 'Publicēts. Ierakstu tagad redz visi.',
		hint: 'Tā ir brīvdiena: sestdiena.',
		wrongDay: 'Norādiet dienu, kad pasākums sākas.',
		preview: 'Priekšskatījums',
		hide: 'Pārvietot uz melnrakstiem',
		hidden: 'Pārvietots uz melnrakstiem. Publiski to vairs nerāda.',
		remove: 'Dzēst',
		removed: 'Dzēsts. To 30 dienas var atjaunot.',
		back: 'Atjaunot',
		isBack: 'Atjaunots: ieraksts ir tāds, kāds tas bija pirms dzēšanas.',
		organiser: 'Kurzemes NVO centrs'
	},
	en: {
		title: 'Title in Latvian',
		kind: 'Kind',
		venue: 'Venue',
		town: 'Town or village',
		summary: 'Summary in Latvian',
		publish: 'Publish',
		draft: 'Save draft',
		published: 'Published. Everybody can see it now.',
		hint: 'That is at the weekend: Saturday.',
		wrongDay: 'Enter the day the event begins.',
		preview: 'Preview',
		hide: 'Move to drafts',
		hidden: 'Moved to drafts. The public no longer sees it.',
		remove: 'Delete',
		removed: 'Deleted. It can be restored for 30 days.',
		back: 'Restore',
		isBack: 'Restored, as it was before it was deleted.',
		organiser: 'Kurzeme NGO Support Centre'
	}
} as const;

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`).last();
const button = (page: Page, name: string) =>
	page.locator('main').getByRole('button', { name, exact: true });

const stories = [
	{ run: test, how: 'with scripts', locale: 'en' },
	{ run: withoutScripts, how: 'without scripts', locale: 'lv' }
] as const;

for (const { run, how, locale } of stories) {
	const say = words[locale];
	run.describe(`${how}, ${locale}`, () => {
		// An answer that asks for something is no 200.
		run.use({ expectedErrors: [/status of 4(00|04|09|10|22)/] });

		run('an event in at most ten fields', async ({ page, house, axe }) => {
			await comeBack(page, house, people.kurzeme.email, locale);
			await page.goto(pathOf('/coordinator/events/new', locale));
			await shown(page, axe);

			const title = `Plānots ${how} ${locale}`;
			let filled = 0;
			const fill = async (label: string, value: string) => {
				filled += 1;
				await page.getByLabel(label, { exact: true }).first().fill(value);
			};
			await page.getByRole('textbox', { name: say.title, exact: true }).fill(title);
			filled += 1;
			await button(page, say.publish).click();
			const summary = problems(page);
			await expect(summary).toBeFocused();
			await expect(summary).toContainText(say.wrongDay);
			await expect(field(page, 'starts_day')).toHaveAttribute('aria-invalid', 'true');
			await expect(page.getByRole('textbox', { name: say.title, exact: true })).toHaveValue(title);
			await shown(page, axe);
			await summary.getByRole('link').first().click();
			await expect(field(page, 'starts_day')).toBeFocused();

			filled += 1;
			await page.getByLabel(say.kind, { exact: true }).selectOption('training');
			await field(page, 'starts_day').fill(dayAhead(40, 6));
			await field(page, 'starts_time').fill('10:00');
			await field(page, 'ends_time').fill('13:00');
			filled += 3;
			await fill(say.venue, 'Kultūras nams');
			await fill(say.town, 'Kuldīga');
			await fill(say.summary, 'Īss stāsts par kvalitāti.');
			// How one takes part and who holds it are there already.
			expect(filled).toBeLessThanOrEqual(10);

			await button(page, say.publish).click();
			await expect(problems(page)).toContainText(say.hint);
			await shown(page, axe);
			await button(page, say.publish).click();
			await said(page, say.published);
			await shown(page, axe);

			await page.goto(listed(locale, title));
			await page.getByRole('link', { name: title, exact: true }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
			const main = page.getByRole('main');
			for (const fact of ['Kultūras nams', 'Kuldīga', say.organiser, 'Īss stāsts'])
				await expect(main).toContainText(fact);
		});

		run('a draft, its preview, and every way back', async ({ page, house, request, axe }) => {
			await comeBack(page, house, people.kurzeme.email, locale);
			await page.goto(pathOf('/coordinator/events/new', locale));
			const title = `Melnraksts ${how} ${locale}`;
			await page.getByRole('textbox', { name: say.title, exact: true }).fill(title);
			await field(page, 'starts_day').fill(dayAhead(40, 2));
			await field(page, 'starts_time').fill('10:00');
			await field(page, 'ends_time').fill('13:00');
			await button(page, say.draft).click();
			await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
			const edit = page.url();

			await page.getByRole('link', { name: say.preview, exact: true }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
			await shown(page, axe);
			const address = await page.locator('#page-address').inputValue();
			const status = async () => (await request.get(address)).status();
			expect(await status()).toBe(404);
			await button(page, say.publish).click();
			await said(page, say.published);
			expect(await status()).toBe(200);

			// The address is ahead of the page: what was done is asked of the page itself.
			const press = async (name: string, done: string) => {
				await button(page, name).click();
				await said(page, done);
			};
			await press(say.hide, say.hidden);
			expect(await status()).toBe(410);
			await press(say.remove, say.removed);
			await expect(field(page, 'title_lv')).toHaveCount(0);
			await shown(page, axe);
			await press(say.back, say.isBack);
			await page.goto(edit);
			await expect(field(page, 'title_lv')).toHaveValue(title);
		});
	});
}

for (const { run, how } of stories) {
	run.describe(`two people, ${how}`, () => {
		run.use({ expectedErrors: [/status of 4(00|09|22)/] });

		run('neither overwrites the other unseen', async ({ page, house, context, axe }) => {
			await comeBack(page, house, people.kurzeme.email);
			await page.goto(pathOf('/coordinator/events/new', 'lv'));
			await field(page, 'title_lv').fill(`Divi ${how}`);
			await field(page, 'starts_day').fill(dayAhead(40, 2));
			await field(page, 'starts_time').fill('10:00');
			await field(page, 'ends_time').fill('13:00');
			await button(page, 'Saglabāt melnrakstu').click();
			await said(page, 'Melnraksts saglabāts.');

			const other = await context.newPage();
			await other.goto(new URL(page.url()).pathname);
			await field(other, 'ends_time').fill('14:00');
			await field(other, 'venue_name').fill('Bibliotēka');
			await button(other, 'Saglabāt melnrakstu').click();
			await said(other, /^Melnraksts saglabāts\./);
			await other.close();

			await field(page, 'starts_time').fill('09:00');
			await field(page, 'summary_lv').fill('Mans teksts');
			await button(page, 'Saglabāt melnrakstu').click();
			// The end stayed where it was: whether it is meant is asked first.
			await expect(page.getByText('Mainās pasākuma ilgums: 3 h → 4 h').first()).toBeVisible();
			await button(page, 'Saglabāt melnrakstu').click();
			await expect(page.getByRole('heading', { name: /Kamēr rakstījāt/ })).toBeVisible();
			await shown(page, axe);
			const when = page.getByRole('group', { name: 'Norises laiks' });
			await expect(when).toContainText('plkst. 10.00–14.00');
			await expect(when).toContainText('plkst. 9.00–13.00'.replace('9.00', '09.00'));
			// What only one of them changed is chosen already; both changed the time.
			await expect(when.getByRole('radio', { checked: true })).toHaveCount(0);
			// Left alone, it waits on the desk and comes back as it was.
			await page.goto(pathOf('/coordinator', 'lv'));
			await page.getByRole('link', { name: new RegExp(`^Izvēlēties ?: Divi ${how}$`) }).click();
			await expect(when).toContainText('plkst. 10.00–14.00');
			await expect(when.getByRole('radio', { checked: true })).toHaveCount(0);
			await when.getByRole('radio').first().check();
			await button(page, 'Saglabāt izvēlēto').click();
			await said(page, /^Melnraksts saglabāts\./);
			await expect(field(page, 'starts_time')).toHaveValue('10:00');
			await expect(field(page, 'ends_time')).toHaveValue('14:00');
			await expect(field(page, 'venue_name')).toHaveValue('Bibliotēka');
			await expect(field(page, 'summary_lv')).toHaveValue('Mans teksts');
		});
	});
}

test('what is chosen on a slow line, before the scripts are there, stays chosen', async ({
	page,
	house
}) => {
	await comeBack(page, house, people.kurzeme.email);
	let arrive = () => {};
	const gate = new Promise<void>((resolve) => (arrive = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await gate;
		await route.continue();
	});
	await page.goto(pathOf('/coordinator/events/new', 'lv'), { waitUntil: 'commit' });
	const online = page.getByRole('radio', { name: 'Tiešsaistē', exact: true });
	await online.check();
	await field(page, 'title_lv').fill('Lēni');
	arrive();
	// SvelteKit puts it there once it has taken the page over.
	await expect(page.locator('#svelte-announcer')).toBeAttached();
	await expect(online).toBeChecked();
	await expect(field(page, 'title_lv')).toHaveValue('Lēni');
});
