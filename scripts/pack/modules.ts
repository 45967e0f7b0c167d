// Which installed packages a running site needs: those package.json depends on, those they depend
// on, and so on, as the lock file says where each one lies. What packages only offer to work with
// (peers: compilers, bundlers) is not followed; what is needed of that is a dependency of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
}

export interface Lock {
	/** By their folder, such as `node_modules/a/node_modules/b`; the project itself is ''. */
	packages: Record<string, LockedPackage>;
}

/** Where `name` is found for the package in `folder`: in it, or with whoever it is inside of. */
function placeOf(lock: Lock, folder: string, name: string): string | null {
	for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules') - 1))) {
		const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
		if (place in lock.packages) return place;
		if (at === '') return null;
	}
}

/**
 * The folders of all packages the project runs with, in order.
 * @param more packages beside those the project says it runs with
 * @param isThere whether a package is installed; optional ones of other platforms are not
 * @throws where one that is not optional is missing
 */
export function packagesToRun(
	lock: Lock,
	isThere: (folder: string) => boolean,
	more: readonly string[] = []
): string[] {
	const found = new Set<string>();
	const waiting = [''];
	for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
		const { dependencies = {}, optionalDependencies = {} } = lock.packages[folder] ?? {};
		const needed = [...Object.keys(dependencies), ...(folder === '' ? more : [])];
		for (const name of [...needed, ...Object.keys(optionalDependencies)]) {
			const place = placeOf(lock, folder, name);
			const isHere = place !== null && isThere(place);
			if (!isHere && !(name in optionalDependencies))
				throw new Error(`${name}, which ${folder || 'the project'} needs, is not installed`);
			if (!isHere || found.has(place)) continue;
			found.add(place);
			waiting.push(place);
		}
	}
	return [...found].sort();
}

/** Whether a package is installed under this folder. */
export const installedIn = (root: string) => (folder: string) =>
	existsSync(join(root, folder, 'package.json'));
