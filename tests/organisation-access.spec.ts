// How one gets in to an organisation: its coordinator says it once, everybody reads it, and who
// needs it finds by it. With scripts in Latvian and without in English.
import { pathOf } from '#lib/page/paths.ts';
import { said } from './setup/answers.ts';
import { modes, newOrganisation, shown } from './setup/desk.ts';
import { unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people } from './setup/people.ts';

const words = {
	lv: {
		access: 'Piekļūstamība',
		stepFree: 'Iekļūšana bez pakāpieniem',
		loop: 'Indukcijas cilpa dzirdes aparātiem',
		shownLoop: 'indukcijas cilpa dzirdes aparātiem',
		note: 'Piezīme par piekļūstamību latviski',
		publish: 'Publicēt',
		published: 'Publicēts. Ierakstu tagad redz visi.',
		publicPage: 'Publiskā lapa',
		history: 'Izmaiņu vēsture',
		more: 'Vēl',
		all: 'Rāda tikai tos, kuriem ir viss atzīmētais.',
		unknown: /[„“]access”/
	},
	en: {
		access: 'Accessibility',
		stepFree: 'Step-free access',
		loop: 'Hearing loop',
		shownLoop: 'hearing loop',
		note: 'Note on accessibility in Latvian',
		publish: 'Publish',
		published: 'Published. Everybody can see it now.',
		publicPage: 'Public page',
		history: 'History',
		more: 'More',
		all: 'Shows only those that have everything you tick.',
		unknown: /[„“]access”/
	}
} as const;

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run(
		`how one gets in is said, shown and searched by, ${how}`,
		async ({ page, house, axe, request }) => {
			await comeBack(page, house, people.kurzeme.email, locale);
			const name = unique('Piekļūstama biedrība');
			const id = await newOrganisation(page, locale, name);
			const form = pathOf('/coordinator/organisations/:id', locale, id);
			await unfold(page, say.access);
			await page.getByRole('checkbox', { name: say.stepFree }).check();
			await page.getByRole('checkbox', { name: say.loop }).check();
			await page.getByLabel(say.note, { exact: true }).fill('Ieeja no pagalma, zvaniet.');
			await page.getByRole('button', { name: say.publish, exact: true }).click();
			await said(page, say.published);
			await expect(page.locator('form summary', { hasText: say.access })).toContainText(
				say.shownLoop
			);

			await page.getByRole('link', { name: say.history, exact: true }).click();
			// Without scripts a change is shown on a page of its own.
			if (how.startsWith('without'))
				await page.getByRole('link', { name: /^Show the change/ }).click();
			await expect(page.getByRole('main')).toContainText(say.shownLoop);
			await page.goto(form);
			await page.getByRole('link', { name: say.publicPage }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
			await expect(page.getByRole('main')).toContainText(say.shownLoop);
			await expect(page.getByText('Ieeja no pagalma, zvaniet.')).toBeVisible();
			const linked = await page.locator('script[type="application/ld+json"]').allTextContents();
			expect(linked.join()).toContain('LocationFeatureSpecification');
			await shown(page, axe);

			// Found by ticking what one needs; each box says how many are left.
			await page.goto(`${pathOf('/', locale)}?q=piekļūstama`);
			const group = page.getByRole('search').locator('.groups summary', { hasText: say.more });
			const tick = async (label: string) => {
				await group.click();
				await page.getByRole('search').getByRole('checkbox', { name: label }).check();
				if (how.startsWith('without')) await page.locator('.groups details[open] .result').click();
				else await page.keyboard.press('Escape');
			};
			await tick(say.stepFree);
			await expect(page).toHaveURL(/access=step-free/);
			await tick(say.loop);
			// A browser sends boxes in the order of the page, scripts in that of the address.
			await expect
				.poll(() => new URL(page.url()).searchParams.getAll('access').sort())
				.toEqual(['hearing-loop', 'step-free']);
			const rows = page.locator('#list li[data-slug]');
			await expect(rows.filter({ hasText: name })).toHaveCount(1);
			await group.click();
			await expect(page.getByText(say.all)).toBeVisible();
			await shown(page, axe);

			// All of it is needed: with a lift besides, it is not among them.
			const asked = '?q=piekļūstama&access=hearing-loop&access=step-free';
			await page.goto(`${pathOf('/', locale)}${asked}&access=lift`);
			await expect(rows.filter({ hasText: name })).toHaveCount(0);
			// What nobody knows is left out and said; a program is refused.
			await page.goto(`${pathOf('/', locale)}${asked}&access=nice`);
			await expect(rows.filter({ hasText: name })).toHaveCount(1);
			await expect(page.getByText(say.unknown).first()).toBeVisible();
			for (const path of ['/feeds/organisations.csv', '/feeds/events.ics']) {
				expect((await request.get(`${path}?access=nice`)).status(), path).toBe(400);
				expect((await request.get(`${path}?access=lift&lang=${locale}`)).status(), path).toBe(200);
			}
			const table = await request.get(`/feeds/organisations.csv${asked}&lang=${locale}`);
			expect(await table.text()).toContain(say.shownLoop);
		}
	);
}
