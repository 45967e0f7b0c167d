// Which of vitest's two projects a test file belongs to, told by what it imports: a file that reaches
// for a database, a server or another program belongs to `database`, all others are `pure`. A list
// kept by hand would be forgotten; this can't be, because pure tests run with pure-only.ts, which
// refuses what a file did not say it needs.
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Where test files lie, as patterns for vitest and for `globSync`. */
const everywhere = ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'supabase/**/*.test.ts'];

/** Modules of which a test needs none while it only asks rules. */
const reaching = [
	/** Other programs, threads and connections. */
	/^node:(child_process|cluster|dgram|http|http2|https|net|tls|worker_threads)$/,
	/^(@electric-sql\/|@supabase\/|postgres$|nodemailer)/,
	/** The set-up of test databases and of servers, and the commands that start them. */
	/(^|\/)(supabase\/tests|tests\/setup)\//,
	/(^|\/)backend\/embedded\//,
	/(^|\/)(chaos|saves)\.ts$/
];

/** True when the text of a test file imports something a pure test has no use for. */
export function reachesOut(text: string): boolean {
	const imports = text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'([^']+)'/g);
	return imports.some(([, name]) => reaching.some((module) => module.test(name ?? '')));
}

/** The test files of each project, as paths from the folder of the project. */
export function filesByKind(root: string): { pure: string[]; database: string[] } {
	const files = everywhere
		.flatMap((pattern) => globSync(pattern, { cwd: root }))
		.map((file) => file.split(sep).join('/'));
	const { pure = [], database = [] } = Object.groupBy(files, (file) =>
		// The rules of the database are asked of the database, whatever a file imports for it.
		file.startsWith('supabase/') || reachesOut(readFileSync(join(root, file), 'utf8'))
			? 'database'
			: 'pure'
	);
	return { pure, database };
}
