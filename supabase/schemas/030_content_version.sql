-- One number that rises with every change a visitor could see. Cached pages carry it; when it
-- moved, they are made anew.

create table public.content_version (
	singleton boolean primary key default true check (singleton),
	version bigint not null default 1
);
alter table public.content_version enable row level security;
create policy "everybody reads the content version" on public.content_version
	for select to anon, authenticated using (true);
revoke all on public.content_version from public, anon, authenticated, service_role;
grant select (singleton, version) on public.content_version to anon, authenticated;
grant select on public.content_version to service_role;

insert into public.content_version default values;

create function internal.raise_content_version() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	update public.content_version set version = version + 1;
	return null;
end;
$$;
