-- Until when an organisation holds something: the end of the last date of its published events that takes place. "Has upcoming
-- events" is then one comparison with the clock, where looking through the dates of everybody would read a million rows.

create table internal.last_dates (
	organisation_id uuid primary key references public.organisations (id) on delete cascade,
	ends_at timestamptz not null
);
create index last_dates_end on internal.last_dates (ends_at);
alter table internal.last_dates enable row level security;
revoke all on internal.last_dates from public, anon, authenticated, service_role;

-- Works the rows of these organisations out anew.
create function internal.refresh_last_dates(organisations uuid[]) returns void
	language sql security definer set search_path = '' set jit = off as $$
	with held as (
		select organiser.organisation_id, max(occurrence.ends_at) as ends_at
		from public.event_organisers as organiser
		join public.events as event on event.id = organiser.event_id and event.publication = 'published'
		join public.event_occurrences as occurrence on occurrence.event_id = event.id
		where organiser.organisation_id = any (organisations)
			and coalesce(occurrence.status, event.status) not in ('cancelled', 'postponed')
		group by organiser.organisation_id
	), gone as (
		delete from internal.last_dates as kept
		where kept.organisation_id = any (organisations)
			and not exists (select from held where held.organisation_id = kept.organisation_id)
	)
	insert into internal.last_dates as kept (organisation_id, ends_at)
	select held.organisation_id, held.ends_at from held
	on conflict (organisation_id) do update set ends_at = excluded.ends_at where kept.ends_at <> excluded.ends_at;
$$;

-- After a statement on event_organisers, events or event_occurrences, for whoever it concerned before and after. The triggers are
-- named to come last, after the content version is raised: that row is held by one writer at a time, so two who change events of
-- one organisation at once do not overlook each other.
create function internal.follow_last_dates() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	-- The column by which a changed row leads to organisations.
	by_event constant text := case tg_table_name when 'events' then 'id' when 'event_occurrences' then 'event_id' end;
	changed constant text := case tg_op
		when 'INSERT' then 'select * from came' when 'DELETE' then 'select * from went'
		else 'select * from came union all select * from went' end;
	concerned uuid[];
begin
	if tg_op = 'TRUNCATE' then
		delete from internal.last_dates;
		return null;
	end if;
	execute pg_catalog.format(case when by_event is null
			then 'select array_agg(distinct organisation_id) from (%1$s) as changed where organisation_id is not null'
			else 'select array_agg(distinct organiser.organisation_id) from (%1$s) as changed
				join public.event_organisers as organiser on organiser.event_id = changed.%2$I
				where organiser.organisation_id is not null' end, changed, by_event)
		into concerned;
	if concerned is not null then
		perform internal.refresh_last_dates(concerned);
	end if;
	return null;
end;
$$;

do $$
declare
	held text;
begin
	foreach held in array array['event_organisers', 'events', 'event_occurrences'] loop
		execute format('create trigger zz_last_dates_in after insert on public.%1$I
				referencing new table as came for each statement execute function internal.follow_last_dates();
			create trigger zz_last_dates_both after update on public.%1$I
				referencing old table as went new table as came for each statement
				execute function internal.follow_last_dates();
			create trigger zz_last_dates_out after delete on public.%1$I
				referencing old table as went for each statement execute function internal.follow_last_dates();
			create trigger zz_last_dates_none after truncate on public.%1$I
				for each statement execute function internal.follow_last_dates()', held);
	end loop;
end;
$$;

-- What an installation already holds.
select internal.refresh_last_dates(array(select organisation.id from public.organisations as organisation));

revoke execute on function internal.refresh_last_dates(uuid[]), internal.follow_last_dates()
	from public, anon, authenticated, service_role;
