// What every command needs before it can run: the dependencies as the lock file says, the pinned
// Node, and for the server a build of the current sources. Plain JavaScript that runs on Node 20
// with nothing installed, because it is what installs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	readdirSync,
	readFileSync,
	realpathSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { trimPostgis, wantsTrimming } from './postgis.js';

/** The folder of the project, whatever the folder the command was called from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const modules = join(root, 'node_modules');

/** The Node the project is made for; it is itself one of the dependencies. */
export const pinnedNode = join(
	modules,
	'node',
	'bin',
	process.platform === 'win32' ? 'node.exe' : 'node'
);

/**
 * How the server's Node is started, for less memory; measured in
 * docs/decisions/0015-memory-of-the-server.md.
 * - `--liftoff-only`: the embedded database is one large WebAssembly module, and optimising it
 *   takes 400 MB at its height and 100 MB for good.
 * - `--max-semi-space-size` (MB) and `--heap-growing-percent`: garbage is collected sooner. Left to
 *   itself V8 lets a heap grow to twice what is in use, for as long as the system has room.
 */
export const serverFlags = [
	'--liftoff-only',
	'--max-semi-space-size=4',
	'--heap-growing-percent=30'
];
/**
 * The variables make glibc give blocks from 64 KB on back to the system when they are freed, and
 * let threads share two pools for the smaller ones; other systems ignore them. In the folder Node
 * keeps what it has made of the sources, so that a later start needs no compiler of TypeScript in
 * memory; where it cannot be written it does without.
 */
export const serverEnv = {
	MALLOC_MMAP_THRESHOLD_: '65536',
	MALLOC_ARENA_MAX: '2',
	NODE_COMPILE_CACHE: join(modules, '.cache', 'tikls')
};

/** Commands that open the database of an installation, by their file in this folder. */
export const installationCommands = ['backup', 'examples', 'jobs', 'move', 'seed'];

/**
 * Something the person who typed the command can put right; its message is one plain sentence,
 * shown without a stack.
 */
export class Refusal extends Error {}

/** Ends the command: one sentence for what a person can put right, everything for a fault of ours.
 * @param {unknown} error
 * @returns {never} */
export function giveUp(error) {
	console.error(error instanceof Refusal ? error.message : error);
	process.exit(1);
}

/**
 * Runs one step and says so when it takes longer than a second: its name at once, then every ten
 * seconds, then its duration.
 * @template T
 * @param {string} name what is being done, e.g. `Installing the dependencies`
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
	const began = Date.now();
	const seconds = () => ((Date.now() - began) / 1000).toFixed(1);
	let said = false;
	const first = setTimeout(() => {
		said = true;
		console.log(`${name} ...`);
	}, 1000);
	const again = setInterval(() => console.log(`${name} ... ${seconds()} s`), 10_000);
	try {
		const result = await work();
		if (said) console.log(`${name}: done in ${seconds()} s`);
		return result;
	} finally {
		clearTimeout(first);
		clearInterval(again);
	}
}

/**
 * Why the installed packages are not those of the lock file, or undefined when they are. Compared
 * with the list npm itself keeps of what it has put there: it is written last, so an interrupted
 * installation is noticed too.
 * @param {string} folder
 * @returns {string | undefined}
 */
export function staleness(folder = root) {
	const list = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(list)) return 'they are missing';
	const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
	const present = JSON.parse(readFileSync(list, 'utf8')).packages;
	for (const [path, entry] of Object.entries(wanted)) {
		if (path === '' || entry.link) continue;
		const there = present[path];
		// Optional packages are those of other platforms: absent is right, another version is not.
		if (there ? there.version !== entry.version : !entry.optional && !entry.peer)
			return `${path.replace(/^.*node_modules\//, '')} is not at ${entry.version}`;
	}
	return undefined;
}

/** Installs what the lock file says if that is not what is there. */
export async function install() {
	const stale = staleness();
	if (stale || !existsSync(pinnedNode)) await installAnew(stale);
	if (wantsTrimming(modules)) await step('Trimming PostGIS', () => trimPostgis(modules));
}

/** @param {string | undefined} stale */
async function installAnew(stale) {
	// --include=dev: building needs them, and NODE_ENV=production in somebody's shell would leave
	// them out.
	const failed = stale
		? await step(`Installing the dependencies (${stale})`, () =>
				npm(['ci', '--include=dev', '--no-audit', '--no-fund'], root)
			)
		: undefined;
	if (failed)
		throw new Refusal(`The dependencies could not be installed; npm said:\n${tail(failed)}`);
	if (!existsSync(pinnedNode)) {
		// npm may be told not to run the scripts of packages; this one script is what brings the pinned
		// Node.
		const folder = join(modules, 'node');
		await step('Fetching the pinned Node', () =>
			run(outerNode(), ['installArchSpecificPackage.js'], folder)
		);
		if (!existsSync(pinnedNode))
			throw new Refusal(
				`The pinned Node could not be installed for ${process.platform} on ${process.arch}.`
			);
	}
}

/**
 * Installs packages that one command alone needs, by the lock file of their own folder, if they are
 * not what is there. They are data: no script of theirs is run.
 * @param {string} folder holds package.json and package-lock.json
 * @param {string} what their name after the word "Installing"
 */
export async function installBeside(folder, what) {
	const stale = staleness(folder);
	if (!stale) return;
	const failed = await step(`Installing ${what} (${stale})`, () =>
		npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder)
	);
	if (failed) throw new Refusal(`Installing ${what} did not succeed; npm said:\n${tail(failed)}`);
}

/**
 * The Node outside node_modules: the one npm runs on. `npm ci` removes node_modules first, and with
 * it the pinned Node that this process may be running on.
 */
function outerNode() {
	const npms = process.env.npm_node_execpath;
	return npms && !npms.startsWith(modules) ? npms : process.execPath;
}

/** @param {string[]} args @param {string} cwd */
function npm(args, cwd) {
	const cli = process.env.npm_execpath;
	return cli && /\.[cm]?js$/.test(cli)
		? run(outerNode(), [cli, ...args], cwd)
		: run('npm', args, cwd);
}

/**
 * Runs a program to its end, quietly.
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | undefined>} what it printed when it failed; undefined when it did not
 */
function run(program, args, cwd, env = {}) {
	const path = (process.env.PATH ?? '')
		.split(delimiter)
		.filter((folder) => !folder.startsWith(modules))
		.join(delimiter);
	return new Promise((resolve) => {
		const child = spawn(program, args, {
			cwd,
			env: { ...process.env, PATH: path, ...env },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let output = '';
		child.stdout.on('data', (data) => (output += data));
		child.stderr.on('data', (data) => (output += data));
		child.on('error', (error) => resolve(error.message));
		child.on('close', (code) => resolve(code === 0 ? undefined : output || `exit code ${code}`));
	});
}

/** @param {string} output */
const tail = (output) => output.trim().split('\n').slice(-30).join('\n');

/**
 * What a build is made of. Tests, documents and what the server reads while it runs are not part of
 * it.
 */
const sources = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'supabase/data',
	'network.config.ts',
	'network.postcodes.ts',
	'package-lock.json',
	'package.json',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts'
];

/** A digest of everything a build is made of. */
export function sourcesDigest() {
	const digest = createHash('sha256');
	for (const source of sources) {
		for (const file of filesIn(source)) {
			digest.update(`${file}\0`);
			digest.update(readFileSync(join(root, file)));
			digest.update('\0');
		}
	}
	return digest.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesIn(path) {
	const full = join(root, path);
	if (!existsSync(full)) return [];
	if (statSync(full).isFile()) return [path];
	return readdirSync(full, { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => {
			const inner = `${path}/${entry.name}`;
			// The message compiler writes this one while it builds.
			if (inner === 'src/lib/paraglide') return [];
			return /\.test\.ts$/.test(entry.name) ? [] : filesIn(inner);
		});
}

/** The folder of the build; another one when a test must not touch the one that may be in use. */
export const buildFolder = join(root, process.env.TIKLS_BUILD_DIR ?? 'build');

/**
 * Builds when the sources are not those of the last build.
 * @param {{ always?: boolean }} [options]
 */
export async function build(options = {}) {
	const record = join(buildFolder, '.tikls-sources');
	const digest = sourcesDigest();
	const current = existsSync(record) && readFileSync(record, 'utf8') === digest;
	if (current && !options.always) return;
	const failed = await step('Building', () =>
		run(pinnedNode, [join(modules, 'vite', 'bin', 'vite.js'), 'build'], root, {
			NODE_ENV: 'production'
		})
	);
	if (failed) throw new Refusal(`The build failed:\n${tail(failed)}`);
	// Written last: a build that was interrupted has no record and is made again.
	writeFileSync(record, digest);
}

/**
 * Goes on with a program on the pinned Node, and ends as it ends. Where this Node can (22.15 and
 * newer) it becomes that program, so that signals and memory are its own. Otherwise the program
 * gets the terminal, the signals, and a channel by which it notices when this process is gone, so
 * that it never stays behind.
 * @param {string} program a script of this folder, or the name of an installed command
 * @param {string[]} args
 * @param {string[]} [flags] for Node itself
 * @param {Record<string, string>} [env] in addition to this process's
 */
export function handOver(program, args, flags = [], env = {}) {
	const script = /\.(ts|js)$/.test(program)
		? join(root, 'scripts', program)
		: realpathSync(join(modules, '.bin', program));
	process.chdir(root);
	const whole = [...flags, script, ...args];
	if (process.execve) {
		// Node announces execve as experimental to whoever reads the terminal; the person there can do
		// nothing with that.
		process.removeAllListeners('warning');
		process.execve(pinnedNode, [pinnedNode, ...whole], definedOf({ ...process.env, ...env }));
	}
	const child = spawn(pinnedNode, whole, {
		cwd: root,
		env: { ...process.env, ...env },
		stdio: ['inherit', 'inherit', 'inherit', 'ipc']
	});
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
		process.on(signal, () => child.kill(signal));
	child.on('error', giveUp);
	child.on('exit', (code, signal) => {
		if (signal) process.removeAllListeners(signal);
		if (signal) process.kill(process.pid, signal);
		else process.exit(code ?? 1);
	});
}

/** @param {NodeJS.ProcessEnv} env @returns {Record<string, string>} */
function definedOf(env) {
	/** @type {Record<string, string>} */
	const defined = {};
	for (const [name, value] of Object.entries(env)) if (value !== undefined) defined[name] = value;
	// A channel to whoever started this process does not live through becoming another program.
	delete defined.NODE_CHANNEL_FD;
	return defined;
}
