// What is in a database of ours, as text, so that two of them can be compared: every function,
// column, constraint, index, trigger, policy, type, comment and right.
import { readGrants } from '#lib/backend/embedded/grants.ts';
import { inTransaction, type SqlExecutor } from '#lib/backend/embedded/sql.ts';

// Names are written in full because nothing is on the search path. The order of a table's columns
// is left out: a migration can only add at the end, the schemas say a column where it is read. So
// is NOT VALID, which holds for every write like the rule without it.
const LISTING = `
	with ours as (
		select oid from pg_namespace where nspname in ('public', 'internal')
	), relations as (
		select * from pg_class where relnamespace in (select oid from ours) and relkind in ('r', 'v', 'm', 'S', 'i')
	), routines as (
		select * from pg_proc where pronamespace in (select oid from ours) and prokind in ('f', 'p')
	)
	select format('function %s', oid::regprocedure) as thing, pg_get_functiondef(oid) as is from routines
	union all
	select format('column %s.%I', attrelid::regclass, attname), concat_ws(' ', format_type(atttypid, atttypmod),
			attnotnull, attidentity::text, attgenerated::text, attstorage::text, attcollation::regcollation,
			pg_get_expr(adbin, adrelid))
		from pg_attribute join relations on relations.oid = attrelid and relkind <> 'i'
		left join pg_attrdef on adrelid = attrelid and adnum = attnum
		where attnum > 0 and not attisdropped
	union all
	select format('relation %s', oid::regclass), concat_ws(' ', relkind::text, relrowsecurity, relforcerowsecurity,
			relpersistence::text, reloptions::text)
		from relations
	union all
	select format('constraint %s on %s', conname, conrelid::regclass),
			concat_ws(' ', replace(pg_get_constraintdef(oid), ' NOT VALID', ''), condeferrable, condeferred)
		from pg_constraint where connamespace in (select oid from ours)
	union all
	select format('index %s', oid::regclass), pg_get_indexdef(oid) from relations where relkind = 'i'
	union all
	select format('trigger %s on %s', tgname, tgrelid::regclass), concat_ws(' ', tgenabled::text, pg_get_triggerdef(pg_trigger.oid))
		from pg_trigger join relations on relations.oid = tgrelid where not tgisinternal
	union all
	select format('policy %s on %s', policyname, tablename), concat_ws(' ', permissive, roles::text, cmd, qual, 'check', with_check)
		from pg_policies where schemaname in ('public', 'internal')
	union all
	select format('type %s', oid::regtype), typtype::text
		from pg_type where typnamespace in (select oid from ours) and typcategory <> 'A'
	union all
	select format('comment on %s %s', described.oid::regclass, attname), description
		from pg_description join relations as described on described.oid = objoid and classoid = 'pg_class'::regclass
		left join pg_attribute on attrelid = described.oid and attnum = objsubid and objsubid > 0
	union all
	select format('comment on %s', routines.oid::regprocedure), description
		from pg_description join routines on routines.oid = objoid and classoid = 'pg_proc'::regclass
	union all
	select format('default privileges of %s', defaclobjtype::text), defaclacl::text
		from pg_default_acl where defaclnamespace = 0
`;

/** One line a thing, sorted: its kind and name, and what it is. */
export async function readCatalogue(sql: SqlExecutor): Promise<string[]> {
	const things = await inTransaction(sql, async () => {
		await sql.exec("set local search_path = ''");
		return await sql.query<{ thing: string; is: string }>(LISTING);
	});
	const rights = await readGrants(sql);
	return [...things.map(({ thing, is }) => `${thing}: ${is}`), ...rights].sort();
}
