// The checks of the sources that need no server and no browser, each with a name: `npm run check`
// prints them and `npm test` counts them.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingEntries } from '../lock.js';
import { root } from '../prepare.js';
import { MAX_COLUMNS, tooWide } from './comments.ts';
import { faultsOfDecisions } from './decisions.ts';
import { floors } from './floors.ts';
import { importProblems, readSources } from './imports.ts';
import { faultsOfReadme } from './readme.ts';
import { faultsOfReleased, migrationsByName, readReleased } from './released.ts';

export interface Outcome {
	name: string;
	passed: boolean;
	seconds: number;
	/** What the tool printed. */
	output: string;
}

interface Check {
	name: string;
	run(): Promise<{ passed: boolean; output: string }>;
}

/** Runs an installed command on this Node, with its output kept. */
export function tool(
	name: string,
	args: string[],
	env: NodeJS.ProcessEnv = {}
): Promise<{ passed: boolean; output: string }> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [join(root, 'node_modules/.bin', name), ...args], {
			cwd: root,
			env: { ...process.env, ...env },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let output = '';
		child.stdout.on('data', (data: Buffer) => (output += data.toString()));
		child.stderr.on('data', (data: Buffer) => (output += data.toString()));
		child.on('error', (error) => resolve({ passed: false, output: error.message }));
		child.on('close', (code) => resolve({ passed: code === 0, output }));
	});
}

/** What the others read: generated types and compiled texts. Must be done before them. */
const preparations: Check[] = [
	{ name: 'generated types of the routes', run: () => tool('svelte-kit', ['sync']) },
	{ name: 'texts compile', run: compileTexts }
];

const checks: Check[] = [
	// Every TypeScript file of tsconfig.json is in it, not components alone. tsc itself cannot see
	// into components and takes what they export for `any`.
	{
		name: 'types and components (svelte-check)',
		run: () => tool('svelte-check', ['--fail-on-warnings', '--output', 'human'])
	},
	// It is alone on the machine for most of its time.
	{
		name: 'rules (eslint)',
		run: () => tool('eslint', ['--concurrency', '2', '--max-warnings', '0', '.'])
	},
	{ name: 'format (prettier)', run: () => tool('prettier', ['--check', '.']) },
	{ name: 'comments have one width', run: commentsFit },
	{ name: 'imports keep to the floors', run: importsInOrder },
	{ name: 'nothing unused (knip)', run: () => tool('knip', ['--no-progress']) },
	{ name: 'no rule switched off', run: noRuleSwitchedOff },
	{ name: 'lock file names every platform', run: lockComplete },
	{ name: 'decisions are numbered and listed', run: decisionsAgree },
	{ name: 'README.md names what there is', run: readmeAgrees },
	{ name: 'changelog begins with the version', run: changelogNamesVersion },
	{ name: 'what was released stays', run: releasedStays }
];

/** Runs all checks, two at a time, and tells each outcome as it comes. */
export async function runChecks(tell: (outcome: Outcome) => void): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	const one = async ({ name, run }: Check) => {
		const began = performance.now();
		const { passed, output } = await run().catch((error: unknown) => ({
			passed: false,
			output: String(error)
		}));
		const outcome = { name, passed, output, seconds: (performance.now() - began) / 1000 };
		outcomes.push(outcome);
		tell(outcome);
	};
	for (const check of preparations) await one(check);
	const waiting = [...checks];
	const work = async () => {
		for (let check = waiting.shift(); check; check = waiting.shift()) await one(check);
	};
	await Promise.all([work(), work()]);
	return outcomes;
}

/** The compiler is silent about a text that one language lacks, so that is looked for here. */
async function compileTexts() {
	const { compile } = await import('@inlang/paraglide-js');
	const { texts } = await import('../../vite.config.ts');
	await compile({ ...texts, emitTsDeclarations: true });
	const settings = JSON.parse(readFileSync(join(root, 'project.inlang/settings.json'), 'utf8')) as {
		locales: string[];
		'plugin.inlang.messageFormat': { pathPattern: string[] | string };
	};
	const patterns = [settings['plugin.inlang.messageFormat'].pathPattern].flat();
	const problems = patterns.flatMap((pattern) => {
		const keys = settings.locales.map((locale) => {
			const path = join(root, pattern.replace(/\{(locale|languageTag)\}/, locale));
			return new Set(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object));
		});
		const all = new Set(keys.flatMap((set) => [...set]));
		return settings.locales.flatMap((locale, i) =>
			[...all]
				.filter((key) => !keys[i]?.has(key))
				.map((key) => `${pattern}: ${key} is missing in ${locale}`)
		);
	});
	return { passed: problems.length === 0, output: problems.join('\n') };
}

/** A rule that is inconvenient is discussed, not switched off where it hurts. */
async function noRuleSwitchedOff() {
	// Written in two parts so that this file does not find itself.
	const marks = [
		'eslint-' + 'disable',
		'@ts-' + 'ignore',
		'@ts-' + 'nocheck',
		'svelte-' + 'ignore'
	];
	const found = trackedFiles('*.ts', '*.js', '*.svelte').flatMap((file) => {
		const text = readFileSync(join(root, file), 'utf8');
		return marks.filter((mark) => text.includes(mark)).map((mark) => `${file}: ${mark}`);
	});
	return { passed: found.length === 0, output: found.join('\n') };
}

/** The files git knows, and new ones it will know, that match one of the patterns. */
function trackedFiles(...patterns: string[]): string[] {
	return execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...patterns], {
		cwd: root,
		encoding: 'utf8'
	})
		.trim()
		.split('\n')
		.filter((file) => existsSync(join(root, file)));
}

/** Files whose comments people write; what is generated follows from them. */
export const commentedFiles = () =>
	trackedFiles('*.ts', '*.js', '*.svelte', '*.sql').filter(
		(file) => !file.startsWith('supabase/migrations/') && !file.endsWith('/database.types.ts')
	);

/** `npm run format` wraps what is named here. */
async function commentsFit() {
	const found = commentedFiles().flatMap((file) =>
		tooWide(readFileSync(join(root, file), 'utf8'), file).map(
			(line) => `${file}:${line}: longer than ${MAX_COLUMNS} columns`
		)
	);
	return { passed: found.length === 0, output: found.join('\n') };
}

async function decisionsAgree() {
	const read = (file: string) => readFileSync(join(root, file), 'utf8');
	const folder = 'docs/decisions/';
	const pages = new Map(
		trackedFiles(`${folder}*.md`)
			.filter((file) => !file.endsWith('/README.md'))
			.map((file) => [file.slice(folder.length), read(file)])
	);
	// The index says how references look, by examples, and so does the test of this check.
	const files = trackedFiles('*.ts', '*.js', '*.svelte', '*.sql', '*.md')
		.filter((file) => ![`${folder}README.md`, 'scripts/check/decisions.test.ts'].includes(file))
		.map((file): [string, string] => [file, read(file)]);
	const faults = faultsOfDecisions({ pages, index: read(`${folder}README.md`), files });
	return { passed: faults.length === 0, output: faults.join('\n') };
}

async function readmeAgrees() {
	const read = (file: string) => readFileSync(join(root, file), 'utf8');
	const lib = 'src/lib/';
	const folders = trackedFiles(`${lib}*`).map((file) => file.slice(lib.length).split('/')[0] ?? '');
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	const faults = faultsOfReadme({
		readme: read('README.md'),
		folders,
		commands: Object.keys(scripts),
		floors,
		// Tests set variables of their own.
		code: trackedFiles('src/*.ts', 'scripts/*.ts', 'scripts/*.js', 'tests/setup/*.ts')
			.filter((file) => !/\.test\.ts$|^scripts\/check\//.test(file))
			.map(read)
	});
	return { passed: faults.length === 0, output: faults.join('\n') };
}

/** See scripts/check/floors.ts. */
async function importsInOrder() {
	const problems = importProblems(readSources(), floors);
	return { passed: problems.length === 0, output: problems.join('\n') };
}

/** A version that is tagged without a word on what it brings helps nobody who has to update. */
async function changelogNamesVersion() {
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		version: string;
	};
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
		version: string;
	};
	const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
	const newest = /^## \[([^\]]+)\] - (unreleased|\d{4}-\d{2}-\d{2})$/m.exec(changelog)?.[1];
	const said = `CHANGELOG.md ${newest}, package.json ${version}, lock file ${lock.version}`;
	return { passed: newest === version && lock.version === version, output: said };
}

/** See scripts/check/released.ts. */
async function releasedStays() {
	const faults = faultsOfReleased(readReleased(root), await migrationsByName(root));
	return { passed: faults.length === 0, output: faults.join('\n') };
}

async function lockComplete() {
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, object>;
	};
	const missing = missingEntries(lock).map(({ name, version }) => `${name}@${version}`);
	const output = missing.length ? `npm run lock adds: ${missing.join(', ')}` : '';
	return { passed: missing.length === 0, output };
}
