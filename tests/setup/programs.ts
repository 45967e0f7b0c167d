// The programs the product is tried with, made by nobody here: for feeds a calendar (khal),
// calendar libraries (python3-icalendar with recurring-ical-events, libical), GDAL and a feed
// reader's library (feedparser); for metrics the reader made by Prometheus; for docs/running.md the
// proxies and systemd. Debian's packages; installed when they are missing and that is possible,
// else the tests that need them are skipped and say so. With CI=true nothing may be skipped.
import { spawnSync } from 'node:child_process';
import { installPackages } from './packages.ts';

/** Debian's own Python: another one on the path does not know Debian's packages. */
const python = '/usr/bin/python3';

const programs = {
	khal: { package: 'khal', proof: ['/usr/bin/khal', '--version'] },
	icalendar: { package: 'python3-icalendar', proof: [python, '-c', 'import icalendar, dateutil'] },
	recurring: {
		package: 'python3-recurring-ical-events',
		proof: [python, '-c', 'import recurring_ical_events']
	},
	libical: {
		package: 'gir1.2-ical-3.0',
		proof: [
			python,
			'-c',
			'import gi; gi.require_version("ICalGLib", "3.0"); from gi.repository import ICalGLib'
		]
	},
	gi: { package: 'python3-gi', proof: [python, '-c', 'import gi'] },
	gdal: { package: 'gdal-bin', proof: ['/usr/bin/ogrinfo', '--version'] },
	feedparser: { package: 'python3-feedparser', proof: [python, '-c', 'import feedparser'] },
	caddy: { package: 'caddy', proof: ['/usr/bin/caddy', 'version'] },
	nginx: { package: 'nginx-light', proof: ['/usr/sbin/nginx', '-v'] },
	systemd: { package: 'systemd', proof: ['/usr/bin/systemd-analyze', '--version'] },
	openmetrics: {
		package: 'python3-prometheus-client',
		proof: [python, '-c', 'import prometheus_client.openmetrics.parser']
	}
} as const;

export type Program = keyof typeof programs;

function works(name: Program): boolean {
	const [command, ...args] = programs[name].proof;
	return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

const all = Object.keys(programs) as Program[];

/**
 * Whether tests that need a program are to be skipped; never on the build server, where a missing
 * one is a failure.
 */
export function isMissing(name: Program): boolean {
	return process.env.CI !== 'true' && !works(name);
}

/**
 * Makes sure that the programs are there. Called once before the suites run.
 * @returns null when they are, otherwise why not. @throws with CI=true when one is missing.
 */
export function providePrograms(): string | null {
	const missing = () => all.filter((name) => !works(name));
	if (missing().length === 0) return null;
	const reason = installPackages(missing().map((name) => programs[name].package));
	const still = missing();
	if (still.length === 0) return null;
	const sentence = `without ${still.join(' and ')} (${reason})`;
	if (process.env.CI === 'true')
		throw new Error(`The tests are ${sentence}; with CI=true nothing may be skipped.`);
	return sentence;
}

/**
 * What a program prints, run in the language C with nothing of this user's own settings.
 * @throws with what it wrote to its error output when it fails
 */
export function outputOf(command: string, args: readonly string[], home: string): string {
	const { status, stdout, stderr, error } = spawnSync(command, args, {
		encoding: 'utf8',
		env: {
			PATH: '/usr/bin:/bin',
			HOME: home,
			XDG_CONFIG_HOME: home,
			XDG_DATA_HOME: home,
			LC_ALL: 'C.UTF-8'
		}
	});
	if (status !== 0) throw new Error(`${command} ended with ${status}: ${error?.message ?? stderr}`);
	return stdout;
}

/** What a Python program that prints JSON has found. */
export function pythonAnswer(program: string, args: readonly string[], home: string): unknown {
	return JSON.parse(outputOf(python, ['-c', program, ...args], home));
}
