// One act on several listings: a preview that says exactly what will change, the act, and one way
// back that overwrites nobody.
import { pathOf } from '#lib/page/paths.ts';
import { said } from './setup/answers.ts';
import { change, modes, newOrganisation, shown } from './setup/desk.ts';
import { expect, people, signIn } from './setup/people.ts';

const words = {
	lv: {
		choose: (name: string) => `Izvēlēties: ${name}`,
		deed: 'Darbība',
		topic: 'Joma',
		funding: 'Pievienot jomu',
		preview: 'Parādīt, kas mainīsies',
		will: 'Mainīsies 2 ieraksti',
		already: 'Nemainīsies, jo jau ir tā: 1 ieraksts',
		notTheirs: 'Nemainīsies, jo nav jūsu pārziņā: 1 ieraksts.',
		go: 'Mainīt 2 ierakstus',
		one: 'Mainīts: 1 ieraksts.',
		done: 'Mainīti: 2 ieraksti.',
		undo: 'Atsaukt šīs izmaiņas',
		undone: 'Atsauktas izmaiņas 1 ierakstā.',
		skipped: 'Nav atsaukts 1 ierakstā',
		none: 'Neviens ieraksts nav izvēlēts.',
		missing: 'Izvēlieties jomu.'
	},
	en: {
		choose: (name: string) => `Choose: ${name}`,
		deed: 'Action',
		topic: 'Topic',
		funding: 'Add a topic',
		preview: 'Show what will change',
		will: '2 listings will change',
		already: '1 listing will not change: it is so already',
		notTheirs: '1 listing will not change: it is not yours to edit.',
		go: 'Change 2 listings',
		one: '1 listing was changed.',
		done: '2 listings were changed.',
		undo: 'Undo these changes',
		undone: 'The change of 1 listing was undone.',
		skipped: 'Not undone: 1 listing',
		none: 'No listing is chosen.',
		missing: 'Choose a topic.'
	}
} as const;

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run(`a topic for several listings, and back: ${how}`, async ({ page, house, axe }) => {
		await signIn(page, house, people.kurzeme.email, locale);
		const tag = locale === 'lv' ? 'Kopīgā' : 'Joint';
		const names = ['A', 'B', 'C'].map((letter) => `${tag} biedrība ${letter}`);
		const ids: string[] = [];
		for (const name of names) ids.push(await newOrganisation(page, locale, name));
		const list = `${pathOf('/coordinator/organisations', locale)}?q=${encodeURIComponent(tag)}`;
		const bulk = pathOf('/coordinator/bulk', locale);

		// One of the three has the topic already.
		await page.goto(`${bulk}?subject=organisation&do=add-topic&topic=training&id=${ids[2]}`);
		await page.locator('form[method="post"] button').last().click();
		await said(page, say.one);
		await page.goto(list);
		for (const name of names) await page.getByRole('checkbox', { name: say.choose(name) }).check();
		await page.getByLabel(say.deed, { exact: true }).selectOption('add-topic');
		await page.getByRole('button', { name: say.preview }).click();
		await expect(page.locator('main').getByText(say.missing)).toBeVisible();
		await shown(page, axe);
		await page.getByLabel(say.topic, { exact: true }).selectOption('training');
		await page.getByRole('button', { name: say.preview }).click();
		await expect(page.getByRole('heading', { name: say.will })).toBeVisible();
		await expect(page.getByRole('heading', { name: say.already })).toBeVisible();
		await shown(page, axe);

		// A listing of another region is no part of it, and its name is not told.
		const feed = (await (await page.request.get('/feeds/organisations.geojson')).json()) as {
			features: { id: string; properties: { name: string; url: string } }[];
		};
		const foreign = feed.features.find(({ properties }) => properties.url.endsWith('/zpr'));
		expect(foreign, 'an organisation of Zemgale').toBeDefined();
		await page.goto(`${page.url()}&id=${foreign?.id}`);
		await expect(page.getByText(say.notTheirs)).toBeVisible();
		await expect(page.locator('main')).not.toContainText(foreign?.properties.name ?? '');

		await page.getByRole('button', { name: say.go }).click();
		await said(page, say.done);
		await shown(page, axe);
		// Somebody goes on with one of them.
		const other = await page.context().newPage();
		await change(other, locale, ids[0] ?? '', 'email', 'talak@example.org');
		await other.close();
		await page.getByRole('button', { name: say.undo }).click();
		await said(page, say.undone);
		await expect(page.getByRole('heading', { name: say.skipped })).toBeVisible();
		await expect(page.getByRole('listitem').filter({ hasText: names[0] })).toBeVisible();
		await shown(page, axe);

		// What stands: the first and the third have the topic, the second has not.
		await page.goto(
			`${bulk}?subject=organisation&do=remove-topic&topic=training&${ids.map((id) => `id=${id}`).join('&')}`
		);
		await expect(page.getByRole('heading', { name: say.will })).toBeVisible();
		await expect(page.locator('section ul').first().getByRole('listitem')).toContainText([
			names[0] ?? '',
			names[2] ?? ''
		]);
		await page.goto(bulk);
		await expect(page.getByText(say.none)).toBeVisible();
		await shown(page, axe);
	});
}
