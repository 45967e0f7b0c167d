// Makes a release: `npm run pack` builds the site and puts it with everything it runs on, and
// nothing else, into `release/tikls-VERSION-PLATFORM`, and the same as a `.tar.gz` with its
// checksum. It is started by `./tikls` there, without npm, a compiler or a network.
// `npm run pack -- FOLDER` makes the folder alone, elsewhere.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	createReadStream,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { runScript } from './installation.ts';
import { installedIn, packagesToRun, type Lock } from './pack/modules.ts';
import { starterOf } from './pack/starter.ts';
import { build, pinnedNode, root, step } from './prepare.js';
import project from '../package.json' with { type: 'json' };

/** What of the sources the running server and its commands read. */
const SOURCES = ['src/lib', 'scripts', 'supabase', 'network.config.ts', 'network.postcodes.ts'];

/** What is only for those who work on the product. */
const NOT_RUN =
	/\.(test|spec|d)\.ts$|^supabase\/(tests|\.temp)$|^scripts\/(bench|chaos|check|test|dev|pack)(\.ts)?$|\.svelte$|\.css$/;

/** Beside them: for people, and what a build makes. */
const BESIDE = ['package.json', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'docs/running.md', 'deploy'];
const MADE = ['build'];

/**
 * Of packages: what only compilers and debuggers read, and PostGIS as it came (of which a small
 * copy is made, postgis.js).
 */
const NOT_READ =
	/\.(map|d\.ts|d\.cts|d\.mts|test\.[cm]?[jt]s|svelte|tsbuildinfo)$|\/pglite-postgis\/dist\/postgis\.tar\.gz$/;

/** What the build has inside, and commands that run from the sources import. */
const IN_THE_BUILD = ['@sveltejs/kit'];

/** Imported by the texts for old engines, and exchanged in the build too (vite.config.ts). */
const POLYFILL = '@inlang/paraglide-js/urlpattern-polyfill';

function copy(from: string, to: string, keep: (path: string) => boolean = () => true): void {
	mkdirSync(dirname(to), { recursive: true });
	cpSync(from, to, { recursive: true, filter: (path) => keep(path) });
}

function fill(folder: string): void {
	for (const source of SOURCES)
		copy(join(root, source), join(folder, source), (path) => !NOT_RUN.test(relative(root, path)));
	for (const file of [...BESIDE, ...MADE])
		copy(join(root, file), join(folder, file), (path) => !path.endsWith('.map'));
	const texts = join(folder, 'src/lib/paraglide/runtime.js');
	writeFileSync(
		texts,
		readFileSync(texts, 'utf8').replaceAll(POLYFILL, '#lib/page/url-pattern.ts')
	);
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
	for (const place of packagesToRun(lock, installedIn(root), IN_THE_BUILD).filter(
		(one) => !isNode(one)
	)) {
		const from = join(root, place);
		const inner = join(from, 'node_modules');
		copy(from, join(folder, place), (path) => !path.startsWith(inner) && !NOT_READ.test(path));
	}
	const node = join(folder, 'bin', basename(pinnedNode));
	copy(pinnedNode, node);
	writeFileSync(
		`${node}.sha256`,
		`${createHash('sha256').update(readFileSync(node)).digest('hex')}  ${basename(node)}\n`
	);
	const starter = join(folder, 'tikls');
	writeFileSync(starter, starterOf(project.version));
	chmodSync(starter, 0o755);
}

/** Node itself lies once in the release, in a folder of its own. */
const isNode = (place: string) => /^node_modules\/node(\/|$)/.test(place);

async function checksumOf(file: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file), hash);
	return hash.digest('hex');
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

await runScript(async () => {
	if (process.platform === 'win32')
		throw new StartError('CONFIGURATION', 'A release is made on Linux or macOS.');
	const [wanted, ...more] = process.argv.slice(2);
	if (more.length > 0)
		throw new StartError('CONFIGURATION', 'Name one folder: npm run pack -- FOLDER');
	const name = `tikls-${project.version}-${process.platform}-${process.arch}`;
	const folder = resolve(wanted ?? join(root, 'release', name));
	if (wanted !== undefined && existsSync(folder))
		throw new StartError('CONFIGURATION', `${folder} is there already; name a new folder.`);
	await build();
	rmSync(folder, { recursive: true, force: true });
	await step('Copying what runs', () => fill(folder));
	if (wanted !== undefined) return `Made ${folder}; start it with ${join(folder, 'tikls')}`;
	const archive = `${folder}.tar.gz`;
	await step('Packing', () =>
		execFileSync('tar', ['-czf', archive, '--owner=0', '--group=0', '-C', dirname(folder), name])
	);
	writeFileSync(`${archive}.sha256`, `${await checksumOf(archive)}  ${basename(archive)}\n`);
	return `Made ${archive} (${megabytes(statSync(archive).size)}); unpack it anywhere and start ./${name}/tikls`;
});
