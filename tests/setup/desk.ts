// What the stories of the coordinators' pages share: each is told in Latvian with scripts and in English without, and every state is
// looked at as a machine can.
import type { Page } from '@playwright/test';
import { type Locale, pathOf } from '../../src/lib/page/paths.ts';
import { expect, test, withoutScripts } from './people.ts';

export const modes = [
	{ run: test, how: 'with scripts, in Latvian', locale: 'lv' },
	{ run: withoutScripts, how: 'without scripts, in English', locale: 'en' }
] as const satisfies readonly { run: unknown; how: string; locale: Locale }[];

/** Pixels by which a page is wider than a small phone. */
export async function fits(page: Page): Promise<number> {
	const before = page.viewportSize();
	await page.setViewportSize({ width: 320, height: 640 });
	const wide = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	if (before) await page.setViewportSize(before);
	return wide;
}

/**
 * The page as it is now: nothing beyond 320 pixels, and nothing for axe to find. axe needs timers, which a page without scripts
 * does not have; its document is the same.
 */
export async function shown(page: Page, axe: (page: Page) => Promise<string[]>): Promise<void> {
	expect(await fits(page), page.url()).toBe(0);
	if (await scripted(page)) expect(await axe(page), page.url()).toEqual([]);
}

/** SvelteKit has taken the page over, as it does with scripts. */
const scripted = (page: Page) =>
	page.evaluate(() => Object.keys(window).some((name) => name.startsWith('__sveltekit')));

/** Makes a draft of an organisation in Kuldīga through its form, and answers its id. */
export async function newOrganisation(page: Page, locale: Locale, name: string): Promise<string> {
	await page.goto(pathOf('/coordinator/organisations/new', locale));
	await page.locator('input[name="name_lv"]').fill(name);
	await page.locator('input[name="kind"][value="partner"]').check();
	await page.locator('input[name="place"]').fill('Kuldīga');
	await save(page);
	await page.waitForURL(/[0-9a-f]{8}-[0-9a-f-]{27}/);
	// The address may be ahead of the page: what is filled in too early goes to the form that is about to leave.
	await expect(page.getByText(/^(Melnraksts saglabāts|Draft saved)\./)).toBeVisible();
	return /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page.url())?.[0] ?? '';
}

/** Presses the button that saves; one that is busy is waited for. */
export const save = (page: Page): Promise<void> =>
	page
		.getByRole('button', { name: /^(Saglabāt|Save)( melnrakstu| draft)?$/, disabled: false })
		.first()
		.click();

/** Changes one field of an organisation through its form. */
export async function change(
	page: Page,
	locale: Locale,
	id: string,
	field: string,
	value: string
): Promise<void> {
	await page.goto(pathOf('/coordinator/organisations/:slug', locale, id));
	await page.locator(`[name="${field}"]`).first().fill(value);
	await save(page);
	await expect(page.locator(`[name="${field}"]`).first()).toHaveValue(value);
	await page.waitForURL(/[?&](saved|done)=/);
}
