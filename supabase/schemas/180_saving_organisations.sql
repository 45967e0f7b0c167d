-- Saving an organisation: what is its own within the frame of every save (internal.save_listing).
-- No role of the data interface may write to a table; this is the only way in.

create function internal.write_organisation(work text, change internal.listing_change, given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	columns constant text[] := internal.organisation_columns();
	-- What is no column of its own; differences belong to events, and stand in no document of an
	-- organisation.
	parts constant text[] := array['topics', 'contact_persons', 'differences'];
	changed jsonb := given -> 'listing';
	next_row jsonb;
	row_after jsonb;
	corrects boolean;
	replaced text[] := array[]::text[];
begin
	if work <> 'save' then
		perform internal.refuse('{"status":"invalid","constraint":"work"}');
	end if;
	if changed - columns - parts <> '{}' then
		perform internal.refuse_unknown(changed - columns - parts);
	end if;
	next_row := internal.typed('organisations', changed - parts);
	if changed ? 'topics' and not internal.same_set(changed -> 'topics', change.document_before -> 'topics') then
		replaced := replaced || 'topics'::text;
	end if;
	if changed ? 'contact_persons'
		and changed -> 'contact_persons' is distinct from change.document_before -> 'contact_persons' then
		replaced := replaced || 'contact_persons'::text;
	end if;
	-- Another state alone corrects nothing.
	corrects := change.id is null or replaced <> '{}' or change.row_before || next_row <> change.row_before;
	next_row := internal.placed(change.row_before, next_row) || (given -> 'state')
		|| case when corrects then jsonb_build_object('corrected_at', now()) else '{}' end;
	if change.id is null then
		-- Editors keep one organisation; new ones are listed by who answers for a region.
		if not internal.is_administrator() and cardinality(internal.my_regions()) = 0 then
			perform internal.refuse('{"status":"refused"}');
		end if;
		-- Nobody knows yet where it is: it is listed in the region of whoever lists it, or they
		-- could not go on with it.
		if next_row ->> 'location' is null and next_row ->> 'municipality_id' is null then
			next_row := next_row || jsonb_build_object('region_id', (internal.my_regions())[1]);
		end if;
		next_row := next_row || jsonb_build_object('slug',
			internal.new_slug('organisation', internal.listing_name(change.sort, next_row)));
	end if;
	row_after := internal.write_row('organisations', change.row_before, next_row);

	if 'topics' = any (replaced) then
		perform internal.set_topics('organisation', (row_after ->> 'id')::uuid, changed -> 'topics');
	end if;
	if 'contact_persons' = any (replaced) then
		perform internal.write_children('contact_persons', 'organisation_id', (row_after ->> 'id')::uuid,
			internal.contact_person_columns(), changed -> 'contact_persons',
			'{"shown": false, "role": {}}');
	end if;
	-- Where a fact was read says nothing about the one that replaces it. Looked for first, because
	-- a statement that meets no row still wakes the triggers of the table.
	if change.id is not null and exists (select from public.organisation_sources as source
			where source.organisation_id = change.id and (source.field = any (replaced)
				or change.row_before -> source.field is distinct from row_after -> source.field)) then
		delete from public.organisation_sources as source
		where source.organisation_id = change.id and (source.field = any (replaced)
			or change.row_before -> source.field is distinct from row_after -> source.field);
	end if;
	return jsonb_build_object('id', row_after -> 'id');
end;
$$;

create function public.save_organisation(
	id uuid, read_version integer, attempt uuid, listing jsonb, act jsonb default '{}'
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_listing('organisation', 'save', id, read_version, attempt,
		jsonb_build_object('listing', listing, 'act', act))
$$;
grant execute on function public.save_organisation to authenticated;
