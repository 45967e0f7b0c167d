-- The history of a listing: who saved it, when, and which fields changed. Whole states are asked
-- for two at a time, to be compared.

-- {id, name, slug, version, publication, updated_at, total, revisions [{version, at, by, action,
-- fields, publication, publish_at, restored, many: changed together with others,
-- person_taken_out_at}]}, newest first, `size` of them from page `page`; NULL: not there or not
-- theirs.
create function internal.listing_history(wanted_subject text, wanted uuid, page integer, size integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('id', wanted, 'slug', one.listing -> 'slug',
		'name', coalesce(one.listing -> 'name', one.listing -> 'title'),
		'version', one.listing -> 'version', 'publication', one.listing -> 'publication',
		'updated_at', one.listing -> 'updated_at',
		'total', (select count(*) from public.revisions as revision
			where revision.subject = wanted_subject and revision.subject_id = wanted),
		'revisions', (select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at,
				'by', coalesce(person.name, revision.person_name), 'action', revision.action, 'fields', to_jsonb(revision.fields),
				'publication', revision.publication, 'publish_at', revision.publish_at,
				'restored', revision.restored_version, 'many', revision.operation is not null,
				'person_taken_out_at', revision.person_taken_out_at) order by revision.version desc), '[]')
			from (select * from public.revisions as every_one
				where every_one.subject = wanted_subject and every_one.subject_id = wanted
				order by every_one.version desc offset (greatest(page, 1) - 1) * size limit size) as revision
			left join public.people as person on person.id = revision.person_id))
	from (select internal.listing_row(wanted_subject, wanted) as listing) as one
	where internal.may_edit(wanted_subject, wanted);
$$;
grant execute on function internal.listing_history to authenticated;

create function public.listing_history(subject text, id uuid, page integer default 1, size integer default 50)
	returns jsonb
	language sql stable set search_path = '' as $$
	select internal.listing_history(subject, id, page, least(greatest(size, 1), 200))
$$;
grant execute on function public.listing_history to authenticated;

-- Two states of a listing, older first: [{version, at, by, publication, listing}]. A version nobody
-- wrote down is missing.
create function internal.listing_versions(wanted_subject text, wanted uuid, versions integer[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at,
		'by', coalesce(person.name, revision.person_name),
		'publication', revision.publication, 'listing', revision.listing) order by revision.version), '[]')
	from public.revisions as revision left join public.people as person on person.id = revision.person_id
	where internal.may_edit(wanted_subject, wanted) and revision.subject = wanted_subject
		and revision.subject_id = wanted and revision.version = any (versions[1:2]);
$$;
grant execute on function internal.listing_versions to authenticated;

create function public.listing_versions(subject text, id uuid, versions integer[]) returns jsonb
	language sql stable set search_path = '' as $$ select internal.listing_versions(subject, id, versions) $$;
grant execute on function public.listing_versions to authenticated;

-- What listings held before and after these lines of the audit, for administrators: {id: {before,
-- after}} of up to 200 lines that changed a document. Of a person who was taken out of the history
-- nothing stands here either: it is the history that is read.
create function internal.audit_states(lines bigint[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_object_agg(line.id, jsonb_build_object('before', before.listing, 'after', later.listing)), '{}')
	from public.audit as line
	join public.revisions as later on later.subject = line.subject and later.subject_id = line.subject_id
		and later.version::text = line.detail ->> 'version' and later.fields <> '{}'
	cross join lateral (select one.listing from public.revisions as one
		where one.subject = later.subject and one.subject_id = later.subject_id and one.version < later.version
		order by one.version desc limit 1) as before
	where (select internal.is_administrator()) and line.id = any (lines[1:200]);
$$;
grant execute on function internal.audit_states to authenticated;

create function public.audit_states(lines bigint[]) returns jsonb
	language sql stable set search_path = '' as $$ select internal.audit_states(lines) $$;
grant execute on function public.audit_states to authenticated;

-- A contact person who has left may ask to be forgotten: the listing no longer names them, its
-- history still does. Whoever keeps the listing takes them out of every kept state; everything else
-- in these states can still be restored. What is taken out is gone.

-- How two spellings of a name are held to be one: capitals, diacritics and spaces do not matter.
create function internal.person_key(name text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return pg_catalog.regexp_replace(pg_catalog.btrim(internal.fold(name)), '\s+', ' ', 'g');

-- {name, key} of everybody a document names as a contact: persons of an organisation; of an event
-- its contact, who without a name is known by address or phone. A document that holds only some
-- keys (a kept conflict) names whom these name.
create function internal.persons_of(document jsonb) returns table (name text, key text)
	language sql immutable parallel safe set search_path = '' as $$
	select btrim(one.name), internal.person_key(one.name)
	from (
		select person ->> 'name' as name
		from jsonb_array_elements(case jsonb_typeof(document -> 'contact_persons')
			when 'array' then document -> 'contact_persons' else '[]' end) as person
		union all
		select coalesce(document ->> 'contact_name', document ->> 'contact_email', document ->> 'contact_phone')
	) as one
	where btrim(one.name) <> '';
$$;

-- The document without a person, everything else as it was. `nothing` stands where an event's
-- contact stood: in a saved state NULL, so that restoring it says that there was none; a kept
-- conflict leaves the keys out, because what a save does not name stays.
create function internal.without_person(document jsonb, gone text, nothing jsonb) returns jsonb
	language sql immutable parallel safe set search_path = '' as $$
	select case
			when internal.person_key(coalesce(document ->> 'contact_name', document ->> 'contact_email',
				document ->> 'contact_phone')) = gone
			then document - array['contact_name', 'contact_role', 'contact_phone', 'contact_email']
				|| nothing
			else document end
		|| case when jsonb_typeof(document -> 'contact_persons') = 'array'
			then jsonb_build_object('contact_persons', (
				select coalesce(jsonb_agg(person.entry order by person.place), '[]')
				from jsonb_array_elements(document -> 'contact_persons') with ordinality as person (entry, place)
				where internal.person_key(person.entry ->> 'name') is distinct from gone))
			else '{}' end;
$$;

-- [{name, versions: how many saved states name them}] of those whom the history still names and the
-- listing does not. What others typed and never saved is theirs to see: it is taken out, too, and
-- counts for nobody else here.
create function internal.persons_in_history(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('name', known.name, 'versions', known.versions)
		order by internal.sort_key(known.name) collate "C", known.key), '[]')
	from (
		select named.key, (array_agg(named.name order by named.version desc nulls last))[1] as name,
			count(distinct named.version) as versions
		from (
			select person.key, person.name, revision.version
			from public.revisions as revision cross join lateral internal.persons_of(revision.listing) as person
			where revision.subject = wanted_subject and revision.subject_id = wanted
			union all
			select person.key, person.name, null
			from public.conflicts as conflict cross join lateral internal.persons_of(conflict.listing) as person
			where conflict.subject = wanted_subject and conflict.subject_id = wanted
				and conflict.person_id = (select internal.person())
		) as named
		where internal.may_edit(wanted_subject, wanted)
		group by named.key
	) as known
	where not exists (select from internal.persons_of(internal.document(wanted_subject, wanted)) as listed
		where listed.key = known.key);
$$;
grant execute on function internal.persons_in_history to authenticated;

create function public.persons_in_history(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.persons_in_history(subject, id) $$;
grant execute on function public.persons_in_history to authenticated;

-- {status: done, versions} · listed: the listing names them today, which is taken back first ·
-- unchanged: nothing names them · refused. The audit says that it was done, to which listing, and
-- not to whom.
create function internal.take_person_out(changed_subject text, wanted uuid, person text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	gone text := internal.person_key(person);
	change internal.listing_change;
	states integer;
	typed integer;
begin
	if me is null or coalesce(gone, '') = '' then
		return '{"status":"refused"}'::jsonb;
	end if;
	-- A save that names them again waits for this, or this for it.
	change := internal.begin_change(changed_subject, wanted, me);
	if change.id is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	if exists (select from internal.persons_of(change.document_before) as listed where listed.key = gone) then
		return '{"status":"listed"}'::jsonb;
	end if;
	update public.revisions as revision
	set person_taken_out_at = now(),
		listing = internal.without_person(revision.listing, gone, '{"contact_name": null, "contact_role": {},
			"contact_phone": null, "contact_email": null}')
	where revision.subject = changed_subject and revision.subject_id = wanted
		and exists (select from internal.persons_of(revision.listing) as named where named.key = gone);
	get diagnostics states = row_count;
	update public.conflicts as conflict set listing = internal.without_person(conflict.listing, gone, '{}')
	where conflict.subject = changed_subject and conflict.subject_id = wanted
		and exists (select from internal.persons_of(conflict.listing) as named where named.key = gone);
	get diagnostics typed = row_count;
	if states + typed = 0 then
		return '{"status":"unchanged"}'::jsonb;
	end if;
	perform internal.note_act('take-out-person', changed_subject, wanted,
		internal.listing_name(change.sort, change.row_before), change.row_before ->> 'region_id',
		jsonb_build_object('versions', states));
	return jsonb_build_object('status', 'done', 'versions', states);
end;
$$;
grant execute on function internal.take_person_out to authenticated;

create function public.take_person_out(subject text, id uuid, person text) returns jsonb
	language sql set search_path = '' as $$ select internal.take_person_out(subject, id, person) $$;
grant execute on function public.take_person_out to authenticated;
