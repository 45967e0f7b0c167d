// That what a release has brought into databases stays: its migrations are never changed again, and
// none is put in before them. An installation has run them already and would never hear of it; a
// new one would become something else.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf, readMigrations } from '#lib/backend/embedded/migrations.ts';

/** Name of each released migration, and the SHA-256 of its text. */
export type Released = Readonly<Record<string, string>>;

/** What has been released so far; nothing before the first release. */
export const readReleased = (root: string) =>
	JSON.parse(readFileSync(join(root, 'supabase', 'released.json'), 'utf8')) as Released;

/** The texts of the migrations there are, each by its time and name. */
export const migrationsByName = async (root: string) =>
	new Map((await readMigrations(root)).map((migration) => [nameOf(migration), migration.text]));

export const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * One sentence for each fault; none when all that was released stands as it was.
 * @param migrations texts of the migrations there are, by their names, which begin with their time
 */
export function faultsOfReleased(
	released: Released,
	migrations: ReadonlyMap<string, string>
): string[] {
	const last = Object.keys(released).sort().at(-1) ?? '';
	return [
		...Object.entries(released).flatMap(([name, digest]) => {
			const text = migrations.get(name);
			if (text === undefined) return [`${name} was released and is gone`];
			if (digestOf(text) !== digest) return [`${name} was released and has been changed`];
			return [];
		}),
		...[...migrations.keys()]
			.filter((name) => !(name in released) && name < last)
			.map((name) => `${name} was put in before ${last}, which was released`)
	];
}
