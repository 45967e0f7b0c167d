// Whether a database of a PostgreSQL server can hold this product: asked before the first
// migration, which would otherwise stop half-way with words of the server's own, or, worse, go
// through and leave pages that show nothing (a service_role that row level security holds).
import type { Sql } from 'postgres';
import { ROLES } from './bootstrap.ts';

/** The oldest server the migrations are tested on, as `server_version_num` counts. */
const OLDEST_SERVER = 150_000;

/** The first server on which who may make roles can hand on to pass row level security. */
const ROLES_HANDED_ON = 160_000;

/** Where extensions lie, on hosted Supabase as everywhere (010_foundation.sql). */
const SCHEMA = 'extensions';

/** What the migrations need, each with what Debian calls it where it is not part of the server. */
const EXTENSIONS = { postgis: 'PostGIS', pg_trgm: 'pg_trgm', unaccent: 'unaccent' } as const;

export interface ServerFacts {
	/** `server_version_num` */
	version: number;
	encoding: string;
	/** Whether it follows another server and takes no changes. */
	isReplica: boolean;
	user: string;
	database: string;
	isSuperuser: boolean;
	mayMakeRoles: boolean;
	passesRowSecurity: boolean;
	/** Whether the user may make schemas in this database. */
	mayCreate: boolean;
	/** Whether the user may use what lies in the schema of extensions; null where it is missing. */
	mayUseExtensions: boolean | null;
	/** Of the roles of requests those that are there. */
	roles: { name: string; passesRowSecurity: boolean; isGranted: boolean }[];
	/** Of the extensions those the server has; `schema` where this database has it already. */
	extensions: { name: string; isTrusted: boolean; schema: string | null }[];
}

/** Asks a server what `faultsOf` needs to know. */
export async function serverFacts(sql: Sql): Promise<ServerFacts> {
	const [row] = await sql<{ facts: string }[]>`
		select jsonb_build_object(
			'version', current_setting('server_version_num')::int,
			'encoding', current_setting('server_encoding'),
			'isReplica', pg_is_in_recovery(),
			'user', current_user,
			'database', current_database(),
			'isSuperuser', me.rolsuper,
			'mayMakeRoles', me.rolcreaterole,
			'passesRowSecurity', me.rolbypassrls,
			'mayCreate', has_database_privilege(current_database(), 'create'),
			'mayUseExtensions', (
				select has_schema_privilege(oid, 'usage') from pg_namespace where nspname = ${SCHEMA}
			),
			'roles', coalesce((
				select jsonb_agg(jsonb_build_object(
					'name', rolname,
					'passesRowSecurity', rolsuper or rolbypassrls,
					'isGranted', pg_has_role(current_user, oid, 'member')))
				from pg_roles where rolname = any (${Object.keys(ROLES)})
			), '[]'),
			'extensions', coalesce((
				select jsonb_agg(jsonb_build_object(
					'name', one.name,
					'isTrusted', coalesce(version.trusted, false),
					'schema', installed.extnamespace::regnamespace::text))
				from pg_available_extensions as one
				left join pg_available_extension_versions as version
					on version.name = one.name and version.version = one.default_version
				left join pg_extension as installed on installed.extname = one.name
				where one.name = any (${Object.keys(EXTENSIONS)})
			), '[]')
		)::text as facts
		from pg_roles as me where me.rolname = current_user`;
	if (row === undefined) throw new Error('the server does not say who is asking');
	return JSON.parse(row.facts) as ServerFacts;
}

/** A name as SQL writes it. */
const quoted = (name: string) =>
	/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** What keeps this product out, each fault a sentence with what to do; empty when nothing does. */
export function faultsOf(facts: ServerFacts): string[] {
	if (facts.version < OLDEST_SERVER) return ['The server is older than PostgreSQL 15.'];
	if (facts.isReplica) return ['The server only follows another one; name the one it follows.'];
	const faults: string[] = [];
	if (facts.encoding !== 'UTF8')
		faults.push(
			`The database ${facts.database} is encoded in ${facts.encoding}; make one with encoding 'UTF8'.`
		);
	if (!facts.mayCreate)
		faults.push(
			`The user ${facts.user} may make no schemas in it; run "alter database ${quoted(facts.database)} owner to ${quoted(facts.user)}".`
		);
	if (facts.mayUseExtensions === false)
		faults.push(
			`The user ${facts.user} may not use the schema ${SCHEMA}; run "alter schema ${SCHEMA} owner to ${quoted(facts.user)}".`
		);
	return [...faults, ...faultsOfExtensions(facts), ...faultsOfRoles(facts)];
}

function faultsOfExtensions(facts: ServerFacts): string[] {
	return Object.entries(EXTENSIONS).flatMap(([name, title]) => {
		const found = facts.extensions.find((one) => one.name === name);
		if (found === undefined)
			return `The server has no ${title}; install it (on Debian: ${name === 'postgis' ? 'postgresql-15-postgis-3' : 'postgresql-contrib'}).`;
		if (found.schema === SCHEMA) return [];
		if (found.schema !== null)
			return `${title} lies in the schema ${found.schema} of the database ${facts.database} and has to be in ${SCHEMA}; use an empty database, or run "drop extension ${name}" where nothing uses it.`;
		if (facts.isSuperuser || (found.isTrusted && facts.mayCreate)) return [];
		return `The user ${facts.user} may not add ${title}; let a superuser run "create extension ${name} schema ${SCHEMA}" in the database ${facts.database}.`;
	});
}

function faultsOfRoles(facts: ServerFacts): string[] {
	const mayMake = (attributes: string) =>
		facts.isSuperuser ||
		(facts.mayMakeRoles &&
			(!attributes.includes('bypassrls') ||
				(facts.passesRowSecurity && facts.version >= ROLES_HANDED_ON)));
	return Object.entries(ROLES).flatMap(([name, attributes]) => {
		const found = facts.roles.find((role) => role.name === name);
		if (found === undefined)
			return mayMake(attributes)
				? []
				: `The role ${name} is missing and the user ${facts.user} may not make it; let a superuser run "create role ${name} ${attributes}" and "grant ${name} to ${quoted(facts.user)}".`;
		const faults: string[] = [];
		if (attributes.includes('bypassrls') && !found.passesRowSecurity)
			faults.push(
				`The role ${name} is held by row level security and would read nothing; let a superuser run "alter role ${name} bypassrls".`
			);
		const mayGrant = facts.isSuperuser || (facts.mayMakeRoles && facts.version < ROLES_HANDED_ON);
		if (!found.isGranted && !mayGrant)
			faults.push(
				`The user ${facts.user} may not act as ${name}; let a superuser run "grant ${name} to ${quoted(facts.user)}".`
			);
		return faults;
	});
}
