// What the stories of events share: a day that is no weekend, an event that is published, and what
// a calendar that follows it is told.
import ICAL from 'ical.js';
import OpeningHours from 'opening_hours';
import type { APIRequestContext, Page } from '@playwright/test';
import type { Locale } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './answers.ts';
import { expect } from './people.ts';

const holidays = new OpeningHours('PH', {
	lat: 56.9,
	lon: 24.1,
	address: { country_code: 'lv', state: '' }
});

/**
 * The first such day of the week (0 is Sunday) at least so many days ahead, of which neither it nor
 * the five weeks after it are public holidays: about those the forms ask.
 */
export function dayAhead(days: number, weekday: number): string {
	const day = new Date(Date.now() + days * 86_400_000);
	const asked = () =>
		[0, 1, 2, 3, 4, 5].some((weeks) =>
			[0, 1].some((later) =>
				holidays.getState(
					new Date(
						day.getUTCFullYear(),
						day.getUTCMonth(),
						day.getUTCDate() + 7 * weeks + later,
						12
					)
				)
			)
		);
	while (day.getUTCDay() !== weekday || asked()) day.setUTCDate(day.getUTCDate() + 1);
	return day.toISOString().slice(0, 10);
}

/**
 * The address of the list of events with those of this title alone, all dates from a day on:
 * whatever other stories have planned on the same server, they are on its first page.
 * @param from a day, such as `2026-05-04`; today without it
 */
export const listed = (locale: Locale, title: string, from?: string): string =>
	`${pathOf('/events', locale)}?${new URLSearchParams({ q: title, ...(from && { from }) })}`;

/**
 * What a calendar that follows an event is told: the day of each instance it names, its state, and
 * where it is.
 */
export async function instances(request: APIRequestContext, slug: string) {
	const text = await (await request.get(`/feeds/events.ics?event=${slug}`)).text();
	return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => {
		const event = new ICAL.Event(one);
		return {
			id: String(one.getFirstPropertyValue('recurrence-id') ?? '').slice(0, 10),
			starts: event.startDate.toString().slice(0, 16),
			state: one.getFirstPropertyValue('status'),
			place: String(one.getFirstPropertyValue('location') ?? ''),
			pin: String(one.getFirstPropertyValue('geo') ?? ''),
			rule: String(one.getFirstPropertyValue('rrule') ?? '')
		};
	});
}

/** What a calendar keeps of each entry to know it again, and all the days it then shows. */
export async function followed(request: APIRequestContext, query: string) {
	const answer = await request.get(`/feeds/events.ics?${query}`);
	const text = await answer.text();
	if (!answer.ok()) return { status: answer.status(), text, entries: [], starts: [] };
	const all = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
	const value = (one: ICAL.Component, name: string) =>
		String(one.getFirstPropertyValue(name) ?? '');
	const entries = all.map((one) => ({
		uid: value(one, 'uid'),
		sequence: Number(value(one, 'sequence')),
		state: value(one, 'status'),
		summary: value(one, 'summary'),
		change: one.hasProperty('recurrence-id')
	}));
	const starts = all
		.filter((one) => !one.hasProperty('recurrence-id'))
		.flatMap((one) => {
			const event = new ICAL.Event(one);
			const dates = event.iterator();
			const found: string[] = [];
			for (let next = dates.next(); next && found.length < 100; next = dates.next())
				found.push(event.getOccurrenceDetails(next).startDate.toString().slice(0, 16));
			return found;
		});
	return { status: answer.status(), text, entries, starts: starts.toSorted() };
}

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`).last();

/** What is folded away is opened, as without scripts a press on its summary does. */
export const unfold = (page: Page) =>
	page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));

/** What is planned: a day, and what else is said of it. */
interface Plan {
	day: string;
	last?: string;
	from?: string;
	until?: string;
	weeks?: number;
}

/** Publishes an event; answers its id and its slug. */
export async function planned(page: Page, locale: Locale, title: string, plan: Plan) {
	await page.goto(pathOf('/coordinator/events/new', locale));
	await field(page, 'title_lv').fill(title);
	await field(page, 'starts_day').fill(plan.day);
	await unfold(page);
	if (plan.from) {
		await field(page, 'starts_time').fill(plan.from);
		await field(page, 'ends_time').fill(plan.until ?? '');
	} else await page.locator('[name=exactness][value=day]').check();
	if (plan.last) await field(page, 'ends_day').fill(plan.last);
	if (plan.weeks) {
		await page.locator('[name=repeats][value=weekly]').check();
		await page.locator('[name=ends][value=count]').check();
		await field(page, 'count').fill(String(plan.weeks));
	}
	await field(page, 'place').fill('Kuldīga');
	const publish = page
		.locator('main')
		.getByRole('button', { name: /^(Publicēt|Publish)$/ })
		.first();
	const asked = problems(page);
	await publish.click();
	await expect(page.locator('main .notice').or(asked).first()).toBeVisible();
	// Weekends and what began before today are asked about.
	if (await asked.isVisible()) await publish.click();
	await said(page, /^(Publicēts|Published)\./);
	const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page.url())?.[0] ?? '';
	const prefix = pathOf('/event/:slug', locale, 'x').slice(0, -1);
	const link = page.locator(`main a[href^="${prefix}"]`).first();
	const slug = ((await link.getAttribute('href')) ?? '').split('/').at(-1) ?? '';
	return { id, slug };
}
