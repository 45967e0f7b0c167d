-- How a save writes, whatever it writes to: rows, what hangs on them, pins and states. Which
-- columns may be written is said by the lists in 150_revisions.sql and asked before; nothing here
-- names one.

-- Ends a save from within: what was written so far is taken back, the answer goes to the person.
create function internal.refuse(answer jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	raise exception using errcode = 'TK001', message = 'refused', detail = answer::text;
end;
$$;

-- Refuses a save that names what it may not write: a column that is not in the list, whatever it
-- is.
create function internal.refuse_unknown(unknown jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	perform internal.refuse(jsonb_build_object('status', 'invalid', 'constraint', 'unknown_field',
		'field', (select key from jsonb_object_keys(unknown) as key limit 1)));
end;
$$;

-- The same values as the columns hold them ('1' as 1, a time with seconds), so that they can be
-- compared with a row; what is no column goes.
create function internal.typed(relation text, changed jsonb) returns jsonb
	language plpgsql stable set search_path = '' as $$
declare
	filled jsonb;
begin
	execute format('select coalesce(jsonb_object_agg(field.key, field.value), ''{}'')
		from jsonb_each(to_jsonb(jsonb_populate_record(null::public.%I, $1))) as field where $1 ? field.key', relation)
	into filled using changed;
	return filled;
end;
$$;

-- Writes the columns that `changed` (typed) names and that differ from the row as it was; what is
-- not named stays, and what is not written wakes no trigger. Without a row a new one is made, with
-- the table's own defaults for what is not named. @returns the row after its triggers
create function internal.write_row(relation text, row_before jsonb, changed jsonb) returns jsonb
	language plpgsql set search_path = '' as $$
declare
	written text := (select string_agg(quote_ident(field.key), ', ') from jsonb_each(changed) as field
		where row_before is null or row_before -> field.key is distinct from field.value);
	row_after jsonb;
begin
	if written is null then
		return row_before;
	end if;
	if row_before is null then
		execute format('insert into public.%1$I as one (%2$s)
			select %2$s from jsonb_populate_record(null::public.%1$I, $1) returning to_jsonb(one)', relation, written)
		into row_after using changed;
	else
		execute format('update public.%1$I as one
			set (%2$s) = (select %2$s from jsonb_populate_record(null::public.%1$I, $1))
			where one.id = $2 returning to_jsonb(one)', relation, written)
		into row_after using changed, (row_before ->> 'id')::uuid;
	end if;
	return row_after;
end;
$$;

-- Replaces what hangs on a listing, in the order given: rows of a table with the columns `owner`
-- (the listing) and `position`. Of each entry the columns of the list are written; what it leaves
-- out or has as null is as `blank` says.
create function internal.write_children(
	relation text, owner text, owner_id uuid, allowed text[], entries jsonb, blank jsonb default '{}'
) returns void
	language plpgsql set search_path = '' as $$
declare
	columns text := (select string_agg(quote_ident(name), ', ') from unnest(allowed) as name);
begin
	execute format('delete from public.%I as child where child.%I = $1', relation, owner) using owner_id;
	execute format('insert into public.%1$I (%2$I, position, %3$s)
		select $1, entry.place, %3$s from jsonb_array_elements($2) with ordinality as entry (value, place)
		cross join lateral jsonb_populate_record(null::public.%1$I,
			($3 || jsonb_strip_nulls(entry.value)) - array[%2$L, ''position'']) as filled', relation, owner, columns)
	using owner_id, entries, blank;
end;
$$;

-- Whether two lists hold the same, in whatever order; false when one is missing.
create function internal.same_set(one jsonb, other jsonb) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return coalesce(jsonb_typeof(one) = 'array' and jsonb_typeof(other) = 'array' and one @> other and one <@ other,
		false);
end;
$$;

-- The topics of a listing, as a set: rows that stay are not touched.
create function internal.set_topics(changed_subject text, wanted uuid, topics jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	execute format('delete from public.%1$I as link where link.%2$I = $1 and not ($2 ? link.topic_id)',
		changed_subject || '_topics', changed_subject || '_id') using wanted, topics;
	execute format('insert into public.%1$I (%2$I, topic_id)
		select $1, topic from jsonb_array_elements_text($2) as topic on conflict do nothing',
		changed_subject || '_topics', changed_subject || '_id') using wanted, topics;
end;
$$;

-- The columns that follow from a changed place, by the rules of every pin: latitude and longitude
-- become one point; another town brings the pin along, unless a hand has set it, which knows better
-- than a gazetteer; where there is no pin, nobody has set it and nothing is exact.
-- @param changed columns as a person sends them @returns the same without latitude and longitude,
-- with location, approximate and pin_by_hand where they follow
create function internal.placed(row_before jsonb, changed jsonb) returns jsonb
	language plpgsql stable set search_path = '' as $$
declare
	next_row jsonb := coalesce(row_before, '{}') || changed;
	placed jsonb := changed - array['latitude', 'longitude'];
begin
	if changed ? 'latitude' or changed ? 'longitude' then
		placed := placed || jsonb_build_object('location',
			case when changed ->> 'latitude' is not null and changed ->> 'longitude' is not null
			then extensions.st_setsrid(extensions.st_makepoint((changed ->> 'longitude')::double precision,
				(changed ->> 'latitude')::double precision), 4326)::extensions.geography::text end);
	end if;
	if next_row ->> 'place_id' is distinct from row_before ->> 'place_id'
		and not coalesce((next_row ->> 'pin_by_hand')::boolean, false) and changed ->> 'latitude' is null then
		placed := placed || jsonb_build_object('approximate', true, 'location',
			(select place.location::text from public.places as place where place.id = next_row ->> 'place_id'));
	end if;
	if (coalesce(row_before, '{}') || placed) ->> 'location' is null then
		placed := placed || '{"pin_by_hand": false, "approximate": true}';
	end if;
	return placed;
end;
$$;

-- The columns of the state an act asks for; none when it asks for none.
create function internal.asked_state(act jsonb) returns jsonb
	language plpgsql stable set search_path = '' as $$
begin
	if act ->> 'publication' is null then
		return '{}'::jsonb;
	end if;
	if act ->> 'publication' not in ('draft', 'published', 'archived') then
		perform internal.refuse('{"status":"invalid","constraint":"publication"}');
	end if;
	return jsonb_build_object('publication', act ->> 'publication', 'publish_at',
		case when act ->> 'publication' = 'draft' then (act ->> 'publish_at')::timestamptz end);
end;
$$;

-- A draft that was never published has told its address to nobody: it gives it up to whoever asks
-- for the same name, who would learn from a number after theirs that a draft of that name is there.
-- @returns whether it did
create function internal.give_slug_up(named_subject text, relation text, wanted text) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	hidden uuid;
begin
	execute format('select one.id from public.%I as one where one.slug = $1 and one.publication = ''draft''
		and not exists (select from public.revisions as revision where revision.subject = $2
			and revision.subject_id = one.id and revision.publication <> ''draft'')', relation)
	into hidden using wanted, named_subject;
	if hidden is null then
		return false;
	end if;
	execute format('update public.%I set slug = $1 where id = $2', relation)
	using rtrim(left(wanted, 60), '-') || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12), hidden;
	return true;
end;
$$;

-- An address for a new listing: the words of its name in plain Latin letters, its sort when there
-- are none; with a number when another one of its sort has it already.
create function internal.new_slug(named_subject text, name text) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	relation text := (select sort.relation from internal.listing_sorts as sort where sort.subject = named_subject);
	wanted text := coalesce(nullif(internal.slug_of(name), ''), named_subject);
	candidate text;
	taken boolean;
begin
	-- Two listings of the same name made at the same moment must not both be told that the address
	-- is free.
	perform pg_advisory_xact_lock(7406912359);
	for number in 1 .. 1000 loop
		candidate := case when number = 1 then wanted else wanted || '-' || number end;
		execute format('select exists (select from public.%I as one where one.slug = $1)', relation)
		into taken using candidate;
		if not taken or internal.give_slug_up(named_subject, relation, candidate) then
			return candidate;
		end if;
	end loop;
	return left(wanted, 40) || '-' || replace(gen_random_uuid()::text, '-', '');
end;
$$;
