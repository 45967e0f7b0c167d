-- What the public pages ask about one organisation, one event, one point of the map, and the
-- network itself. All run with the rights of whoever asks: what they may not read is not in it.

-- The next date an organisation holds or helps to hold: {slug, title_lv, title_en, starts_at,
-- ends_at, is_example, ...}.
create function internal.next_event(organisation uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'slug', event.slug, 'title_lv', event.title_lv, 'title_en', event.title_en,
		'starts_at', occurrence.starts_at, 'ends_at', occurrence.ends_at, 'all_day', event.all_day,
		'date_precision', event.date_precision, 'is_example', event.is_example)
	from public.event_organisers as organiser
	join public.events as event on event.id = organiser.event_id and event.publication = 'published'
	join public.event_occurrences as occurrence on occurrence.event_id = event.id
	where organiser.organisation_id = organisation
		and occurrence.ends_at > now()
		and coalesce(occurrence.status, event.status) not in ('cancelled', 'postponed')
	order by occurrence.starts_at
	limit 1;
$$;
grant execute on function internal.next_event to anon, authenticated, service_role;

-- Everything an organisation's page shows, or NULL: no such organisation is published.
create function public.organisation_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_page(organisation.id)
	from public.organisations as organisation
	where organisation.slug = wanted_slug and organisation.publication = 'published';
$$;
grant execute on function public.organisation_detail to anon, authenticated, service_role;

-- What the forms offer: regions with today's municipalities, topics, kinds in use.
create function public.network_outline() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name_lv', region.name_lv,
				'name_en', region.name_en, 'short_lv', region.short_lv, 'short_en', region.short_en)
				order by region.position), '[]') from public.regions as region),
		'municipalities', (select coalesce(jsonb_agg(jsonb_build_object('id', municipality.id,
				'region_id', municipality.region_id, 'name_lv', municipality.full_name_lv)
				order by municipality.sort_key collate "C", municipality.kind desc), '[]')
			from public.municipalities as municipality where municipality.valid_to is null),
		'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name_lv', topic.name_lv,
				'name_en', topic.name_en) order by topic.position), '[]') from public.topics as topic));
$$;
grant execute on function public.network_outline to anon, authenticated, service_role;

-- Who holds an event, in order: [{slug, name_lv, name_en}] where slug is null for somebody outside
-- the directory.
create function internal.organisers_of(event uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'slug', organisation.slug, 'kind', organisation.kind,
		'name_lv', coalesce(organisation.name_lv, organiser.name), 'name_en', organisation.name_en)
		order by organiser.position), '[]')
	from public.event_organisers as organiser
	left join public.organisations as organisation on organisation.id = organiser.organisation_id
	where organiser.event_id = event and (organisation.id is not null or organiser.name is not null);
$$;
grant execute on function internal.organisers_of to anon, authenticated, service_role;

-- Everything an event's page shows, or NULL.
create function public.event_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_page(event.id) from public.events as event
	where event.slug = wanted_slug and event.publication = 'published';
$$;
grant execute on function public.event_detail to anon, authenticated, service_role;

-- Every public page with a subject, for the sitemap: {organisations: [[slug, updated_at]], events:
-- [[slug, updated_at]]}.
create function public.page_addresses() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'organisations', (select coalesce(jsonb_agg(jsonb_build_array(organisation.slug, organisation.updated_at)
			order by organisation.slug), '[]') from public.organisations as organisation
			where organisation.publication = 'published'),
		'events', (select coalesce(jsonb_agg(jsonb_build_array(event.slug, event.updated_at) order by event.slug), '[]')
			from public.events as event where event.publication = 'published' and not event.is_example));
$$;
grant execute on function public.page_addresses to anon, authenticated, service_role;

-- Who answers for a point of the map, because the nearest organisation is not always the right one.

-- The four organisations nearest to a point, nearest first, one left out. How many is written out,
-- because with any number the planner expects a tenth of the table and does not take the nearest
-- from the index.
create function internal.nearest_organisations(point extensions.geography, besides uuid default null)
	returns table (organisation_id uuid, metres double precision)
	language sql stable security definer set search_path = '' set jit = off rows 4 as $$
	select organisation.id, extensions.st_distance(organisation.location, point)
	from public.organisations as organisation
	where organisation.publication = 'published' and organisation.location is not null
		and organisation.id is distinct from besides
	order by organisation.location operator(extensions.<->) point
	limit 4;
$$;
grant execute on function internal.nearest_organisations to anon, authenticated, service_role;

-- {inside, municipality {id, name_lv}, region {id, name_lv, name_en, short_lv, short_en}, contact
-- {slug, kind, name_lv, name_en, phones, email, website}, nearest [{slug, kind, name_lv, name_en,
-- place_lv, place_en, latitude, longitude, approximate, metres}]}. WGS84 degrees. Outside every
-- municipality of today `inside` is false and there is no municipality, region and contact;
-- `nearest` are the four nearest either way. A region without a published contact has NULL there.
create function public.region_at(lat double precision, lng double precision) returns jsonb
	language sql stable set search_path = '' as $$
	with asked as (
		select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326)::extensions.geography as point
	), here as (
		select municipality.id, municipality.full_name_lv, municipality.region_id
		from asked
		join public.municipalities as municipality on extensions.st_intersects(municipality.area, asked.point)
		where municipality.valid_to is null
		limit 1
	)
	select jsonb_build_object(
		'inside', exists (select from here),
		'municipality', (select jsonb_build_object('id', here.id, 'name_lv', here.full_name_lv) from here),
		'region', (select jsonb_build_object('id', region.id, 'name_lv', region.name_lv, 'name_en', region.name_en,
				'short_lv', region.short_lv, 'short_en', region.short_en)
			from here join public.regions as region on region.id = here.region_id),
		'contact', (select jsonb_build_object('slug', contact.slug, 'kind', contact.kind, 'name_lv', contact.name_lv,
				'name_en', contact.name_en, 'phones', contact.phones, 'email', contact.email, 'website', contact.website)
			from here
			join public.region_contacts as link on link.region_id = here.region_id
			join public.organisations as contact on contact.id = link.organisation_id),
		'nearest', (select coalesce(jsonb_agg(jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
				'name_lv', organisation.name_lv, 'name_en', organisation.name_en, 'place_lv', place.name_lv,
				'place_en', place.name_en, 'latitude', organisation.latitude, 'longitude', organisation.longitude,
				'approximate', organisation.approximate, 'metres', near.metres) order by near.metres, organisation.slug), '[]')
			from asked
			cross join lateral internal.nearest_organisations(asked.point) as near
			join public.organisations as organisation on organisation.id = near.organisation_id
			left join public.places as place on place.id = organisation.place_id));
$$;
grant execute on function public.region_at to anon, authenticated, service_role;

-- The page of an organisation with its pictures and the persons who agreed to be shown; and the
-- same page of a listing that is not published, for who edits it.

-- Everything the page shows, column by column: what is not named here is not public. Runs with the
-- caller's rights: what they may not read is not in it.
create function internal.organisation_page(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'id', organisation.id, 'slug', organisation.slug, 'kind', organisation.kind,
		'name_lv', organisation.name_lv, 'name_en', organisation.name_en,
		'abbreviation', organisation.abbreviation, 'former_names', organisation.former_names,
		'legal_form_lv', organisation.legal_form_lv, 'legal_form_en', organisation.legal_form_en,
		'registration_number', organisation.registration_number,
		'summary_lv', organisation.summary_lv, 'summary_en', organisation.summary_en,
		'street', organisation.street, 'postcode', organisation.postcode,
		'place_id', organisation.place_id, 'municipality_id', organisation.municipality_id,
		'region_id', organisation.region_id, 'approximate', organisation.approximate,
		'latitude', organisation.latitude, 'longitude', organisation.longitude,
		'phones', organisation.phones, 'email', organisation.email,
		'website', organisation.website, 'social_links', organisation.social_links,
		'languages', organisation.languages, 'opening_hours', organisation.opening_hours,
		'confirmed_on', organisation.confirmed_on, 'is_example', organisation.is_example,
		'version', organisation.version, 'created_at', organisation.created_at,
		'updated_at', organisation.updated_at)
		|| jsonb_build_object(
		'logo', (select jsonb_build_object('id', picture.id, 'width', picture.width, 'height', picture.height,
				'alt_lv', organisation.logo_alt_lv, 'alt_en', organisation.logo_alt_en)
			from public.pictures as picture where picture.id = organisation.logo_id),
		'picture', (select jsonb_build_object('id', picture.id, 'width', picture.width, 'height', picture.height,
				'alt_lv', organisation.picture_alt_lv, 'alt_en', organisation.picture_alt_en)
			from public.pictures as picture where picture.id = organisation.picture_id),
		'contact_persons', internal.shown_contact_persons(organisation.id),
		'place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv, 'name_en', place.name_en)
			from public.places as place where place.id = organisation.place_id),
		'municipality', (select jsonb_build_object('id', municipality.id, 'name_lv', municipality.full_name_lv)
			from public.municipalities as municipality where municipality.id = organisation.municipality_id),
		'region', (select jsonb_build_object('id', region.id, 'name_lv', region.name_lv, 'name_en', region.name_en,
				'short_lv', region.short_lv, 'short_en', region.short_en)
			from public.regions as region where region.id = organisation.region_id),
		'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name_lv', topic.name_lv,
				'name_en', topic.name_en) order by topic.position), '[]')
			from public.organisation_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.organisation_id = organisation.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('field', source.field, 'source', source.source,
				'certainty', source.certainty, 'page_date', source.page_date) order by source.field, source.source), '[]')
			from public.organisation_sources as source where source.organisation_id = organisation.id),
		'region_contact', (select jsonb_build_object('slug', contact.slug, 'name_lv', contact.name_lv,
				'name_en', contact.name_en, 'phones', contact.phones, 'email', contact.email, 'website', contact.website)
			from public.region_contacts as link
			join public.organisations as contact on contact.id = link.organisation_id
			where link.region_id = organisation.region_id and contact.publication = 'published'),
		'nearest', (select coalesce(jsonb_agg(jsonb_build_object('slug', other.slug, 'kind', other.kind,
				'name_lv', other.name_lv, 'name_en', other.name_en, 'approximate', other.approximate,
				'place_lv', place.name_lv, 'place_en', place.name_en, 'metres', near.metres)
				order by near.metres, other.slug), '[]')
			from internal.nearest_organisations(organisation.location, organisation.id) as near
			join public.organisations as other on other.id = near.organisation_id
			left join public.places as place on place.id = other.place_id
			where organisation.location is not null),
		'upcoming', (select coalesce(jsonb_agg(to_jsonb(dates) order by dates.starts_at, dates.slug), '[]') from (
			select event.slug, event.kind, event.title_lv, event.title_en, event.all_day, event.date_precision,
				event.is_example, coalesce(occurrence.status, event.status) as status,
				occurrence.starts_at, occurrence.ends_at
			from public.event_organisers as organiser
			join public.events as event on event.id = organiser.event_id and event.publication = 'published'
			join public.event_occurrences as occurrence on occurrence.event_id = event.id
			where organiser.organisation_id = organisation.id and occurrence.ends_at > now()
			order by occurrence.starts_at, event.slug limit 20) as dates),
		'past', (select coalesce(jsonb_agg(to_jsonb(dates) order by dates.starts_at desc, dates.slug), '[]') from (
			select event.slug, event.kind, event.title_lv, event.title_en, event.all_day, event.date_precision,
				event.is_example, coalesce(occurrence.status, event.status) as status,
				occurrence.starts_at, occurrence.ends_at
			from public.event_organisers as organiser
			join public.events as event on event.id = organiser.event_id and event.publication = 'published'
			join public.event_occurrences as occurrence on occurrence.event_id = event.id
			where organiser.organisation_id = organisation.id and occurrence.ends_at <= now()
			order by occurrence.starts_at desc, event.slug limit 20) as dates))
	from public.organisations as organisation
	where organisation.id = wanted;
$$;
grant execute on function internal.organisation_page to anon, authenticated, service_role;

-- As the public will see it. NULL: not there, or not theirs.
create function public.organisation_preview(id uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_page(organisation.id)
	from public.organisations as organisation
	where organisation.id = organisation_preview.id and internal.may_edit_organisation(organisation.id);
$$;
grant execute on function public.organisation_preview to authenticated;

-- The page of an event before it is published, as the public will see it, and what its dates are,
-- for who may edit it. Both run with the rights of whoever asks: what a member may not read is not
-- in it either.

-- Everything an event's page shows, column by column: what is not named here is not public. NULL
-- where there is no such event, or none that may be read.
create function internal.event_page(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'id', event.id, 'slug', event.slug, 'kind', event.kind, 'title_lv', event.title_lv,
		'title_en', event.title_en, 'summary_lv', event.summary_lv,
		'summary_en', event.summary_en, 'description_lv', event.description_lv,
		'description_en', event.description_en, 'audience_lv', event.audience_lv,
		'audience_en', event.audience_en, 'image_path', event.image_path,
		'image_width', event.image_width, 'image_height', event.image_height,
		'image_alt_lv', event.image_alt_lv, 'image_alt_en', event.image_alt_en,
		'image_credit', event.image_credit, 'attendance', event.attendance,
		'venue_name', event.venue_name, 'street', event.street, 'postcode', event.postcode,
		'place_id', event.place_id, 'municipality_id', event.municipality_id,
		'region_id', event.region_id, 'approximate', event.approximate,
		'latitude', event.latitude, 'longitude', event.longitude, 'languages', event.languages)
		|| jsonb_build_object(
		'accessibility', event.accessibility,
		'accessibility_note_lv', event.accessibility_note_lv,
		'accessibility_note_en', event.accessibility_note_en, 'free', event.free,
		'price_lv', event.price_lv, 'price_en', event.price_en, 'funder_lv', event.funder_lv,
		'funder_en', event.funder_en, 'registration_url', event.registration_url,
		'registration_email', event.registration_email,
		'registration_phone', event.registration_phone,
		'registration_deadline', event.registration_deadline,
		'registration_places', event.registration_places, 'contact_name', event.contact_name,
		'contact_role_lv', event.contact_role_lv, 'contact_role_en', event.contact_role_en,
		'contact_phone', event.contact_phone, 'contact_email', event.contact_email,
		'status', event.status, 'status_reason_lv', event.status_reason_lv,
		'status_reason_en', event.status_reason_en, 'time_zone', event.time_zone,
		'starts_local', event.starts_local, 'ends_local', event.ends_local,
		'all_day', event.all_day, 'date_precision', event.date_precision,
		'recurrence', event.recurrence, 'exceptions', event.exceptions,
		'known_until', event.known_until, 'is_example', event.is_example,
		'version', event.version, 'created_at', event.created_at, 'updated_at', event.updated_at)
		|| jsonb_build_object(
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
			from (select every_change.id, every_change.occurrence_id, every_change.changed_at, every_change.what,
				every_change.previous_starts_at, every_change.previous_ends_at, every_change.previous_attendance,
				every_change.previous_venue, every_change.previous_street, every_change.previous_place_id,
				every_change.previous_state
				from public.event_changes as every_change where every_change.event_id = event.id
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
			from (select every_date.id, every_date.starts_at, every_date.ends_at, every_date.original_start,
				every_date.rescheduled, every_date.status, every_date.title_lv, every_date.title_en,
				every_date.reason_lv, every_date.reason_en, every_date.elsewhere, every_date.venue_name,
				every_date.street, every_date.postcode, every_date.place_id, every_date.municipality_id,
				every_date.latitude, every_date.longitude, every_date.approximate
				from public.event_occurrences as every_date where every_date.event_id = event.id
				order by every_date.ends_at <= now(), abs(extract(epoch from every_date.starts_at - now()))
				limit 60) as occurrence),
		'occurrence_count', (select count(*) from public.event_occurrences as every_date
			where every_date.event_id = event.id))
	from public.events as event
	where event.id = wanted;
$$;
grant execute on function internal.event_page to anon, authenticated, service_role;

create function public.event_preview(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_page(event.id) from public.events as event
	where event.id = wanted and internal.may_edit_event(event.id);
$$;
grant execute on function public.event_preview to authenticated;
