// What the stories about one organisation's form share: a draft to work on, and the same form
// opened by somebody else.
import type { Browser, Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { newOrganisation } from './desk.ts';
import { comeBack, type House } from './people.ts';

/** Answers of failed posts are shown in the console; they are what is tested. */
export const refusedPosts = [/status of 4(0[0349]|22)/];

/** Names are unique, so that stories running side by side never meet. */
export const unique = (name: string): string => `${name} ${Math.random().toString(36).slice(2, 8)}`;

/**
 * Saves a new organisation in Kuldīga as a draft, stands at its form, and answers the form's path.
 */
export async function newListing(page: Page, name: string): Promise<string> {
	const id = await newOrganisation(page, 'lv', name);
	return pathOf('/coordinator/organisations/:id', 'lv', id);
}

/** Opens the part of a form that is folded away under this name, where it is closed. */
export async function unfold(page: Page, label: string): Promise<void> {
	const part = page.locator('form summary').filter({ has: page.getByText(label, { exact: true }) });
	const closed = await part.evaluate((summary) => !summary.closest('details')?.open);
	if (closed) await part.click();
}

/** The same form, opened by somebody else; whoever asks closes its context. */
export async function alsoOpen(
	browser: Browser,
	house: House,
	email: string,
	path: string
): Promise<Page> {
	const context = await browser.newContext({ locale: 'lv-LV', baseURL: house.server.url });
	const page = await context.newPage();
	await comeBack(page, house, email);
	await page.goto(path);
	return page;
}
