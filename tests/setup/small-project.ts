// A project as small as the backend can be tried on: one migration without extensions, its rights,
// and the real worker. It opens in a fraction of the time of the whole schema and lets tests do
// what no visitor may: write, be slow, crash.
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preparedIn } from '#lib/backend/embedded/prepared-database.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

const MIGRATION = `
-- Notes that visitors write; hidden ones are what must never leak.
create table public.notes (
	id bigint generated always as identity primary key,
	body text not null check (length(body) < 1000),
	hidden boolean not null default false
);
alter table public.notes enable row level security;
create policy "read what is not hidden" on public.notes for select to anon using (not hidden);
create policy "write what is not hidden" on public.notes for insert to anon with check (not hidden);
revoke all on public.notes from public, anon, authenticated, service_role;
grant select (id, body), insert (body) on public.notes to anon;
insert into public.notes (body, hidden) select 'secret ' || n, true from generate_series(1, 50) as n;
insert into public.notes (body) values ('open');

-- As slow as told, without a wait that could be interrupted kindly.
create function public.slow(milliseconds integer) returns integer
	language plpgsql volatile set search_path = '' as $$
declare
	until timestamptz := pg_catalog.clock_timestamp() + milliseconds * interval '1 millisecond';
	turns integer := 0;
begin
	while pg_catalog.clock_timestamp() < until loop
		turns := turns + 1;
	end loop;
	return turns;
end;
$$;
create function public.readable() returns setof text
	language sql stable set search_path = '' as 'select body from public.notes';
-- Never returns to itself: overflows the stack, which breaks PGlite for good.
create function public.overflow() returns void
	language plpgsql volatile set search_path = '' as $$ begin perform public.overflow(); end; $$;
create function public.complain() returns void
	language plpgsql volatile set search_path = '' as $$ begin raise exception 'the secret of the house'; end; $$;
-- What the request it answers is said to be.
create function public.whoami() returns json
	language sql stable set search_path = '' as $$
select pg_catalog.json_build_object(
	'user', current_user,
	'sub', pg_catalog.current_setting('request.jwt.claim.sub', true),
	'claims', pg_catalog.current_setting('request.jwt.claims', true)::json ->> 'sub',
	'path', pg_catalog.current_setting('request.path', true),
	'mark', pg_catalog.current_setting('request.headers', true)::json ->> 'x-mark',
	'read_only', pg_catalog.current_setting('transaction_read_only')
)
$$;
revoke execute on all functions in schema public from public;
grant execute on all functions in schema public to anon;
grant execute on function public.whoami() to authenticated;
`;

/** Written by hand from the migration above, as a check on the listing as well. */
export const SMALL_GRANTS = [
	'anon: execute on function public.complain()',
	'anon: execute on function public.overflow()',
	'anon: execute on function public.readable()',
	'anon: execute on function public.slow(milliseconds integer)',
	'anon: execute on function public.whoami()',
	'anon: insert on column public.notes.body',
	'anon: select on column public.notes.body',
	'anon: select on column public.notes.id',
	'authenticated: execute on function public.whoami()',
	'public: usage on schema public'
];

export interface SmallProject {
	root: string;
	/** An unused folder under the project's temporary one. */
	folder(name: string): string;
	/** Adds a migration to those the project already has. */
	addMigration(version: string, name: string, text: string): void;
	remove(): void;
}

/** Makes the project in a temporary folder. */
export function makeSmallProject(): SmallProject {
	const root = mkdtempSync(join(tmpdir(), 'tikls-small-'));
	const migrations = join(root, 'supabase', 'migrations');
	mkdirSync(migrations, { recursive: true });
	mkdirSync(join(root, 'src', 'lib', 'backend'), { recursive: true });
	writeFileSync(join(migrations, '20260101000000_notes.sql'), MIGRATION);
	writeFileSync(join(root, 'supabase', 'grants.json'), JSON.stringify(SMALL_GRANTS));
	// The worker is found by path under the project; Node follows the link, so its own imports lead
	// into the repository.
	symlinkSync(
		join(repository, 'src', 'lib', 'backend', 'embedded'),
		join(root, 'src', 'lib', 'backend', 'embedded')
	);
	// Where there is a build its empty database is the beginning of each first start.
	if (existsSync(preparedIn(repository))) {
		symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
		mkdirSync(join(root, 'build'));
		cpSync(preparedIn(repository), preparedIn(root), { recursive: true });
	}
	return {
		root,
		folder: (name) => join(root, name),
		addMigration(version, name, text) {
			writeFileSync(join(migrations, `${version}_${name}.sql`), text);
		},
		remove() {
			rmSync(root, { recursive: true, force: true });
		}
	};
}

/** Copies a data folder, so that one first start serves many tests. */
export function copyFolder(from: string, to: string): string {
	cpSync(from, to, { recursive: true, preserveTimestamps: true });
	return to;
}
