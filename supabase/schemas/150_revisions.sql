-- Nothing is lost: every saved state of a listing is kept whole, with who saved it and when. A
-- listing is written down as one JSON document, the same shape a form sends, so that saving,
-- comparing, restoring and undoing speak of the same fields.

create table public.revisions (
	id bigint generated always as identity primary key,
	subject text not null references internal.listing_sorts (subject),
	subject_id uuid not null,
	version integer not null check (version > 0),
	saved_at timestamptz not null default clock_timestamp(),
	-- Not a reference: what somebody did stays known when their account is gone. Empty: the seed, an
	-- import, or the clock; or who was forgotten, whose name is '' then.
	person_id uuid,
	-- As they were called when their account went; NULL while there is one.
	person_name text,
	-- confirm-own: by the organisation itself, through a link of a mail.
	-- found: how it stood when it was first touched, or after something outside had changed it.
	action text not null check (action in ('found', 'create', 'save', 'dates', 'split', 'publish', 'schedule', 'unpublish',
		'archive', 'unarchive', 'remove', 'bring-back', 'topics', 'confirm', 'confirm-own', 'restore', 'undo')),
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
	-- Of a confirmation: the day of the one before, which comes back when this one is taken back.
	confirmed_before date,
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
	id, subject, subject_id, version, saved_at, person_id, person_name, action, fields, publication,
	publish_at, listing, restored_version, operation, region_id, person_taken_out_at
) on public.revisions to authenticated;
grant select on public.revisions to service_role;

-- Which columns people read and write, in the order forms show them; those of an organisation are
-- said beside its table. Each list is an allow list: a column that it does not name is in no
-- document, in no history, and no save can touch it. In PL/pgSQL, because it answers without
-- beginning a query, and each save asks several times.

create function internal.event_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['kind', 'title', 'summary', 'description',
		'attendance', 'venue_name', 'street', 'postcode', 'place_id', 'municipality_id', 'latitude', 'longitude', 'approximate',
		'pin_by_hand', 'languages', 'free', 'price', 'registration_url', 'registration_email',
		'registration_phone', 'registration_deadline', 'registration_places', 'status', 'status_reason', 'time_zone', 'starts_local', 'ends_local', 'all_day', 'date_precision', 'recurrence', 'exceptions',
		'audience', 'accessibility', 'accessibility_note', 'contact_name',
		'contact_role', 'contact_phone', 'contact_email', 'funder', 'image_path',
		'image_width', 'image_height', 'image_alt', 'image_credit'];
end;
$$;

-- One contact person of an organisation, one document of an event.
create function internal.contact_person_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['name', 'role', 'phone', 'email', 'purpose', 'consent_on', 'shown'];
end;
$$;

create function internal.event_document_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['title', 'url'];
end;
$$;

-- What one date of an event may have for itself, beside its time.
create function internal.date_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['status', 'title', 'reason', 'venue_name', 'street', 'postcode',
		'place_id', 'municipality_id', 'approximate'];
end;
$$;

create function internal.only_keys(document jsonb, kept text[]) returns jsonb
	language sql immutable parallel safe set search_path = '' as $$
	select coalesce(jsonb_object_agg(field.key, field.value), '{}')
	from jsonb_each(document) as field where field.key = any (kept);
$$;

create function internal.organisation_document(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select (select jsonb_object_agg(field.key, field.value) from jsonb_each(to_jsonb(organisation)) as field
			where field.key = any (internal.organisation_columns())) || jsonb_build_object(
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.organisation_topics as link where link.organisation_id = wanted),
		'contact_persons', (select coalesce(jsonb_agg(named.contact order by contact.position), '[]')
			from public.contact_persons as contact
			cross join lateral (select jsonb_object_agg(field.key, field.value) as contact
				from jsonb_each(to_jsonb(contact)) as field
				where field.key = any (internal.contact_person_columns())) as named
			where contact.organisation_id = wanted))
	from public.organisations as organisation where organisation.id = wanted;
$$;

-- `differences`: dates that are not as the event says, by the local start its rule gives them. Each
-- is looked at field by field in this statement and by no function of its own: a series has
-- hundreds. How exactly a place is known belongs to the place: a date without one of its own has
-- neither.
create function internal.event_document(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select (select jsonb_object_agg(field.key, field.value) from jsonb_each(to_jsonb(event)) as field
			where field.key = any (internal.event_columns())) || jsonb_build_object(
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.event_topics as link where link.event_id = wanted),
		'organisers', (select coalesce(jsonb_agg(case when organiser.organisation_id is null
				then jsonb_build_object('name', organiser.name)
				else jsonb_build_object('organisation_id', organiser.organisation_id) end order by organiser.position), '[]')
			from public.event_organisers as organiser where organiser.event_id = wanted),
		'documents', (select coalesce(jsonb_agg(named.document order by document.position), '[]')
			from public.event_documents as document
			cross join lateral (select jsonb_object_agg(field.key, field.value) as document
				from jsonb_each(to_jsonb(document)) as field
				where field.key = any (internal.event_document_columns())) as named
			where document.event_id = wanted),
		'venue_organisation_id', (select venue.organisation_id from public.event_venues as venue
			where venue.event_id = wanted),
		'join_link', (select jsonb_build_object('url', link.url, 'visible_minutes', link.visible_minutes)
			from public.event_join_links as link where link.event_id = wanted),
		'differences', (select coalesce(jsonb_agg(
				jsonb_build_object('original', occurrence.original_start at time zone event.time_zone)
				|| coalesce(own.difference, '{}')
				|| case when occurrence.rescheduled then jsonb_build_object(
					'starts', occurrence.starts_at at time zone event.time_zone,
					'ends', occurrence.ends_at at time zone event.time_zone) else '{}' end
				order by occurrence.original_start), '[]')
			from public.event_occurrences as occurrence
			cross join lateral (select jsonb_object_agg(field.key, field.value) as difference
				from jsonb_each(to_jsonb(occurrence)) as field
				where field.value not in ('null', '{}')
					and (field.key = any (internal.date_columns()) or field.key in ('latitude', 'longitude', 'overruled'))
					and (field.key <> 'overruled' or occurrence.overruled)
					and (field.key <> 'approximate' or occurrence.elsewhere)) as own
			where occurrence.event_id = wanted and (occurrence.rescheduled or own.difference is not null)))
	from public.events as event where event.id = wanted;
$$;

-- The document of a listing of any sort, made by the sort's own function.
create function internal.document(subject text, wanted uuid) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	made jsonb;
begin
	execute format('select internal.%I($1)', subject || '_document') into made using wanted;
	return made;
end;
$$;

-- The columns of a sort's documents, by the sort's own list.
create function internal.columns_of(subject text) returns text[]
	language plpgsql stable security definer set search_path = '' as $$
declare
	columns text[];
begin
	execute format('select internal.%I()', subject || '_columns') into columns;
	return columns;
end;
$$;

-- Names of the fields in which two documents differ, sorted; what only one of them has differs from
-- NULL.
create function internal.differing_fields(one jsonb, other jsonb) returns text[]
	language sql immutable parallel safe set search_path = '' as $$
	select coalesce(array_agg(field.key order by field.key), '{}')
	from jsonb_object_keys(one || other) as field (key)
	where coalesce(one -> field.key, 'null') is distinct from coalesce(other -> field.key, 'null');
$$;

-- A listing while it is changed: how it stood before. `id` and `row_before` are NULL while it is
-- made.
create type internal.listing_change as (
	sort internal.listing_sorts,
	id uuid,
	-- Who changes it; NULL: the clock.
	person_id uuid,
	row_before jsonb,
	document_before jsonb
);

-- Begins to change a listing: locks it, asks whether it is theirs, and finds its document, which
-- was written down when this version was saved. When nobody has saved it yet, or something outside
-- (an import, the seed, a venue that moved) has changed it since, it is built and written down now:
-- every version anybody could have read can be compared and restored. The clock is nobody and is
-- not asked.
-- @param acting who asks: internal.acting_member()
-- @returns NULL in every part when it is not there or not theirs
create function internal.begin_change(
	changed_subject text, wanted uuid, acting uuid, by_clock boolean default false
) returns internal.listing_change
	language plpgsql security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	row_before jsonb;
	document_before jsonb;
begin
	select * into sort from internal.listing_sorts as one where one.subject = changed_subject;
	if sort.subject is null then
		return null;
	end if;
	execute format('select to_jsonb(one) from public.%I as one where one.id = $1 for update', sort.relation)
	into row_before using wanted;
	if row_before is null or not (by_clock or internal.may_edit(changed_subject, wanted)) then
		return null;
	end if;
	-- One from before a column was named, or that no longer says everything, is not how it stands.
	select revision.listing into document_before from public.revisions as revision
	where revision.subject = changed_subject and revision.subject_id = wanted
		and revision.version = (row_before ->> 'version')::integer and revision.person_taken_out_at is null;
	if document_before is null or not document_before ?& internal.columns_of(changed_subject) then
		document_before := internal.document(changed_subject, wanted);
		insert into public.revisions (subject, subject_id, version, saved_at, action, publication, publish_at, listing,
			region_id)
		values (changed_subject, wanted, (row_before ->> 'version')::integer,
			(row_before ->> 'updated_at')::timestamptz, 'found', row_before ->> 'publication',
			(row_before ->> 'publish_at')::timestamptz, document_before, row_before ->> 'region_id')
		on conflict on constraint one_revision_a_version do nothing;
	end if;
	return (sort, wanted, acting, row_before, document_before);
end;
$$;

-- Ends it: writes the revision of the listing as it stands now and the audit's line, unless its
-- version is the one it had. A save that changed nothing but the state is called by what it did.
-- @param known the row as it stands now, where the caller has read it
-- @returns the row as it stands now
create function internal.end_change(
	change internal.listing_change, acted text, operation uuid default null, restored integer default null,
	known jsonb default null
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	sort constant internal.listing_sorts := change.sort;
	row_after constant jsonb := coalesce(known, internal.row_of(sort.relation, change.id));
	document_after jsonb;
	differing text[];
begin
	if row_after -> 'version' = change.row_before -> 'version' then
		return row_after;
	end if;
	document_after := internal.document(sort.subject, change.id);
	differing := internal.differing_fields(coalesce(change.document_before, '{}'), document_after);
	if acted = 'save' and differing = '{}' then
		acted := case
			when row_after ->> 'publication' <> change.row_before ->> 'publication' then
				case when row_after ->> 'publication' = 'published' then 'publish'
					when row_after ->> 'publication' = 'archived' then 'archive'
					when change.row_before ->> 'publication' = 'archived' then 'unarchive'
					else 'unpublish' end
			when row_after ->> 'publish_at' is not null then 'schedule'
			else 'save' end;
	end if;
	insert into public.revisions (subject, subject_id, version, person_id, action, fields, publication, publish_at,
		listing, restored_version, operation, region_id)
	values (sort.subject, change.id, (row_after ->> 'version')::integer, change.person_id, acted, differing,
		row_after ->> 'publication', (row_after ->> 'publish_at')::timestamptz, document_after, restored, operation,
		row_after ->> 'region_id');
	perform internal.note_act(acted, sort.subject, change.id, internal.listing_name(sort, row_after),
		row_after ->> 'region_id', jsonb_strip_nulls(jsonb_build_object('version', row_after -> 'version',
			'fields', to_jsonb(differing), 'publication', row_after -> 'publication',
			'publish_at', row_after -> 'publish_at', 'restored', restored, 'operation', operation)), change.person_id);
	return row_after;
end;
$$;

-- Everything a form needs of a listing, or NULL: not there, or not theirs.
create function internal.listing(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('subject', wanted_subject, 'id', one.listing -> 'id', 'slug', one.listing -> 'slug',
		'version', one.listing -> 'version', 'publication', one.listing -> 'publication',
		'publish_at', one.listing -> 'publish_at', 'removed_at', one.listing -> 'removed_at',
		'is_example', one.listing -> 'is_example', 'confirmed_on', one.listing -> 'confirmed_on',
		'corrected_at', one.listing -> 'corrected_at',
		'region_id', one.listing -> 'region_id', 'updated_at', one.listing -> 'updated_at',
		'listing', internal.document(wanted_subject, wanted))
	from (select internal.listing_row(wanted_subject, wanted) as listing) as one
	where internal.may_edit(wanted_subject, wanted);
$$;
grant execute on function internal.listing to authenticated;

create function public.listing(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.listing(subject, id) $$;
grant execute on function public.listing to authenticated;
