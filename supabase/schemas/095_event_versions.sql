-- Calendars take an event anew when its SEQUENCE has risen and leave it alone when not, and feed
-- readers sort by the last change. So the database itself counts: `version` rises and `updated_at`
-- moves with every real change of an event, its dates, organisers and topics, once a transaction,
-- and with nothing else.

create function internal.count_event_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	-- What a change is not: the count itself, the address, and columns that follow from others (empty
	-- here until the row is written).
	aside text[] := array['version', 'updated_at', 'counted_in', 'slug', 'latitude', 'longitude'];
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

-- After every trigger that completes the row.
create trigger z_count_change before update on public.events
	for each row execute function internal.count_event_change();

create function internal.count_change_beside_event() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	changed uuid[] := case tg_op when 'INSERT' then array[new.event_id] when 'DELETE' then array[old.event_id]
		else array[old.event_id, new.event_id] end;
begin
	-- An event that is new, or was counted in this transaction, carries the transaction's own number.
	-- It is looked for first: an update that meets no row would still wake every trigger of the
	-- table, once a date.
	if exists (select from public.events as event where event.id = any (changed)
				and not internal.is_counted(event.updated_at, event.counted_in)) then
		update public.events as event set version = event.version + 1, updated_at = now(), counted_in = pg_current_xact_id()
		where event.id = any (changed) and not internal.is_counted(event.updated_at, event.counted_in);
	end if;
	return null;
end;
$$;
create trigger y_count_change after insert or delete on public.event_occurrences
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change_of_date after update on public.event_occurrences
	for each row when (old.* is distinct from new.*) execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_organisers
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_topics
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_documents
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_venues
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_join_links
	for each row execute function internal.count_change_beside_event();
