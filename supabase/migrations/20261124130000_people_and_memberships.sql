-- Who may do what. A person is an account of the sign-in service with a name; what they may do is in memberships and nowhere
-- else: a token says who somebody is, never what they may do. Taking a membership away works with the next statement.

create table public.people (
	id uuid primary key references auth.users (id) on delete cascade,
	name text not null check (length(btrim(name)) between 1 and 120),
	-- Mails to this person are written in it; ISO 639-1.
	language text not null default 'lv' check (language ~ '^[a-z]{2}$'),
	created_at timestamptz not null default now()
);
comment on table public.people is 'Accounts that have, or had, a membership; the address is with the sign-in service.';

-- administrator: the whole network. coordinator: one region a row, as many rows as regions. editor: one organisation.
create table public.memberships (
	id uuid primary key default gen_random_uuid(),
	person_id uuid not null references public.people (id) on delete cascade,
	role text not null check (role in ('administrator', 'coordinator', 'editor')),
	region_id text references public.regions (id),
	organisation_id uuid references public.organisations (id) on delete cascade,
	-- Stands in for the region's coordinator: the same rights, named second.
	deputy boolean not null default false,
	granted_by uuid references public.people (id) on delete set null,
	granted_at timestamptz not null default now(),
	constraint membership_has_its_scope check (case role
		when 'administrator' then region_id is null and organisation_id is null
		when 'coordinator' then region_id is not null and organisation_id is null
		else region_id is null and organisation_id is not null end),
	constraint only_coordinators_have_deputies check (role = 'coordinator' or not deputy),
	constraint membership_only_once unique nulls not distinct (person_id, role, region_id, organisation_id)
);
create index memberships_region on public.memberships (region_id);
create index memberships_organisation on public.memberships (organisation_id);
create index memberships_granted_by on public.memberships (granted_by);

-- The person of this request: the subject of a valid token whose session still lives. A token is honoured until it expires,
-- also after signing out (EMBEDDED.md); asking for the session ends it at once. A token without a session is nobody's.
create function internal.person() returns uuid
	language sql stable security definer set search_path = '' as $$
	select session.user_id
	from auth.sessions as session
	where session.id = (select case
			when auth.jwt() ->> 'session_id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
			then (auth.jwt() ->> 'session_id')::uuid end)
		and session.user_id = (select auth.uid())
		and (session.not_after is null or session.not_after > now());
$$;
comment on function internal.person() is 'NULL: nobody is signed in, or no longer.';

create function internal.is_administrator() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership
		where membership.person_id = internal.person() and membership.role = 'administrator');
$$;

create function internal.is_member() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership where membership.person_id = internal.person());
$$;

create function internal.my_regions() returns text[]
	language sql stable security definer set search_path = '' as $$
	select coalesce(array_agg(membership.region_id), '{}')
	from public.memberships as membership
	where membership.person_id = internal.person() and membership.role = 'coordinator';
$$;

create function internal.my_organisations() returns uuid[]
	language sql stable security definer set search_path = '' as $$
	select coalesce(array_agg(membership.organisation_id), '{}')
	from public.memberships as membership
	where membership.person_id = internal.person() and membership.role = 'editor';
$$;

-- The region follows from where the pin lies (internal.follow_pin), so rights do too. What lies in no region is the
-- administrators'.
create function internal.may_edit_organisation(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation
		where organisation.id = wanted
			and (internal.is_administrator()
				or organisation.region_id = any (internal.my_regions())
				or organisation.id = any (internal.my_organisations())));
$$;

-- An event belongs to the region it lies in and to its first organiser, the one to ask: who holds a seminar away from home
-- must be able to correct it. Co-organisers are named, they do not decide.
create function internal.may_edit_event(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.events as event
		where event.id = wanted
			and (internal.is_administrator()
				or event.region_id = any (internal.my_regions())
				or exists (select from public.event_organisers as organiser
					join public.organisations as organisation on organisation.id = organiser.organisation_id
					where organiser.event_id = event.id and organiser.position = 1
						and (organisation.region_id = any (internal.my_regions())
							or organisation.id = any (internal.my_organisations())))));
$$;

create function internal.may_edit(subject text, wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select case subject
		when 'organisation' then internal.may_edit_organisation(wanted)
		when 'event' then internal.may_edit_event(wanted)
		else false end;
$$;

alter table public.people enable row level security;
alter table public.memberships enable row level security;
create policy "members read the names of members" on public.people
	for select to authenticated using (id = (select internal.person()) or (select internal.is_member()));
create policy "everybody reads their own memberships, administrators all" on public.memberships
	for select to authenticated using (person_id = (select internal.person()) or (select internal.is_administrator()));
revoke all on public.people, public.memberships from public, anon, authenticated, service_role;
grant select on public.people, public.memberships to authenticated, service_role;

-- Drafts and what is put away are read by who may edit them. One policy for a role and table, because each is asked for every
-- row; what is published comes first, so that rights are only asked of the rest. Who somebody is is asked once a statement.
alter policy "everybody reads published organisations" on public.organisations to anon;
alter policy "everybody reads topics of published organisations" on public.organisation_topics to anon;
alter policy "everybody reads sources of published organisations" on public.organisation_sources to anon;
alter policy "everybody reads published events" on public.events to anon;
alter policy "everybody reads published organisers of published events" on public.event_organisers to anon;
alter policy "everybody reads published venues of published events" on public.event_venues to anon;

create policy "members read what is published and what they edit" on public.organisations
	for select to authenticated using (
		publication = 'published'
		or (select internal.is_administrator())
		or region_id = any ((select internal.my_regions())::text[])
		or id = any ((select internal.my_organisations())::uuid[]));
create policy "members read what is published and what they edit" on public.events
	for select to authenticated using (
		publication = 'published'
		or (select internal.is_administrator())
		or region_id = any ((select internal.my_regions())::text[])
		or internal.may_edit_event(id));

do $$
declare
	part text;
begin
	-- Whatever hangs on an organisation or event is read by who reads that: the row of it decides.
	foreach part in array array['organisation_topics', 'organisation_sources'] loop
		execute format('create policy "members read what belongs to organisations they read" on public.%I
			for select to authenticated using (exists (
				select from public.organisations as organisation where organisation.id = organisation_id))', part);
	end loop;
	foreach part in array array['event_topics', 'event_sources', 'event_occurrences', 'event_documents', 'event_changes'] loop
		execute format('alter policy %I on public.%I to anon', case part
			when 'event_topics' then 'everybody reads topics of published events'
			when 'event_sources' then 'everybody reads sources of published events'
			when 'event_occurrences' then 'everybody reads dates of published events'
			when 'event_documents' then 'everybody reads documents of published events'
			else 'everybody reads changes of published events' end, part);
		execute format('create policy "members read what belongs to events they read" on public.%I
			for select to authenticated using (exists (
				select from public.events as event where event.id = event_id))', part);
	end loop;
	foreach part in array array['event_organisers', 'event_venues'] loop
		execute format('create policy "members read what belongs to events they read" on public.%I
			for select to authenticated using (
				exists (select from public.events as event where event.id = event_id)
				and (organisation_id is null
					or exists (select from public.organisations as organisation where organisation.id = organisation_id)
					or internal.may_edit_event(event_id)))', part);
	end loop;
end;
$$;
create policy "who edits an event reads its join link" on public.event_join_links
	for select to authenticated using (internal.may_edit_event(event_id));
grant select on public.event_join_links to authenticated;

-- {person {id, email, name, language}, administrator, regions [{id, name_lv, name_en, short_lv, short_en, deputy}],
-- organisations [{id, slug, name_lv, name_en}]}; NULL for who is not signed in or has no membership.
create function internal.my_rights() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'person', jsonb_build_object('id', person.id, 'email', account.email, 'name', person.name,
			'language', person.language),
		'administrator', internal.is_administrator(),
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name_lv', region.name_lv,
				'name_en', region.name_en, 'short_lv', region.short_lv, 'short_en', region.short_en,
				'deputy', membership.deputy) order by region.position), '[]')
			from public.memberships as membership join public.regions as region on region.id = membership.region_id
			where membership.person_id = person.id),
		'organisations', (select coalesce(jsonb_agg(jsonb_build_object('id', organisation.id,
				'slug', organisation.slug, 'name_lv', organisation.name_lv, 'name_en', organisation.name_en)
				order by organisation.sort_lv collate "C"), '[]')
			from public.memberships as membership
			join public.organisations as organisation on organisation.id = membership.organisation_id
			where membership.person_id = person.id))
	from public.people as person
	join auth.users as account on account.id = person.id
	where person.id = internal.person() and internal.is_member();
$$;
create function public.my_rights() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_rights() $$;

revoke execute on function internal.person(), internal.is_administrator(), internal.is_member(), internal.my_regions(),
	internal.my_organisations(), internal.may_edit_organisation(uuid), internal.may_edit_event(uuid),
	internal.may_edit(text, uuid), internal.my_rights(), public.my_rights()
	from public, anon, authenticated, service_role;
grant execute on function internal.person(), internal.is_administrator(), internal.is_member(), internal.my_regions(),
	internal.my_organisations(), internal.may_edit_organisation(uuid), internal.may_edit_event(uuid),
	internal.may_edit(text, uuid), internal.my_rights(), public.my_rights() to authenticated;
