// A coordinator keeps an organisation's listing true: corrects a phone, mends what was typed wrong,
// moves the pin, names a contact person, publishes and takes back. With JavaScript and without.
import { problems, said } from './setup/answers.ts';
import { save, shown } from './setup/desk.ts';
import { alsoOpen, newListing, refusedPosts, unfold, unique } from './setup/listing.ts';
import { comeBack, expect, people, test, withoutScripts } from './setup/people.ts';

for (const [mode, story, scripted] of [
	['with JavaScript', test, true],
	['without JavaScript', withoutScripts, false]
] as const) {
	story.describe(mode, () => {
		story.use({ expectedErrors: refusedPosts });
		story.beforeEach(async ({ page, house }) => comeBack(page, house, people.kurzeme.email));

		story('a phone is corrected and everybody sees it', async ({ page, axe }) => {
			const name = unique('Tālruņa biedrība');
			await newListing(page, name);
			await page.getByRole('button', { name: 'Publicēt', exact: true }).click();
			await said(page, 'Publicēts. Ierakstu tagad redz visi.');
			await page.getByLabel('Tālrunis 1').fill('63 027-549');
			await save(page);
			await said(page, 'Saglabāts. Izmaiņas jau redz visi.');
			await expect(page.getByLabel('Tālrunis 1')).toHaveValue('+371 63027549');
			await shown(page, axe);
			// What was done is said once: not again on reload.
			await page.reload();
			await expect(page.getByText('Saglabāts. Izmaiņas jau redz visi.')).toHaveCount(0);
			await page.getByRole('link', { name: 'Publiskā lapa' }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
			await expect(page.getByRole('link', { name: '+371 63027549' }).first()).toBeVisible();
		});

		story('mistakes are named, and everything typed stays', async ({ page, axe }) => {
			await newListing(page, unique('Kļūdu biedrība'));
			await page.getByLabel('Nosaukums latviski').fill('');
			await page.getByLabel('Tālrunis 1').fill('zvaniet');
			await page.getByLabel('E-pasts').fill('nav-pasts');
			await page.getByLabel('Tīmekļvietne').fill('javascript:alert(1)');
			await unfold(page, 'Adrese un punkts kartē');
			await page.getByLabel('Pasta indekss').fill('3301');
			await unfold(page, 'Darba laiks');
			await page.getByRole('radio', { name: 'Pa nedēļas dienām' }).check();
			const monday = page.getByRole('group', { name: 'Pirmdiena' }).first();
			await monday.getByLabel('No', { exact: true }).fill('9');
			await monday.getByLabel('Līdz', { exact: true }).fill('25');
			await save(page);

			const summary = problems(page).filter({ hasText: 'Nav saglabāts' });
			await expect(summary).toBeFocused();
			await expect(summary.getByRole('link')).toHaveText([
				/Nosaukums vajadzīgs vismaz vienā valodā/,
				/Nepareizs tālruņa numurs: zvaniet. Piemēram, 63027549/,
				/E-pasta adresei jāizskatās/,
				/Tā nav tīmekļa adrese/
			]);
			await expect(page.getByLabel('Tālrunis 1')).toHaveValue('zvaniet');
			await expect(page.getByLabel('Pasta indekss')).toHaveValue('3301');
			await unfold(page, 'Darba laiks');
			await expect(monday.getByLabel('Līdz', { exact: true })).toHaveValue('25');
			await shown(page, axe);

			await summary.getByRole('link', { name: /Nosaukums vajadzīgs/ }).press('Enter');
			await expect(page.getByLabel('Nosaukums latviski')).toBeFocused();
			await page.getByLabel('Nosaukums latviski').fill('Izlabota biedrība');
			await page.getByLabel('Tālrunis 1').fill('');
			await page.getByLabel('E-pasts').fill('pasts@example.org');
			await page.getByLabel('Tīmekļvietne').fill('www.example.org');
			await save(page);
			// What depends on several fields is said once each of them can be read.
			await expect(summary.getByRole('link')).toHaveText([/pirmdiena: Nepareizs laiks: 25/]);
			// What must be mended is never folded away.
			await expect(monday).toBeVisible();
			await monday.getByLabel('Līdz', { exact: true }).fill('17.30');
			await save(page);
			await said(page, 'Melnraksts saglabāts.');
			await expect(page.getByLabel('Pasta indekss')).toHaveValue('LV-3301');
			await expect(page.getByLabel('Tīmekļvietne')).toHaveValue('https://www.example.org');
			await page.getByRole('link', { name: 'Priekšskatījums' }).click();
			// The folded part of the form says its hours, too.
			await expect(page.locator('strong', { hasText: 'Priekšskatījums.' })).toBeVisible();
			await expect(page.getByText('09.00–17.30')).toBeVisible();
		});

		story('a contact person is shown once they agreed', async ({ page, axe }) => {
			await newListing(page, unique('Personu biedrība'));
			await page.getByLabel('E-pasts').fill('birojs@example.org');
			await unfold(page, 'Kontaktpersonas');
			await page.getByRole('button', { name: 'Pievienot kontaktpersonu' }).click();
			const person = page.getByRole('group', { name: 'Kontaktpersona 1' });
			// Adding a row saves nothing and loses nothing.
			await expect(page.getByLabel('E-pasts').first()).toHaveValue('birojs@example.org');
			await person.getByLabel('Vārds un uzvārds').fill('Anna Paraudziņa');
			await person.getByLabel('Amats vai loma latviski').fill('vadītāja');
			await person.getByLabel(/Par ko šī persona atbild/).fill('atbild uz jautājumiem');
			await person.getByRole('checkbox', { name: /Rādīt publiski/ }).check();
			await save(page);
			await expect(problems(page).getByRole('link')).toHaveText([
				/Kontaktpersona 1: Ierakstiet, kad persona piekrita/
			]);
			await shown(page, axe);
			await person.getByLabel(/Kad persona piekrita/).fill('2026-11-01');
			await page.getByRole('button', { name: 'Pievienot kontaktpersonu' }).click();
			const second = page.getByRole('group', { name: 'Kontaktpersona 2' });
			await second.getByLabel('Vārds un uzvārds').fill('Juris Klusais');
			await second.getByLabel(/Par ko šī persona atbild/).fill('līgumi');
			await page.getByRole('button', { name: 'Publicēt', exact: true }).click();
			await said(page, 'Publicēts. Ierakstu tagad redz visi.');
			await page.getByRole('link', { name: 'Publiskā lapa' }).click();
			await expect(page.getByText('Anna Paraudziņa')).toBeVisible();
			await expect(page.getByText('Juris Klusais')).toHaveCount(0);
			await page.goBack();
			await unfold(page, 'Kontaktpersonas');
			await page.getByRole('button', { name: 'Noņemt 1. kontaktpersonu' }).click();
			await expect(
				page.getByRole('group', { name: 'Kontaktpersona 1' }).getByLabel('Vārds un uzvārds')
			).toHaveValue('Juris Klusais');
		});

		story('the pin follows the town until a hand has set it', async ({ page }) => {
			await newListing(page, unique('Punkta biedrība'));
			await unfold(page, 'Adrese un punkts kartē');
			await expect(page.getByLabel('Ģeogrāfiskais platums')).toHaveValue('56.97399');
			await expect(page.getByRole('checkbox', { name: /Punkts ir aptuvens/ })).toBeChecked();
			await page.getByLabel('Ģeogrāfiskais platums').fill('56,97');
			await page.getByLabel('Ģeogrāfiskais garums').fill('21.96');
			await page.getByRole('checkbox', { name: /Punkts ir aptuvens/ }).uncheck();
			await save(page);
			await said(page, 'Melnraksts saglabāts.');
			// What was said before may still stand there while this is saved.
			await expect(page.getByLabel('Ģeogrāfiskais platums')).toHaveValue('56.97');
			await page.getByLabel('Pilsēta vai ciems').fill('Saldus');
			await save(page);
			await expect(page.getByText('punkts kartē palika, kur bija')).toBeVisible();
			await save(page);
			await said(page, 'Melnraksts saglabāts.');
			await expect(page.getByLabel('Ģeogrāfiskais platums')).toHaveValue('56.97');
			await expect(
				page
					.locator('main')
					.getByText('adrese ir Saldus novads, bet punkts – Kuldīgas novads', { exact: false })
			).toBeVisible();
			// Latitude and longitude the wrong way round; another region; a place nobody knows.
			await page.getByLabel('Ģeogrāfiskais platums').fill('21.96');
			await page.getByLabel('Ģeogrāfiskais garums').fill('56.97');
			await save(page);
			await expect(problems(page).getByRole('link')).toHaveCount(2);
			await page.getByLabel('Ģeogrāfiskais platums').fill('56.65');
			await page.getByLabel('Ģeogrāfiskais garums').fill('23.71');
			await page.getByLabel('Pilsēta vai ciems').fill('Atlantīda');
			await save(page);
			await expect(problems(page).getByRole('link')).toHaveText([/Šādas vietas sarakstā nav/]);
			await page.getByLabel('Pilsēta vai ciems').fill('Jelgava');
			await save(page);
			await expect(problems(page).getByRole('link')).toHaveText([
				/Punkts atrodas citā reģionā \(Zemgales plānošanas reģions\)/
			]);
			await expect(page.getByLabel('Ģeogrāfiskais platums')).toHaveValue('56.65');
		});

		story(
			'draft, preview, published, taken back, removed and brought back',
			async ({ page, request, axe }) => {
				const name = unique('Stāvokļu biedrība');
				await newListing(page, name);
				await page.getByRole('link', { name: 'Priekšskatījums' }).click();
				await expect(page.getByText('Tā lapu redzēs apmeklētāji')).toBeVisible();
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
				await shown(page, axe);
				await page.getByRole('link', { name: 'Atpakaļ uz labošanu' }).click();
				const day = page.locator('[name=publish_day]');
				const schedule = page.locator('button[formaction="?/schedule"]');
				await page.locator('summary').filter({ hasText: 'Publicēt vēlāk' }).click();
				await day.fill('2020-01-01');
				await page.locator('[name=publish_time]').fill('10:00');
				await schedule.click();
				await expect(problems(page)).toContainText('Šis laiks jau ir pagājis.');
				await day.fill('2030-01-02');
				await schedule.click();
				await expect(
					page.getByText('Tiks publicēts 2030. gada 2. janvārī plkst. 10.00')
				).toBeVisible();
				await page.getByRole('button', { name: 'Publicēt', exact: true }).click();
				await said(page, 'Publicēts. Ierakstu tagad redz visi.');
				await page.getByRole('button', { name: 'Viss joprojām ir pareizi' }).click();
				await said(page, `Apstiprināts ar šodienas datumu: ${name}`);
				const address = await page
					.getByRole('link', { name: 'Publiskā lapa' })
					.getAttribute('href');
				expect((await request.get(address ?? '')).status()).toBe(200);
				await page.getByRole('button', { name: 'Dzēst', exact: true }).click();
				await said(page, 'Dzēsts. To 30 dienas var atjaunot.');
				expect((await request.get(address ?? '')).status()).toBe(404);
				// What is deleted has no form that could only fail.
				await expect(page.getByText(/^Dzēsts\. Atjaunot var līdz 20\d\d\. gada /)).toBeVisible();
				await expect(page.locator('[name=name_lv]')).toHaveCount(0);
				await shown(page, axe);
				await page.getByRole('button', { name: 'Atjaunot', exact: true }).click();
				await said(page, 'Atjaunots: ieraksts ir tāds, kāds tas bija pirms dzēšanas.');
				expect((await request.get(address ?? '')).status()).toBe(200);
				await expect(page.locator('[name=name_lv]')).toHaveValue(name);
				await page.getByRole('button', { name: 'Arhivēt' }).click();
				await said(page, 'Arhivēts. Publiski to vairs nerāda.');
			}
		);

		story(
			'nobody else’s listing opens, nor does one that is none',
			async ({ page, browser, house }) => {
				const path = await newListing(page, unique('Sveša biedrība'));
				const other = await alsoOpen(browser, house, people.zemgale.email, path);
				await expect(other.getByRole('heading', { level: 1 })).toHaveText('Lapa nav atrasta');
				await other.goto(`${path}/priekskats`);
				await expect(other.getByRole('heading', { level: 1 })).toHaveText('Lapa nav atrasta');
				await other.context().close();
				expect((await page.goto('/koordinatoriem/organizacijas/xyz'))?.status()).toBe(404);
			}
		);

		if (scripted) return;
		story('without scripts hours that no row can say stay as they are', async ({ page }) => {
			await newListing(page, unique('Sezonas biedrība'));
			const seasons = 'Mo[1] 10:00-12:00; Apr-Sep We 15:00-18:00';
			await unfold(page, 'Darba laiks');
			await page.getByRole('radio', { name: /Cits pieraksts/ }).check();
			await page.getByLabel(/OpenStreetMap/).fill(seasons);
			await save(page);
			await expect(page.getByLabel(/OpenStreetMap/)).toHaveValue(seasons);
			await unfold(page, 'Darba laiks');
			await expect(page.getByRole('radio', { name: /Cits pieraksts/ })).toBeChecked();
			await unfold(page, 'Adrese un punkts kartē');
			await page.getByLabel('Iela un māja').fill('Pils iela 2');
			await save(page);
			await expect(page.getByLabel(/OpenStreetMap/)).toHaveValue(seasons);
		});
	});
}
