// Which Chromium stories, benches and pictures are made with: the one named, the machine's own, or
// Playwright's.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const usualPlaces = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/**
 * Path of a Chromium, or undefined when this machine has none. `CHROMIUM_PATH` goes before
 * everything else.
 */
export function findChromium(): string | undefined {
	const named = process.env.CHROMIUM_PATH;
	if (named) return existsSync(named) ? named : undefined;
	return [...usualPlaces, chromium.executablePath()].find((path) => existsSync(path));
}

/** The same browser without what shows its windows: a story takes two thirds of the time. */
const headlessShell = '/usr/bin/chromium-headless-shell';

/**
 * Which Chromium the stories run in: the one named, Debian's headless shell, or whichever there is.
 */
export function findStoryChromium(): string | undefined {
	return !process.env.CHROMIUM_PATH && existsSync(headlessShell) ? headlessShell : findChromium();
}

/**
 * No sandbox: it needs rights a container and root do not have. No background networking: the tests
 * count every request.
 */
export const chromiumFlags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update'
];
