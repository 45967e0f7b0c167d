-- The page of an event before it is published, as the public will see it, and what its dates are, for who may edit it. Both run
-- with the rights of whoever asks: what a member may not read is not in it either.

-- Everything an event's page shows; NULL where there is no such event, or none that may be read.
create function internal.event_page(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select to_jsonb(event) - array['location', 'publication', 'publish_at', 'removed_at', 'pin_by_hand'] || jsonb_build_object(
		'place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv, 'name_en', place.name_en)
			from public.places as place where place.id = event.place_id),
		'municipality', (select jsonb_build_object('id', municipality.id, 'name_lv', municipality.full_name_lv)
			from public.municipalities as municipality where municipality.id = event.municipality_id),
		'region', (select jsonb_build_object('id', region.id, 'name_lv', region.name_lv, 'name_en', region.name_en,
				'short_lv', region.short_lv, 'short_en', region.short_en)
			from public.regions as region where region.id = event.region_id),
		'venue_organisation', (select jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
				'name_lv', organisation.name_lv, 'name_en', organisation.name_en)
			from public.event_venues as venue
			join public.organisations as organisation on organisation.id = venue.organisation_id
			where venue.event_id = event.id),
		'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name_lv', topic.name_lv,
				'name_en', topic.name_en) order by topic.position), '[]')
			from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.event_id = event.id),
		'documents', (select coalesce(jsonb_agg(jsonb_build_object('title_lv', document.title_lv,
				'title_en', document.title_en, 'url', document.url) order by document.position), '[]')
			from public.event_documents as document where document.event_id = event.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('source', source.source,
				'certainty', source.certainty) order by source.source), '[]')
			from public.event_sources as source where source.event_id = event.id),
		'organisers', internal.organisers_of(event.id),
		'join_link', internal.join_link(event.id),
		'changes', (select coalesce(jsonb_agg(jsonb_build_object('occurrence_id', change.occurrence_id,
				'changed_at', change.changed_at, 'what', change.what,
				'previous_starts_at', change.previous_starts_at, 'previous_ends_at', change.previous_ends_at,
				'previous_attendance', change.previous_attendance, 'previous_venue', change.previous_venue,
				'previous_street', change.previous_street,
				'previous_place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv,
						'name_en', place.name_en)
					from public.places as place where place.id = change.previous_place_id),
				'previous_state', change.previous_state) order by change.changed_at desc, change.id), '[]')
			from (select * from public.event_changes as every_change where every_change.event_id = event.id
				order by every_change.changed_at desc, every_change.id limit 20) as change),
		'occurrences', (select coalesce(jsonb_agg(jsonb_build_object('id', occurrence.id,
				'starts_at', occurrence.starts_at, 'ends_at', occurrence.ends_at,
				'original_start', occurrence.original_start, 'rescheduled', occurrence.rescheduled,
				'status', coalesce(occurrence.status, event.status),
				'title_lv', occurrence.title_lv, 'title_en', occurrence.title_en,
				'reason_lv', occurrence.reason_lv, 'reason_en', occurrence.reason_en,
				'elsewhere', case when occurrence.elsewhere then jsonb_build_object(
					'venue_name', occurrence.venue_name, 'street', occurrence.street, 'postcode', occurrence.postcode,
					'place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv,
							'name_en', place.name_en)
						from public.places as place where place.id = occurrence.place_id),
					'municipality', (select jsonb_build_object('id', municipality.id,
							'name_lv', municipality.full_name_lv)
						from public.municipalities as municipality where municipality.id = occurrence.municipality_id),
					'latitude', occurrence.latitude, 'longitude', occurrence.longitude,
					'approximate', occurrence.approximate) end) order by occurrence.starts_at), '[]')
			from (select * from public.event_occurrences as every_date where every_date.event_id = event.id
				order by every_date.ends_at <= now(), abs(extract(epoch from every_date.starts_at - now()))
				limit 60) as occurrence),
		'occurrence_count', (select count(*) from public.event_occurrences as every_date
			where every_date.event_id = event.id))
	from public.events as event
	where event.id = wanted;
$$;

create or replace function public.event_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_page(event.id) from public.events as event
	where event.slug = wanted_slug and event.publication = 'published';
$$;

create function public.event_preview(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_page(event.id) from public.events as event
	where event.id = wanted and internal.may_edit_event(event.id);
$$;

-- Every date of an event in the order of time, in local time, with what is its own: [{original, starts, ends, over, status, ...}].
create function public.event_dates(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'original', occurrence.original_start at time zone event.time_zone,
		'starts', occurrence.starts_at at time zone event.time_zone,
		'ends', occurrence.ends_at at time zone event.time_zone,
		'over', occurrence.ends_at <= now(), 'rescheduled', occurrence.rescheduled, 'status', occurrence.status,
		'title_lv', occurrence.title_lv, 'title_en', occurrence.title_en,
		'reason_lv', occurrence.reason_lv, 'reason_en', occurrence.reason_en,
		'elsewhere', occurrence.elsewhere, 'venue_name', occurrence.venue_name, 'street', occurrence.street,
		'postcode', occurrence.postcode, 'place_id', occurrence.place_id) order by occurrence.starts_at), '[]')
	from public.event_occurrences as occurrence join public.events as event on event.id = occurrence.event_id
	where event.id = wanted and internal.may_edit_event(event.id);
$$;

revoke execute on function internal.event_page(uuid), public.event_preview(uuid), public.event_dates(uuid)
	from public, anon, authenticated, service_role;
grant execute on function internal.event_page(uuid) to anon, authenticated, service_role;
grant execute on function public.event_preview(uuid), public.event_dates(uuid) to authenticated;
