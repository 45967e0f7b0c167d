// `npm test`: every suite with its own set-up, one sum at the end. Ends with 0 only when everything
// passed; with CI=true nothing may be skipped either.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providePrograms } from '../tests/setup/programs.ts';
import { providePostgres } from '../tests/setup/postgres.ts';
import { build, giveUp, Refusal, step } from './prepare.js';
import { provideChromium } from './test/machine.ts';
import { checkSuite, playwrightSuite, type Tally, vitestSuite } from './test/suites.ts';

const began = performance.now();
const ci = process.env.CI === 'true';
const folder = mkdtempSync(join(tmpdir(), 'tikls-test-'));

const total: Tally = { passed: 0, failures: [], skipped: [] };
const lines: string[] = [];

async function suite(name: string, run: () => Promise<Tally>) {
	console.log(`\n== ${name}`);
	const start = performance.now();
	const { passed, failures, skipped } = await run();
	total.passed += passed;
	total.failures.push(...failures.map((failure) => `${name}: ${failure}`));
	total.skipped.push(...skipped.map((test) => `${name}: ${test}`));
	const seconds = ((performance.now() - start) / 1000).toFixed(0);
	lines.push(
		`${name}: ${passed} passed, ${failures.length} failed, ${skipped.length} skipped (${seconds} s)`
	);
}

/** A build that fails is a failed test like any other: the suites that do not need it still run. */
async function buildSuite(): Promise<Tally> {
	try {
		await build();
		return { passed: 1, failures: [], skipped: [] };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		console.log(error.message);
		return { passed: 0, failures: [error.message], skipped: [] };
	}
}

try {
	const noBrowser = await step('Providing a Chromium', provideChromium);
	// A suite that needs it says itself that it was skipped; here it is said why.
	const noPostgres = await step('Providing PostgreSQL with PostGIS', providePostgres);
	if (noPostgres) lines.push(`vitest: without PostgreSQL, ${noPostgres}`);
	const noPrograms = await step(
		'Providing the programs that feeds and proxies are tried with',
		providePrograms
	);
	if (noPrograms) lines.push(`vitest: ${noPrograms}`);
	// One after the other: each of them compiles the texts anew, and none may read them half written.
	await suite('build', buildSuite);
	await suite('check', checkSuite);
	await suite('vitest', () => vitestSuite(folder));
	if (noBrowser) {
		lines.push(`playwright: not run, ${noBrowser}`);
		total.skipped.push(`playwright: all of it, ${noBrowser}`);
	} else await suite('playwright', () => playwrightSuite(folder));
} catch (error) {
	giveUp(error);
} finally {
	rmSync(folder, { recursive: true, force: true });
}

console.log('');
if (total.skipped.length) console.log(`Not run:\n  ${total.skipped.join('\n  ')}`);
// Said again where it is found: of a long log often only the end is kept.
if (total.failures.length) console.log(`Failed:\n  ${total.failures.slice(0, 20).join('\n  ')}`);
for (const line of lines) console.log(line);
console.log(`in ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
const skipped = total.skipped.length ? `, ${total.skipped.length} skipped` : '';
console.log(`${total.passed} passed, ${total.failures.length} failed${skipped}`);
// The exit code is not set by hand elsewhere: a suite that forgot to fail would be green.
process.exit(total.failures.length > 0 || (ci && total.skipped.length > 0) ? 1 : 0);
