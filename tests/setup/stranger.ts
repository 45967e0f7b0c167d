// Somebody who is not signed in and sends a form that is signed with its time.
import type { Browser, Page } from '@playwright/test';
import { soonest } from '#lib/correction/form-age.ts';
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
 * Presses the button once, as soon as the form is old enough for a person to have written it. The
 * time is the form's own: pressing again and again would break off answers of a slow machine.
 * @param send words of its button
 */
export async function sendWhenOld(page: Page, send: string): Promise<void> {
	const signed = await page.locator('[name="signed"]').first().inputValue();
	const made = Number(signed.split('.')[2]);
	await page.waitForTimeout(Math.max(0, made + soonest - Date.now()));
	await page.getByRole('button', { name: send }).click();
}
