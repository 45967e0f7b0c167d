// What the stories of the coordinators' pages share: each is told in Latvian with scripts and in
// English without, and every state is looked at as a machine can.
import type { Page } from '@playwright/test';
import type { Locale } from '#lib/i18n/languages.ts';
import { said } from './answers.ts';
import { pathOf } from '#lib/page/paths.ts';
import { colours } from '../fixtures.ts';
import { expect, test, withoutScripts } from './people.ts';

type Axe = (page: Page, only?: readonly string[]) => Promise<string[]>;

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
 * The page as it is now: nothing beyond 320 pixels, nothing for axe to find, and in the dark its
 * colours can be told apart, too.
 */
export async function shown(page: Page, axe: Axe): Promise<void> {
	expect(await fits(page), page.url()).toBe(0);
	// At its end the buttons that stay in sight lie in their own place; further up, something is
	// always half under them.
	const at = await page.evaluate(() => scrollY);
	await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
	expect(await axe(page), page.url()).toEqual([]);
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await axe(page, colours), `${page.url()} in the dark`).toEqual([]);
	await page.emulateMedia({ colorScheme: null });
	await page.evaluate((top) => scrollTo(0, top), at);
}

/** Makes a draft of an organisation in Kuldīga through its form, and answers its id. */
export async function newOrganisation(page: Page, locale: Locale, name: string): Promise<string> {
	await page.goto(pathOf('/coordinator/organisations/new', locale));
	await page.locator('input[name="name_lv"]').fill(name);
	await page.locator('input[name="kind"][value="partner"]').check();
	await page.locator('input[name="place"]').fill('Kuldīga');
	await save(page);
	await page.waitForURL(/[0-9a-f]{8}-[0-9a-f-]{27}/);
	// The address may be ahead of the page: what is filled in too early goes to the form that is
	// about to leave.
	await said(page, /^(Melnraksts saglabāts|Draft saved)\./);
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
	await page.goto(pathOf('/coordinator/organisations/:id', locale, id));
	await page.locator(`[name="${field}"]`).first().fill(value);
	await save(page);
	await expect(page.locator(`[name="${field}"]`).first()).toHaveValue(value);
	await said(page, /^(Melnraksts saglabāts|Draft saved|Saglabāts|Saved)\./);
}
