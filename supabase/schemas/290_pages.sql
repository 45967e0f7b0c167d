-- What the public pages ask about one organisation, one event, one point of the map, and the
-- network itself. All run with the rights of whoever asks: what they may not read is not in it.

-- The next date an organisation holds or helps to hold: EventDate of src/lib/organisation.
create function internal.next_event(organisation uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'slug', event.slug, 'title', occurrence.title, 'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
		'allDay', event.all_day, 'precision', event.date_precision, 'isExample', event.is_example)
	from public.event_organisers as organiser
	join public.events as event on event.id = organiser.event_id and event.publication = 'published'
	join internal.held_dates as occurrence on occurrence.event_id = event.id
	where organiser.organisation_id = organisation
		and occurrence.ends_at > now() and occurrence.takes_place
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

-- What the forms offer: {regions [{id, name, short}], today's municipalities [{id, regionId,
-- name}], topics [{id, name}]}.
create function public.network_outline() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name', region.name,
				'short', region.short) order by region.position), '[]')
			from public.regions as region),
		'municipalities', (select coalesce(jsonb_agg(jsonb_build_object('id', municipality.id,
				'regionId', municipality.region_id, 'name', municipality.full_name)
				order by internal.sort_key(internal.text_in(municipality.name, null)) collate "C", municipality.kind desc),
				'[]')
			from public.municipalities as municipality where municipality.valid_to is null),
		'topics', (select coalesce(jsonb_agg(internal.named(topic.id, topic.name) order by topic.position), '[]')
			from public.topics as topic));
$$;
grant execute on function public.network_outline to anon, authenticated, service_role;

-- Who holds an event, in order: [{slug, kind, name}] where slug and kind are null for somebody
-- outside the directory.
create function internal.organisers_of(event uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
		'name', coalesce(organisation.name, internal.in_first_language(organiser.name)))
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

-- RegionAnswer of src/lib/organisation: {inside, municipality {id, name}, region {id, name, short},
-- contact {slug, kind, name, phones, email, website}, nearest [{slug, kind, name, place, metres,
-- approximate, pin}]}. WGS84 degrees. Outside every municipality of today `inside` is false and
-- there is no municipality, region and contact; `nearest` are the four nearest either way. A region
-- without a published contact has NULL there.
create function public.region_at(lat double precision, lng double precision) returns jsonb
	language sql stable set search_path = '' as $$
	with asked as (
		select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326)::extensions.geography as point
	), here as (
		select municipality.id, municipality.full_name, municipality.region_id
		from asked
		join public.municipalities as municipality on extensions.st_intersects(municipality.area, asked.point)
		where municipality.valid_to is null
		limit 1
	)
	select jsonb_build_object(
		'inside', exists (select from here),
		'municipality', (select internal.named(here.id, here.full_name) from here),
		'region', (select jsonb_build_object('id', region.id, 'name', region.name, 'short', region.short)
			from here join public.regions as region on region.id = here.region_id),
		'contact', (select jsonb_build_object('slug', contact.slug, 'kind', contact.kind, 'name', contact.name,
				'phones', contact.phones, 'email', contact.email, 'website', contact.website)
			from here
			join public.region_contacts as link on link.region_id = here.region_id
			join public.organisations as contact on contact.id = link.organisation_id),
		'nearest', (select coalesce(jsonb_agg(jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
				'name', organisation.name, 'place', place.name, 'metres', near.metres,
				'approximate', organisation.approximate,
				'pin', internal.pin(organisation.latitude, organisation.longitude, organisation.approximate))
				order by near.metres, organisation.slug), '[]')
			from asked
			cross join lateral internal.nearest_organisations(asked.point) as near
			join public.organisations as organisation on organisation.id = near.organisation_id
			left join public.places as place on place.id = organisation.place_id));
$$;
grant execute on function public.region_at to anon, authenticated, service_role;

-- The page of an organisation with its pictures and the persons who agreed to be shown; and the
-- same page of a listing that is not published, for who edits it.

-- When somebody who keeps a listing last changed each of the facts its sort names (listing_sorts):
-- days of the network, NULL where nobody has. What was found by an import or the seed is nobody's
-- word. Of the history it tells these days alone.
create function internal.facts_changed(facts_of text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	with told as materialized (
		select revision.fields, (revision.saved_at at time zone internal.time_zone())::date as day
		from public.revisions as revision
		where revision.subject = facts_of and revision.subject_id = wanted
			and revision.person_id is not null and revision.action in ('create', 'save', 'restore', 'undo')
			and ((select internal.listing_row(facts_of, wanted) ->> 'publication') = 'published'
				or (select internal.may_edit(facts_of, wanted)))
	)
	select jsonb_object_agg(fact.key, (select max(told.day) from told
		where told.fields && array(select jsonb_array_elements_text(fact.value))))
	from internal.listing_sorts as sort cross join lateral jsonb_each(sort.facts) as fact
	where sort.subject = facts_of;
$$;
grant execute on function internal.facts_changed to anon, authenticated, service_role;

-- OrganisationDetail of src/lib/organisation. Runs with the caller's rights: what they may not read
-- is not in it. What it shows is named one by one, the columns of the row beside their table: a new
-- column is in no answer until it is.
create function internal.organisation_page(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_facts(organisation.id) || jsonb_build_object(
		'pin', internal.pin(organisation.latitude, organisation.longitude, organisation.approximate),
		'logo', (select jsonb_build_object('id', picture.id, 'width', picture.width, 'height', picture.height,
				'alt', organisation.logo_alt)
			from public.pictures as picture where picture.id = organisation.logo_id),
		'picture', (select jsonb_build_object('id', picture.id, 'width', picture.width, 'height', picture.height,
				'alt', organisation.picture_alt)
			from public.pictures as picture where picture.id = organisation.picture_id),
		'contactPersons', internal.shown_contact_persons(organisation.id),
		'changedOn', internal.facts_changed('organisation', organisation.id),
		'place', (select place.name from public.places as place where place.id = organisation.place_id),
		'municipality', (select municipality.full_name
			from public.municipalities as municipality where municipality.id = organisation.municipality_id),
		'region', (select jsonb_build_object('id', region.id, 'name', region.name, 'short', region.short)
			from public.regions as region where region.id = organisation.region_id),
		'topics', (select coalesce(jsonb_agg(internal.named(topic.id, topic.name) order by topic.position), '[]')
			from public.organisation_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.organisation_id = organisation.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('field', source.field, 'source', source.source,
				'certainty', source.certainty, 'pageDate', source.page_date) order by source.field, source.source), '[]')
			from public.organisation_sources as source where source.organisation_id = organisation.id),
		'regionContact', (select jsonb_build_object('slug', contact.slug, 'name', contact.name,
				'phones', contact.phones, 'email', contact.email, 'website', contact.website)
			from public.region_contacts as link
			join public.organisations as contact on contact.id = link.organisation_id
			where link.region_id = organisation.region_id and contact.publication = 'published'),
		'nearest', (select coalesce(jsonb_agg(jsonb_build_object('slug', other.slug, 'kind', other.kind,
				'name', other.name, 'place', place.name, 'metres', near.metres, 'approximate', other.approximate)
				order by near.metres, other.slug), '[]')
			from internal.nearest_organisations(organisation.location, organisation.id) as near
			join public.organisations as other on other.id = near.organisation_id
			left join public.places as place on place.id = other.place_id
			where organisation.location is not null),
		'upcoming', (select coalesce(jsonb_agg(dates.date order by dates.starts_at, dates.slug), '[]') from (
			select occurrence.starts_at, event.slug, jsonb_build_object('slug', event.slug, 'kind', event.kind,
				'title', occurrence.title, 'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
				'allDay', event.all_day, 'precision', event.date_precision, 'isExample', event.is_example,
				'state', occurrence.state) as date
			from public.event_organisers as organiser
			join public.events as event on event.id = organiser.event_id and event.publication = 'published'
			join internal.held_dates as occurrence on occurrence.event_id = event.id
			where organiser.organisation_id = organisation.id and occurrence.ends_at > now()
			order by occurrence.starts_at, event.slug limit 20) as dates),
		'past', (select coalesce(jsonb_agg(dates.date order by dates.starts_at desc, dates.slug), '[]') from (
			select occurrence.starts_at, event.slug, jsonb_build_object('slug', event.slug, 'kind', event.kind,
				'title', occurrence.title, 'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
				'allDay', event.all_day, 'precision', event.date_precision, 'isExample', event.is_example,
				'state', occurrence.state) as date
			from public.event_organisers as organiser
			join public.events as event on event.id = organiser.event_id and event.publication = 'published'
			join internal.held_dates as occurrence on occurrence.event_id = event.id
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

-- EventDetail of src/lib/event; NULL where there is no such event, or none that may be read. What
-- the page shows is named one by one, as of an organisation.
create function internal.event_page(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'slug', event.slug, 'kind', event.kind, 'title', event.title, 'summary', event.summary,
		'description', event.description, 'audience', event.audience, 'accessibility', event.accessibility,
		'accessibilityNote', event.accessibility_note, 'attendance', event.attendance, 'venue', event.venue_name,
		'street', event.street, 'postcode', event.postcode,
		'place', (select internal.named(place.id, place.name)
			from public.places as place where place.id = event.place_id),
		'municipality', (select internal.named(municipality.id, municipality.full_name)
			from public.municipalities as municipality where municipality.id = event.municipality_id),
		'region', (select internal.named(region.id, region.name)
			from public.regions as region where region.id = event.region_id),
		'pin', internal.pin(event.latitude, event.longitude, event.approximate),
		'venueOrganisation', (select jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
				'name', organisation.name)
			from public.event_venues as venue
			join public.organisations as organisation on organisation.id = venue.organisation_id
			where venue.event_id = event.id),
		'joinLink', internal.join_link(event.id), 'languages', event.languages, 'free', event.free,
		'price', event.price,
		'registration', jsonb_build_object('url', event.registration_url, 'email', event.registration_email,
			'phone', event.registration_phone,
			-- That of the date ahead that comes next, where there is one.
			'deadline', coalesce((select next_date.registration_deadline from internal.held_dates as next_date
				where next_date.event_id = event.id and next_date.ends_at > now() and next_date.takes_place
				order by next_date.starts_at limit 1), event.registration_deadline),
			'places', event.registration_places),
		'state', event.status, 'stateReason', event.status_reason, 'timeZone', event.time_zone,
		'allDay', event.all_day, 'precision', event.date_precision,
		'series', case when event.recurrence is not null then jsonb_build_object('rule', event.recurrence,
			'startsLocal', event.starts_local, 'endsLocal', event.ends_local, 'exceptions', event.exceptions,
			'knownUntil', event.known_until) end,
		'isExample', event.is_example, 'updatedAt', event.updated_at,
		'changedOn', internal.facts_changed('event', event.id),
		'topics', (select coalesce(jsonb_agg(internal.named(topic.id, topic.name) order by topic.position), '[]')
			from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.event_id = event.id),
		'contact', case when event.contact_role <> '{}'
				or num_nonnulls(event.contact_name, event.contact_phone, event.contact_email) > 0
			then jsonb_build_object('name', event.contact_name, 'role', event.contact_role,
				'phone', event.contact_phone, 'email', event.contact_email) end,
		'funder', event.funder,
		'image', case when event.image_path is not null then jsonb_build_object('path', event.image_path,
			'width', event.image_width, 'height', event.image_height, 'alternative', event.image_alt,
			'credit', event.image_credit) end,
		'documents', (select coalesce(jsonb_agg(jsonb_build_object('title', document.title,
				'url', document.url) order by document.position), '[]')
			from public.event_documents as document where document.event_id = event.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('source', source.source,
				'certainty', source.certainty) order by source.source), '[]')
			from public.event_sources as source where source.event_id = event.id),
		'organisers', internal.organisers_of(event.id),
		'changes', (select coalesce(jsonb_agg(jsonb_build_object('occurrenceId', change.occurrence_id,
				'changedAt', change.changed_at, 'what', case change.what
					when 'time' then jsonb_build_object('kind', 'time', 'startsAt', change.previous_starts_at,
						'endsAt', change.previous_ends_at)
					when 'place' then jsonb_build_object('kind', 'place', 'attendance', change.previous_attendance,
						'venue', change.previous_venue, 'street', change.previous_street,
						'place', (select internal.named(place.id, place.name)
							from public.places as place where place.id = change.previous_place_id))
					else jsonb_build_object('kind', 'state', 'state', change.previous_state) end)
				order by change.changed_at desc, change.id), '[]')
			from (select every_change.id, every_change.occurrence_id, every_change.changed_at, every_change.what,
				every_change.previous_starts_at, every_change.previous_ends_at, every_change.previous_attendance,
				every_change.previous_venue, every_change.previous_street, every_change.previous_place_id,
				every_change.previous_state
				from public.event_changes as every_change where every_change.event_id = event.id
				order by every_change.changed_at desc, every_change.id limit 20) as change),
		'occurrences', (select coalesce(jsonb_agg(jsonb_build_object('id', occurrence.id,
				'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
				'state', occurrence.state, 'originalStart', occurrence.original_start,
				'rescheduled', occurrence.rescheduled,
				'title', case when occurrence.own_title then occurrence.title else '{}' end,
				'reason', occurrence.reason,
				'elsewhere', case when occurrence.elsewhere then jsonb_build_object(
					'venue', occurrence.venue_name, 'street', occurrence.street, 'postcode', occurrence.postcode,
					'place', (select internal.named(place.id, place.name)
						from public.places as place where place.id = occurrence.place_id),
					'municipality', (select internal.named(municipality.id, municipality.full_name)
						from public.municipalities as municipality where municipality.id = occurrence.municipality_id),
					'pin', internal.pin(occurrence.latitude, occurrence.longitude, occurrence.approximate)) end)
				order by occurrence.starts_at), '[]')
			from (select every_date.id, every_date.starts_at, every_date.ends_at, every_date.original_start,
				every_date.rescheduled, every_date.state, every_date.own_title, every_date.title, every_date.reason,
				every_date.elsewhere, every_date.venue_name, every_date.street, every_date.postcode, every_date.place_id,
				every_date.municipality_id, every_date.latitude, every_date.longitude, every_date.approximate
				from internal.held_dates as every_date where every_date.event_id = event.id
				order by every_date.ends_at <= now(), abs(extract(epoch from every_date.starts_at - now()))
				limit 60) as occurrence),
		-- The other parts of a series that was divided, in the order of time.
		'parts', internal.named_parts(array(select other.id from internal.parts_of_series(event.id) as other (id)
			where other.id <> event.id)),
		'occurrenceCount', (select count(*) from public.event_occurrences as every_date
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
