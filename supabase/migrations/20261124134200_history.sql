-- The history of a listing: who saved it, when, and which fields changed. Whole states are asked for two at a time, to be compared.

-- {name_lv, name_en, slug, version, publication, total, revisions [{version, at, by, action, fields, publication, publish_at,
-- restored, many: changed together with others}]}, newest first, `size` of them from page `page`; NULL: not there or not theirs.
create function internal.listing_history(wanted_subject text, wanted uuid, page integer, size integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('id', one.id, 'slug', one.slug, 'name_lv', one.name_lv, 'name_en', one.name_en,
		'version', one.version, 'publication', one.publication, 'updated_at', one.updated_at,
		'total', (select count(*) from public.revisions as revision
			where revision.subject = wanted_subject and revision.subject_id = one.id),
		'revisions', (select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at,
				'by', person.name, 'action', revision.action, 'fields', to_jsonb(revision.fields),
				'publication', revision.publication, 'publish_at', revision.publish_at,
				'restored', revision.restored_version, 'many', revision.operation is not null) order by revision.version desc), '[]')
			from (select * from public.revisions as every_one
				where every_one.subject = wanted_subject and every_one.subject_id = one.id
				order by every_one.version desc offset (greatest(page, 1) - 1) * size limit size) as revision
			left join public.people as person on person.id = revision.person_id))
	from (
		select organisation.id, organisation.slug, organisation.name_lv, organisation.name_en, organisation.version,
			organisation.publication, organisation.updated_at
		from public.organisations as organisation where wanted_subject = 'organisation' and organisation.id = wanted
		union all
		select event.id, event.slug, event.title_lv, event.title_en, event.version, event.publication, event.updated_at
		from public.events as event where wanted_subject = 'event' and event.id = wanted
	) as one
	where internal.may_edit(wanted_subject, wanted);
$$;
create function public.listing_history(subject text, id uuid, page integer default 1, size integer default 50)
	returns jsonb
	language sql stable set search_path = '' as $$
	select internal.listing_history(subject, id, page, least(greatest(size, 1), 200))
$$;

-- Two states of a listing, older first: [{version, at, by, publication, listing}]. A version nobody wrote down is missing.
create function internal.listing_versions(wanted_subject text, wanted uuid, versions integer[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at, 'by', person.name,
		'publication', revision.publication, 'listing', revision.listing) order by revision.version), '[]')
	from public.revisions as revision left join public.people as person on person.id = revision.person_id
	where internal.may_edit(wanted_subject, wanted) and revision.subject = wanted_subject
		and revision.subject_id = wanted and revision.version = any (versions[1:2]);
$$;
create function public.listing_versions(subject text, id uuid, versions integer[]) returns jsonb
	language sql stable set search_path = '' as $$ select internal.listing_versions(subject, id, versions) $$;

revoke execute on function internal.listing_history(text, uuid, integer, integer),
	public.listing_history(text, uuid, integer, integer), internal.listing_versions(text, uuid, integer[]),
	public.listing_versions(text, uuid, integer[]) from public, anon, authenticated, service_role;
grant execute on function internal.listing_history(text, uuid, integer, integer),
	public.listing_history(text, uuid, integer, integer), internal.listing_versions(text, uuid, integer[]),
	public.listing_versions(text, uuid, integer[]) to authenticated;
