-- What changed after an event was published, so that its page can say "moved from 12 March".
-- Written by triggers alone.
create table public.event_changes (
	id uuid primary key default gen_random_uuid(),
	event_id uuid not null references public.events (id) on delete cascade,
	-- The date that changed; empty when the whole event did.
	occurrence_id uuid references public.event_occurrences (id) on delete cascade,
	changed_at timestamptz not null default now(),
	what text not null check (what in ('time', 'place', 'state')),
	previous_starts_at timestamptz,
	previous_ends_at timestamptz,
	previous_attendance text check (previous_attendance in ('on-site', 'online', 'both')),
	previous_venue text,
	previous_street text,
	previous_place_id text references public.places (id),
	previous_state text check (previous_state in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	constraint change_says_what_was check (case what
		when 'time' then previous_starts_at is not null and previous_ends_at > previous_starts_at
		when 'state' then previous_state is not null
		else true end)
);
create index event_changes_event on public.event_changes (event_id, changed_at);
create index event_changes_occurrence on public.event_changes (occurrence_id) where occurrence_id is not null;
create index event_changes_place on public.event_changes (previous_place_id) where previous_place_id is not null;
alter table public.event_changes enable row level security;
create policy "everybody reads changes of published events" on public.event_changes
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_changes
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_changes from public, anon, authenticated, service_role;
grant select (
	id, event_id, occurrence_id, changed_at, what, previous_starts_at, previous_ends_at,
	previous_attendance, previous_venue, previous_street, previous_place_id, previous_state
) on public.event_changes to anon, authenticated;
grant select on public.event_changes to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_changes
	for each statement execute function internal.raise_content_version();

-- Only what people could have read and could still go to is worth a notice: drafts, what is made in
-- the same transaction and dates that are over are not.
create function internal.record_event_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if new.created_at >= now() or not exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = new.id and occurrence.ends_at > now()) then
		return null;
	end if;
	if (new.attendance, new.venue_name, new.street, new.place_id)
			is distinct from (old.attendance, old.venue_name, old.street, old.place_id) then
		insert into public.event_changes (event_id, what, previous_attendance, previous_venue, previous_street,
			previous_place_id)
		values (new.id, 'place', old.attendance, old.venue_name, old.street, old.place_id);
	end if;
	if new.status <> old.status then
		insert into public.event_changes (event_id, what, previous_state) values (new.id, 'state', old.status);
	end if;
	return null;
end;
$$;
create trigger record_event_change
	after update of attendance, venue_name, street, place_id, status on public.events
	for each row when (old.publication = 'published' and new.publication = 'published')
	execute function internal.record_event_change();

create function internal.record_occurrence_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	event public.events;
	state_before text;
begin
	select * into event from public.events as one where one.id = new.event_id;
	if event.publication <> 'published' or event.created_at >= now() or old.ends_at <= now()
		or old.event_id <> new.event_id then
		return null;
	end if;
	if (new.starts_at, new.ends_at) is distinct from (old.starts_at, old.ends_at) then
		insert into public.event_changes (event_id, occurrence_id, what, previous_starts_at, previous_ends_at)
		values (new.event_id, new.id, 'time', old.starts_at, old.ends_at);
	end if;
	if (case when new.elsewhere then new.venue_name else event.venue_name end,
			case when new.elsewhere then new.street else event.street end,
			case when new.elsewhere then new.place_id else event.place_id end)
		is distinct from (case when old.elsewhere then old.venue_name else event.venue_name end,
			case when old.elsewhere then old.street else event.street end,
			case when old.elsewhere then old.place_id else event.place_id end) then
		insert into public.event_changes (event_id, occurrence_id, what, previous_attendance, previous_venue,
			previous_street, previous_place_id)
		values (new.event_id, new.id, 'place', event.attendance,
			case when old.elsewhere then old.venue_name else event.venue_name end,
			case when old.elsewhere then old.street else event.street end,
			case when old.elsewhere then old.place_id else event.place_id end);
	end if;
	-- What the whole event does to its dates (internal.overrule_dates) has the notice of the whole.
	state_before := coalesce(case when not old.overruled then old.status end, event.status);
	if coalesce(case when not new.overruled then new.status end, event.status) <> state_before
		and pg_catalog.pg_trigger_depth() = 1 then
		insert into public.event_changes (event_id, occurrence_id, what, previous_state)
		values (new.event_id, new.id, 'state', state_before);
	end if;
	return null;
end;
$$;
create trigger record_occurrence_change after update on public.event_occurrences
	for each row execute function internal.record_occurrence_change();
