-- Who may do what. A person is an account of the sign-in service with a name; what they may do is
-- in memberships and nowhere else: a token says who somebody is, never what they may do. Taking a
-- membership away works with the next statement.

-- The person of this request: the subject of a valid token whose session still lives. A token is
-- honoured until it expires, also after signing out (EMBEDDED.md); asking for the session ends it
-- at once. A token without a session is nobody's. So is one of a session that has shown one factor
-- (aal1, in the words of the sign-in service) where two are asked for: by its owner, who has set a
-- second one up, or by the network of administrators.
create function internal.person() returns uuid
	language sql stable security definer set search_path = '' as $$
	select session.user_id
	from auth.sessions as session
	where session.id = (select case
			when auth.jwt() ->> 'session_id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
			then (auth.jwt() ->> 'session_id')::uuid end)
		and session.user_id = (select auth.uid())
		and (session.not_after is null or session.not_after > now())
		and (session.aal::text = 'aal2' or not (
			exists (select from internal.second_factors as factor
				where factor.person_id = session.user_id and factor.confirmed_at is not null)
			-- Asked first, because it is asked with every statement and mostly the answer.
			or (exists (select from internal.network as network where network.administrators_need_second_factor)
				and internal.needs_second_factor(session.user_id))));
$$;
comment on function internal.person() is 'NULL: nobody is signed in, no longer, or not far enough.';
grant execute on function internal.person to authenticated;

-- Who is there is asked once a statement, in a query of its own: written into the condition, it
-- would be asked of every membership.
create function internal.is_administrator() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership
		where membership.person_id = (select internal.person()) and membership.role = 'administrator');
$$;
grant execute on function internal.is_administrator to authenticated;

create function internal.is_member() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership
		where membership.person_id = (select internal.person()));
$$;
grant execute on function internal.is_member to authenticated;

-- The person of this request when they have a membership; NULL: may change nothing.
create function internal.acting_member() returns uuid
	language sql stable security definer set search_path = '' as $$
	select membership.person_id from public.memberships as membership
	where membership.person_id = (select internal.person()) limit 1;
$$;

create function internal.my_regions() returns text[]
	language sql stable security definer set search_path = '' as $$
	select coalesce(array_agg(membership.region_id), '{}')
	from public.memberships as membership
	where membership.person_id = (select internal.person()) and membership.role = 'coordinator';
$$;
grant execute on function internal.my_regions to authenticated;

create function internal.my_organisations() returns uuid[]
	language sql stable security definer set search_path = '' as $$
	select coalesce(array_agg(membership.organisation_id), '{}')
	from public.memberships as membership
	where membership.person_id = (select internal.person()) and membership.role = 'editor';
$$;
grant execute on function internal.my_organisations to authenticated;

-- The region follows from where the pin lies (internal.follow_pin), so rights do too. What lies in
-- no region is the administrators'.
create function internal.may_edit_organisation(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation
		join public.memberships as membership on membership.person_id = (select internal.person())
		where organisation.id = wanted and case membership.role
			when 'administrator' then true
			when 'coordinator' then membership.region_id = organisation.region_id
			when 'editor' then membership.organisation_id = organisation.id end);
$$;
grant execute on function internal.may_edit_organisation to authenticated;

-- An event belongs to the region it lies in and to its first organiser, the one to ask: who holds a
-- seminar away from home must be able to correct it. Co-organisers are named, they do not decide.
create function internal.may_edit_event(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.events as event
		join public.memberships as membership on membership.person_id = (select internal.person())
		left join public.event_organisers as organiser on organiser.event_id = event.id and organiser.position = 1
		left join public.organisations as holder on holder.id = organiser.organisation_id
		where event.id = wanted and case membership.role
			when 'administrator' then true
			when 'coordinator' then membership.region_id in (event.region_id, holder.region_id)
			when 'editor' then membership.organisation_id = holder.id end);
$$;
grant execute on function internal.may_edit_event to authenticated;

-- A listing of any sort: asks the sort's own function, may_edit_<subject>. False for what is no
-- sort.
create function internal.may_edit(subject text, wanted uuid) returns boolean
	language plpgsql stable security definer set search_path = '' as $$
declare
	theirs boolean := false;
begin
	if to_regprocedure(format('internal.%I(uuid)', 'may_edit_' || subject)) is not null then
		execute format('select internal.%I($1)', 'may_edit_' || subject) into theirs using wanted;
	end if;
	return theirs;
end;
$$;
grant execute on function internal.may_edit to authenticated;

create table public.people (
	id uuid primary key references auth.users (id) on delete cascade,
	name text not null check (length(btrim(name)) between 1 and 120),
	-- Mails to this person are written in it; ISO 639-1.
	language text not null check (language ~ '^[a-z]{2}$'),
	created_at timestamptz not null default now(),
	-- The last of their rights has ended; NULL: there are some, or there were none yet.
	rights_ended_at timestamptz,
	constraint person_name_is_plain check (internal.is_plain(name))
);
comment on table public.people is 'Accounts that have, or had, a membership; the address is with the sign-in service.';
alter table public.people enable row level security;
create policy "members read the names of members" on public.people
	for select to authenticated using (id = (select internal.person()) or (select internal.is_member()));
revoke all on public.people from public, anon, authenticated, service_role;
grant select (id, name, language, created_at) on public.people
	to authenticated;
grant select on public.people to service_role;
