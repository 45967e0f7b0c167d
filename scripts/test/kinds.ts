// Which of vitest's projects a test file belongs to, told by what it says: a file that reaches for
// a database, a server or another program belongs to `database`, all others are `pure`. A list kept
// by hand would be forgotten; this can't be, because pure tests run with pure-only.ts, which
// refuses what a file did not say it needs. Pure files share one process and its modules; one that
// puts a stand-in in a module's place gets a process of its own, or the next file would meet it.
// What is called `*.thorough.test.ts` is pure too, but holds a rule against a kept library over so
// many values that it takes as long as all others together: `npm run test:pure` leaves it out.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Where test files lie, as patterns for vitest and for `globSync`. */
const everywhere = ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'supabase/**/*.test.ts'];

/** Modules of which a test needs none while it only asks rules. */
const reaching = [
	/** Other programs, threads and connections. */
	/^node:(child_process|cluster|dgram|http|http2|https|net|tls|worker_threads)$/,
	/^(@electric-sql\/|@supabase\/|postgres$|nodemailer)/,
	/** The set-up of test databases and of servers, and the commands that start them. */
	/(^|\/)(supabase\/tests|tests\/setup)\//,
	/(^|\/)backend\/embedded\//
];

/** Names of the modules a text imports; those of types alone are gone when it runs. */
const importsOf = (text: string) =>
	[
		...text
			.replaceAll(/\bimport type\b[^;]*;/g, '')
			.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'([^']+)'/g)
	].map(([, name = '']) => name);

/** True when the text of a test file imports something a pure test has no use for. */
export function reachesOut(text: string): boolean {
	return importsOf(text).some((name) => reaching.some((module) => module.test(name)));
}

/**
 * True for a file that reaches out itself, or by way of commands: what lies in scripts/ does the
 * work of a command, so that whoever imports it may start what it starts. In src/ only the file
 * itself counts, because there much is imported that is not called.
 */
function fileReachesOut(root: string, file: string, seen = new Set<string>()): boolean {
	const path = join(root, file);
	if (seen.has(file) || !existsSync(path)) return false;
	seen.add(file);
	const text = readFileSync(path, 'utf8');
	const commands = importsOf(text)
		.filter((name) => name.startsWith('.'))
		.map((name) => relative(root, join(dirname(path), name)))
		.filter((command) => command.startsWith(`scripts${sep}`));
	return reachesOut(text) || commands.some((command) => fileReachesOut(root, command, seen));
}

/** True when the text of a test file puts something else in the place of a module. */
export function hasStandIns(text: string): boolean {
	return /\bvi\s*\.\s*(mock|doMock|resetModules)\b/.test(text);
}

/** The test files of each project, as paths from the folder of the project. */
export function filesByKind(root: string): {
	pure: string[];
	standIns: string[];
	thorough: string[];
	database: string[];
} {
	const files = everywhere
		.flatMap((pattern) => globSync(pattern, { cwd: root }))
		.map((file) => file.split(sep).join('/'));
	const kindOf = (file: string) => {
		// The rules of the database are asked of the database, whatever a file imports for it.
		if (file.startsWith('supabase/') || fileReachesOut(root, file)) return 'database';
		if (file.endsWith('.thorough.test.ts')) return 'thorough';
		return hasStandIns(readFileSync(join(root, file), 'utf8')) ? 'standIns' : 'pure';
	};
	const { pure = [], standIns = [], thorough = [], database = [] } = Object.groupBy(files, kindOf);
	return { pure, standIns, thorough, database };
}
