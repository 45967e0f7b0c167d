// Where a page answers what was sent to it, for the stories that look for it: one place knows how.
import { expect, type Locator, type Page } from '@playwright/test';

/**
 * What kept a form from being saved, or what is asked before it is: the part of the page that takes
 * the focus.
 */
export const problems = (page: Page): Locator => page.locator('main [role="group"][tabindex="-1"]');

/** The one place where a page that stands says aloud what has changed. */
export const heard = (page: Page): Locator => page.getByRole('status');

/**
 * What was just done is seen on the page, and the title says it first: so it is heard where the
 * page was loaded anew. The address may be ahead of the page: a form filled in too early is about
 * to leave.
 */
export async function said(page: Page, words: RegExp | string): Promise<void> {
	const notice = page
		.locator('main .notice')
		.filter({ has: page.locator('p', { hasText: words }) });
	await expect(notice).toBeVisible();
	const told = (await notice.locator('p').first().innerText()).replace(/\.$/, '');
	await expect.poll(async () => (await page.title()).includes(told), told).toBe(true);
}
