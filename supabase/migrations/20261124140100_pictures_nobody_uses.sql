-- Pictures nobody uses any more go by themselves, thirty days after they were uploaded: those no listing shows, no kept state names
-- (restoring it would miss them) and no version that waits for its person. A few each minute, so that nobody waits for it.

alter table public.pictures
	-- When it was last asked whether anybody uses it: the next one to ask about is the one not asked about for longest.
	add column looked_at timestamptz not null default '-infinity';
create index pictures_looked_at on public.pictures (looked_at);
-- Every state has a picture or none under the same three keys; without these each question would read the whole history.
create index revisions_logo on public.revisions ((listing ->> 'logo_id')) where listing ->> 'logo_id' is not null;
create index revisions_picture on public.revisions ((listing ->> 'picture_id')) where listing ->> 'picture_id' is not null;
create index revisions_image on public.revisions ((listing ->> 'image_path')) where listing ->> 'image_path' is not null;

create function internal.is_picture_used(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation where organisation.logo_id = wanted)
		or exists (select from public.organisations as organisation where organisation.picture_id = wanted)
		or exists (select from public.events as event where event.image_path = internal.picture_path(wanted))
		or exists (select from public.revisions as revision where revision.listing ->> 'logo_id' = wanted::text)
		or exists (select from public.revisions as revision where revision.listing ->> 'picture_id' = wanted::text)
		or exists (select from public.revisions as revision
			where revision.listing ->> 'image_path' = internal.picture_path(wanted))
		or exists (select from public.conflicts as conflict where wanted::text in (conflict.listing ->> 'logo_id',
				conflict.listing ->> 'picture_id') or conflict.listing ->> 'image_path' = internal.picture_path(wanted));
$$;

-- Removes what nobody uses among the next `most` pictures that are old enough; each is asked about once a day.
-- @returns how many it removed
create function internal.sweep_pictures(most integer) returns integer
	language plpgsql security definer set search_path = '' as $$
declare
	due uuid[];
	gone integer;
begin
	-- Who puts one into a listing at this moment holds its row: it is left for another day. Whoever comes later finds it locked, and
	-- then gone.
	select array_agg(picture.id) into due
	from (
		select old.id from public.pictures as old
		where old.looked_at < now() - interval '1 day' and old.created_at < now() - interval '30 days'
		order by old.looked_at limit most
		for update skip locked
	) as picture;
	-- A statement of its own: it sees what was saved until the rows were locked.
	delete from public.pictures as picture where picture.id = any (due) and not internal.is_picture_used(picture.id);
	get diagnostics gone = row_count;
	update public.pictures as picture set looked_at = now() where picture.id = any (due);
	return gone;
end;
$$;

-- As before, {published, erased, pictures}: pictures come last, because what was just erased may have been the last to name one.
create or replace function internal.keep_time() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	due record;
	published integer := 0;
	erased integer := 0;
begin
	for due in
		select 'organisation' as subject, one.id from public.organisations as one where one.publish_at <= now()
		union all select 'event', one.id from public.events as one where one.publish_at <= now()
		order by 1, 2
	loop
		perform internal.note_found(due.subject, due.id);
		perform internal.set_state(due.subject, due.id, 'published', null);
		if internal.note_revision(due.subject, due.id, 'publish') then
			published := published + 1;
		end if;
	end loop;
	for due in
		select 'event' as subject, one.id, coalesce(one.title_lv, one.title_en) as name, one.region_id
		from public.events as one where one.removed_at < now() - interval '30 days'
		union all
		select 'organisation', one.id, one.name_lv, one.region_id
		from public.organisations as one where one.removed_at < now() - interval '30 days'
	loop
		if due.subject = 'event' then
			delete from public.events as one where one.id = due.id;
		else
			-- Who held an event stays written beside it, as a name.
			update public.event_organisers as organiser set organisation_id = null, name = due.name
			where organiser.organisation_id = due.id;
			delete from public.organisations as one where one.id = due.id;
		end if;
		delete from public.revisions as revision where revision.subject = due.subject and revision.subject_id = due.id;
		delete from public.conflicts as conflict where conflict.subject = due.subject and conflict.subject_id = due.id;
		perform internal.note_act('erase', due.subject, due.id, due.name, due.region_id, '{}');
		erased := erased + 1;
	end loop;
	delete from internal.attempts as attempt where attempt.made_at < now() - interval '30 days';
	return jsonb_build_object('published', published, 'erased', erased, 'pictures', internal.sweep_pictures(50));
end;
$$;

create or replace function internal.check_pictures() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	now_row jsonb := to_jsonb(new);
	old_row jsonb := case tg_op when 'UPDATE' then to_jsonb(old) else '{}'::jsonb end;
	column_name text;
	path text;
	picture uuid;
begin
	if internal.person() is null then
		return new;
	end if;
	foreach column_name in array tg_argv loop
		path := now_row ->> column_name;
		picture := substring(path from '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')::uuid;
		if path is not distinct from old_row ->> column_name or picture is null then
			continue;
		end if;
		-- An event names its picture by an address, which no foreign key holds: the picture must not be swept away meanwhile.
		perform from public.pictures as kept where kept.id = picture for key share;
		if not internal.may_see_picture(picture)
			and not exists (select from public.revisions as revision
				where revision.subject_id = new.id and path in (
					revision.listing ->> 'logo_id', revision.listing ->> 'picture_id', revision.listing ->> 'image_path')) then
			raise exception using errcode = 'check_violation', constraint = 'picture_of_somebody_else',
				message = 'the picture belongs to somebody else';
		end if;
	end loop;
	return new;
end;
$$;

revoke execute on function internal.is_picture_used(uuid), internal.sweep_pictures(integer)
	from public, anon, authenticated, service_role;
