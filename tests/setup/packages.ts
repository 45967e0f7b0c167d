// Debian packages that tests need: installed as root, asked for otherwise.
import { execFileSync } from 'node:child_process';

/**
 * Installs packages.
 * @returns why it could not, or what is still to be looked at when the caller finds nothing
 * afterwards
 */
export function installPackages(packages: readonly string[]): string {
	if (process.getuid?.() !== 0) return `install ${packages.join(' and ')}`;
	const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	try {
		execFileSync('apt-get', ['update', '-q'], { env: environment, stdio: 'ignore' });
		// Servers that packages bring (PostgreSQL's on the standard port) are not wanted.
		execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
			env: { ...environment, RUNLEVEL: '1' },
			stdio: 'ignore'
		});
		return 'the packages did not bring it';
	} catch {
		return 'apt-get could not install it';
	}
}
