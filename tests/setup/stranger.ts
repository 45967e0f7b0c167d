// Somebody who is not signed in and sends a form that is signed with its time.
import { type Browser, expect, type Page } from '@playwright/test';
import type { House } from './people.ts';

/** A page of a browser nobody has used. @param scripts whether it runs them */
export async function visitor(browser: Browser, house: House, scripts: boolean): Promise<Page> {
	const context = await browser.newContext({
		baseURL: house.server.url,
		javaScriptEnabled: scripts
	});
	return await context.newPage();
}

/**
 * Sends the form until it is old enough for a person to have written it.
 * @param send words of its button
 * @param then looks for what is said then, and throws while it is not
 */
export async function sendWhenOld(page: Page, send: string, then: () => Promise<unknown>) {
	await expect(async () => {
		await page.getByRole('button', { name: send }).click();
		await then();
	}).toPass({ timeout: 20_000 });
}
