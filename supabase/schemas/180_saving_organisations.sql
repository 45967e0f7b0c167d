-- Saving an organisation: one function for forms, restoring and whoever else writes. It checks who
-- asks, refuses what was read before somebody else saved, and leaves nothing half done. No role of
-- the data interface may write to a table; this is the only way in.

-- Writes what a document names, after every check; the answer of a save that went well.
create function internal.write_organisation(
	wanted uuid, read_version integer, changed jsonb, act jsonb
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	now_row public.organisations;
	next_row public.organisations;
	town public.places;
	made boolean := wanted is null;
	acted text := coalesce(act ->> 'action', 'save');
	unknown text;
	before_document jsonb;
	after_document jsonb;
begin
	select key into unknown from jsonb_object_keys(changed) as key
	where key <> all (internal.organisation_columns() || array['topics', 'contact_persons', 'differences']) limit 1;
	if unknown is not null then
		perform internal.refuse(jsonb_build_object('status', 'invalid', 'constraint', 'unknown_field', 'field', unknown));
	end if;

	if made then
		-- Editors keep one organisation; new ones are listed by who answers for a region.
		if not internal.is_administrator() and cardinality(internal.my_regions()) = 0 then
			perform internal.refuse('{"status":"refused"}');
		end if;
		now_row.id := gen_random_uuid();
		now_row.approximate := true;
		now_row.pin_by_hand := false;
		now_row.former_names := '{}'::text[];
		now_row.legal_form := '{}'::jsonb;
		now_row.summary := '{}'::jsonb;
		now_row.logo_alt := '{}'::jsonb;
		now_row.picture_alt := '{}'::jsonb;
		now_row.phones := '{}'::text[];
		now_row.social_links := '{}'::text[];
		now_row.languages := '{}'::text[];
		now_row.publication := 'draft';
		before_document := '{}'::jsonb;
	else
		select * into now_row from public.organisations as one where one.id = wanted for update;
		if now_row.id is null or not internal.may_edit_organisation(wanted) then
			perform internal.refuse('{"status":"refused"}');
		end if;
		if now_row.publication = 'removed' then
			perform internal.refuse('{"status":"removed"}');
		end if;
		if read_version is distinct from now_row.version then
			perform internal.refuse('{"status":"stale"}');
		end if;
		perform internal.note_found('organisation', wanted);
		before_document := internal.organisation_document(wanted);
	end if;

	next_row := jsonb_populate_record(now_row, changed - array['latitude', 'longitude']);
	if changed ? 'latitude' or changed ? 'longitude' then
		next_row.location := case when changed ->> 'latitude' is not null and changed ->> 'longitude' is not null
			then extensions.st_setsrid(extensions.st_makepoint((changed ->> 'longitude')::double precision,
				(changed ->> 'latitude')::double precision), 4326)::extensions.geography end;
	end if;
	-- Another town brings the pin along, unless a hand has set it: that one knows better than a gazetteer.
	if next_row.place_id is distinct from now_row.place_id and not next_row.pin_by_hand
		and not (changed ->> 'latitude' is not null) then
		select * into town from public.places as place where place.id = next_row.place_id;
		next_row.location := town.location;
		next_row.approximate := true;
	end if;
	if next_row.location is null then
		next_row.pin_by_hand := false;
		next_row.approximate := true;
	end if;
	-- Nobody knows yet where it is: it is listed in the region of whoever lists it, or they could not go on with it.
	if made and next_row.location is null and next_row.municipality_id is null then
		next_row.region_id := (internal.my_regions())[1];
	end if;
	if act ->> 'publication' is not null then
		if act ->> 'publication' not in ('draft', 'published', 'archived') then
			perform internal.refuse('{"status":"invalid","constraint":"publication"}');
		end if;
		next_row.publication := act ->> 'publication';
		next_row.publish_at := case when next_row.publication = 'draft' then (act ->> 'publish_at')::timestamptz end;
	end if;

	if made then
		insert into public.organisations (id, slug, kind, name, abbreviation, former_names, legal_form,
			registration_number, summary, street, postcode, place_id, municipality_id, region_id,
			location, approximate, pin_by_hand, phones, email, website, social_links, languages, opening_hours, logo_id,
			logo_alt, picture_id, picture_alt, publication, publish_at)
		values (next_row.id, internal.new_slug(coalesce(internal.text_in(next_row.name, null), ''), 'organisation'),
			next_row.kind,
			next_row.name, next_row.abbreviation, next_row.former_names, next_row.legal_form,
			next_row.registration_number, next_row.summary, next_row.street,
			next_row.postcode, next_row.place_id, next_row.municipality_id, next_row.region_id, next_row.location,
			next_row.approximate, next_row.pin_by_hand, next_row.phones, next_row.email, next_row.website,
			next_row.social_links, next_row.languages, next_row.opening_hours, next_row.logo_id, next_row.logo_alt,
			next_row.picture_id, next_row.picture_alt,
			next_row.publication, next_row.publish_at);
	else
		update public.organisations as one
		set (kind, name, abbreviation, former_names, legal_form, registration_number,
				summary, street, postcode, place_id, municipality_id, location, approximate, pin_by_hand,
				phones, email, website, social_links, languages, opening_hours, logo_id, logo_alt,
				picture_id, picture_alt, publication, publish_at)
			= (next_row.kind, next_row.name, next_row.abbreviation, next_row.former_names,
				next_row.legal_form, next_row.registration_number, next_row.summary, next_row.street, next_row.postcode,
				next_row.place_id, next_row.municipality_id,
				next_row.location, next_row.approximate, next_row.pin_by_hand, next_row.phones, next_row.email,
				next_row.website, next_row.social_links, next_row.languages, next_row.opening_hours, next_row.logo_id,
				next_row.logo_alt, next_row.picture_id, next_row.picture_alt, next_row.publication, next_row.publish_at)
		where one.id = wanted
			and (to_jsonb(one) - array['latitude', 'longitude', 'location'], one.location::text)
				is distinct from (to_jsonb(next_row) - array['latitude', 'longitude', 'location'], next_row.location::text);
	end if;

	if changed ? 'topics' then
		delete from public.organisation_topics as link
		where link.organisation_id = next_row.id and not (changed -> 'topics' ? link.topic_id);
		insert into public.organisation_topics (organisation_id, topic_id)
		select next_row.id, topic from jsonb_array_elements_text(changed -> 'topics') as topic
		on conflict do nothing;
	end if;
	if changed ? 'contact_persons'
		and changed -> 'contact_persons' is distinct from before_document -> 'contact_persons' then
		delete from public.contact_persons as contact where contact.organisation_id = next_row.id;
		insert into public.contact_persons (organisation_id, position, name, role, phone, email, purpose,
			consent_on, shown)
		select next_row.id, person.place, person.entry ->> 'name', coalesce(person.entry -> 'role', '{}'),
			person.entry ->> 'phone', person.entry ->> 'email', person.entry ->> 'purpose',
			(person.entry ->> 'consent_on')::date, coalesce((person.entry ->> 'shown')::boolean, false)
		from jsonb_array_elements(changed -> 'contact_persons') with ordinality as person (entry, place);
	end if;

	if not internal.may_edit_organisation(next_row.id) then
		perform internal.refuse(jsonb_build_object('status', 'outside', 'region_id',
			(select one.region_id from public.organisations as one where one.id = next_row.id)));
	end if;

	-- Where a fact was read says nothing about the one that replaces it.
	after_document := internal.organisation_document(next_row.id);
	if not made then
		delete from public.organisation_sources as source
		where source.organisation_id = next_row.id
			and source.field = any (internal.differing_fields(before_document, after_document));
	end if;

	return internal.saved_answer('organisation', next_row.id, case
		when made then 'create'
		when acted = 'restore' then 'restore'
		when before_document = after_document and now_row.publication <> next_row.publication then
			case next_row.publication when 'published' then 'publish' when 'archived' then 'archive' else 'unpublish' end
		when before_document = after_document and next_row.publish_at is not null then 'schedule'
		else 'save' end, null, (act ->> 'of')::integer);
end;
$$;

-- What every save does around its own work: the same attempt is answered once, what is refused
-- leaves nothing behind, a stale one is kept for its person, and a broken rule of a table comes
-- back by its name. A listing of more than a megabyte is refused before anything is done with it,
-- and lists within lists come back as a form that cannot be read. Errors that are no person's fault
-- go on.
create function internal.save_organisation(
	wanted uuid, read_version integer, attempt uuid, changed jsonb, act jsonb
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	answer jsonb;
	broken text;
begin
	if me is null or not internal.is_member() then
		return '{"status":"refused"}'::jsonb;
	end if;
	if octet_length(changed::text) > 1000000 then
		return '{"status":"invalid","constraint":"form"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	begin
		answer := internal.write_organisation(wanted, read_version, coalesce(changed, '{}'), coalesce(act, '{}'));
		set constraints all immediate;
	exception
		when sqlstate 'TK001' then
			get stacked diagnostics broken = pg_exception_detail;
			answer := broken::jsonb;
		when integrity_constraint_violation then
			get stacked diagnostics broken = constraint_name;
			answer := internal.invalid_answer(broken, sqlerrm);
		when data_exception or feature_not_supported or program_limit_exceeded then
			answer := internal.invalid_answer('form', sqlerrm);
	end;
	if answer ->> 'status' = 'stale' then
		perform internal.keep_conflict('organisation', wanted, read_version, coalesce(changed, '{}'));
		answer := internal.stale_answer('organisation', wanted, read_version);
	end if;
	return internal.remember_answer(me, attempt, answer);
end;
$$;
grant execute on function internal.save_organisation to authenticated;

create function public.save_organisation(
	id uuid, read_version integer, attempt uuid, listing jsonb, act jsonb default '{}'
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_organisation(id, read_version, attempt, listing, act)
$$;
grant execute on function public.save_organisation to authenticated;
