// What the tests need from the machine beside Node: a Chromium. Installed from the distribution
// when this user may do that.
import { spawnSync } from 'node:child_process';
import { findChromium, findStoryChromium } from '../../tests/setup/chromium.ts';

/** Packages of the distribution, for root. @returns whether they are there now */
function installed(...names: string[]): boolean {
	return [['update'], ['install', '-y', '--no-install-recommends', ...names]].every(
		(args) =>
			spawnSync('apt-get', ['-qq', ...args], {
				env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
				stdio: ['ignore', 'ignore', 'inherit']
			}).status === 0
	);
}

/** Undefined when there is a Chromium now; otherwise the sentence that says why there is none. */
export function provideChromium(): string | undefined {
	const named = process.env.CHROMIUM_PATH;
	const mayInstall = !named && process.getuid?.() === 0;
	// Faster, and not needed where there is another one.
	if (mayInstall && findStoryChromium() === findChromium()) installed('chromium-headless-shell');
	if (findStoryChromium()) return undefined;
	if (named) return `there is no Chromium at CHROMIUM_PATH (${named})`;
	const advice = 'install Chromium, or name one with CHROMIUM_PATH';
	if (!mayInstall) return `there is no Chromium, and only root may install one; ${advice}`;
	if (!installed('chromium'))
		return `there is no Chromium, and apt-get could not install one; ${advice}`;
	return findStoryChromium() ? undefined : `there is no Chromium; ${advice}`;
}
