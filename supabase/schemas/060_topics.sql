-- What organisations help with and what events are about.

create table public.topics (
	id text primary key check (internal.is_slug(id)),
	name jsonb not null check (internal.is_localised(name, 120) and name <> '{}'),
	position integer not null
);
alter table public.topics enable row level security;
create policy "everybody reads topics" on public.topics for select to anon, authenticated using (true);
revoke all on public.topics from public, anon, authenticated, service_role;
grant select (id, name, position) on public.topics to anon, authenticated;
grant select on public.topics to service_role;
create trigger b_check_languages before insert or update of name on public.topics
	for each row execute function internal.check_languages('name');
create trigger z_raise_content_version after insert or update or delete or truncate on public.topics
	for each statement execute function internal.raise_content_version();
