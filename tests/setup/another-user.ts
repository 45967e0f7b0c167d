// The project as a user other than the owner may read it. In a home folder of mode 700 nobody
// else can even reach the program, and a test that starts it as another user would fail for a
// reason that has nothing to do with the program.
import {
	chmodSync,
	constants,
	copyFileSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { buildFolder, pinnedNode, root } from '../../scripts/prepare.js';

/** What a running server reads beside its packages. */
const parts = [
	'package.json',
	'network.config.ts',
	'scripts',
	'src',
	'supabase',
	relative(root, buildFolder)
];

/** Whether everybody may enter this folder and all folders it lies in. */
export function reachableByAll(folder: string): boolean {
	const enterable = (statSync(folder).mode & constants.S_IXOTH) !== 0;
	const above = dirname(folder);
	return enterable && (above === folder || reachableByAll(above));
}

/**
 * Makes a copy of a file or folder that everybody may read. Files are linked where that does, so
 * that a copy of hundreds of megabytes of packages costs nothing on the same file system; a file
 * that only its owner may read is really copied, because a link shares its mode.
 */
export function copyReadable(from: string, to: string): void {
	const { mode } = statSync(from);
	if (statSync(from).isDirectory()) {
		makeReadable(to);
		for (const name of readdirSync(from)) copyReadable(join(from, name), join(to, name));
		return;
	}
	if (mode & constants.S_IROTH) {
		try {
			linkSync(from, to);
			return;
		} catch {
			// Another file system, or one without links.
		}
	}
	copyFileSync(from, to);
	chmodSync(to, mode & constants.S_IXUSR ? 0o755 : 0o644);
}

/** The packages a running server may use: those of the lock file not for development alone. */
function productionPackages(): string[] {
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { dev?: boolean }>;
	};
	return Object.entries(lock.packages)
		.filter(([path, { dev }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev)
		.map(([path]) => path)
		.filter((path) => existsSync(join(root, path)));
}

/**
 * The project where every user can read it: where it lies, or a copy of what a server needs.
 * @param folder where a copy may be made; it must exist
 */
export function projectForAll(folder: string): { root: string; node: string } {
	if (reachableByAll(root)) return { root, node: pinnedNode };
	const copy = join(folder, basename(root));
	for (const path of [...parts, ...productionPackages()]) {
		makeReadable(dirname(join(copy, path)));
		copyReadable(join(root, path), join(copy, path));
	}
	return { root: copy, node: join(copy, relative(root, pinnedNode)) };
}

/** Makes a folder that everybody may enter, whatever this process's mask, and those it lies in. */
function makeReadable(folder: string): void {
	if (existsSync(folder)) return;
	makeReadable(dirname(folder));
	mkdirSync(folder);
	chmodSync(folder, 0o755);
}
