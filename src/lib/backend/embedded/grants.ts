// Who may do what, held to what the migrations say. lite runs GRANT ALL for anon, authenticated and
// service_role on the first request after a start unless it is told not to (lite.ts tells it); this
// file is the second lock on that door: the rights are listed, compared with the committed list
// supabase/grants.json, put right, and compared again.
//
// The list is made from the migrations by grants.test.ts (`npx vitest run grants -u` writes it
// anew) and never by hand.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError, reasonOf } from './start-error.ts';
import { inTransaction, type SqlExecutor } from './sql.ts';

/** One line per right: `<role>: <privilege> on <object>`, sorted. `public` is everybody. */
export type Grants = readonly string[];

// Every right of the roles of requests, and of everybody, on what the migrations made; what belongs
// to an extension, to Supabase or to PostgreSQL itself is left out. Rights of the owner are not
// listed. MAINTAIN exists from PostgreSQL 17 on and lets nobody read or write, so that the list is
// the same on 15.
const LISTING = `
	with schemas as (
		select oid, nspname, nspowner, nspacl from pg_catalog.pg_namespace
		where nspname !~ '^pg_' and nspname not in (
			'information_schema', 'auth', 'extensions', 'supabase_migrations', 'storage', 'realtime', 'vault',
			'graphql', 'graphql_public', 'net', 'cron', 'pgbouncer', 'supabase_functions', 'pgsodium', 'topology', 'tiger'
		)
	), rights as (
		select format('schema %I', nspname) as object, right_.*
		from schemas, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) as right_
		union all
		select format('%s %I.%I', case relkind when 'S' then 'sequence' else 'table' end, nspname, relname), right_.*
		from schemas join pg_catalog.pg_class as relation on relnamespace = schemas.oid and relkind in ('r', 'p', 'v', 'm', 'f', 'S'),
			aclexplode(coalesce(relacl, acldefault((case relkind when 'S' then 's' else 'r' end)::"char", relowner))) as right_
		where not exists (select from pg_catalog.pg_depend where objid = relation.oid and classid = 'pg_catalog.pg_class'::regclass and deptype = 'e')
		union all
		select format('column %I.%I.%I', nspname, relname, attname), right_.*
		from schemas join pg_catalog.pg_class as relation on relnamespace = schemas.oid
			join pg_catalog.pg_attribute on attrelid = relation.oid and not attisdropped, aclexplode(attacl) as right_
		union all
		select format('%s %I.%I(%s)', case prokind when 'p' then 'procedure' else 'function' end, nspname, proname,
			pg_catalog.pg_get_function_identity_arguments(routine.oid)), right_.*
		from schemas join pg_catalog.pg_proc as routine on pronamespace = schemas.oid,
			aclexplode(coalesce(proacl, acldefault('f', proowner))) as right_
		where not exists (select from pg_catalog.pg_depend where objid = routine.oid and classid = 'pg_catalog.pg_proc'::regclass and deptype = 'e')
		union all
		select format('future %s in %I', case defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
			when 'f' then 'functions' when 'T' then 'types' else 'schemas' end, nspname), right_.*
		from schemas join pg_catalog.pg_default_acl on defaclnamespace = schemas.oid, aclexplode(defaclacl) as right_
	)
	select format('%s: %s on %s%s', coalesce(rolname::text, 'public'), lower(privilege_type), object,
		case when is_grantable then ' with grant option' else '' end) as line
	from rights left join pg_catalog.pg_roles on pg_roles.oid = grantee
	where (grantee = 0 or rolname in ('anon', 'authenticated', 'service_role')) and privilege_type <> 'MAINTAIN'
`;

/** The rights as they are in this database now. */
export async function readGrants(sql: SqlExecutor): Promise<Grants> {
	return await inTransaction(sql, () => list(sql));
}

/** To be called inside a transaction. */
async function list(sql: SqlExecutor): Promise<Grants> {
	// search_path decides how the types of arguments are written; without it both databases write the
	// same.
	await sql.exec("set local search_path = ''");
	const rows = await sql.query<{ line: string }>(LISTING);
	// Sorted here, by code unit: the order of the database depends on its collation.
	return rows.map((row) => row.line).sort();
}

/** The committed list of the project. */
export async function expectedGrants(projectRoot: string): Promise<Grants> {
	const path = join(projectRoot, 'supabase', 'grants.json');
	try {
		const read: unknown = JSON.parse(await readFile(path, 'utf8'));
		if (Array.isArray(read) && read.every((line) => typeof line === 'string')) return read;
	} catch {
		// told below: a missing and a broken list are the same to the person who starts the server
	}
	throw new StartError('CONFIGURATION', `The list of rights ${path} is missing or broken.`);
}

/**
 * Makes the rights exactly those of the list and proves it.
 * @returns the lines that had to be changed, `+` for given and `-` for taken; empty when all was
 * right.
 * @throws {StartError} GRANTS_CHANGED when they cannot be made right, for instance because another
 * owner granted them.
 */
export async function enforceGrants(sql: SqlExecutor, expected: Grants): Promise<string[]> {
	const before = difference(await readGrants(sql), expected);
	if (before.surplus.length === 0 && before.missing.length === 0) return [];
	try {
		await inTransaction(sql, async () => {
			for (const line of before.surplus) await sql.exec(statement(line, 'revoke'));
			// Listed again: taking a right on a table takes the same right on its columns with it.
			const { missing } = difference(await list(sql), expected);
			for (const line of missing) await sql.exec(statement(line, 'grant'));
		});
	} catch (error) {
		throw new StartError(
			'GRANTS_CHANGED',
			`The rights of supabase/grants.json could not be set: ${reasonOf(error)}.`,
			{ cause: error }
		);
	}
	const after = difference(await readGrants(sql), expected);
	const wrong = [...after.surplus, ...after.missing];
	if (wrong.length > 0)
		throw new StartError(
			'GRANTS_CHANGED',
			`The rights in the database are not those of supabase/grants.json and could not be put right (${wrong.slice(0, 3).join('; ')}${wrong.length > 3 ? '; …' : ''}).`
		);
	return [
		...before.surplus.map((line) => `- ${line}`),
		...before.missing.map((line) => `+ ${line}`)
	];
}

function difference(actual: Grants, expected: Grants): { surplus: string[]; missing: string[] } {
	const [is, ought] = [new Set(actual), new Set(expected)];
	return {
		surplus: actual.filter((line) => !ought.has(line)),
		missing: expected.filter((line) => !is.has(line))
	};
}

const LINE =
	/^(public|anon|authenticated|service_role): ([a-z ]+?) on (schema|table|sequence|column|function|procedure|future) (.+?)( with grant option)?$/;

/**
 * The statement that gives or takes the right of one line.
 * @throws {StartError} GRANTS_CHANGED on a line of another form.
 */
export function statement(line: string, verb: 'grant' | 'revoke'): string {
	const [, role, privilege, kind, object, grantable] = LINE.exec(line) ?? [];
	if (role === undefined || privilege === undefined || kind === undefined || object === undefined)
		throw new StartError('GRANTS_CHANGED', `Not a line of the list of rights: ${line}.`);
	const direction = verb === 'grant' ? 'to' : 'from';
	const option = verb === 'grant' && grantable !== undefined ? ' with grant option' : '';
	if (kind === 'future') {
		const [, things, schema] = /^(\w+) in (.+)$/.exec(object) ?? [];
		return `alter default privileges in schema ${schema} ${verb} ${privilege} on ${things} ${direction} ${role}${option}`;
	}
	if (kind === 'column') {
		const [, table, column] = /^(.+)\.("(?:[^"]|"")+"|[^."]+)$/.exec(object) ?? [];
		return `${verb} ${privilege} (${column}) on table ${table} ${direction} ${role}${option}`;
	}
	return `${verb} ${privilege} on ${kind} ${object} ${direction} ${role}${option}`;
}
