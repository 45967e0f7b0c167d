// Whoever follows an event learns what became of it: one that was taken back stays in calendars as
// cancelled for ninety days and is gone afterwards, its page says so, and a series that was divided
// or lost a part goes on in every calendar that followed any of it.
import type { Page } from '@playwright/test';
import { addDays } from '#lib/time/days.ts';
import { pathOf } from '#lib/page/paths.ts';
import { whileAway } from './setup/clock.ts';
import { problems, said } from './setup/answers.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, expect, people } from './setup/people.ts';
import { dayAhead, followed, planned } from './setup/series.ts';

const press = (page: Page, name: RegExp) =>
	page.locator('main').getByRole('button', { name }).first().click();
const saving = /^(Saglabāt|Save)$/;
const takenBack = /Pasākums vairs nav publicēts|This event is no longer published/;

for (const { run, how, locale } of modes) {
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of 4(00|10|22)/] });
		run.beforeEach(({ page, house }) => comeBack(page, house, people.kurzeme.email, locale));

		const edit = (id: string) => pathOf('/coordinator/events/:id', locale, id);
		const takeBack = async (page: Page, id: string) => {
			await page.goto(edit(id));
			await press(page, /^(Pārvietot uz melnrakstiem|Move to drafts)$/);
			await said(page, /^(Pārvietots uz melnrakstiem|Moved to drafts)\./);
		};
		const publishAgain = async (page: Page, id: string) => {
			await page.goto(edit(id));
			await press(page, /^(Publicēt|Publish)$/);
			await said(page, /^(Publicēts|Published)\./);
		};

		run('an event that was taken back', async ({ page, house, request, axe }) => {
			// The server is stopped and started in between.
			const first = dayAhead(30, 2);
			const title = `Slepens nosaukums ${locale}`;
			const { id, slug } = await planned(page, locale, title, {
				day: first,
				from: '18:00',
				until: '20:00',
				weeks: 3
			});
			const address = pathOf('/event/:slug', locale, slug);
			const days = [0, 7, 14].map((later) => `${addDays(first, later)}T18:00`);
			const own = `event=${slug}&lang=${locale}`;
			const list = `from=${first}&to=${addDays(first, 14)}&region=kurzeme&lang=${locale}`;
			const before = await followed(request, own);
			expect(before.starts).toEqual(days);
			expect(before.entries).toEqual([
				{ uid: id, sequence: expect.any(Number), state: 'CONFIRMED', summary: title, change: false }
			]);
			// A list tells each date by itself; other events begin at the same hour.
			const ofList = (await followed(request, list)).entries
				.filter(({ summary }) => summary === title)
				.map(({ uid }) => uid);
			expect(ofList).toHaveLength(days.length);
			let sequence = before.entries[0]?.sequence ?? 0;
			/** The entry goes by its identifier, and counts on. */
			const told = async (state: string) => {
				const now = await followed(request, own);
				expect(now.starts).toEqual(days);
				for (const entry of now.entries) {
					expect(entry).toMatchObject({ uid: id, state });
					expect(entry.sequence).toBeGreaterThan(sequence);
				}
				expect(now.entries.length).toBeGreaterThan(0);
				sequence = now.entries[0]?.sequence ?? 0;
				return now.text;
			};

			await takeBack(page, id);
			// A calendar unfolds long lines.
			expect((await told('CANCELLED')).replaceAll('\r\n ', '')).not.toContain('Slepens');
			const whole = await followed(request, `region=kurzeme&lang=${locale}`);
			expect(whole.entries.filter(({ uid }) => uid === id)).toEqual([
				expect.objectContaining({ state: 'CANCELLED' })
			]);
			const single = (await followed(request, list)).entries.filter(({ uid }) =>
				ofList.includes(uid)
			);
			expect(single.map(({ state }) => state)).toEqual(days.map(() => 'CANCELLED'));
			const atom = await (await request.get(`/feeds/events.atom?lang=${locale}`)).text();
			expect(atom).toContain(id);
			expect(atom).not.toContain('Slepens');

			// Who follows an old link is told what happened and when it was to be, and none of its words.
			expect((await page.goto(address))?.status()).toBe(410);
			const main = page.getByRole('main');
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(takenBack);
			await expect(page).toHaveTitle(takenBack);
			await expect(main.locator('dl time')).toHaveCount(3);
			await expect(main.locator('dl time').first()).toHaveAttribute(
				'datetime',
				new RegExp(`^${first}`)
			);
			expect(await page.content()).not.toContain('Slepens');
			await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
			await shown(page, axe);

			await publishAgain(page, id);
			await told('CONFIRMED');
			expect((await page.goto(address))?.status()).toBe(200);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);

			await takeBack(page, id);
			await told('CANCELLED');
			const ago = (days: number) =>
				`update internal.withdrawn_events set withdrawn_at = withdrawn_at - interval '${days} days' where event_id = '${id}'`;
			await whileAway(house.server, [ago(89)]);
			expect((await followed(request, own)).starts).toEqual(days);
			await whileAway(house.server, [ago(1)]);
			expect((await followed(request, own)).status).toBe(410);
			expect((await followed(request, `region=kurzeme`)).text).not.toContain(id);
			expect((await page.goto(address))?.status()).toBe(410);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(takenBack);
			await expect(main.locator('time')).toHaveCount(0);
			await shown(page, axe);
			// What never was is not found.
			expect((await request.get(`${address}-x`)).status()).toBe(404);
		});

		run('a divided series in a calendar', async ({ page, house, request, axe }) => {
			const first = dayAhead(30, 2);
			const title = `Dalīta sērija ${locale}`;
			const { id, slug } = await planned(page, locale, title, {
				day: first,
				from: '16:00',
				until: '19:00',
				weeks: 4
			});
			const follow = async (part = slug) => await followed(request, `event=${part}`);
			const sequences = (now: Awaited<ReturnType<typeof follow>>) =>
				new Map(now.entries.map(({ uid, sequence }) => [uid, sequence]));
			const before = await follow();
			expect(sequences(before).size).toBe(1);

			// From the third date on it begins an hour earlier.
			const third = addDays(first, 14);
			await page.goto(
				`${pathOf('/coordinator/events/:id/dates', locale, id)}?date=${third}T16:00:00`
			);
			await press(page, /^(Sadalīt sēriju no šī datuma|Divide the series from this date)$/);
			await said(page, /^(Sērija sadalīta|The series is divided)/);
			await page.locator('[name=starts_time]').fill('15:00');
			await press(page, saving);
			await expect(problems(page)).toBeVisible();
			await press(page, saving);
			await said(page, /^(Saglabāts|Saved)\./);
			const later = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page.url())?.[0] ?? '';
			expect(later).not.toBe(id);

			// Whoever followed the first part has all of it, under the identifier they know.
			const days = [
				`${first}T16:00`,
				`${addDays(first, 7)}T16:00`,
				`${third}T15:00`,
				`${addDays(first, 21)}T15:00`
			];
			const divided = await follow();
			expect(divided.starts).toEqual(days);
			expect([...sequences(divided).keys()].toSorted()).toEqual([id, later].toSorted());
			expect(sequences(divided).get(id)).toBeGreaterThan(sequences(before).get(id) ?? Infinity);

			// Each page names the other part.
			const other = (page: Page) =>
				page.getByRole('main').getByRole('link', { name: title, exact: true });
			const address = pathOf('/event/:slug', locale, slug);
			await page.goto(address);
			await shown(page, axe);
			await other(page).click();
			await page.waitForURL((url) => url.pathname !== address);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
			const laterAddress = new URL(page.url()).pathname;
			const laterSlug = laterAddress.split('/').at(-1) ?? '';
			await expect(other(page)).toHaveAttribute('href', address);
			expect((await follow(laterSlug)).text).toBe(divided.text);

			// The second part is taken back: both calendars go on, and know which dates are cancelled.
			await takeBack(page, later);
			for (const part of [slug, laterSlug]) {
				const now = await follow(part);
				expect(now.starts).toEqual(days);
				for (const { uid, state, sequence } of now.entries) {
					expect(state).toBe(uid === later ? 'CANCELLED' : 'CONFIRMED');
					expect(sequence).toBeGreaterThanOrEqual(sequences(divided).get(uid) ?? Infinity);
				}
				expect(sequences(now).get(later)).toBeGreaterThan(
					sequences(divided).get(later) ?? Infinity
				);
			}
			expect((await page.goto(laterAddress))?.status()).toBe(410);
			await expect(other(page)).toHaveAttribute('href', address);
			await shown(page, axe);
			await page.goto(address);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
			await expect(other(page)).toHaveCount(0);

			// And the other way round, also when the ninety days have passed.
			await publishAgain(page, later);
			await takeBack(page, id);
			await whileAway(house.server, [
				`update internal.withdrawn_events set withdrawn_at = withdrawn_at - interval '90 days' where event_id = '${id}'`
			]);
			const left = await follow();
			expect(left.status).toBe(200);
			expect(left.starts).toEqual(days.slice(2));
			expect(left.entries.map(({ uid, state }) => [uid, state])).toEqual([[later, 'CONFIRMED']]);
			expect((await page.goto(address))?.status()).toBe(410);
			await expect(other(page)).toHaveAttribute('href', laterAddress);
		});
	});
}
