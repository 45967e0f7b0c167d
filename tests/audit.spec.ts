// Administrators look through what was done: narrowed by person and by act, and as a file a
// spreadsheet opens without running anything. Nobody else sees it.
import { parse } from 'csv-parse/sync';
import { pathOf } from '#lib/page/paths.ts';
import { said } from './setup/answers.ts';
import { modes, newOrganisation, save, shown } from './setup/desk.ts';
import { expect, people, signIn } from './setup/people.ts';

const words = {
	lv: {
		who: 'Kurš',
		what: 'Ko darīja',
		made: 'izveidoja',
		show: 'Rādīt',
		file: 'Lejupielādēt (CSV)'
	},
	en: {
		who: 'Who',
		what: 'What they did',
		made: 'created it',
		show: 'Show',
		file: 'Download (CSV)'
	}
} as const;

for (const { run, how, locale } of modes) {
	const say = words[locale];
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 403/] });

		run('the audit is narrowed and taken along', async ({ page, house, axe }) => {
			const audit = pathOf('/coordinator/audit', locale);
			const name = `=HYPERLINK("https://evil.example") ${locale}`;
			await signIn(page, house, people.kurzeme.email, locale);
			await newOrganisation(page, locale, name);
			for (const path of [audit, pathOf('/coordinator/audit/csv', locale)])
				expect((await page.request.get(path)).status(), path).toBe(403);

			await page.context().clearCookies();
			await signIn(page, house, people.administrator.email, locale);
			await page.goto(audit);
			await shown(page, axe);
			const lines = page.getByRole('listitem').filter({ has: page.locator('time') });
			const all = await lines.count();
			await page.getByLabel(say.who, { exact: true }).selectOption({ label: people.kurzeme.name });
			await page.getByLabel(say.what, { exact: true }).selectOption({ label: say.made });
			await page.getByRole('button', { name: say.show, exact: true }).click();
			await expect(page).toHaveURL(/[?&]who=/);
			await expect(lines.first()).toContainText(`${people.kurzeme.name} ${say.made}`);
			expect(await lines.count()).toBeLessThan(all);
			for (const line of await lines.all())
				await expect(line).toContainText(`${people.kurzeme.name} ${say.made}`);
			await shown(page, axe);

			const href = await page.getByRole('link', { name: say.file }).getAttribute('href');
			const answer = await page.request.get(href ?? '');
			expect(answer.headers()['content-type']).toBe('text/csv; charset=utf-8');
			expect(answer.headers()['cache-control']).toContain('no-store');
			const [head, ...rows] = parse(await answer.text(), {
				bom: true,
				delimiter: locale === 'lv' ? ';' : ','
			});
			expect(head?.[1]).toBe(say.who);
			expect(rows).toHaveLength(await lines.count());
			expect(new Set(rows.map((row) => row[1]))).toEqual(new Set([people.kurzeme.name]));
			expect(new Set(rows.map((row) => row[2]))).toEqual(new Set([say.made]));
			expect(rows.map((row) => row[4])).toContain(`'${name}`);

			// Old and new of a short change are read at once, and the time stands in one line.
			await page.goto(`${pathOf('/coordinator/organisations', locale)}?q=HYPERLINK`);
			const edit = page.locator('form ul a.button.quiet').first();
			await page.goto((await edit.getAttribute('href')) ?? '');
			await page.locator('input[name="email"]').first().fill('pirmais@example.org');
			await save(page);
			await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
			await page.locator('input[name="email"]').first().fill('otrais@example.org');
			await save(page);
			await expect(page.locator('input[name="email"]').first()).toHaveValue('otrais@example.org');
			await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
			await page.goto(`${audit}?what=save`);
			const last = lines.filter({ hasText: 'otrais@example.org' });
			await expect(last.locator('del')).toHaveText('pirmais@example.org');
			await expect(last.locator('ins')).toHaveText('otrais@example.org');
			for (const width of [390, 1366]) {
				await page.setViewportSize({ width, height: 800 });
				const lines = await page.locator('main time').evaluateAll((times) =>
					times.map((time) => {
						const words = document.createRange();
						words.selectNodeContents(time);
						return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size;
					})
				);
				expect([...new Set(lines)], `${width}`).toEqual([1]);
				const wide = await page.evaluate(
					() => document.documentElement.scrollWidth - document.documentElement.clientWidth
				);
				expect(wide).toBe(0);
			}
			await shown(page, axe);

			// Of people it tells in words what they became; the ids behind them stay in the database.
			await page.goto(`${audit}?what=accept-invitation`);
			await expect(lines.filter({ hasText: people.editor.name })).toContainText(
				locale === 'lv' ? ': redaktors vai redaktore (' : ': editor ('
			);
			await expect(lines.filter({ hasText: people.kurzeme.name }).first()).toContainText(
				locale === 'lv' ? ': koordinators vai koordinatore (Kurzeme' : ': coordinator (Kurzeme'
			);
			const taken = await page.request.get(
				(await page.getByRole('link', { name: say.file }).getAttribute('href')) ?? ''
			);
			expect(await taken.text()).toContain(
				locale === 'lv' ? 'redaktors vai redaktore (' : 'editor ('
			);

			// No day of the future has lines; a day that is none is as if nothing was said.
			await page.goto(`${audit}?from=2099-01-01`);
			await expect(lines).toHaveCount(0);
			await page.goto(`${audit}?from=2026-02-30`);
			expect(await lines.count()).toBeGreaterThanOrEqual(all);
		});
	});
}
