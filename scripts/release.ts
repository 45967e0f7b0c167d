// `npm run release`: what a release needs in the repository, before it is committed and tagged. The
// version is the one of package.json; CHANGELOG.md must say with its day what it brings; and the
// migrations it brings are written down, because from then on no installation runs them again.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	digestOf,
	faultsOfReleased,
	migrationsByName,
	readReleased,
	type Released
} from './check/released.ts';
import { giveUp, Refusal, root } from './prepare.js';

/**
 * What is released from now on.
 * @throws Refusal with a sentence when something is missing
 */
export function release(
	{ version, changelog }: { version: string; changelog: string },
	before: Released,
	migrations: ReadonlyMap<string, string>
): Released {
	const [, named = 'no version', day = ''] = /^## \[([^\]]+)\] - (\S+)$/m.exec(changelog) ?? [];
	if (named !== version)
		throw new Refusal(`CHANGELOG.md begins with ${named}, package.json says ${version}.`);
	if (!/^\d{4}-\d{2}-\d{2}$/.test(day))
		throw new Refusal(`CHANGELOG.md does not say on which day ${version} is released.`);
	const [fault] = faultsOfReleased(before, migrations);
	if (fault !== undefined) throw new Refusal(`${fault}.`);
	return Object.fromEntries([...migrations].map(([name, text]) => [name, digestOf(text)]));
}

if (process.argv[1] === import.meta.filename) {
	try {
		const read = (file: string) => readFileSync(join(root, file), 'utf8');
		const { version } = JSON.parse(read('package.json')) as { version: string };
		const released = release(
			{ version, changelog: read('CHANGELOG.md') },
			readReleased(root),
			await migrationsByName(root)
		);
		writeFileSync(
			join(root, 'supabase/released.json'),
			`${JSON.stringify(released, null, '\t')}\n`
		);
		console.log(`supabase/released.json names the migrations of ${version}. Now:
  git commit --all --message "Release ${version}"
  git tag --annotate v${version} --message "Tīkls ${version}"
  npm run pack`);
	} catch (error) {
		giveUp(error);
	}
}
