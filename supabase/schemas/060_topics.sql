-- What organisations help with and what events are about.

create table public.topics (
	id text primary key check (internal.is_slug(id)),
	name_lv text not null check (length(btrim(name_lv)) between 1 and 120),
	name_en text not null check (length(btrim(name_en)) between 1 and 120),
	position integer not null
);
alter table public.topics enable row level security;
create policy "everybody reads topics" on public.topics for select to anon, authenticated using (true);
revoke all on public.topics from public, anon, authenticated, service_role;
grant select (id, name_lv, name_en, position) on public.topics to anon, authenticated;
grant select on public.topics to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.topics
	for each statement execute function internal.raise_content_version();
