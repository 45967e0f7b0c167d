// A coordinator keeps an organisation's listing true: corrects a phone, mends what was typed wrong, meets somebody else's change,
// moves the pin, names a contact person, publishes and takes back. With JavaScript and without, by keyboard, in both languages.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, people, signIn, test, withoutScripts, type House } from './setup/people';

/** Answers of failed posts are shown in the console; they are what is tested here. */
const refusedPosts = [/status of 40[0349]/];

/** Names are unique, so that stories running side by side never meet. */
const unique = (name: string) => `${name} ${Math.random().toString(36).slice(2, 8)}`;

/** Saves a new organisation in Kuldīga as a draft and stands at its form. */
async function newOrganisation(page: Page, name: string): Promise<string> {
	await page.goto('/koordinatoriem/organizacijas/jauna');
	await page.getByLabel('Nosaukums latviski').fill(name);
	await page.getByRole('radio', { name: 'Sadarbības partneris' }).check();
	await page.getByLabel('Pilsēta vai ciems').fill('Kuldīga');
	await page.getByRole('button', { name: 'Saglabāt', exact: true }).click();
	await expect(page.getByText('Melnraksts saglabāts.', { exact: false })).toBeVisible();
	return new URL(page.url()).pathname;
}

const save = (page: Page) =>
	page.getByRole('button', { name: /^Saglabāt( melnrakstu)?$/, disabled: false }).click();

type Somebody = keyof typeof people;
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
/** One sign-in a worker for each person: how that goes is a story of its own. */
const sessions = new Map<Somebody, Cookies>();

async function be(page: Page, house: House, who: Somebody) {
	const known = sessions.get(who);
	if (known) await page.context().addCookies(known);
	else {
		await signIn(page, house, people[who].email);
		sessions.set(who, await page.context().cookies());
	}
}

/** The same form, opened by somebody else. */
async function alsoOpen(browser: Browser, house: House, who: Somebody, path: string) {
	const context = await browser.newContext({ locale: 'lv-LV', baseURL: house.server.url });
	const page = await context.newPage();
	await be(page, house, who);
	await page.goto(path);
	return page;
}

for (const [mode, story, scripted] of [
	['with JavaScript', test, true],
	['without JavaScript', withoutScripts, false]
] as const) {
	story.describe(mode, () => {
		story.use({ expectedErrors: refusedPosts });
		story.beforeEach(async ({ page, house }) => be(page, house, 'kurzeme'));

		story('a phone is corrected and everybody sees it', async ({ page, axe }) => {
			const name = unique('Tālruņa biedrība');
			await newOrganisation(page, name);
			await page.getByRole('button', { name: 'Saglabāt un publicēt' }).click();
			await expect(page.getByText('Saglabāts. Izmaiņas jau redz visi.')).toBeVisible();
			await page.getByLabel('Tālrunis 1').fill('63 027-549');
			await save(page);
			await expect(page.getByText('Numuram nebija valsts koda')).toBeVisible();
			await expect(page.getByLabel('Tālrunis 1')).toHaveValue('+37163027549');
			if (scripted) expect(await axe(page)).toEqual([]);
			await page.getByRole('link', { name: 'Publiskā lapa' }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
			await expect(page.getByRole('link', { name: '+371 63027549' }).first()).toBeVisible();
		});

		story(
			'four actions from the link of the mail: press, edit, type, save',
			async ({ page, house, context }) => {
				await context.clearCookies();
				let actions = 1; // the button of the page the mail leads to
				await signIn(page, house, people.editor.email);
				const act = async (action: Promise<void>) => {
					actions += 1;
					await action;
				};
				await act(page.getByRole('link', { name: /^Labot\s?: Kurzemes NVO centrs/ }).click());
				const number = `6302${scripted ? '1111' : '2222'}`;
				await act(page.getByLabel('Tālrunis 1').fill(`+371${number}`));
				await act(page.getByRole('button', { name: 'Saglabāt', exact: true }).click());
				await expect(page.getByText('Saglabāts. Izmaiņas jau redz visi.')).toBeVisible();
				expect(actions).toBe(4);
				await page.goto('/organizacija/kurzemes-nvo-centrs');
				await expect(page.getByRole('link', { name: `+371 ${number}` }).first()).toBeVisible();
			}
		);

		story(
			'a mistake in between does not make an old version new',
			async ({ page, browser, house }) => {
				const path = await newOrganisation(page, unique('Veca biedrība'));
				const other = await alsoOpen(browser, house, 'administrator', path);
				await other.getByLabel('E-pasts').fill('cits@example.org');
				await save(other);
				await expect(other.getByText('Melnraksts saglabāts', { exact: true })).toBeVisible();
				await other.context().close();
				await page.getByLabel('Tālrunis 1').fill('nav');
				await save(page);
				await expect(page.getByRole('alert').getByRole('link')).toHaveCount(1);
				await page.getByLabel('Tālrunis 1').fill('');
				await page.getByLabel('E-pasts').fill('mans@example.org');
				await save(page);
				await expect(page.getByRole('group', { name: 'E-pasts' })).toContainText(
					'cits@example.org'
				);
			}
		);

		story('mistakes are named, and everything typed stays', async ({ page, axe }) => {
			await newOrganisation(page, unique('Kļūdu biedrība'));
			await page.getByLabel('Nosaukums latviski').fill('');
			await page.getByLabel('Tālrunis 1').fill('zvaniet');
			await page.getByLabel('E-pasts').fill('nav-pasts');
			await page.getByLabel('Tīmekļvietne').fill('javascript:alert(1)');
			await page.getByLabel('Pasta indekss').fill('3301');
			await page.getByRole('radio', { name: 'Pa nedēļas dienām' }).check();
			const monday = page.getByRole('group', { name: 'Pirmdiena' });
			await monday.getByLabel('No', { exact: true }).fill('9');
			await monday.getByLabel('Līdz', { exact: true }).fill('25');
			await save(page);

			const summary = page.getByRole('alert').filter({ hasText: 'Nav saglabāts' });
			await expect(summary).toBeFocused();
			await expect(summary.getByRole('link')).toHaveText([
				/Ierakstiet nosaukumu latviski/,
				/Tāda tālruņa numura nav: zvaniet/,
				/E-pasta adresei jābūt/,
				/Tā nav tīmekļa adrese/
			]);
			await expect(page.getByLabel('Tālrunis 1')).toHaveValue('zvaniet');
			await expect(page.getByLabel('Pasta indekss')).toHaveValue('3301');
			await expect(monday.getByLabel('Līdz', { exact: true })).toHaveValue('25');
			if (scripted) expect(await axe(page)).toEqual([]);

			await summary.getByRole('link', { name: /Ierakstiet nosaukumu/ }).press('Enter');
			await expect(page.getByLabel('Nosaukums latviski')).toBeFocused();
			await page.getByLabel('Nosaukums latviski').fill('Izlabota biedrība');
			await page.getByLabel('Tālrunis 1').fill('');
			await page.getByLabel('E-pasts').fill('pasts@example.org');
			await page.getByLabel('Tīmekļvietne').fill('www.example.org');
			await save(page);
			// What depends on several fields is said once each of them can be read.
			await expect(summary.getByRole('link')).toHaveText([
				/pirmdiena: Tāda pulksteņa laika nav: 25/
			]);
			await monday.getByLabel('Līdz', { exact: true }).fill('17.30');
			await save(page);
			await expect(page.getByText('Melnraksts saglabāts', { exact: true })).toBeVisible();
			await expect(page.getByLabel('Pasta indekss')).toHaveValue('LV-3301');
			await expect(page.getByLabel('Tīmekļvietne')).toHaveValue('https://www.example.org');
			await page.getByRole('link', { name: 'Priekšskats' }).click();
			await expect(page.getByText('09.00–17.30')).toBeVisible();
		});

		story(
			'two people change one listing: both versions, and a choice',
			async ({ page, browser, house, axe }) => {
				const name = unique('Strīda biedrība');
				const path = await newOrganisation(page, name);
				const other = await alsoOpen(browser, house, 'administrator', path);
				await other.getByLabel('Tālrunis 1').fill('+37163027549');
				await other.getByLabel('E-pasts').fill('cits@example.org');
				await save(other);
				await expect(other.getByText('Melnraksts saglabāts', { exact: true })).toBeVisible();

				await page.getByLabel('E-pasts').fill('mans@example.org');
				await page.getByLabel('Iela un māja').fill('Pils iela 1');
				await save(page);
				await expect(
					page.getByRole('heading', { name: 'Kamēr rakstījāt, šo ierakstu saglabāja cits' })
				).toBeFocused();
				await expect(
					page.getByRole('listitem').filter({ hasText: /Tālrunis, E-pasts/ })
				).toBeVisible();
				if (scripted) expect(await axe(page)).toEqual([]);
				// Only one of them touched the phone and the street: those are chosen. Both changed the e-mail: that is not.
				const choice = (field: string) => page.getByRole('group', { name: field });
				await expect(choice('Tālrunis').getByRole('radio', { name: /Tā ir tagad/ })).toBeChecked();
				await expect(
					choice('Iela un māja').getByRole('radio', { name: /Tā ierakstījāt jūs/ })
				).toBeChecked();
				// Left alone, it waits on the desk and comes back as it was.
				await page.goto('/koordinatoriem');
				await page.getByRole('link', { name: new RegExp(`^Izvēlēties ?: ${name}$`) }).click();
				await expect(
					choice('Iela un māja').getByRole('radio', { name: /Tā ierakstījāt jūs/ })
				).toBeChecked();
				await expect(choice('E-pasts').getByRole('radio', { checked: true })).toHaveCount(0);
				await choice('E-pasts')
					.getByRole('radio', { name: /Tā ierakstījāt jūs/ })
					.check();
				await page.getByRole('button', { name: 'Saglabāt izvēlēto' }).click();
				await expect(page.getByText('Melnraksts saglabāts', { exact: true })).toBeVisible();
				await expect(page.getByLabel('Tālrunis 1')).toHaveValue('+37163027549');
				await expect(page.getByLabel('E-pasts')).toHaveValue('mans@example.org');
				await expect(page.getByLabel('Iela un māja')).toHaveValue('Pils iela 1');
				await other.context().close();
			}
		);

		story('a contact person is shown once they agreed', async ({ page, axe }) => {
			await newOrganisation(page, unique('Personu biedrība'));
			await page.getByLabel('E-pasts').fill('birojs@example.org');
			await page.getByRole('button', { name: 'Pievienot kontaktpersonu' }).click();
			const person = page.getByRole('group', { name: 'Kontaktpersona 1' });
			// Adding a row saves nothing and loses nothing.
			await expect(page.getByLabel('E-pasts').first()).toHaveValue('birojs@example.org');
			await person.getByLabel('Vārds un uzvārds').fill('Anna Paraudziņa');
			await person.getByLabel('Amats vai loma latviski').fill('vadītāja');
			await person.getByLabel(/Kādam nolūkam/).fill('atbild uz jautājumiem');
			await person.getByRole('checkbox', { name: /Rādīt publiski/ }).check();
			await save(page);
			await expect(page.getByRole('alert').getByRole('link')).toHaveText([
				/Kontaktpersona 1: Ierakstiet, kad persona piekrita/
			]);
			if (scripted) expect(await axe(page)).toEqual([]);
			await person.getByLabel(/Kad persona piekrita/).fill('2026-11-01');
			await page.getByRole('button', { name: 'Pievienot kontaktpersonu' }).click();
			const second = page.getByRole('group', { name: 'Kontaktpersona 2' });
			await second.getByLabel('Vārds un uzvārds').fill('Juris Klusais');
			await second.getByLabel(/Kādam nolūkam/).fill('līgumi');
			await page.getByRole('button', { name: 'Saglabāt un publicēt' }).click();
			await expect(page.getByText('Saglabāts. Izmaiņas jau redz visi.')).toBeVisible();
			await page.getByRole('link', { name: 'Publiskā lapa' }).click();
			await expect(page.getByText('Anna Paraudziņa')).toBeVisible();
			await expect(page.getByText('Juris Klusais')).toHaveCount(0);
			await page.goBack();
			await page.getByRole('button', { name: 'Izņemt 1. kontaktpersonu' }).click();
			await expect(
				page.getByRole('group', { name: 'Kontaktpersona 1' }).getByLabel('Vārds un uzvārds')
			).toHaveValue('Juris Klusais');
		});

		story('the pin follows the town until a hand has set it', async ({ page }) => {
			await newOrganisation(page, unique('Punkta biedrība'));
			await expect(page.getByLabel('Platums')).toHaveValue('56.97399');
			await expect(page.getByRole('checkbox', { name: /Punkts ir aptuvens/ })).toBeChecked();
			await page.getByLabel('Platums').fill('56,97');
			await page.getByLabel('Garums').fill('21.96');
			await page.getByRole('checkbox', { name: /Punkts ir aptuvens/ }).uncheck();
			await save(page);
			await expect(page.getByText('Melnraksts saglabāts', { exact: true })).toBeVisible();
			await page.getByLabel('Pilsēta vai ciems').fill('Saldus');
			await save(page);
			await expect(page.getByText('punkts kartē palika, kur bija')).toBeVisible();
			await expect(page.getByLabel('Platums')).toHaveValue('56.97');
			await expect(
				page.getByText('adrese ir Saldus novads, bet punkts – Kuldīgas novads', { exact: false })
			).toBeVisible();
			// Latitude and longitude the wrong way round; another region; a place nobody knows.
			await page.getByLabel('Platums').fill('21.96');
			await page.getByLabel('Garums').fill('56.97');
			await save(page);
			await expect(page.getByRole('alert').getByRole('link')).toHaveCount(2);
			await page.getByLabel('Platums').fill('56.65');
			await page.getByLabel('Garums').fill('23.71');
			await page.getByLabel('Pilsēta vai ciems').fill('Atlantīda');
			await save(page);
			await expect(page.getByRole('alert').getByRole('link')).toHaveText([
				/Šādas vietas sarakstā nav/
			]);
			await page.getByLabel('Pilsēta vai ciems').fill('Jelgava');
			await save(page);
			await expect(page.getByRole('alert').getByRole('link')).toHaveText([
				/Punkts atrodas citā reģionā \(Zemgales plānošanas reģions\)/
			]);
			await expect(page.getByLabel('Platums')).toHaveValue('56.65');
		});

		story(
			'draft, preview, published, taken back, removed and brought back',
			async ({ page, request }) => {
				const name = unique('Stāvokļu biedrība');
				await newOrganisation(page, name);
				await page.getByRole('link', { name: 'Priekšskats' }).click();
				await expect(page.getByText('Tā lapu redzēs apmeklētāji')).toBeVisible();
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
				await page.getByRole('link', { name: 'Atpakaļ pie labošanas' }).click();
				await page.getByLabel('Publicēt vēlāk').fill('2020-01-01T10:00');
				await page.getByRole('button', { name: 'Noteikt laiku' }).click();
				await expect(page.getByText('Šis laiks jau ir pagājis.')).toBeVisible();
				await page.getByLabel('Publicēt vēlāk').fill('2030-01-02T10:00');
				await page.getByRole('button', { name: 'Noteikt laiku' }).click();
				await expect(
					page.getByText('Publicēsies 2030. gada 2. janvārī plkst. 10.00')
				).toBeVisible();
				await page.getByRole('button', { name: 'Publicēt', exact: true }).click();
				await expect(page.getByText('Publicēts. Ierakstu tagad redz visi.')).toBeVisible();
				await page.getByRole('button', { name: 'Viss joprojām ir pareizi' }).click();
				await expect(page.getByText('Paldies! Ieraksts apstiprināts.')).toBeVisible();
				const address = await page
					.getByRole('link', { name: 'Publiskā lapa' })
					.getAttribute('href');
				expect((await request.get(address ?? '')).status()).toBe(200);
				await page.getByRole('button', { name: 'Izņemt', exact: true }).click();
				await expect(page.getByText('To 30 dienas var atgriezt.', { exact: false })).toBeVisible();
				expect((await request.get(address ?? '')).status()).toBe(404);
				await page.getByRole('button', { name: 'Atgriezt kā melnrakstu' }).click();
				await page.getByRole('button', { name: 'Nolikt arhīvā' }).click();
				await expect(page.getByText('Ieraksts nolikts arhīvā')).toBeVisible();
			}
		);

		story(
			'nobody else’s listing opens, nor does one that is none',
			async ({ page, browser, house }) => {
				const path = await newOrganisation(page, unique('Sveša biedrība'));
				const other = await alsoOpen(browser, house, 'zemgale', path);
				await expect(other.getByRole('heading', { level: 1 })).toHaveText('Šādas lapas nav');
				await other.goto(`${path}/priekskats`);
				await expect(other.getByRole('heading', { level: 1 })).toHaveText('Šādas lapas nav');
				await other.context().close();
				expect((await page.goto('/koordinatoriem/organizacijas/xyz'))?.status()).toBe(404);
			}
		);

		if (scripted) return;
		story('without scripts hours that no row can say stay as they are', async ({ page }) => {
			await newOrganisation(page, unique('Sezonas biedrība'));
			const seasons = 'Apr-Sep Mo-Fr 09:00-18:00; Oct-Mar Mo-Fr 10:00-16:00';
			await page.getByRole('radio', { name: /Citādi/ }).check();
			await page.getByLabel(/OpenStreetMap/).fill(seasons);
			await save(page);
			await expect(page.getByLabel(/OpenStreetMap/)).toHaveValue(seasons);
			await expect(page.getByRole('radio', { name: /Citādi/ })).toBeChecked();
			await page.getByLabel('Iela un māja').fill('Pils iela 2');
			await save(page);
			await expect(page.getByLabel(/OpenStreetMap/)).toHaveValue(seasons);
		});
	});
}

test.describe('in the browser', () => {
	test.beforeEach(async ({ page, house }) => be(page, house, 'kurzeme'));

	test('the pin is dragged, and moved with the arrow keys', async ({ page }) => {
		await newOrganisation(page, unique('Vilkšanas biedrība'));
		const pin = page.getByRole('button', { name: /^Punkts:/ });
		await page.getByLabel('Platums').scrollIntoViewIfNeeded();
		const latitude = page.getByLabel('Platums');
		await pin.focus();
		await page.keyboard.press('Shift+ArrowDown');
		await expect(latitude).not.toHaveValue('56.97399');
		const byKeys = await latitude.inputValue();
		await expect(pin).toBeFocused();
		const box = await pin.boundingBox();
		if (!box) throw new Error('the pin is not on the map');
		await page.mouse.move(box.x + 22, box.y + 20);
		await page.mouse.down();
		await page.mouse.move(box.x + 82, box.y - 40, { steps: 4 });
		await page.mouse.up();
		await expect(latitude).not.toHaveValue(byKeys);
		expect(Number(await latitude.inputValue())).toBeGreaterThan(Number(byKeys));
		await expect(page.getByText('Punkts ir nolikts ar roku')).toBeVisible();
		await page.getByLabel('Pilsēta vai ciems').fill('Saldus');
		await page.getByLabel('Pilsēta vai ciems').blur();
		await page.getByRole('button', { name: 'Nolikt punktu izvēlētās pilsētas' }).click();
		await expect(latitude).toHaveValue(/^56\.6/);
	});

	test('what is typed and ticked before the scripts come stays', async ({ page }) => {
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		await page.route(/\/_app\/.*\.js$/, async (route) => {
			await held;
			await route.continue();
		});
		await page.goto('/koordinatoriem/organizacijas/jauna', { waitUntil: 'commit' });
		await page.getByLabel('Nosaukums latviski').fill('Ātrā biedrība');
		await page.getByRole('radio', { name: 'Sadarbības partneris' }).check();
		await page.getByRole('checkbox', { name: 'Laba pārvaldība' }).check();
		await page.getByLabel('Tālrunis 1').fill('63027549');
		await page.getByRole('radio', { name: 'Pa nedēļas dienām' }).check();
		const monday = page.getByRole('group', { name: 'Pirmdiena' });
		await monday.getByLabel('No', { exact: true }).fill('9');
		await monday.getByRole('checkbox', { name: 'pēc vienošanās' }).check();
		release();
		// This button is what the scripts add.
		await expect(page.getByRole('button', { name: 'Visām darbdienām kā pirmdien' })).toBeVisible();
		await expect(page.getByLabel('Tālrunis 1')).toHaveValue('63027549');
		await expect(page.getByLabel('Nosaukums latviski')).toHaveValue('Ātrā biedrība');
		await expect(page.getByRole('radio', { name: 'Sadarbības partneris' })).toBeChecked();
		await expect(page.getByRole('checkbox', { name: 'Laba pārvaldība' })).toBeChecked();
		await expect(page.getByRole('radio', { name: 'Pa nedēļas dienām' })).toBeChecked();
		await expect(monday.getByLabel('No', { exact: true })).toHaveValue('9');
		await expect(monday.getByRole('checkbox', { name: 'pēc vienošanās' })).toBeChecked();
	});

	test('an unfinished form is offered back, and forgotten once saved', async ({ page, axe }) => {
		const path = await newOrganisation(page, unique('Melnraksta biedrība'));
		await page.goto(path);
		await page.getByLabel('Iela un māja').fill('Nepabeigta iela 7');
		// Kept without leaving the field; asked for until it is there, because nothing on the page says so.
		await expect
			.poll(() => page.evaluate(() => JSON.stringify(localStorage)))
			.toContain('Nepabeigta iela 7');
		await page.reload();
		await expect(page.getByText('Jums šeit ir nepabeigti labojumi')).toBeVisible();
		await expect(page.getByLabel('Iela un māja')).toHaveValue('');
		expect(await axe(page)).toEqual([]);
		await page.getByRole('button', { name: 'Turpināt' }).click();
		await expect(page.getByLabel('Iela un māja')).toHaveValue('Nepabeigta iela 7');
		await save(page);
		await expect(page.getByText('Melnraksts saglabāts', { exact: true })).toBeVisible();
		await page.goto(path);
		await expect(page.getByLabel('Iela un māja')).toHaveValue('Nepabeigta iela 7');
		expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Nepabeigta');
	});

	test('an unfinished form of an older version meets the newer one as two versions', async ({
		page,
		browser,
		house
	}) => {
		const path = await newOrganisation(page, unique('Divu laiku biedrība'));
		await page.goto(path);
		await page.getByLabel('E-pasts').fill('mans@example.org');
		await expect
			.poll(() => page.evaluate(() => JSON.stringify(localStorage)))
			.toContain('mans@example.org');
		const other = await alsoOpen(browser, house, 'administrator', path);
		await other.getByLabel('E-pasts').fill('cits@example.org');
		await save(other);
		await expect(other.getByText('Melnraksts saglabāts', { exact: true })).toBeVisible();
		await other.context().close();
		await page.reload();
		await page.getByRole('button', { name: 'Turpināt' }).click();
		await expect(page.getByLabel('E-pasts')).toHaveValue('mans@example.org');
		await save(page);
		await expect(page.getByRole('group', { name: 'E-pasts' })).toContainText('cits@example.org');
		await page.getByRole('link', { name: 'Atmest manus labojumus' }).click();
		await expect(page.getByLabel('E-pasts')).toHaveValue('cits@example.org');
		await page.getByRole('button', { name: 'Izmest' }).click();
		await page.getByRole('button', { name: 'Izrakstīties' }).click();
		await expect(page).toHaveURL(/pieslegties/);
		expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
		sessions.delete('kurzeme');
	});

	test('hours are told in words while they are typed', async ({ page }) => {
		await newOrganisation(page, unique('Stundu biedrība'));
		await page.getByRole('radio', { name: 'Pa nedēļas dienām' }).check();
		const monday = page.getByRole('group', { name: 'Pirmdiena' });
		await monday.getByLabel('No', { exact: true }).fill('9');
		await monday.getByLabel('Līdz', { exact: true }).fill('17');
		await monday.getByLabel('Pārtraukums no').fill('12.30');
		await monday.getByLabel('līdz', { exact: true }).fill('13');
		await page.getByRole('button', { name: 'Visām darbdienām kā pirmdien' }).click();
		await page
			.getByRole('group', { name: 'Sestdiena' })
			.getByRole('checkbox', { name: 'pēc vienošanās' })
			.check();
		const preview = page.getByText('Pirmdiena–piektdiena: 09.00–12.30, 13.00–17.00');
		await expect(preview).toContainText('Sestdiena: pēc vienošanās');
		await expect(preview).toContainText('Svētdiena: slēgts');
	});

	test('by keyboard alone, in English: from the form to a saved phone', async ({ page }) => {
		const path = await newOrganisation(page, unique('Tastatūras biedrība'));
		const id = path.split('/').at(-1) ?? '';
		await page.goto(`/en/coordinator/organisations/${id}`);
		const contents = page.getByRole('navigation', { name: 'In this form' });
		await contents.getByRole('link', { name: 'How to reach it' }).focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		await expect(page.getByLabel('Phone 1')).toBeFocused();
		await page.keyboard.type('+371 63027549');
		await page.keyboard.press('Enter');
		await expect(page.getByText('Draft saved', { exact: true })).toBeVisible();
		await expect(page.getByLabel('Phone 1')).toHaveValue('+37163027549');
	});

	for (const scheme of ['light', 'dark'] as const)
		test(`axe finds nothing in the new form and the preview, ${scheme}, on a phone`, async ({
			page,
			axe
		}) => {
			await page.emulateMedia({ colorScheme: scheme });
			await page.setViewportSize({ width: 320, height: 640 });
			await page.goto('/koordinatoriem/organizacijas/jauna');
			await page.getByRole('radio', { name: 'Pa nedēļas dienām' }).check();
			expect(await axe(page)).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
				320
			);
			await newOrganisation(page, unique('Šaura biedrība'));
			await page.getByRole('link', { name: 'Priekšskats' }).click();
			await expect(page.getByText('Tā lapu redzēs apmeklētāji')).toBeVisible();
			expect(await axe(page)).toEqual([]);
		});
});
