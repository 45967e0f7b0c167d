-- Events have more to be found by since they say whom they are for, who pays, and at which organisation they are held.

create or replace function internal.event_texts(ids uuid[]) returns table (
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
			where organiser.event_id = event.id), (
			select pg_catalog.concat_ws(' ', organisation.name_lv, organisation.name_en, organisation.abbreviation)
			from public.event_venues as venue
			join public.organisations as organisation on organisation.id = venue.organisation_id
			where venue.event_id = event.id and (organisation.publication = 'published') is true)),
		pg_catalog.concat_ws(' ', event.summary_lv, event.summary_en, event.description_lv, event.description_en,
			event.audience_lv, event.audience_en, event.funder_lv, event.funder_en,
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

create trigger x_words_in after insert on public.event_venues
	referencing new table as came for each statement execute function internal.follow_parts_of_events();
create trigger x_words_both after update on public.event_venues
	referencing old table as went new table as came for each statement execute function internal.follow_parts_of_events();
create trigger x_words_out after delete on public.event_venues
	referencing old table as went for each statement execute function internal.follow_parts_of_events();

-- Whose name an event's document has: who holds it, and where.
create or replace function internal.follow_organisers() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.refresh_event_words(array(
		select distinct organiser.event_id
		from came
		join went on went.id = came.id
		join (select event_id, organisation_id from public.event_organisers
			union all select event_id, organisation_id from public.event_venues) as organiser
			on organiser.organisation_id = came.id
		where (came.name_lv, came.name_en, came.abbreviation, came.former_names, came.publication)
			is distinct from (went.name_lv, went.name_en, went.abbreviation, went.former_names, went.publication)));
	return null;
end;
$$;

select internal.refresh_event_words(array(select id from public.events));
