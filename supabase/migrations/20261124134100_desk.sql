-- The first page after signing in, as one answer: what waits for this person, their listings, and what others changed.

-- {waits {what: {total, items}}, organisations {total, items}, events {total, items}, changes [...]}. Lists begin with what is
-- most pressing and hold at most `most`; the pages of lists have the rest. A change of many listings in one go is one line.
create function internal.desk(language text, most integer) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	me constant uuid := internal.person();
	kept constant uuid[] := internal.my_organisations();
	waits jsonb;
	own_conflicts jsonb;
	changes jsonb;
begin
	if me is null or not internal.is_member() then
		return null;
	end if;

	with waiting as materialized (
		select 'organisation' as subject, wait.* from internal.waiting('organisation') as wait
		union all select 'event', wait.* from internal.waiting('event') as wait
	), numbered as (
		select waiting.*, row_number() over (partition by waiting.subject, waiting.what
			-- A draft touched last is the one somebody wants to go on with; everything else is the more pressing the earlier.
			order by case when waiting.what = 'draft' then waiting.since end desc, waiting.since, waiting.id) as place,
			count(*) over (partition by waiting.subject, waiting.what) as total
		from waiting
	)
	select coalesce(jsonb_object_agg(one.subject || '-' || one.what, jsonb_build_object('total', one.total, 'items',
		case one.subject when 'organisation' then internal.organisation_rows(one.ids) else internal.event_rows(one.ids) end)),
		'{}')
	into waits
	from (
		select numbered.subject, numbered.what, max(numbered.total) as total,
			array_agg(numbered.id order by numbered.place) as ids
		from numbered where numbered.place <= most group by numbered.subject, numbered.what
	) as one;

	select coalesce(jsonb_agg(jsonb_build_object('subject', conflict.subject, 'id', conflict.subject_id,
		'name_lv', coalesce(organisation.name_lv, event.title_lv), 'name_en', coalesce(organisation.name_en, event.title_en),
		'kept_at', conflict.kept_at) order by conflict.kept_at desc), '[]')
	into own_conflicts
	from public.conflicts as conflict
	left join public.organisations as organisation
		on conflict.subject = 'organisation' and organisation.id = conflict.subject_id
	left join public.events as event on conflict.subject = 'event' and event.id = conflict.subject_id
	where conflict.person_id = me and coalesce(organisation.publication, event.publication) <> 'removed';

	with mine as materialized (
		select listed.id from internal.my_listings('organisation') as listed (id)
		union all select listed.id from internal.my_listings('event') as listed (id)
	), latest as materialized (
		select revision.* from public.revisions as revision
		where revision.action <> 'found' and revision.person_id is distinct from me
			and revision.subject_id in (select mine.id from mine)
		order by revision.saved_at desc limit 500
	), goes as (
		select latest.*, row_number() over (partition by coalesce(latest.operation::text, latest.id::text)
				order by latest.id) as place,
			count(*) over (partition by coalesce(latest.operation::text, latest.id::text)) as listings
		from latest
	), shown as (
		select * from goes where goes.place = 1 order by goes.saved_at desc limit greatest(most, 10)
	)
	select coalesce(jsonb_agg(jsonb_build_object('subject', shown.subject, 'id', shown.subject_id,
		'name_lv', coalesce(shown.listing ->> 'name_lv', shown.listing ->> 'title_lv'),
		'name_en', coalesce(shown.listing ->> 'name_en', shown.listing ->> 'title_en'),
		'version', shown.version, 'at', shown.saved_at, 'by', person.name, 'action', shown.action,
		'fields', to_jsonb(shown.fields), 'restored', shown.restored_version, 'listings', shown.listings)
		order by shown.saved_at desc), '[]')
	into changes
	from shown left join public.people as person on person.id = shown.person_id;

	return jsonb_build_object('waits', waits, 'conflicts', own_conflicts, 'changes', changes,
		'kept', internal.organisation_rows(kept),
		'organisations', internal.my_list('organisation', jsonb_build_object('size', greatest(most, 10),
			'language', language)),
		'events', internal.my_list('event', jsonb_build_object('sort', 'date', 'size', most, 'language', language)));
end;
$$;

create function public.desk(language text default 'lv', most integer default 5) returns jsonb
	language sql stable set search_path = '' as $$ select internal.desk(language, least(greatest(most, 1), 50)) $$;

-- What was removed and can still be brought back, what goes first on top:
-- [{subject, id, name_lv, name_en, removed_at, by, publication: as it was before}].
create function internal.removed_listings() returns jsonb
	language sql stable security definer set search_path = '' as $$
	with removed as (
		select 'organisation' as subject, organisation.id, organisation.name_lv, organisation.name_en,
			organisation.removed_at
		from public.organisations as organisation
		where organisation.removed_at is not null
			and organisation.id in (select mine.id from internal.my_listings('organisation') as mine (id))
		union all
		select 'event', event.id, event.title_lv, event.title_en, event.removed_at
		from public.events as event
		where event.removed_at is not null
			and event.id in (select mine.id from internal.my_listings('event') as mine (id))
		order by removed_at, id limit 500
	)
	select coalesce(jsonb_agg(to_jsonb(removed) || jsonb_build_object('by', act.name,
		'publication', coalesce(before.publication, 'draft')) order by removed.removed_at, removed.id), '[]')
	from removed
	left join lateral (select revision.version, person.name
		from public.revisions as revision left join public.people as person on person.id = revision.person_id
		where revision.subject = removed.subject and revision.subject_id = removed.id and revision.publication = 'removed'
		order by revision.version desc limit 1) as act on true
	left join lateral (select revision.publication
		from public.revisions as revision
		where revision.subject = removed.subject and revision.subject_id = removed.id and revision.version < act.version
			and revision.publication <> 'removed'
		order by revision.version desc limit 1) as before on true;
$$;
create function public.removed_listings() returns jsonb
	language sql stable set search_path = '' as $$ select internal.removed_listings() $$;

revoke execute on function internal.desk(text, integer), public.desk(text, integer), internal.removed_listings(),
	public.removed_listings() from public, anon, authenticated, service_role;
grant execute on function internal.desk(text, integer), public.desk(text, integer), internal.removed_listings(),
	public.removed_listings() to authenticated;
