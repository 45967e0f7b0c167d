// What hosted Supabase has before the first migration and a plain database has not: the three roles
// requests run as, and the
// `auth` schema. Not a migration, because the same migrations run on hosted Supabase, where all of
// this is Supabase's own.
import { SUPABASE_AUTH_HELPERS_SQL, getAuthSchemaSql } from '@supabase/lite';
import { inTransaction, type SqlExecutor } from './sql.ts';

/** The roles of requests. Only service_role passes row level security, as on hosted Supabase. */
export const ROLES = {
	anon: 'nologin noinherit',
	authenticated: 'nologin noinherit',
	service_role: 'nologin noinherit bypassrls'
} as const;

/** Makes the roles and the `auth` schema where they are missing; changes nothing that is there. */
export async function bootstrap(sql: SqlExecutor): Promise<void> {
	await inTransaction(sql, async () => {
		await makeRoles(sql);
		await makeAuth(sql);
	});
}

/** Makes the roles of requests where they are missing. */
export async function makeRoles(sql: SqlExecutor): Promise<void> {
	const there = new Set(
		(
			await sql.query<{ rolname: string }>(
				"select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role')"
			)
		).map((role) => role.rolname)
	);
	for (const [role, attributes] of Object.entries(ROLES))
		if (!there.has(role)) await sql.exec(`create role ${role} ${attributes}`);
	// lite switches to these roles for each request; a user who is no superuser may only switch to a
	// role it was granted.
	const [me] = await sql.query<{ member: boolean }>(
		"select bool_and(pg_has_role(current_user, role, 'member')) as member from unnest(array['anon', 'authenticated', 'service_role']) as role"
	);
	if (me?.member !== true)
		await sql.exec('grant anon, authenticated, service_role to current_user');
}

async function makeAuth(sql: SqlExecutor): Promise<void> {
	const [found] = await sql.query<{ there: boolean }>(
		"select to_regclass('auth.users') is not null as there"
	);
	if (found?.there !== true) return await sql.exec(authSchema());
	// Made by a version before: its tokens lie as they are, so nobody stays signed in.
	const [kept] = await sql.query<{ there: boolean }>(
		"select to_regprocedure('auth.keep_hashed()') is not null as there"
	);
	if (kept?.there === true) return;
	await sql.exec(`delete from auth.sessions;\n${SESSIONS_SQL}`);
}

/**
 * The sign-in service keeps the tokens that renew sessions as they are, and its sessions have no
 * end. Here a copy of the database signs nobody in, and a session ends 90 days after it began. What
 * is 64 hexadecimal digits is a hash already (internal.renew_session).
 */
const SESSIONS_SQL = `
create function auth.keep_hashed() returns trigger language plpgsql set search_path = '' as $$
begin
	new.token := encode(sha256(convert_to(new.token, 'UTF8')), 'hex');
	return new;
end;
$$;
create trigger keep_hashed before insert on auth.refresh_tokens for each row
	when (new.token !~ '^[0-9a-f]{64}$') execute function auth.keep_hashed();
create function auth.end_in_time() returns trigger language plpgsql set search_path = '' as $$
begin
	new.not_after := least(new.not_after, new.created_at + interval '90 days');
	return new;
end;
$$;
create trigger end_in_time before insert on auth.sessions for each row execute function auth.end_in_time();
`;

/** What hosted Supabase's `auth` schema is here: accounts, sessions and who is asking. */
export function authSchema(): string {
	// Policies call auth.uid(); the tables beside it stay closed, nobody is granted them.
	const usage = 'grant usage on schema auth to anon, authenticated, service_role;';
	return [SUPABASE_AUTH_HELPERS_SQL, getAuthSchemaSql(), SESSIONS_SQL, usage].join('\n');
}
