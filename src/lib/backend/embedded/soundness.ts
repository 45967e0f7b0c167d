// Whether a database holds together, asked after a crash on a recovered copy, before anybody is
// served. PostgreSQL takes a table whose file was cut off for a shorter table, and answers without
// a word. What was cut off or removed leaves traces elsewhere, and each check here compares two
// places that must agree: the catalogue and the files, every table and its indexes, every reference
// and what it refers to, every value and the pieces it is kept in.
import type { SqlExecutor } from './sql.ts';

/** The extension of PostgreSQL that checks indexes; it is loaded into the copy only. */
const INDEX_CHECK = 'amcheck';

/**
 * @throws the first thing that does not agree, as words; or what PostgreSQL says about a block it
 * cannot read
 */
export async function checkSoundness(sql: SqlExecutor): Promise<void> {
	await relationsHaveFiles(sql);
	// Otherwise the planner would choose the quickest way, which is the same one twice.
	await sql.exec('set enable_bitmapscan = off; set enable_indexonlyscan = off; set jit = off');
	await tablesAgreeWithIndexes(sql);
	await indexesHoldEveryRow(sql);
	await otherIndexesHoldEveryRow(sql);
	await referencesLead(sql);
	await sequencesAnswer(sql);
	await sql.exec(
		'reset enable_bitmapscan; reset enable_indexonlyscan; reset enable_seqscan; reset enable_sort; reset enable_indexscan'
	);
}

/** Where the file of each relation lies under the data directory. */
export async function relationFiles(sql: SqlExecutor): Promise<Map<string, string>> {
	const rows = await sql.query<{ path: string; name: string }>(
		`select pg_relation_filepath(oid) as path, oid::regclass::text as name from pg_class
		where relkind in ('r', 'm', 't', 'i', 'S') and relpersistence = 'p'`
	);
	return new Map(rows.map(({ path, name }) => [path, name]));
}

/**
 * Every relation has its file, an index and a sequence at least one page, and none fewer pages than
 * were once counted in it.
 */
async function relationsHaveFiles(sql: SqlExecutor): Promise<void> {
	const [fault] = await sql.query<{ name: string }>(
		`select class.oid::regclass::text as name from pg_class as class
		cross join lateral pg_stat_file(pg_relation_filepath(class.oid), true) as file
		where class.relkind in ('r', 'm', 't', 'i', 'S') and class.relpersistence = 'p' and (
			file.size is null
			or class.relkind in ('i', 'S') and file.size < 8192
			or pg_relation_size(class.oid) < class.relpages::bigint * 8192)
		limit 1`
	);
	if (fault !== undefined) throw new Error(`a part of ${fault.name} is missing`);
}

interface Table {
	name: string;
	/** The columns of an index that holds every row, in its order; null when there is none. */
	columns: string | null;
	/** Pieces of long values, which are read with the rows they belong to. */
	toast: boolean;
}

/**
 * Reads every value of every table, and the same rows once more by an index, which leads to rows
 * whose pages are gone.
 */
async function tablesAgreeWithIndexes(sql: SqlExecutor): Promise<void> {
	const tables = await sql.query<Table>(
		`select class.oid::regclass::text as name, class.relkind = 't' as toast, (
			select (select string_agg(quote_ident(attname), ', ' order by place)
				from unnest(index.indkey::int2[]) with ordinality as key (attnum, place)
				join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum = key.attnum
				where place <= index.indnkeyatts)
			from pg_index as index join pg_class as own on own.oid = index.indexrelid
			join pg_am on pg_am.oid = own.relam
			where index.indrelid = class.oid and pg_am.amname = 'btree' and index.indisvalid
				and index.indpred is null and index.indexprs is null
				and not exists (select from unnest(index.indoption::int2[]) as option where option <> 0)
			order by index.indisprimary desc, index.indisunique desc, index.indexrelid limit 1) as columns
		from pg_class as class where class.relkind in ('r', 'm', 't') and class.relpersistence = 'p'
			-- What the planner estimates with is slow to read, and makes nothing wrong.
			and class.oid <> 'pg_statistic'::regclass`
	);
	const read = (name: string, order: string, value: string) =>
		`select count(*)::text as rows, sum(${value}) from (select * from ${name} ${order} offset 0) as checked`;
	const rows = new Map<string, string | undefined>();
	await sql.exec('set enable_indexscan = off');
	for (const { name, toast } of tables) {
		// As text, because that is read to its last piece; a length, because nothing cheaper makes
		// PostgreSQL do it.
		const [counted] = await sql.query<{ rows: string }>(
			read(name, '', toast ? '0' : 'length(checked::text)')
		);
		rows.set(name, counted?.rows);
	}
	await sql.exec('set enable_seqscan = off; set enable_indexscan = on; set enable_sort = off');
	for (const { name, columns } of tables) {
		if (columns === null) continue;
		const [counted] = await sql.query<{ rows: string }>(read(name, `order by ${columns}`, '0'));
		if (counted?.rows !== rows.get(name)) throw new Error(`${name} does not hold the rows it held`);
	}
	await sql.exec('set enable_seqscan = on; set enable_sort = on');
}

/** Every B-tree is a tree, and holds every row of its table. */
async function indexesHoldEveryRow(sql: SqlExecutor): Promise<void> {
	await sql.exec(`create extension ${INDEX_CHECK} schema pg_catalog`);
	await sql.query(
		`select bt_index_check(index.indexrelid, true) from pg_index as index
		join pg_class as class on class.oid = index.indexrelid join pg_am on pg_am.oid = class.relam
		where pg_am.amname = 'btree' and class.relpersistence = 'p' and index.indisvalid`
	);
	await sql.exec(`drop extension ${INDEX_CHECK}`);
}

/**
 * For each kind of index that is no B-tree, a question that all rows answer and that goes through
 * the whole index.
 */
const PROBES: Record<string, (value: string) => string> = {
	gist_geography_ops: (value) =>
		`order by ${value} operator(extensions.<->) 'SRID=4326;POINT(24 57)'::extensions.geography`,
	gist_geometry_ops_2d: (value) =>
		`order by ${value} operator(extensions.<->) 'SRID=4326;POINT(24 57)'::extensions.geometry`,
	range_ops: (value) => `and ${value} && '(,)'`,
	array_ops: (value) => `and ${value} @> '{}'`,
	tsvector_ops: (value) => `and ${value} @@ '!nothing:'::tsquery`
};

async function otherIndexesHoldEveryRow(sql: SqlExecutor): Promise<void> {
	const indexes = await sql.query<{
		name: string;
		table: string;
		value: string;
		only: string;
		sort: string;
	}>(
		`select index.indexrelid::regclass::text as name, index.indrelid::regclass::text as table,
			pg_get_indexdef(index.indexrelid, 1, false) as value, opcname as sort,
			coalesce(pg_get_expr(index.indpred, index.indrelid), 'true') as only
		from pg_index as index join pg_class as class on class.oid = index.indexrelid
		join pg_am on pg_am.oid = class.relam join pg_opclass on pg_opclass.oid = index.indclass[0]
		where pg_am.amname in ('gist', 'gin') and index.indnatts = 1 and index.indisvalid`
	);
	for (const { name, table, value, only, sort } of indexes) {
		const probe = PROBES[sort]?.(value);
		if (probe === undefined) continue;
		const count = `select count(*)::text as rows from (select 1 from ${table} where (${only}) and ${value} is not null ${probe} offset 0) as checked`;
		await sql.exec('set enable_seqscan = on; set enable_sort = on; set enable_bitmapscan = off');
		await sql.exec('set enable_indexscan = off');
		const [straight] = await sql.query<{ rows: string }>(count);
		await sql.exec('set enable_seqscan = off; set enable_sort = off; set enable_bitmapscan = on');
		await sql.exec('set enable_indexscan = on');
		const [byIndex] = await sql.query<{ rows: string }>(count);
		if (straight?.rows !== byIndex?.rows) throw new Error(`${name} does not hold every row`);
	}
	await sql.exec('set enable_seqscan = on; set enable_sort = on');
}

/** Every reference leads to a row. */
async function referencesLead(sql: SqlExecutor): Promise<void> {
	const references = await sql.query<{ name: string; question: string }>(
		`select conname as name, format('select exists (select from only %s as child where %s and not exists (select from %s as parent where %s)) as lost',
			conrelid::regclass,
			string_agg(format('child.%I is not null', own.attname), ' and ' order by place),
			confrelid::regclass,
			string_agg(format('parent.%I = child.%I', other.attname, own.attname), ' and ' order by place)) as question
		from pg_constraint cross join unnest(conkey, confkey) with ordinality as pair (here, there, place)
		join pg_attribute as own on own.attrelid = conrelid and own.attnum = pair.here
		join pg_attribute as other on other.attrelid = confrelid and other.attnum = pair.there
		where contype = 'f' and convalidated group by pg_constraint.oid, conname, conrelid, confrelid`
	);
	for (const { name, question } of references) {
		const [answer] = await sql.query<{ lost: boolean }>(question);
		if (answer?.lost !== false) throw new Error(`${name} leads to rows that are gone`);
	}
}

async function sequencesAnswer(sql: SqlExecutor): Promise<void> {
	const sequences = await sql.query<{ name: string }>(
		"select oid::regclass::text as name from pg_class where relkind = 'S'"
	);
	for (const { name } of sequences) {
		const [state] = await sql.query<{ last: string }>(
			`select last_value::text as last from ${name}`
		);
		if (state === undefined) throw new Error(`${name} is empty`);
	}
}
