// Everything one database of this product holds, put into another one that has the same migrations
// and nobody's data: rows, numbers of sequences, accounts. All of it in one transaction, and
// compared table by table before that is committed: half an installation is worse than none.
//
// The owner of a database may not switch its foreign keys off as a superuser may. So they are taken
// away, and made again when all rows are there, which checks each of them.
import { inTransaction, type SqlExecutor } from './sql.ts';
import { StartError } from './start-error.ts';

export interface Moved {
	tables: number;
	rows: number;
}

interface Table {
	/** As SQL writes it, with its schema. */
	name: string;
	/** Columns that are not computed, as SQL writes them, with their types. */
	columns: { name: string; type: string }[];
}

/**
 * Schemas whose rows are nobody's data: PostgreSQL's and PostGIS' own, and which migrations have
 * been applied.
 */
const NOT_OURS = ['pg_catalog', 'information_schema', 'extensions', 'supabase_migrations'];

const TABLES = `
	select format('%I.%I', nspname, relname) as name, jsonb_agg(
		jsonb_build_object('name', quote_ident(attname), 'type', format_type(atttypid, atttypmod))
		order by attnum) filter (where attgenerated = '') as columns
	from pg_class
	join pg_namespace on pg_namespace.oid = relnamespace
	join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
	where relkind = 'r' and relpersistence <> 't' and nspname <> all ($1) and nspname !~ '^pg_'
	group by nspname, relname order by nspname, relname`;

const FOREIGN_KEYS = `
	select conrelid::regclass::text as "table", quote_ident(conname) as name,
		pg_get_constraintdef(pg_constraint.oid) as definition
	from pg_constraint
	join pg_namespace on pg_namespace.oid = connamespace
	where contype = 'f' and nspname <> all ($1) order by 1, 2`;

const SEQUENCES = `
	select format('%I.%I', schemaname, sequencename) as name, last_value::text as last
	from pg_sequences where schemaname <> all ($1) order by 1`;

/** Rows read at once: a picture is a row, and may have megabytes. */
const BATCH = 100;

const tablesOf = async (sql: SqlExecutor) =>
	(await sql.query<{ name: string; columns: Table['columns'] | string }>(TABLES, [NOT_OURS])).map(
		({ name, columns }): Table => ({
			name,
			columns: typeof columns === 'string' ? (JSON.parse(columns) as Table['columns']) : columns
		})
	);

/**
 * Copies all rows. Nothing else may write to either database meanwhile.
 * @param to has the same migrations and no accounts or listings; what its migrations put into it is
 * replaced
 * @throws {StartError} where it holds somebody's data, is made of other migrations, or does not
 * hold afterwards what was copied; then nothing was changed
 */
export async function copyEverything(from: SqlExecutor, to: SqlExecutor): Promise<Moved> {
	const tables = await tablesOf(from);
	if (JSON.stringify(await tablesOf(to)) !== JSON.stringify(tables))
		throw new StartError(
			'DATABASE_UNSUITABLE',
			'The two databases do not have the same tables; nothing was copied.'
		);
	return await inTransaction(from, () =>
		inTransaction(to, async () => {
			await refuseInUse(to);
			const keys = await to.query<{ table: string; name: string; definition: string }>(
				FOREIGN_KEYS,
				[NOT_OURS]
			);
			for (const { table, name } of keys)
				await to.exec(`alter table ${table} drop constraint ${name}`);
			for (const { name } of tables) await to.exec(`alter table ${name} disable trigger user`);
			await to.exec(`truncate ${tables.map(({ name }) => name).join(', ')}`);
			let rows = 0;
			for (const table of tables) rows += await copyTable(from, to, table);
			for (const { name, last } of await from.query<{ name: string; last: string | null }>(
				SEQUENCES,
				[NOT_OURS]
			))
				if (last !== null) await to.query('select setval($1::regclass, $2::bigint)', [name, last]);
			for (const { name } of tables) await to.exec(`alter table ${name} enable trigger user`);
			for (const { table, name, definition } of keys)
				await to.exec(`alter table ${table} add constraint ${name} ${definition}`);
			return { tables: tables.length, rows };
		})
	);
}

async function refuseInUse(to: SqlExecutor): Promise<void> {
	const [found] = await to.query<{ used: boolean }>(
		'select exists (select from auth.users) or exists (select from public.organisations) as used'
	);
	if (found?.used === true)
		throw new StartError(
			'DATABASE_UNSUITABLE',
			'The database already holds an installation, which nothing may replace; name an empty one.'
		);
}

/** @returns how many rows it has */
async function copyTable(from: SqlExecutor, to: SqlExecutor, table: Table): Promise<number> {
	const { name, columns } = table;
	const read = columns.map((column) => `${column.name}::text`).join(', ');
	const names = columns.map((column) => column.name).join(', ');
	const values = columns.map(({ type }, at) => `(one->>${at})::${type}`).join(', ');
	let rows = 0;
	await from.exec(
		`declare moving no scroll cursor for select json_build_array(${read})::text as one from ${name}`
	);
	for (;;) {
		const batch = await from.query<{ one: string }>(`fetch ${BATCH} from moving`);
		if (batch.length === 0) break;
		await to.query(
			`insert into ${name} (${names}) overriding system value
			select ${values} from json_array_elements($1::text::json) as one`,
			[`[${batch.map(({ one }) => one).join(',')}]`]
		);
		rows += batch.length;
	}
	await from.exec('close moving');
	const [ours, theirs] = [await sumOf(from, table), await sumOf(to, table)];
	if (ours !== theirs)
		throw new StartError(
			'OPENING_FAILED',
			`The table ${name} did not arrive as it was (${ours} there, ${theirs} here); nothing was changed.`
		);
	return rows;
}

/** One value for all rows of a table, whatever their order. */
async function sumOf(sql: SqlExecutor, { name, columns }: Table): Promise<string> {
	const read = columns.map((column) => `${column.name}::text`).join(', ');
	const [row] = await sql.query<{ sum: string }>(
		`select count(*) || ' ' || coalesce(sum(hashtextextended(json_build_array(${read})::text, 0)), 0) as sum
		from ${name}`
	);
	return row?.sum ?? '';
}
