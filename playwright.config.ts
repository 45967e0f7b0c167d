// Browser tests: the production build, an embedded database of its own, an installed Chromium.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { pinnedNode } from './scripts/prepare.js';
import { chromiumFlags, findStoryChromium } from './tests/setup/chromium.ts';
import { freePort } from './tests/setup/server.ts';

// The workers read this file too and must find the same port and folder. TIKLS_TEST_URL tests a
// server that already runs.
process.env.TIKLS_TEST_PORT ??= String(await freePort());
process.env.TIKLS_TEST_BEGUN ??= join(tmpdir(), `tikls-begun-${process.env.TIKLS_TEST_PORT}`);
const own = process.env.TIKLS_TEST_URL === undefined;
const url = process.env.TIKLS_TEST_URL ?? `http://localhost:${process.env.TIKLS_TEST_PORT}`;

export default defineConfig({
	testDir: 'tests',
	testMatch: '*.spec.ts',
	outputDir: 'test-results',
	fullyParallel: true,
	// On two cores: a story waits for timers and answers as often as it works.
	workers: 3,
	// A test that passes the second time is a test that fails.
	retries: 0,
	forbidOnly: process.env.CI === 'true',
	// Long enough for a machine with much else to do, where all takes ten times as long.
	timeout: 240_000,
	expect: { timeout: 30_000 },
	reporter: [['list']],
	use: {
		baseURL: url,
		browserName: 'chromium',
		locale: 'lv-LV',
		timezoneId: 'Europe/Riga',
		// A trace of every story takes a quarter of the whole run; CONTRIBUTING.md says how to get one.
		trace: 'off',
		launchOptions: { executablePath: findStoryChromium(), args: chromiumFlags }
	},
	webServer: own
		? {
				command: `"${pinnedNode}" tests/setup/server.ts`,
				env: { PORT: process.env.TIKLS_TEST_PORT },
				url: `${url}/healthz`,
				timeout: 240_000,
				gracefulShutdown: { signal: 'SIGTERM', timeout: 8000 },
				stdout: 'ignore',
				stderr: 'pipe'
			}
		: undefined
});
