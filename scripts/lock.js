// Completes package-lock.json: `npm run lock`, after a package was added or updated.
//
// A native package names one optional package per platform. When the registry a developer uses does
// not carry some of them (a mirror that keeps only what its own machines need), npm leaves those
// out of the lock file without a word, and from then on
// `npm ci` refuses the file everywhere: "Missing: ... from lock file". The missing entries hold
// nothing that is not written elsewhere: the version stands at the package that wants them, the
// platform in their name. They get no integrity (nobody here has seen them), which npm fills in on
// the machine that installs them.
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, os?:
 * string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string> }} Entry
 * @typedef {{ packages: Record<string, Entry> }} Lock
 */

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'openharmony', 'win32'];
const processors = [
	'arm64',
	'arm',
	'ia32',
	'loong64',
	'ppc64',
	'riscv64',
	's390x',
	'wasm32',
	'x64'
];

/**
 * The platform a native package is for, from its name: `@rollup/rollup-linux-arm64-musl` is for
 * Linux on arm64 with musl. Undefined when the name does not say it.
 * @param {string} name
 * @returns {Pick<Entry, 'os' | 'cpu' | 'libc'> | undefined}
 */
export function platformOf(name) {
	const words = name.split(/[/-]/).map((word) => (word === 'windows' ? 'win32' : word));
	const os = systems.find((system) => words.includes(system));
	const cpu = processors.find((processor) => words.includes(processor));
	if (!os || !cpu) return undefined;
	const libc = words.some((word) => word.startsWith('musl'))
		? 'musl'
		: os === 'linux' && words.some((word) => word.startsWith('gnu'))
			? 'glibc'
			: undefined;
	return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] };
}

/**
 * Optional packages that some package of the lock file wants and that have no entry where npm would
 * look for one.
 * @param {Lock} lock
 */
export function missingEntries(lock) {
	const missing = [];
	for (const [path, entry] of Object.entries(lock.packages))
		for (const [name, version] of Object.entries(entry.optionalDependencies ?? {}))
			if (!standsAbove(lock, path, name))
				missing.push({ wantedBy: path, name, version, dev: entry.dev === true });
	return missing;
}

/**
 * Whether a package is found from `path` the way Node looks for it: beside it, then one folder up,
 * to the top.
 * @param {Lock} lock
 * @param {string} path
 * @param {string} name
 */
function standsAbove(lock, path, name) {
	for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
		if (lock.packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true;
		if (!base) return false;
	}
}

/**
 * Adds what is missing; says which wanted packages could not be added because their version or
 * platform is not certain.
 * @param {Lock} lock
 */
export function complete(lock) {
	const added = [];
	const unsure = [];
	for (const { name, version, dev } of missingEntries(lock)) {
		const platform = platformOf(name);
		if (!platform || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version)) {
			unsure.push(`${name}@${version}`);
			continue;
		}
		lock.packages[`node_modules/${name}`] = {
			version,
			cpu: platform.cpu,
			...(dev ? { dev } : {}),
			...(platform.libc ? { libc: platform.libc } : {}),
			optional: true,
			os: platform.os
		};
		added.push(`${name}@${version}`);
	}
	lock.packages = Object.fromEntries(
		Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
	);
	return { added, unsure };
}

if (process.argv[1] === import.meta.filename) {
	const file = new URL('../package-lock.json', import.meta.url);
	const lock = JSON.parse(readFileSync(file, 'utf8'));
	const { added, unsure } = complete(lock);
	if (added.length) writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`);
	console.log(
		added.length
			? `added to package-lock.json: ${added.join(', ')}`
			: 'package-lock.json is complete'
	);
	if (unsure.length) {
		console.error(`cannot be added: ${unsure.join(', ')}`);
		process.exitCode = 1;
	}
}
