-- What listings carry once people edit them: when they are to be published, since when they are removed, whether somebody set the
-- pin by hand, pictures, and the persons behind an organisation, apart from its own contacts.

alter table public.organisations
	add column pin_by_hand boolean not null default false,
	add column publish_at timestamptz,
	add column removed_at timestamptz,
	add column logo_id uuid,
	add column logo_alt_lv text check (length(btrim(logo_alt_lv)) between 1 and 300),
	add column logo_alt_en text check (length(btrim(logo_alt_en)) between 1 and 300),
	add column picture_id uuid,
	add column picture_alt_lv text check (length(btrim(picture_alt_lv)) between 1 and 300),
	add column picture_alt_en text check (length(btrim(picture_alt_en)) between 1 and 300),
	drop constraint organisations_publication_check,
	add constraint organisations_publication_check
		check (publication in ('draft', 'published', 'archived', 'removed')),
	add constraint organisation_is_scheduled_as_a_draft check (publish_at is null or publication = 'draft'),
	add constraint organisation_knows_when_it_was_removed check ((publication = 'removed') = (removed_at is not null)),
	add constraint organisation_logo_is_described
		check (logo_id is null or logo_alt_lv is not null or logo_alt_en is not null),
	add constraint organisation_picture_is_described
		check (picture_id is null or picture_alt_lv is not null or picture_alt_en is not null);

alter table public.events
	add column pin_by_hand boolean not null default false,
	add column publish_at timestamptz,
	add column removed_at timestamptz,
	drop constraint events_publication_check,
	add constraint events_publication_check check (publication in ('draft', 'published', 'archived', 'removed')),
	add constraint event_is_scheduled_as_a_draft check (publish_at is null or publication = 'draft'),
	add constraint event_knows_when_it_was_removed check ((publication = 'removed') = (removed_at is not null));

create index organisations_to_publish on public.organisations (publish_at) where publish_at is not null;
create index organisations_removed on public.organisations (removed_at) where removed_at is not null;
create index events_to_publish on public.events (publish_at) where publish_at is not null;
create index events_removed on public.events (removed_at) where removed_at is not null;

create table public.contact_persons (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	position smallint not null check (position between 1 and 20),
	name text not null check (length(btrim(name)) between 1 and 200),
	role_lv text check (length(btrim(role_lv)) between 1 and 200),
	role_en text check (length(btrim(role_en)) between 1 and 200),
	phone text check (internal.is_phone(phone)),
	email text check (internal.is_email(email)),
	-- What the person is kept for: a contact without a purpose may not be kept (GDPR, article 5).
	purpose text not null check (length(btrim(purpose)) between 1 and 300),
	-- The day the person agreed to be shown to everybody.
	consent_on date,
	shown boolean not null default false,
	primary key (organisation_id, position),
	constraint shown_with_consent check (not shown or consent_on is not null)
);
alter table public.contact_persons enable row level security;
-- Visitors never read the table, only what a person agreed to show, through a function that leaves out purpose and day.
create policy "who edits an organisation reads its contact persons" on public.contact_persons
	for select to authenticated using (internal.may_edit_organisation(organisation_id));
revoke all on public.contact_persons from public, anon, authenticated, service_role;
grant select on public.contact_persons to authenticated, service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.contact_persons
	for each statement execute function internal.raise_content_version();

-- [{name, role_lv, role_en, phone, email}] of a published organisation: who agreed to be shown.
create function internal.shown_contact_persons(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('name', contact.name, 'role_lv', contact.role_lv,
		'role_en', contact.role_en, 'phone', contact.phone, 'email', contact.email) order by contact.position), '[]')
	from public.contact_persons as contact
	join public.organisations as organisation on organisation.id = contact.organisation_id
	where contact.organisation_id = wanted and contact.shown and contact.consent_on is not null
		and (organisation.publication = 'published' or internal.may_edit_organisation(wanted));
$$;

-- The version of an organisation rises with every real change of it, once a transaction, as that of an event does.
create function internal.count_organisation_change() returns trigger
	language plpgsql set search_path = '' as $$
declare
	aside text[] := array['version', 'updated_at', 'latitude', 'longitude', 'sort_lv', 'sort_en'];
begin
	if (to_jsonb(new) - aside) is distinct from (to_jsonb(old) - aside) and old.updated_at <> now() then
		new.version := old.version + 1;
		new.updated_at := now();
	end if;
	return new;
end;
$$;
create trigger z_count_change before update on public.organisations
	for each row execute function internal.count_organisation_change();

create function internal.count_change_beside_organisation() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	changed uuid := case tg_op when 'DELETE' then old.organisation_id else new.organisation_id end;
begin
	if exists (select from public.organisations as organisation
			where organisation.id = changed and organisation.updated_at <> now()) then
		update public.organisations as organisation set version = organisation.version + 1, updated_at = now()
		where organisation.id = changed and organisation.updated_at <> now();
	end if;
	return null;
end;
$$;
create trigger y_count_change after insert or update or delete on public.organisation_topics
	for each row execute function internal.count_change_beside_organisation();
create trigger y_count_change after insert or update or delete on public.contact_persons
	for each row execute function internal.count_change_beside_organisation();

-- The same for what hangs on an event and did not count yet: calendars take a changed picture or paper anew, too.
create trigger y_count_change after insert or update or delete on public.event_documents
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_venues
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_join_links
	for each row execute function internal.count_change_beside_event();

revoke execute on function internal.shown_contact_persons(uuid), internal.count_organisation_change(),
	internal.count_change_beside_organisation() from public, anon, authenticated, service_role;
grant execute on function internal.shown_contact_persons(uuid) to anon, authenticated, service_role;
