-- The first administrator. Nobody ships with a password: while there is no administrator the server writes a one-time link to
-- its own disk, and whoever can read that may become it. Only its hash is kept. All of it is for the server alone
-- (service_role): no person has a right to this yet.

create table internal.first_administrator (
	singleton boolean primary key default true check (singleton),
	token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
	offered_at timestamptz not null default now()
);
alter table internal.first_administrator enable row level security;
revoke all on internal.first_administrator from public, anon, authenticated, service_role;

create function internal.has_administrator() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership where membership.role = 'administrator');
$$;

-- Takes the hash of a fresh link; an older link is void from then on. False: there is an administrator, no link is needed.
create function internal.offer_first_administrator(hash text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	if internal.has_administrator() then
		delete from internal.first_administrator;
		return false;
	end if;
	insert into internal.first_administrator (token_hash) values (hash)
	on conflict (singleton) do update set token_hash = excluded.token_hash, offered_at = now();
	return true;
end;
$$;
create function public.offer_first_administrator(hash text) returns boolean
	language sql set search_path = '' as $$ select internal.offer_first_administrator(hash) $$;

create function internal.is_first_administrator_link(hash text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select not internal.has_administrator()
		and exists (select from internal.first_administrator as offer where offer.token_hash = hash);
$$;
create function public.is_first_administrator_link(hash text) returns boolean
	language sql stable set search_path = '' as $$ select internal.is_first_administrator_link(hash) $$;

-- Uses the link up. The row is deleted first, so that of two at once one finds it and the other does not.
create function internal.make_first_administrator(hash text, person uuid, name text, language text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	delete from internal.first_administrator as offer where offer.token_hash = hash;
	if not found or internal.has_administrator() then
		return false;
	end if;
	insert into public.people (id, name, language) values (person, btrim(make_first_administrator.name), language)
	on conflict (id) do update set name = excluded.name, language = excluded.language;
	insert into public.memberships (person_id, role) values (person, 'administrator');
	insert into public.audit (person_id, person_name, action, subject, subject_id, subject_name, detail)
	values (person, btrim(make_first_administrator.name), 'first-administrator', 'person', person,
		btrim(make_first_administrator.name), '{"role": "administrator"}');
	return true;
end;
$$;
create function public.make_first_administrator(hash text, person uuid, name text, language text) returns boolean
	language sql set search_path = '' as $$ select internal.make_first_administrator(hash, person, name, language) $$;

revoke execute on function internal.has_administrator(), internal.offer_first_administrator(text),
	public.offer_first_administrator(text), internal.is_first_administrator_link(text),
	public.is_first_administrator_link(text), internal.make_first_administrator(text, uuid, text, text),
	public.make_first_administrator(text, uuid, text, text) from public, anon, authenticated, service_role;
grant execute on function internal.offer_first_administrator(text), public.offer_first_administrator(text),
	internal.is_first_administrator_link(text), public.is_first_administrator_link(text),
	internal.make_first_administrator(text, uuid, text, text), public.make_first_administrator(text, uuid, text, text)
	to service_role;
