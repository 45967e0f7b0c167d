// A screen reader kept as a library reads along in the page: it says what gets the focus and what a
// live region is given, by the rules of ARIA. It is put in through the debugger, so that the page's
// own policy stays as it is for visitors.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { Virtual } from '@guidepup/virtual-screen-reader';

const bundle = readFileSync(
	createRequire(import.meta.url).resolve('@guidepup/virtual-screen-reader/browser.js'),
	'utf8'
);
const [exported = '', name = ''] =
	/export\s*\{[^}]*?([\w$]+) as virtual\b[^}]*\};?/.exec(bundle) ?? [];
if (!exported) throw new Error('the bundle exports no screen reader');
/** Its last lines export it; here it is given to the window. */
const source = `(() => { ${bundle.replace(exported, () => `window.listening = ${name};`)}\n})()`;

const slow = /^polite: (Savienojums ir lēns|The connection is slow)/;

declare global {
	interface Window {
		listening: Virtual;
	}
}

/** Somebody who listens: all that was said since they came to the page, and the titles of pages. */
export class Listener {
	readonly #page: Page;
	/** Of the pages before this one. */
	readonly #told: string[] = [];
	/** How many phrases of this page came before what is waited for next. */
	#heard = 0;

	constructor(page: Page) {
		this.#page = page;
	}

	/** Goes to an address; says the title, as screen readers do. */
	async open(path: string): Promise<void> {
		this.#told.push(...(await this.#log()));
		await this.#page.goto(path);
		this.#told.push(`title: ${await this.#page.title()}`);
		await this.#page.evaluate(source);
		await this.#page.evaluate(async () => {
			await window.listening.start({ container: document.body });
			await window.listening.clearSpokenPhraseLog();
		});
		this.#heard = 0;
	}

	/** Waits until something is said, after what was waited for before. */
	async hears(words: RegExp): Promise<void> {
		let fresh: string[] = [];
		await expect
			.poll(
				async () => {
					fresh = (await this.#log()).slice(this.#heard);
					return fresh.some((phrase) => words.test(phrase)) || fresh.join('\n');
				},
				{ message: String(words) }
			)
			.toBe(true);
		this.#heard += fresh.findIndex((phrase) => words.test(phrase)) + 1;
	}

	/** All that was said, but for what a slow machine has said of its connection. */
	async all(): Promise<string[]> {
		return [...this.#told, ...(await this.#log())];
	}

	async #log(): Promise<string[]> {
		const said = await this.#page.evaluate(async () =>
			'listening' in window ? window.listening.spokenPhraseLog() : []
		);
		return said.filter((phrase) => !slow.test(phrase));
	}
}
