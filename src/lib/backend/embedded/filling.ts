// Fills an empty project of hosted Supabase with the network and its first data: what the first
// start of our own PostgreSQL does by itself. Serving a hosted project never writes that way, since
// its database belongs to whoever pushed the schema.
import { asHostedOwner } from './hosted-owner.ts';
import { compareMigrations, readMigrations } from './migrations.ts';
import { underOpeningLock } from './opening-lock.ts';
import { seedIfEmpty, type Seeded } from './seeding.ts';
import { serverAddress } from './server-address.ts';
import type { SqlExecutor } from './sql.ts';
import { StartError, codeOf } from './start-error.ts';

export interface Filled extends Seeded {
	/** The server, as sentences name it. */
	name: string;
}

/** SQLSTATE insufficient_privilege. */
const NO_RIGHT = '42501';

/**
 * Fills the project, in one transaction.
 * @param databaseUrl the direct connection of the project's owner
 * @param projectRoot where supabase/migrations and the seed lie
 * @param onStep told in a sentence what a person may be waiting for
 * @throws {StartError} where it is not empty, its migrations are not those of this version, the
 * server does not answer, or the user may not write; then nothing was written
 */
export async function fillHosted(
	databaseUrl: string,
	projectRoot: string,
	onStep: (sentence: string) => void = () => {}
): Promise<Filled> {
	const { name } = serverAddress(databaseUrl);
	return await asHostedOwner(databaseUrl, { statementTimeout: 0 }, async (sql, beside) => {
		await refuseWithoutRights(sql, name);
		try {
			// Two that fill at once would both find it empty.
			return await underOpeningLock(sql, beside, onStep, async () => {
				await refuseUnprepared(sql, projectRoot, name);
				await refuseInUse(sql, name);
				const seeded = await seedIfEmpty(sql, projectRoot, () => onStep(`Filling ${name}`));
				if (seeded === null) throw new Error('there is no seed to fill it with');
				return { ...seeded, name };
			});
		} catch (error) {
			throw codeOf(error) === NO_RIGHT ? noRights(name) : error;
		}
	});
}

/**
 * Only who owns the tables passes their row level security; anybody else would be refused
 * somewhere in the middle, by a sentence of the server's own.
 */
async function refuseWithoutRights(sql: SqlExecutor, name: string): Promise<void> {
	const [mine] = await sql.query<{ all: boolean }>(
		`select coalesce(bool_and(pg_has_role(relowner, 'usage')), true) as all
		from pg_class join pg_namespace on pg_namespace.oid = relnamespace
		where (nspname, relname) in (('public', 'organisations'), ('internal', 'network'),
			('supabase_migrations', 'schema_migrations'))`
	);
	if (mine?.all !== true) throw noRights(name);
}

function noRights(name: string): StartError {
	return new StartError(
		'DATABASE_UNSUITABLE',
		`The user may not write to the tables of ${name}; connect as the one who pushed the schema, on hosted Supabase postgres.`
	);
}

async function refuseUnprepared(
	sql: SqlExecutor,
	projectRoot: string,
	name: string
): Promise<void> {
	const { missing, unknown, changed } = await compareMigrations(
		sql,
		await readMigrations(projectRoot)
	);
	if (unknown.length > 0)
		throw new StartError(
			'DATA_TOO_NEW',
			`The project at ${name} has migrations this version does not know (${unknown.join(', ')}); update the program.`
		);
	if (missing.length > 0)
		throw new StartError(
			'DATABASE_UNSUITABLE',
			`The project at ${name} lacks ${missing.length === 1 ? 'a migration' : `${missing.length} migrations`} of this version (${missing.map(({ version }) => version).join(', ')}); run "npx supabase db push" first.`
		);
	if (changed.length > 0)
		throw new StartError(
			'DATABASE_UNSUITABLE',
			`The project at ${name} was made by another text of ${changed.join(', ')} than this version has; take the version it was pushed from, or begin with a new project.`
		);
}

async function refuseInUse(sql: SqlExecutor, name: string): Promise<void> {
	const [found] = await sql.query<{ used: boolean }>(
		'select exists (select from public.organisations) as used'
	);
	if (found?.used === true)
		throw new StartError(
			'DATABASE_UNSUITABLE',
			`The project at ${name} has organisations already, which nothing may replace.`
		);
}
