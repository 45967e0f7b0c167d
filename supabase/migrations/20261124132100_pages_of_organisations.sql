-- The page of an organisation with its pictures and the persons who agreed to be shown; and the same page of a listing that is not
-- published, for who edits it.

-- Everything the page shows. Runs with the caller's rights: what they may not read is not in it.
create function internal.organisation_page(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select to_jsonb(organisation) - array['location', 'sort_lv', 'sort_en', 'publication', 'publish_at', 'removed_at',
			'pin_by_hand', 'logo_id', 'logo_alt_lv', 'logo_alt_en', 'picture_id', 'picture_alt_lv', 'picture_alt_en']
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

create or replace function public.organisation_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_page(organisation.id)
	from public.organisations as organisation
	where organisation.slug = wanted_slug and organisation.publication = 'published';
$$;

-- As the public will see it. NULL: not there, or not theirs.
create function public.organisation_preview(id uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_page(organisation.id)
	from public.organisations as organisation
	where organisation.id = organisation_preview.id and internal.may_edit_organisation(organisation.id);
$$;

revoke execute on function internal.organisation_page(uuid), public.organisation_preview(uuid)
	from public, anon, authenticated, service_role;
grant execute on function internal.organisation_page(uuid) to anon, authenticated, service_role;
grant execute on function public.organisation_preview(uuid) to authenticated;
