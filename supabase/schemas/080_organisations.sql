-- Anything listed in the directory, how to reach it, and where each fact comes from.

-- The kinds an installation knows; their names and markers are in network.config.ts.
create table public.organisation_kinds (
	id text primary key check (internal.is_slug(id)),
	position integer not null,
	name jsonb not null check (internal.is_localised(name, 120) and name <> '{}')
);
alter table public.organisation_kinds enable row level security;
create policy "everybody reads kinds" on public.organisation_kinds
	for select to anon, authenticated using (true);
revoke all on public.organisation_kinds from public, anon, authenticated, service_role;
grant select (id, position, name) on public.organisation_kinds
	to anon, authenticated;
grant select on public.organisation_kinds to service_role;
create trigger b_check_languages before insert or update of name on public.organisation_kinds
	for each row execute function internal.check_languages('name');
create trigger z_raise_content_version after insert or update or delete or truncate on public.organisation_kinds
	for each statement execute function internal.raise_content_version();

create table public.organisations (
	id uuid primary key default gen_random_uuid(),
	slug text not null unique check (internal.is_slug(slug)),
	kind text not null references public.organisation_kinds (id),
	name jsonb not null check (internal.is_localised(name, 200) and name <> '{}'),
	abbreviation text check (length(btrim(abbreviation)) between 1 and 40),
	-- Names and abbreviations it had earlier, so that an old name still finds it.
	former_names text[] not null default '{}',
	legal_form jsonb not null default '{}' check (internal.is_localised(legal_form, 200)),
	registration_number text,
	-- What it helps with, in plain words.
	summary jsonb not null default '{}' check (internal.is_localised(summary, 1000)),
	street text check (length(btrim(street)) between 1 and 200),
	postcode text,
	place_id text references public.places (id),
	municipality_id text references public.municipalities (id),
	region_id text references public.regions (id),
	location extensions.geography (Point, 4326),
	-- The pin stands at the town's centre because no better point is known.
	approximate boolean not null default true,
	-- Somebody set the pin: another town does not bring it along.
	pin_by_hand boolean not null default false,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	phones text[] not null default '{}' check (internal.are_phones(phones) and cardinality(phones) <= 10),
	email text check (internal.is_email(email)),
	website text check (internal.is_web_address(website)),
	social_links text[] not null default '{}'
		check (internal.are_web_addresses(social_links) and cardinality(social_links) <= 20),
	-- ISO 639-1: languages one can be helped in.
	languages text[] not null default '{}' check (internal.are_languages(languages)),
	-- OpenStreetMap opening_hours syntax.
	opening_hours text check (length(btrim(opening_hours)) between 1 and 500),
	-- How one gets in, and what there is for those who need it.
	accessibility text[] not null default '{}'
		check (internal.are_accessibility_words(accessibility) and cardinality(accessibility) <= 20
			and coalesce(array_ndims(accessibility), 1) = 1),
	accessibility_note jsonb not null default '{}' check (internal.is_localised(accessibility_note, 500)),
	logo_id uuid,
	logo_alt jsonb not null default '{}' check (internal.is_localised(logo_alt, 300)),
	picture_id uuid,
	picture_alt jsonb not null default '{}' check (internal.is_localised(picture_alt, 300)),
	-- The day somebody who knows last said that all this is right. Saving is not confirming.
	confirmed_on date,
	-- Nobody has said for long that it is right, though they were asked (207_still_true.sql): it
	-- ranks lower and says why.
	doubtful_since date,
	-- When somebody who keeps it last listed it or changed what it says: then it is no longer what
	-- public sources said alone, though nobody has said that all the rest is right.
	corrected_at timestamptz,
	-- Invented, for trying out or for load tests; every page says so.
	is_example boolean not null default false,
	publication text not null default 'draft' check (publication in ('draft', 'published', 'archived', 'removed')),
	-- A draft that is published by itself at this moment.
	publish_at timestamptz,
	-- Erased for good thirty days later.
	removed_at timestamptz,
	version integer not null default 1 check (version > 0),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	-- The transaction that counted the last change.
	counted_in xid8 not null default pg_current_xact_id(),
	-- What lists are ordered by: a key for each of the network's languages, in their order. Written
	-- by a trigger, because which languages there are is the network's to say.
	sort_keys text[] collate "C" not null default '{}',
	constraint organisation_is_scheduled_as_a_draft check (publish_at is null or publication = 'draft'),
	constraint organisation_knows_when_it_was_removed check ((publication = 'removed') = (removed_at is not null)),
	constraint organisation_logo_is_described
		check (logo_id is null or logo_alt <> '{}'),
	constraint organisation_picture_is_described
		check (picture_id is null or picture_alt <> '{}'),
	constraint organisation_logo foreign key (logo_id) references public.pictures (id),
	constraint organisation_picture foreign key (picture_id) references public.pictures (id),
	constraint organisation_texts_are_plain check (internal.are_plain(abbreviation, street, opening_hours)),
	constraint organisation_former_names check (internal.are_names(former_names)),
	constraint organisation_is_published_in_our_time check (publish_at >= '2000-01-01' and publish_at < '2200-01-01')
);
comment on column public.organisations.location is 'WGS84; empty when not even the town is known.';
create index organisations_kind on public.organisations (kind);
create index organisations_place on public.organisations (place_id);
create index organisations_municipality on public.organisations (municipality_id);
create index organisations_region on public.organisations (region_id);
create index organisations_location on public.organisations using gist (location);
-- Lists in the network's first, second, third and fourth language; one without a place among its
-- languages has no row here. In a fifth one they would be sorted anew for each page.
create index organisations_list_1 on public.organisations ((doubtful_since is not null), (sort_keys[1]), id)
	where publication = 'published' and sort_keys[1] is not null;
create index organisations_list_2 on public.organisations ((doubtful_since is not null), (sort_keys[2]), id)
	where publication = 'published' and sort_keys[2] is not null;
create index organisations_list_3 on public.organisations ((doubtful_since is not null), (sort_keys[3]), id)
	where publication = 'published' and sort_keys[3] is not null;
create index organisations_list_4 on public.organisations ((doubtful_since is not null), (sort_keys[4]), id)
	where publication = 'published' and sort_keys[4] is not null;
-- An index for each condition of a filter that can leave few of many.
create index organisations_area on public.organisations using gist ((location::extensions.geometry))
	where publication = 'published';
create index organisations_languages on public.organisations using gin (languages);
create index organisations_accessibility on public.organisations using gin (accessibility);
create index organisations_confirmed on public.organisations (confirmed_on) where publication = 'published';
-- How much of each region was confirmed: examples count nowhere.
create index organisations_fresh on public.organisations (region_id, confirmed_on)
	where publication = 'published' and not is_example;
create index organisations_opening_hours on public.organisations (opening_hours)
	where publication = 'published' and opening_hours is not null;
create index organisations_to_publish on public.organisations (publish_at) where publish_at is not null;
create index organisations_removed on public.organisations (removed_at) where removed_at is not null;
create index organisations_logo on public.organisations (logo_id) where logo_id is not null;
create index organisations_picture on public.organisations (picture_id) where picture_id is not null;
alter table public.organisations enable row level security;
-- Drafts and what is put away are read by who may edit them. One policy for a role and table,
-- because each is asked for every row; what is published comes first, so that rights are only asked
-- of the rest. Who somebody is is asked once a statement.
create policy "everybody reads published organisations" on public.organisations
	for select to anon using (publication = 'published');
create policy "members read what is published and what they edit" on public.organisations
	for select to authenticated using (
		publication = 'published'
		or (select internal.is_administrator())
		or region_id = any ((select internal.my_regions())::text[])
		or id = any ((select internal.my_organisations())::uuid[]));
revoke all on public.organisations from public, anon, authenticated, service_role;
grant select (
	id, slug, kind, name, abbreviation, former_names, legal_form, registration_number, summary,
	street, postcode, place_id, municipality_id, region_id, location, approximate, latitude,
	longitude, phones, email, website, social_links, languages, opening_hours, accessibility,
	accessibility_note, logo_id, logo_alt, picture_id, picture_alt, confirmed_on, doubtful_since, corrected_at, is_example,
	publication, version, created_at, updated_at
) on public.organisations to anon, authenticated;
grant select on public.organisations to service_role;

-- What people edit of it, in the order of the form. An allow list, like the grant above: a column
-- it does not name is in no document, in no history, and no save can touch it.
create function internal.organisation_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['kind', 'name', 'abbreviation', 'former_names', 'legal_form',
		'registration_number', 'summary', 'street', 'postcode', 'place_id', 'municipality_id', 'latitude',
		'longitude', 'approximate', 'pin_by_hand', 'phones', 'email', 'website', 'social_links', 'languages', 'opening_hours',
		'accessibility', 'accessibility_note', 'logo_id', 'logo_alt', 'picture_id', 'picture_alt'];
end;
$$;

-- What its page shows as it stands in the row, under the names of OrganisationDetail in
-- src/lib/organisation; an allow list too. Runs with the caller's rights.
create function internal.organisation_facts(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'id', organisation.id, 'slug', organisation.slug, 'kind', organisation.kind, 'name', organisation.name,
		'abbreviation', organisation.abbreviation, 'formerNames', organisation.former_names,
		'legalForm', organisation.legal_form, 'registrationNumber', organisation.registration_number,
		'summary', organisation.summary, 'street', organisation.street, 'postcode', organisation.postcode,
		'phones', organisation.phones, 'email', organisation.email, 'website', organisation.website,
		'socialLinks', organisation.social_links, 'languages', organisation.languages,
		'openingHours', organisation.opening_hours, 'accessibility', organisation.accessibility,
		'accessibilityNote', organisation.accessibility_note, 'confirmedOn', organisation.confirmed_on,
		'doubtfulSince', organisation.doubtful_since, 'correctedAt', organisation.corrected_at,
		'isExample', organisation.is_example, 'updatedAt', organisation.updated_at)
	from public.organisations as organisation
	where organisation.id = wanted;
$$;
grant execute on function internal.organisation_facts to anon, authenticated, service_role;

create trigger a_check_point before insert or update of location on public.organisations
	for each row execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode, registration_number on public.organisations
	for each row execute function internal.check_forms();
create trigger b_check_languages before insert or update of name, legal_form, summary, accessibility_note, logo_alt,
	picture_alt on public.organisations
	for each row execute function internal.check_languages('name', 'legal_form', 'summary', 'accessibility_note',
		'logo_alt', 'picture_alt');
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.organisations
	for each row execute function internal.follow_pin();
create trigger e_check_pictures before insert or update of logo_id, picture_id on public.organisations
	for each row execute function internal.check_pictures('logo_id', 'picture_id');
create trigger z_raise_content_version after insert or update or delete or truncate on public.organisations
	for each statement execute function internal.raise_content_version();

-- One key for each of the network's languages, in their order.
create function internal.sort_keys(name jsonb) returns text[]
	language sql stable set search_path = '' as $$
	select coalesce(
		array_agg(coalesce(internal.sort_key(internal.text_in(name, known.language)), '') order by known.place), '{}')
	from unnest(internal.languages()) with ordinality as known (language, place)
$$;

create function internal.write_sort_keys() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	new.sort_keys := internal.sort_keys(new.name);
	return new;
end;
$$;
create trigger d_write_sort_keys before insert or update of name on public.organisations
	for each row execute function internal.write_sort_keys();

create table public.organisation_topics (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	topic_id text not null references public.topics (id),
	primary key (organisation_id, topic_id)
);
create index organisation_topics_topic on public.organisation_topics (topic_id);
alter table public.organisation_topics enable row level security;
create policy "everybody reads topics of published organisations" on public.organisation_topics
	for select to anon using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
-- The row of the organisation decides.
create policy "members read what belongs to organisations they read" on public.organisation_topics
	for select to authenticated using (
		exists (select from public.organisations as organisation where organisation.id = organisation_id));
revoke all on public.organisation_topics from public, anon, authenticated, service_role;
grant select (organisation_id, topic_id) on public.organisation_topics to anon, authenticated;
grant select on public.organisation_topics to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.organisation_topics
	for each statement execute function internal.raise_content_version();

-- Where a fact was read, or what it was inferred from. `field` is the column's name; 'topics'
-- stands for organisation_topics.
create table public.organisation_sources (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	field text not null check (field ~ '^[a-z_]{1,40}$'),
	source text not null check (length(btrim(source)) between 1 and 2000),
	certainty text not null check (certainty in ('read', 'inferred')),
	-- How old the page was, as far as it says: '2019', '2024-02-19', '2016-2018'. A phone read on a
	-- page of 2010 deserves doubt.
	page_date text check (page_date ~ '^[0-9]{4}(-[0-9]{2,4}){0,2}$'),
	primary key (organisation_id, field, source)
);
alter table public.organisation_sources enable row level security;
create policy "everybody reads sources of published organisations" on public.organisation_sources
	for select to anon using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
-- The row of the organisation decides.
create policy "members read what belongs to organisations they read" on public.organisation_sources
	for select to authenticated using (
		exists (select from public.organisations as organisation where organisation.id = organisation_id));
revoke all on public.organisation_sources from public, anon, authenticated, service_role;
grant select (organisation_id, field, source, certainty, page_date) on public.organisation_sources
	to anon, authenticated;
grant select on public.organisation_sources to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.organisation_sources
	for each statement execute function internal.raise_content_version();

-- Who answers for a region: the nearest organisation is not always the right one.
create table public.region_contacts (
	region_id text primary key references public.regions (id),
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	source text not null
);
create index region_contacts_organisation on public.region_contacts (organisation_id);
alter table public.region_contacts enable row level security;
create policy "everybody reads published contacts of regions" on public.region_contacts
	for select to anon, authenticated using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
revoke all on public.region_contacts from public, anon, authenticated, service_role;
grant select (region_id, organisation_id, source) on public.region_contacts
	to anon, authenticated;
grant select on public.region_contacts to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.region_contacts
	for each statement execute function internal.raise_content_version();

-- The persons behind an organisation, apart from its own contacts.
create table public.contact_persons (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	position smallint not null check (position between 1 and 20),
	name text not null check (length(btrim(name)) between 1 and 200),
	role jsonb not null default '{}' check (internal.is_localised(role, 200)),
	phone text check (internal.is_phone(phone)),
	email text check (internal.is_email(email)),
	-- What the person is kept for: a contact without a purpose may not be kept (GDPR, article 5).
	purpose text not null check (length(btrim(purpose)) between 1 and 300),
	-- The day the person agreed to be shown to everybody.
	consent_on date,
	shown boolean not null default false,
	primary key (organisation_id, position),
	constraint shown_with_consent check (not shown or consent_on is not null),
	constraint contact_texts_are_plain check (internal.are_plain(name, purpose)),
	-- Nobody has agreed tomorrow; somewhere it is tomorrow already.
	constraint consent_was_given check (consent_on >= '1900-01-01' and consent_on <= current_date + 1)
);
alter table public.contact_persons enable row level security;
-- Visitors never read the table, only what a person agreed to show, through a function that leaves
-- out purpose and day.
create policy "who edits an organisation reads its contact persons" on public.contact_persons
	for select to authenticated using (internal.may_edit_organisation(organisation_id));
revoke all on public.contact_persons from public, anon, authenticated, service_role;
grant select (
	organisation_id, position, name, role, phone, email, purpose, consent_on, shown
) on public.contact_persons to authenticated;
grant select on public.contact_persons to service_role;
create trigger b_check_languages before insert or update of role on public.contact_persons
	for each row execute function internal.check_languages('role');
create trigger z_raise_content_version after insert or update or delete or truncate on public.contact_persons
	for each statement execute function internal.raise_content_version();

-- [{name, role, phone, email}] of a published organisation: who agreed to be shown.
create function internal.shown_contact_persons(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('name', contact.name, 'role', contact.role,
		'phone', contact.phone, 'email', contact.email) order by contact.position), '[]')
	from public.contact_persons as contact
	join public.organisations as organisation on organisation.id = contact.organisation_id
	where contact.organisation_id = wanted and contact.shown and contact.consent_on is not null
		and (organisation.publication = 'published' or internal.may_edit_organisation(wanted));
$$;
grant execute on function internal.shown_contact_persons to anon, authenticated, service_role;

-- The version of an organisation rises with every real change of it, once a transaction, as that of
-- an event does.
create function internal.count_organisation_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	aside text[] := array['version', 'updated_at', 'counted_in', 'slug', 'latitude', 'longitude', 'sort_keys',
		'doubtful_since'];
begin
	if (to_jsonb(new) - aside) is distinct from (to_jsonb(old) - aside)
		and not internal.is_counted(old.updated_at, old.counted_in)
	then
		new.version := old.version + 1;
		new.updated_at := now();
		new.counted_in := pg_current_xact_id();
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
			where organisation.id = changed
				and not internal.is_counted(organisation.updated_at, organisation.counted_in)) then
		update public.organisations as organisation set version = organisation.version + 1, updated_at = now(),
			counted_in = pg_current_xact_id()
		where organisation.id = changed and not internal.is_counted(organisation.updated_at, organisation.counted_in);
	end if;
	return null;
end;
$$;
create trigger y_count_change after insert or update or delete on public.organisation_topics
	for each row execute function internal.count_change_beside_organisation();
create trigger y_count_change after insert or update or delete on public.contact_persons
	for each row execute function internal.count_change_beside_organisation();
