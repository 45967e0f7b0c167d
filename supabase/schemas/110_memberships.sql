-- What people may do: their memberships, and what a person is told of their own rights.

-- administrator: the whole network. coordinator: one region a row, as many rows as regions. editor:
-- one organisation.
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
alter table public.memberships enable row level security;
create policy "everybody reads their own memberships, administrators all" on public.memberships
	for select to authenticated using (person_id = (select internal.person()) or (select internal.is_administrator()));
revoke all on public.memberships from public, anon, authenticated, service_role;
grant select (
	id, person_id, role, region_id, organisation_id, deputy, granted_by, granted_at
) on public.memberships to authenticated;
grant select on public.memberships to service_role;
-- Whether somebody coordinates a region is told in the open (207_still_true.sql).
create trigger z_raise_content_version after insert or update or delete or truncate on public.memberships
	for each statement execute function internal.raise_content_version();

-- Whether anybody coordinates a region; where nobody does, administrators decide at once.
create function internal.is_coordinated(region text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership
		where membership.role = 'coordinator' and membership.region_id = region);
$$;
grant execute on function internal.is_coordinated to anon, authenticated;

-- {person {id, email, name, language}, administrator, regions [{id, name, short, deputy}],
-- organisations [{id, slug, name}]}; NULL for who is not signed in or has no membership.
create function internal.my_rights() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'person', jsonb_build_object('id', person.id, 'email', account.email, 'name', person.name,
			'language', person.language),
		'administrator', exists (select from public.memberships as membership
			where membership.person_id = person.id and membership.role = 'administrator'),
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name', region.name,
				'short', region.short, 'deputy', membership.deputy) order by region.position), '[]')
			from public.memberships as membership join public.regions as region on region.id = membership.region_id
			where membership.person_id = person.id),
		'organisations', (select coalesce(jsonb_agg(jsonb_build_object('id', organisation.id,
				'slug', organisation.slug, 'name', organisation.name)
				order by internal.sort_key(internal.text_in(organisation.name, person.language)) collate "C"), '[]')
			from public.memberships as membership
			join public.organisations as organisation on organisation.id = membership.organisation_id
			where membership.person_id = person.id))
	from public.people as person
	join auth.users as account on account.id = person.id
	where person.id = (select internal.acting_member());
$$;
grant execute on function internal.my_rights to authenticated;

create function public.my_rights() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_rights() $$;
grant execute on function public.my_rights to authenticated;
