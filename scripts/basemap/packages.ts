// The packages the map is made of. They are a quarter of a gigabyte that nobody needs but who
// rebuilds the map, so they are no dependencies of the project: packages/ has a package.json and a
// lock file for them. It is a folder without code, because a package.json beside these scripts
// would take `#lib` from them.
import { fileURLToPath } from 'node:url';
import { installBeside } from '../prepare.js';

/** Installs the packages that packages/package-lock.json names, unless they are there. */
export async function installPackages(): Promise<void> {
	await installBeside(
		fileURLToPath(new URL('packages', import.meta.url)),
		'the packages the map is made of'
	);
}
