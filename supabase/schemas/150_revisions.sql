-- Nothing is lost: every saved state of a listing is kept whole, with who saved it and when. A
-- listing is written down as one JSON document, the same shape a form sends, so that saving,
-- comparing, restoring and undoing speak of the same fields.

create table public.revisions (
	id bigint generated always as identity primary key,
	subject text not null check (subject in ('organisation', 'event')),
	subject_id uuid not null,
	version integer not null check (version > 0),
	saved_at timestamptz not null default clock_timestamp(),
	-- Empty: the seed, an import, or the clock.
	person_id uuid references public.people (id) on delete set null,
	-- found: how it stood when it was first touched, or after something outside had changed it.
	action text not null check (action in ('found', 'create', 'save', 'dates', 'split', 'publish', 'schedule', 'unpublish',
		'archive', 'remove', 'bring-back', 'topics', 'confirm', 'restore', 'undo')),
	-- Names of the document's fields that differ from the version before.
	fields text[] not null default '{}',
	publication text not null,
	publish_at timestamptz,
	listing jsonb not null,
	-- The version whose state this one brings back.
	restored_version integer,
	-- Changes made in one go; they can be undone in one go.
	operation uuid,
	region_id text,
	-- A contact person was taken out of this state: it no longer says everything that stood there.
	person_taken_out_at timestamptz,
	constraint one_revision_a_version unique (subject, subject_id, version)
);
create index revisions_latest on public.revisions (saved_at desc);
create index revisions_region on public.revisions (region_id, saved_at desc);
create index revisions_person on public.revisions (person_id, saved_at desc);
create index revisions_operation on public.revisions (operation) where operation is not null;
-- Every state has a picture or none under the same three keys; without these each question would
-- read the whole history.
create index revisions_logo on public.revisions ((listing ->> 'logo_id')) where listing ->> 'logo_id' is not null;
create index revisions_picture on public.revisions ((listing ->> 'picture_id')) where listing ->> 'picture_id' is not null;
create index revisions_image on public.revisions ((listing ->> 'image_path')) where listing ->> 'image_path' is not null;
alter table public.revisions enable row level security;
create policy "who edits a listing reads its history" on public.revisions
	for select to authenticated using (
		(select internal.is_administrator()) or internal.may_edit(subject, subject_id));
revoke all on public.revisions from public, anon, authenticated, service_role;
grant select (
	id, subject, subject_id, version, saved_at, person_id, action, fields, publication,
	publish_at, listing, restored_version, operation, region_id, person_taken_out_at
) on public.revisions to authenticated;
grant select on public.revisions to service_role;

-- The columns of a document that are plain columns of the row, in the order forms show them.
create function internal.organisation_columns() returns text[]
	language sql immutable parallel safe set search_path = ''
	return array['kind', 'name', 'abbreviation', 'former_names', 'legal_form', 'registration_number', 'summary',
		'street', 'postcode', 'place_id', 'municipality_id', 'latitude', 'longitude', 'approximate', 'pin_by_hand',
		'phones', 'email', 'website', 'social_links', 'languages', 'opening_hours', 'logo_id', 'logo_alt', 'picture_id',
		'picture_alt'];

create function internal.event_columns() returns text[]
	language sql immutable parallel safe set search_path = ''
	return array['kind', 'title', 'summary', 'description', 'attendance', 'venue_name', 'street', 'postcode',
		'place_id', 'municipality_id', 'latitude', 'longitude', 'approximate', 'pin_by_hand', 'languages', 'free', 'price',
		'registration_url', 'registration_email', 'registration_phone', 'registration_deadline', 'registration_places',
		'status', 'status_reason', 'time_zone', 'starts_local', 'ends_local', 'all_day', 'date_precision', 'recurrence',
		'exceptions', 'audience', 'accessibility', 'accessibility_note', 'contact_name', 'contact_role', 'contact_phone',
		'contact_email', 'funder', 'image_path', 'image_width', 'image_height', 'image_alt', 'image_credit'];

create function internal.only_keys(document jsonb, kept text[]) returns jsonb
	language sql immutable parallel safe set search_path = '' as $$
	select coalesce(jsonb_object_agg(field.key, field.value), '{}')
	from jsonb_each(document) as field where field.key = any (kept);
$$;

create function internal.organisation_document(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.only_keys(to_jsonb(organisation), internal.organisation_columns()) || jsonb_build_object(
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.organisation_topics as link where link.organisation_id = wanted),
		'contact_persons', (select coalesce(jsonb_agg(jsonb_build_object('name', contact.name,
				'role', contact.role, 'phone', contact.phone,
				'email', contact.email, 'purpose', contact.purpose, 'consent_on', contact.consent_on,
				'shown', contact.shown) order by contact.position), '[]')
			from public.contact_persons as contact where contact.organisation_id = wanted))
	from public.organisations as organisation where organisation.id = wanted;
$$;

-- `differences`: dates that are not as the event says, by the local start its rule gives them.
create function internal.event_document(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.only_keys(to_jsonb(event), internal.event_columns()) || jsonb_build_object(
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.event_topics as link where link.event_id = wanted),
		'organisers', (select coalesce(jsonb_agg(case when organiser.organisation_id is null
				then jsonb_build_object('name', organiser.name)
				else jsonb_build_object('organisation_id', organiser.organisation_id) end order by organiser.position), '[]')
			from public.event_organisers as organiser where organiser.event_id = wanted),
		'documents', (select coalesce(jsonb_agg(jsonb_build_object('title', document.title,
				'url', document.url) order by document.position), '[]')
			from public.event_documents as document where document.event_id = wanted),
		'venue_organisation_id', (select venue.organisation_id from public.event_venues as venue
			where venue.event_id = wanted),
		'join_link', (select jsonb_build_object('url', link.url, 'visible_minutes', link.visible_minutes)
			from public.event_join_links as link where link.event_id = wanted),
		'differences', (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
				'original', occurrence.original_start at time zone event.time_zone,
				'starts', case when occurrence.rescheduled then occurrence.starts_at at time zone event.time_zone end,
				'ends', case when occurrence.rescheduled then occurrence.ends_at at time zone event.time_zone end,
				'status', occurrence.status, 'title', nullif(occurrence.title, '{}'),
				'reason', nullif(occurrence.reason, '{}'),
				'venue_name', occurrence.venue_name, 'street', occurrence.street, 'postcode', occurrence.postcode,
				'place_id', occurrence.place_id, 'municipality_id', occurrence.municipality_id,
				'latitude', occurrence.latitude, 'longitude', occurrence.longitude,
				'approximate', case when occurrence.elsewhere then occurrence.approximate end))
				order by occurrence.original_start), '[]')
			from public.event_occurrences as occurrence
			where occurrence.event_id = wanted and (occurrence.rescheduled or occurrence.elsewhere
				or occurrence.status is not null or occurrence.title <> '{}' or occurrence.reason <> '{}')))
	from public.events as event where event.id = wanted;
$$;

create function internal.document(subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select case subject when 'organisation' then internal.organisation_document(wanted)
		else internal.event_document(wanted) end;
$$;

-- Names of the fields in which two documents differ, sorted; what only one of them has differs from
-- NULL.
create function internal.differing_fields(one jsonb, other jsonb) returns text[]
	language sql immutable parallel safe set search_path = '' as $$
	select coalesce(array_agg(field.key order by field.key), '{}')
	from jsonb_object_keys(one || other) as field (key)
	where coalesce(one -> field.key, 'null') is distinct from coalesce(other -> field.key, 'null');
$$;

-- Writes down how a listing stands before it is changed for the first time, or after something
-- outside (an import, the seed, a venue that moved) changed it, so that every version anybody could
-- have read can be compared and restored.
create function internal.note_found(subject text, wanted uuid) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	if subject = 'organisation' then
		insert into public.revisions (subject, subject_id, version, saved_at, action, publication, publish_at, listing,
			region_id)
		select 'organisation', one.id, one.version, one.updated_at, 'found', one.publication, one.publish_at,
			internal.organisation_document(one.id), one.region_id
		from public.organisations as one where one.id = wanted
		on conflict on constraint one_revision_a_version do nothing;
	else
		insert into public.revisions (subject, subject_id, version, saved_at, action, publication, publish_at, listing,
			region_id)
		select 'event', one.id, one.version, one.updated_at, 'found', one.publication, one.publish_at,
			internal.event_document(one.id), one.region_id
		from public.events as one where one.id = wanted
		on conflict on constraint one_revision_a_version do nothing;
	end if;
end;
$$;

-- Writes the revision of a listing as it stands now, and the audit's line. @returns false when
-- nothing has changed.
create function internal.note_revision(
	noted_subject text, wanted uuid, noted_action text, noted_operation uuid default null, restored integer default null
) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	now_version integer;
	now_publication text;
	now_publish_at timestamptz;
	now_region text;
	now_name text;
	now_document jsonb := internal.document(noted_subject, wanted);
	earlier public.revisions;
	changed text[];
begin
	if noted_subject = 'organisation' then
		select one.version, one.publication, one.publish_at, one.region_id, internal.text_in(one.name, null)
		into now_version, now_publication, now_publish_at, now_region, now_name
		from public.organisations as one where one.id = wanted;
	else
		select one.version, one.publication, one.publish_at, one.region_id, internal.text_in(one.title, null)
		into now_version, now_publication, now_publish_at, now_region, now_name
		from public.events as one where one.id = wanted;
	end if;
	select * into earlier from public.revisions as revision
	where revision.subject = noted_subject and revision.subject_id = wanted
	order by revision.version desc limit 1;
	if earlier.version >= now_version then
		return false;
	end if;
	changed := internal.differing_fields(coalesce(earlier.listing, '{}'), now_document);
	insert into public.revisions (subject, subject_id, version, person_id, action, fields, publication, publish_at, listing,
		restored_version, operation, region_id)
	values (noted_subject, wanted, now_version, internal.person(), noted_action, changed, now_publication, now_publish_at,
		now_document, restored, noted_operation, now_region);
	perform internal.note_act(noted_action, noted_subject, wanted, now_name, now_region, jsonb_strip_nulls(
		jsonb_build_object('version', now_version, 'fields', to_jsonb(changed), 'publication', now_publication,
			'publish_at', now_publish_at, 'restored', restored, 'operation', noted_operation)));
	return true;
end;
$$;

-- Everything a form needs of a listing, or NULL: not there, or not theirs.
create function internal.listing(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('subject', wanted_subject, 'id', one.id, 'slug', one.slug, 'version', one.version,
		'publication', one.publication, 'publish_at', one.publish_at, 'removed_at', one.removed_at,
		'is_example', one.is_example, 'confirmed_on', one.confirmed_on, 'region_id', one.region_id,
		'updated_at', one.updated_at, 'listing', internal.document(wanted_subject, wanted))
	from (
		select organisation.id, organisation.slug, organisation.version, organisation.publication,
			organisation.publish_at, organisation.removed_at, organisation.is_example, organisation.confirmed_on,
			organisation.region_id, organisation.updated_at
		from public.organisations as organisation
		where wanted_subject = 'organisation' and organisation.id = wanted
		union all
		select event.id, event.slug, event.version, event.publication, event.publish_at, event.removed_at,
			event.is_example, null, event.region_id, event.updated_at
		from public.events as event
		where wanted_subject = 'event' and event.id = wanted
	) as one
	where internal.may_edit(wanted_subject, wanted);
$$;
grant execute on function internal.listing to authenticated;

create function public.listing(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.listing(subject, id) $$;
grant execute on function public.listing to authenticated;
