// The ground every browser test stands on: whatever a test does, no request may go to another host,
// no page may break its own Content-Security-Policy, throw, or write an error to the console. And
// axe, which finds what machines can find about access.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type CDPSession, type ConsoleMessage, type Page, test as base } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

export { expect } from '@playwright/test';

interface Ground {
	/**
	 * Console errors the test provokes on purpose, e.g. `/status of 404/`; everything else fails the
	 * test.
	 */
	expectedErrors: RegExp[];
	/**
	 * Whether the visitor moves the mouse as soon as a page is there, as people do; the live map
	 * waits for that.
	 */
	moves: boolean;
	/** Watches every page of the test; needs no call. */
	calm: void;
	/**
	 * Findings of axe on a page as it is now, with scripts or without, one readable line each. Empty
	 * is good.
	 * @param only these rules of axe; without it all that the site is held to
	 */
	axe(page: Page, only?: readonly string[]): Promise<string[]>;
}

export const test = base.extend<Ground>({
	expectedErrors: [[], { option: true }],
	moves: [true, { option: true }],
	calm: [
		async ({ context, baseURL, expectedErrors, moves }, use) => {
			const faults: string[] = [];
			const home = new URL(baseURL ?? '').host;
			context.on('request', (request) => {
				const url = new URL(request.url());
				if (/^https?:|^wss?:/.test(url.protocol) && url.host !== home)
					faults.push(`request to another host: ${request.url()}`);
			});
			const expected = (text: string) => expectedErrors.some((pattern) => pattern.test(text));
			const consoleFault = (message: ConsoleMessage) => {
				// Violations of the policy are console errors in Chromium, with scripts switched off too.
				if (message.type() === 'error' && !expected(message.text()))
					faults.push(`console error at ${message.page()?.url()}: ${message.text()}`);
			};
			context.on('console', consoleFault);
			context.on('weberror', (error) => {
				if (!expected(error.error().message))
					faults.push(`uncaught at ${error.page()?.url()}: ${error.error().message}`);
			});
			context.on('page', waitsForScripts);
			if (moves)
				await context.addInitScript(() => {
					const move = () => dispatchEvent(new Event('pointermove'));
					addEventListener('DOMContentLoaded', () => setInterval(move, 100));
				});
			await use();
			if (faults.length) throw new Error([...new Set(faults)].join('\n'));
		},
		{ auto: true }
	],
	axe: async ({ javaScriptEnabled }, use) =>
		use((page, only) =>
			javaScriptEnabled === false ? lent(page, () => findings(page, only)) : findings(page, only)
		)
});

/**
 * From now on `goto` and `reload` of a page end when its scripts have taken over, as they nearly
 * always have before anybody acts. Without this a story that presses Enter at once is told, on a
 * busy machine, by the form without scripts. A call that says what it waits for (`waitUntil`)
 * waits for that alone.
 */
function waitsForScripts(page: Page): void {
	const goto = page.goto.bind(page);
	const reload = page.reload.bind(page);
	page.goto = async (url, options) => {
		const answer = await goto(url, options);
		if (!options?.waitUntil) await scriptsOf(page);
		return answer;
	};
	page.reload = async (options) => {
		const answer = await reload(options);
		if (!options?.waitUntil) await scriptsOf(page);
		return answer;
	};
}

/** Resolves when the scripts of the page, if it has any, listen to the visitor. */
async function scriptsOf(page: Page): Promise<void> {
	// SvelteKit takes the restoring of the place on the page upon itself when all is hydrated.
	// Without scripts the first of them, which sits in the page, has not run.
	await page.waitForFunction(() => {
		const begins = [...document.scripts].some(({ text }) => /__sveltekit_\w+ =/.test(text));
		const runs = Object.keys(window).some((name) => name.startsWith('__sveltekit_'));
		return !begins || !runs || history.scrollRestoration === 'manual';
	});
}

/**
 * A test of the same story without JavaScript: `withoutScripts('...', async ({ page }) => ...)`.
 */
export const withoutScripts = test.extend({ javaScriptEnabled: false });

/** Rules of axe about what depends on the colours alone. */
export const colours: readonly string[] = ['color-contrast', 'link-in-text-block'];

const axeSource = readFileSync(
	createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
	'utf8'
);

const options: RunOptions = {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	resultTypes: ['violations'],
	rules: {
		// 2.5.8, WCAG 2.2: axe leaves it out unless asked.
		'target-size': { enabled: true }
	}
};

const sessions = new WeakMap<Page, CDPSession>();

/**
 * axe waits for timers and promises, which do not come where scripts are switched off. The document
 * is made without them; only while it is looked at they are lent to it, and its own scripts stay
 * those that were never run.
 */
async function lent<T>(page: Page, work: () => Promise<T>): Promise<T> {
	await page.waitForLoadState();
	const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
	// Kept, because what a session has switched off comes back on when it ends.
	sessions.set(page, session);
	const off = (value: boolean) => session.send('Emulation.setScriptExecutionDisabled', { value });
	// Only what this session has switched off it can switch on.
	await off(true);
	await off(false);
	try {
		return await work();
	} finally {
		await off(true);
	}
}

async function findings(page: Page, only?: readonly string[]): Promise<string[]> {
	// Evaluated through the debugger, which the page's policy does not concern: the policy stays as
	// it is for visitors.
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
	const results = await page.evaluate<AxeResults, RunOptions>(
		(wanted) => (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, wanted),
		only ? { runOnly: { type: 'rule', values: [...only] }, resultTypes: ['violations'] } : options
	);
	return results.violations.flatMap(({ id, help, nodes }) =>
		nodes.map(({ target, failureSummary }) =>
			`${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`.replaceAll(/\s+/g, ' ')
		)
	);
}
