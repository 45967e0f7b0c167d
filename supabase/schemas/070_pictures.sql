-- Pictures of listings. What people upload is re-encoded by the server
-- (src/lib/coordinator/pictures.server.ts) before it comes here, so that there is one format, no
-- metadata and a limit to every side; here it is held to that. A picture is seen by everybody while
-- a published listing shows it, and otherwise by who uploaded it and who edits a listing that has
-- it.

create function internal.picture_path(picture uuid) returns text
	language sql immutable strict parallel safe set search_path = ''
	return '/pictures/' || picture::text || '.webp';

create function internal.may_see_picture(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation
			where wanted in (organisation.logo_id, organisation.picture_id)
				and (organisation.publication = 'published' or internal.may_edit_organisation(organisation.id)))
		or exists (select from public.events as event
			where event.image_path = internal.picture_path(wanted)
				and (event.publication = 'published' or internal.may_edit_event(event.id)))
		or exists (select from public.pictures as picture
			where picture.id = wanted and picture.uploaded_by = (select internal.person()));
$$;
grant execute on function internal.may_see_picture to anon, authenticated;

create table public.pictures (
	id uuid primary key default gen_random_uuid(),
	-- WebP.
	content bytea not null check (length(content) between 20 and 2000000),
	width integer not null check (width between 1 and 4000),
	height integer not null check (height between 1 and 4000),
	bytes integer not null generated always as (length(content)) stored,
	uploaded_by uuid references public.people (id) on delete set null,
	created_at timestamptz not null default now(),
	-- When it was last asked whether anybody uses it: the next one to ask about is the one not
	-- asked about for longest.
	looked_at timestamptz not null default '-infinity',
	constraint picture_is_webp check (
		substring(content from 1 for 4) = 'RIFF'::bytea and substring(content from 9 for 4) = 'WEBP'::bytea)
);
create index pictures_uploaded_by on public.pictures (uploaded_by, created_at);
create index pictures_looked_at on public.pictures (looked_at);
-- A WebP is as small as it gets: the database need not try to make it smaller.
alter table public.pictures alter column content set storage external;
alter table public.pictures enable row level security;
create policy "everybody sees pictures of what they see" on public.pictures
	for select to anon, authenticated using (internal.may_see_picture(id));
revoke all on public.pictures from public, anon, authenticated, service_role;
-- The content comes through public.picture alone, who uploaded it through nothing.
grant select on public.pictures to service_role;
grant select (bytes, height, id, width) on public.pictures to anon, authenticated;

-- Whoever knows the id of somebody else's draft picture must not make it public by putting it into
-- a listing of their own. What a listing had before it may have again. The seed and imports act for
-- nobody and are not asked.
create function internal.check_pictures() returns trigger
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
		-- An event names its picture by an address, which no foreign key holds: the picture must not be
		-- swept away meanwhile.
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

-- {status: saved, id} · refused (not a member, or a hundred pictures in a day already) · invalid
-- {constraint}.
create function internal.save_picture(content_base64 text, width integer, height integer) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	made uuid;
	broken text;
begin
	-- Uploads of one person at the same moment wait for each other: each would find 99 pictures.
	perform pg_advisory_xact_lock(hashtextextended('save_picture ' || coalesce(me::text, ''), 0));
	if me is null or not internal.is_member() or (select count(*) >= 100 from public.pictures as picture
			where picture.uploaded_by = me and picture.created_at > now() - interval '1 day') then
		return '{"status":"refused"}'::jsonb;
	end if;
	insert into public.pictures (content, width, height, uploaded_by)
	values (decode(content_base64, 'base64'), save_picture.width, save_picture.height, me)
	returning id into made;
	return jsonb_build_object('status', 'saved', 'id', made);
exception
	when integrity_constraint_violation then
		get stacked diagnostics broken = constraint_name;
		return jsonb_build_object('status', 'invalid', 'constraint', broken);
	when data_exception then
		return '{"status":"invalid","constraint":"base64"}'::jsonb;
end;
$$;
grant execute on function internal.save_picture to authenticated;

create function public.save_picture(content_base64 text, width integer, height integer) returns jsonb
	language sql set search_path = '' as $$ select internal.save_picture(content_base64, width, height) $$;
grant execute on function public.save_picture to authenticated;

-- {content (base64), shared}: `shared` when everybody may see it. NULL: not there, or not for who
-- asks.
create function internal.picture(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'content', translate(encode(picture.content, 'base64'), E'\n', ''),
		'shared', exists (select from public.organisations as organisation
				where wanted in (organisation.logo_id, organisation.picture_id) and organisation.publication = 'published')
			or exists (select from public.events as event
				where event.image_path = internal.picture_path(wanted) and event.publication = 'published'))
	from public.pictures as picture
	where picture.id = wanted and internal.may_see_picture(wanted);
$$;
grant execute on function internal.picture to anon, authenticated;

create function public.picture(id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.picture(id) $$;
grant execute on function public.picture to anon, authenticated;

-- Pictures nobody uses any more go by themselves, thirty days after they were uploaded: those no
-- listing shows, no kept state names (restoring it would miss them) and no version that waits for
-- its person. A few each minute, so that nobody waits for it.

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

-- Removes what nobody uses among the next `max_rows` pictures that are old enough; each is asked
-- about once a day. @returns how many it removed
create function internal.sweep_pictures(max_rows integer) returns integer
	language plpgsql security definer set search_path = '' as $$
declare
	due uuid[];
	gone integer;
begin
	-- Who puts one into a listing at this moment holds its row: it is left for another day. Whoever
	-- comes later finds it locked, and then gone.
	select array_agg(picture.id) into due
	from (
		select old.id from public.pictures as old
		where old.looked_at < now() - interval '1 day' and old.created_at < now() - interval '30 days'
		order by old.looked_at limit max_rows
		for update skip locked
	) as picture;
	-- A statement of its own: it sees what was saved until the rows were locked.
	delete from public.pictures as picture where picture.id = any (due) and not internal.is_picture_used(picture.id);
	get diagnostics gone = row_count;
	update public.pictures as picture set looked_at = now() where picture.id = any (due);
	return gone;
end;
$$;
