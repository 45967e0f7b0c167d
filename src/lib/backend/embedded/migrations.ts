// Applies supabase/migrations to a database and keeps the book the Supabase CLI keeps, so that
// `supabase db push` and this server agree on what has been applied. lite's own migrator is not
// used: it needs 315 MB more.
import { readFile } from 'node:fs/promises';
import { splitSqlStatements } from '@supabase/lite';
import { migrationFiles } from './migration-files.ts';
import { StartError, reasonOf } from './start-error.ts';
import { inTransaction, type SqlExecutor } from './sql.ts';

export interface Migration {
	/** The digits before the first underscore of the file's name. */
	version: string;
	name: string;
	text: string;
}

/** The migrations of the project in the order they apply. */
export async function readMigrations(projectRoot: string): Promise<Migration[]> {
	const migrations: Migration[] = [];
	for (const { version, name, path } of await migrationFiles(projectRoot))
		migrations.push({ version, name, text: await readFile(path, 'utf8') });
	return migrations;
}

// The table as the Supabase CLI makes it (supabase/cli, pkg/migration/history.go).
const HISTORY = `
	create schema if not exists supabase_migrations;
	create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
	alter table supabase_migrations.schema_migrations add column if not exists statements text[];
	alter table supabase_migrations.schema_migrations add column if not exists name text;
`;

export interface Applied {
	/** Those applied now, as `version_name`. */
	now: string[];
	/**
	 * Those applied earlier whose file is another today. Like the Supabase CLI this is told, not
	 * refused.
	 */
	changed: string[];
}

/** How the migrations of a database stand to those of the project. */
export interface Compared {
	missing: Migration[];
	/** Versions the project does not have. */
	unknown: string[];
	/** Those applied earlier whose file is another today, as `version_name`. */
	changed: string[];
}

/** What a migration is called where it is named: its file without the ending. */
export const nameOf = ({ version, name }: Pick<Migration, 'version' | 'name'>) =>
	`${version}_${name}`;

/** Reads which migrations have been applied. A database without a book has none. */
export async function compareMigrations(
	sql: SqlExecutor,
	migrations: readonly Migration[]
): Promise<Compared> {
	const book = (await hasBook(sql))
		? await sql.query<{ version: string; statements: string[] | null }>(
				'select version, statements from supabase_migrations.schema_migrations order by version'
			)
		: [];
	const applied = new Map(book.map((row) => [row.version, row.statements]));
	const known = new Set(migrations.map((migration) => migration.version));
	return {
		missing: migrations.filter(({ version }) => !applied.has(version)),
		unknown: [...applied.keys()].filter((version) => !known.has(version)),
		changed: migrations.filter((one) => isOther(applied.get(one.version) ?? null, one)).map(nameOf)
	};
}

/**
 * Applies what is missing, each migration in one transaction with its entry in the book.
 * @throws {StartError} DATA_TOO_NEW when the database knows migrations this program does not: an
 * older program would read and write a schema it was not made for. MIGRATION_FAILED with the file's
 * name; that one is rolled back.
 */
export async function applyMigrations(
	sql: SqlExecutor,
	migrations: readonly Migration[],
	onApply: (name: string) => void = () => {}
): Promise<Applied> {
	await sql.exec(HISTORY);
	const { missing, unknown, changed } = await compareMigrations(sql, migrations);
	if (unknown.length > 0)
		throw new StartError(
			'DATA_TOO_NEW',
			`The database was made by a newer version of this program (migration ${unknown.join(', ')} is not known here); update the program.`
		);
	const now: string[] = [];
	for (const migration of missing) {
		const name = nameOf(migration);
		onApply(name);
		try {
			await inTransaction(sql, async () => {
				await sql.exec(migration.text);
				await sql.query(
					'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)',
					[migration.version, migration.name, splitSqlStatements(migration.text)]
				);
			});
		} catch (error) {
			throw new StartError(
				'MIGRATION_FAILED',
				`The migration ${name} could not be applied and was rolled back: ${reasonOf(error)}.`,
				{ cause: error }
			);
		}
		now.push(name);
	}
	return { now, changed };
}

/**
 * Compared without white space: the Supabase CLI cuts a file into statements a little differently.
 */
function isOther(recorded: string[] | null, migration: Migration): boolean {
	if (recorded === null || recorded.length === 0) return false;
	const bare = (statements: string[]) => statements.join('\n').replace(/--[^\n]*|[\s;]+/g, '');
	const book = bare(recorded);
	// Cutting takes longer than all the rest here, and is only needed where the two differ.
	return book !== bare([migration.text]) && book !== bare(splitSqlStatements(migration.text));
}

/** Whether the book holds these versions and no others. A database without one has none. */
export async function hasExactly(sql: SqlExecutor, versions: readonly string[]): Promise<boolean> {
	if (!(await hasBook(sql))) return versions.length === 0;
	const applied = await sql.query<{ version: string }>(
		'select version from supabase_migrations.schema_migrations'
	);
	return (
		applied.length === versions.length && applied.every(({ version }) => versions.includes(version))
	);
}

async function hasBook(sql: SqlExecutor): Promise<boolean> {
	const [book] = await sql.query<{ there: boolean }>(
		"select to_regclass('supabase_migrations.schema_migrations') is not null as there"
	);
	return book?.there === true;
}
