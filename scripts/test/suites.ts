// The suites of `npm test`: how each is run and how its own report becomes numbers that can be
// added up.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runChecks } from '../check/steps.ts';
import { root } from '../prepare.js';

export interface Tally {
	passed: number;
	/** Every failure: its name, and what it said. */
	failures: string[];
	/** Name of every test that was not run, with the reason where the test gives one. */
	skipped: string[];
}

/** Runs an installed command with its output on the terminal. Resolves to its exit code. */
function show(name: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [join(root, 'node_modules/.bin', name), ...args], {
			cwd: root,
			// A log that is read later is not helped by colours.
			env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...env },
			stdio: 'inherit'
		});
		child.on('error', () => resolve(1));
		child.on('close', (code) => resolve(code ?? 1));
	});
}

/** Lines of a failure that are said again at the end. */
const saidAgain = 25;

const failure = (name: string, messages: (string | undefined)[]) =>
	[name, ...stripVTControlCharacters(messages.join('\n')).split('\n').slice(0, saidAgain)].join(
		'\n    '
	);

/** The checks of `npm run check`, each one a test. */
export async function checkSuite(): Promise<Tally> {
	const outcomes = await runChecks(({ name, passed, seconds, output }) => {
		console.log(` ${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
		if (!passed) console.log(output);
	});
	const failures = outcomes
		.filter(({ passed }) => !passed)
		.map(({ name, output }) => failure(name, [output]));
	return { passed: outcomes.length - failures.length, failures, skipped: [] };
}

const noReport: Tally = {
	passed: 0,
	failures: ['no report was written; why is said where it ran'],
	skipped: []
};

/** A runner also fails for what happens outside of tests, which must not be lost. */
const unnamed = (code: number) => `it ended with ${code} and named no failure`;

interface VitestReport {
	success: boolean;
	testResults: {
		name: string;
		status: string;
		/** Why the file could not be loaded. */
		message: string;
		assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
	}[];
}

/** Unit and database tests. @param folder where the report may be written */
export async function vitestSuite(folder: string): Promise<Tally> {
	const file = join(folder, 'vitest.json');
	const code = await show('vitest', [
		'run',
		'--reporter=dot',
		'--reporter=json',
		`--outputFile.json=${file}`
	]);
	if (!existsSync(file)) return noReport;
	const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
	const tests = report.testResults.flatMap(({ name, assertionResults }) =>
		assertionResults.map((test) => ({ ...test, file: relative(root, name) }))
	);
	const passed = tests.filter(({ status }) => status === 'passed').length;
	// A file that cannot even be loaded has no tests to count; it is one failure.
	const failures = [
		...report.testResults
			.filter(
				({ status, assertionResults }) =>
					status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
			)
			.map(({ name, message }) => failure(relative(root, name), [message])),
		...tests
			.filter(({ status }) => status === 'failed')
			.map(({ file, fullName, failureMessages }) =>
				failure(`${file} › ${fullName}`, failureMessages)
			)
	];
	if (code !== 0 && failures.length === 0) failures.push(unnamed(code));
	return {
		passed,
		failures,
		skipped: tests
			.filter(({ status }) => status !== 'passed' && status !== 'failed')
			.map(({ fullName }) => fullName)
	};
}

interface PlaywrightSuite {
	title: string;
	suites?: PlaywrightSuite[];
	specs?: {
		title: string;
		tests: {
			status: string;
			annotations: { type: string; description?: string }[];
			results: { errors: { message?: string }[] }[];
		}[];
	}[];
}

interface PlaywrightReport {
	suites: PlaywrightSuite[];
	errors: { message?: string }[];
}

/**
 * Stories in a browser, against the production build.
 * @param folder where the report may be written
 */
export async function playwrightSuite(folder: string): Promise<Tally> {
	const file = join(folder, 'playwright.json');
	const code = await show('playwright', ['test', '--reporter=line,json'], {
		PLAYWRIGHT_JSON_OUTPUT_NAME: file
	});
	if (!existsSync(file)) return noReport;
	const report = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
	const tally: Tally = {
		passed: 0,
		failures: report.errors.map(({ message }) => failure('outside of the stories', [message])),
		skipped: []
	};
	const walk = (suite: PlaywrightSuite, path: string) => {
		for (const { title, tests } of suite.specs ?? []) {
			for (const { status, annotations, results } of tests) {
				if (status === 'expected') tally.passed++;
				else if (status === 'skipped') {
					const reason = annotations.find(({ type }) => type === 'skip')?.description;
					tally.skipped.push(`${path}${title}${reason ? `: ${reason}` : ''}`);
				} else {
					const errors = results.flatMap(({ errors }) => errors);
					tally.failures.push(
						failure(
							`${path}${title}`,
							errors.map(({ message }) => message)
						)
					);
				}
			}
		}
		for (const inner of suite.suites ?? []) walk(inner, `${path}${inner.title} › `);
	};
	for (const suite of report.suites) walk(suite, `${suite.title} › `);
	if (code !== 0 && tally.failures.length === 0) tally.failures.push(unnamed(code));
	return tally;
}
