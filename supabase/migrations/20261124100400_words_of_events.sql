-- What words find an event by: the same as for organisations, with those who hold it, the month and year of its first date,
-- and in words what a mark on the page says (online, free).

create function internal.event_texts(ids uuid[]) returns table (
	event_id uuid, name text, names text, sorts text, places text, descriptions text
)
	language sql stable security definer set search_path = '' as $$
	select event.id, coalesce(event.title_lv, event.title_en),
		case when event.title_lv is not null then event.title_en end,
		pg_catalog.concat_ws(' ', internal.event_kind_names(event.kind), (
			select pg_catalog.string_agg(topic.name_lv || ' ' || topic.name_en, ' ' order by topic.position)
			from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.event_id = event.id)),
		pg_catalog.concat_ws(' ', event.venue_name, event.street, event.postcode, place.name_lv, place.name_en,
			municipality.full_name_lv, region.name_lv, region.name_en, (
			select pg_catalog.string_agg(case when organisation.publication = 'published'
				then pg_catalog.concat_ws(' ', organisation.name_lv, organisation.name_en, organisation.abbreviation,
					pg_catalog.array_to_string(organisation.former_names, ' '))
				else organiser.name end, ' ' order by organiser.position)
			from public.event_organisers as organiser
			left join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = event.id)),
		pg_catalog.concat_ws(' ', event.summary_lv, event.summary_en, event.description_lv, event.description_en,
			case when event.attendance <> 'on-site' then 'tiešsaistē attālināti online' end,
			case when event.free then 'bez maksas bezmaksas free' end,
			extract(year from event.starts_local)::integer,
			case when event.date_precision <> 'year' then (array['janvāris January', 'februāris February', 'marts March',
				'aprīlis April', 'maijs May', 'jūnijs June', 'jūlijs July', 'augusts August', 'septembris September',
				'oktobris October', 'novembris November', 'decembris December'
			])[extract(month from event.starts_local)::integer] end)
	from (select distinct id from pg_catalog.unnest(ids) as id) as wanted
	join public.events as event on event.id = wanted.id and (event.publication = 'published') is true
	left join public.places as place on place.id = event.place_id
	left join public.municipalities as municipality on municipality.id = event.municipality_id
	left join public.regions as region on region.id = event.region_id
$$;

create table internal.event_words (
	event_id uuid primary key,
	document tsvector not null,
	name_length integer not null
);
create index event_words_document on internal.event_words using gin (document)
	with (fastupdate = on, gin_pending_list_limit = 512);
alter table internal.event_words enable row level security;
revoke all on internal.event_words from public, anon, authenticated, service_role;

create trigger count_words_in after insert on internal.event_words
	referencing new table as came for each statement execute function internal.count_document_words();
create trigger count_words_both after update on internal.event_words
	referencing old table as went new table as came for each statement execute function internal.count_document_words();
create trigger count_words_out after delete on internal.event_words
	referencing old table as went for each statement execute function internal.count_document_words();

create function internal.refresh_event_words(ids uuid[]) returns void
	language sql security definer set search_path = '' as $$
	insert into internal.event_words as kept (event_id, document, name_length)
	select texts.event_id, written.document, written.name_length
	from internal.event_texts(ids) as texts,
		internal.document_of(texts.name, texts.names, texts.sorts, texts.places, texts.descriptions) as written
	on conflict (event_id) do update set document = excluded.document, name_length = excluded.name_length
		where (kept.document, kept.name_length) is distinct from (excluded.document, excluded.name_length);
	delete from internal.event_words as kept
	using pg_catalog.unnest(ids) as wanted (id), public.events as event
	where event.id = wanted.id and event.publication <> 'published' and kept.event_id = event.id;
$$;

create function internal.follow_events() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op = 'DELETE' then
		delete from internal.event_words where event_id in (select id from went);
	elsif tg_op = 'TRUNCATE' then
		delete from internal.event_words;
	else
		perform internal.refresh_event_words(array(select id from came));
	end if;
	return null;
end;
$$;
create trigger x_words_in after insert on public.events
	referencing new table as came for each statement execute function internal.follow_events();
create trigger x_words_both after update on public.events
	referencing new table as came for each statement execute function internal.follow_events();
create trigger x_words_out after delete on public.events
	referencing old table as went for each statement execute function internal.follow_events();
create trigger x_words_none after truncate on public.events
	for each statement execute function internal.follow_events();

create function internal.follow_parts_of_events() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op <> 'INSERT' then
		perform internal.refresh_event_words(array(select distinct event_id from went));
	end if;
	if tg_op <> 'DELETE' then
		perform internal.refresh_event_words(array(select distinct event_id from came));
	end if;
	return null;
end;
$$;
do $$
declare
	part text;
begin
	foreach part in array array['event_topics', 'event_organisers'] loop
		execute format('create trigger x_words_in after insert on public.%1$I
			referencing new table as came for each statement execute function internal.follow_parts_of_events();
		create trigger x_words_both after update on public.%1$I
			referencing old table as went new table as came for each statement
			execute function internal.follow_parts_of_events();
		create trigger x_words_out after delete on public.%1$I
			referencing old table as went for each statement execute function internal.follow_parts_of_events()', part);
	end loop;
end;
$$;

create function internal.follow_names_of_events() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.refresh_event_words(array(
		select event.id from public.events as event
		where case tg_table_name
			when 'places' then event.place_id in (select to_jsonb(came) ->> 'id' from came)
			when 'municipalities' then event.municipality_id in (select to_jsonb(came) ->> 'id' from came)
			when 'regions' then event.region_id in (select to_jsonb(came) ->> 'id' from came)
			when 'topics' then event.id in (
				select link.event_id from public.event_topics as link
				where link.topic_id in (select to_jsonb(came) ->> 'id' from came))
		end));
	return null;
end;
$$;
do $$
declare
	named text;
begin
	foreach named in array array['places', 'municipalities', 'regions', 'topics'] loop
		execute format('create trigger x_words_of_events after update on public.%I
			referencing new table as came for each statement execute function internal.follow_names_of_events()', named);
	end loop;
end;
$$;

-- Events name who holds them, so a new name or a publication changes theirs too. Other changes do not.
create function internal.follow_organisers() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.refresh_event_words(array(
		select distinct organiser.event_id
		from came
		join went on went.id = came.id
		join public.event_organisers as organiser on organiser.organisation_id = came.id
		where (came.name_lv, came.name_en, came.abbreviation, came.former_names, came.publication)
			is distinct from (went.name_lv, went.name_en, went.abbreviation, went.former_names, went.publication)));
	return null;
end;
$$;
create trigger x_words_of_events after update on public.organisations
	referencing old table as went new table as came for each statement execute function internal.follow_organisers();

revoke execute on function internal.event_texts(uuid[]), internal.refresh_event_words(uuid[]),
	internal.follow_events(), internal.follow_parts_of_events(), internal.follow_names_of_events(),
	internal.follow_organisers() from public;

select internal.refresh_event_words(array(select id from public.events));
