// What the tests need from the machine beside Node: a Chromium. Installed from the distribution
// when this user may do that.
import { spawnSync } from 'node:child_process';
import { findChromium } from '../../tests/setup/chromium.ts';

/** Undefined when there is a Chromium now; otherwise the sentence that says why there is none. */
export function provideChromium(): string | undefined {
	if (findChromium()) return undefined;
	if (process.env.CHROMIUM_PATH)
		return `there is no Chromium at CHROMIUM_PATH (${process.env.CHROMIUM_PATH})`;
	const advice = 'install Chromium, or name one with CHROMIUM_PATH';
	if (process.getuid?.() !== 0)
		return `there is no Chromium, and only root may install one; ${advice}`;
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
		const { status } = spawnSync('apt-get', ['-qq', ...args], {
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			stdio: ['ignore', 'ignore', 'inherit']
		});
		if (status !== 0) return `there is no Chromium, and apt-get could not install one; ${advice}`;
	}
	return findChromium() ? undefined : `there is no Chromium; ${advice}`;
}
