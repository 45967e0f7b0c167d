-- Pictures of listings. What people upload is re-encoded by the server (src/lib/coordinator/pictures.server.ts) before it comes here,
-- so that there is one format, no metadata and a limit to every side; here it is held to that. A picture is seen by everybody while
-- a published listing shows it, and otherwise by who uploaded it and who edits a listing that has it.

create table public.pictures (
	id uuid primary key default gen_random_uuid(),
	-- WebP.
	content bytea not null check (length(content) between 20 and 2000000),
	width integer not null check (width between 1 and 4000),
	height integer not null check (height between 1 and 4000),
	bytes integer not null generated always as (length(content)) stored,
	uploaded_by uuid references public.people (id) on delete set null,
	created_at timestamptz not null default now(),
	constraint picture_is_webp check (
		substring(content from 1 for 4) = 'RIFF'::bytea and substring(content from 9 for 4) = 'WEBP'::bytea)
);
create index pictures_uploaded_by on public.pictures (uploaded_by, created_at);
-- A WebP is as small as it gets: the database need not try to make it smaller.
alter table public.pictures alter column content set storage external;

alter table public.organisations
	add constraint organisation_logo foreign key (logo_id) references public.pictures (id),
	add constraint organisation_picture foreign key (picture_id) references public.pictures (id);
create index organisations_logo on public.organisations (logo_id) where logo_id is not null;
create index organisations_picture on public.organisations (picture_id) where picture_id is not null;
create index events_image on public.events (image_path) where image_path is not null;

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
			where picture.id = wanted and picture.uploaded_by = internal.person());
$$;

alter table public.pictures enable row level security;
create policy "everybody sees pictures of what they see" on public.pictures
	for select to anon, authenticated using (internal.may_see_picture(id));
revoke all on public.pictures from public, anon, authenticated, service_role;
-- The content comes through public.picture alone, who uploaded it through nothing.
grant select (id, width, height, bytes) on public.pictures to anon, authenticated;
grant select on public.pictures to service_role;

-- Whoever knows the id of somebody else's draft picture must not make it public by putting it into a listing of their own. What a
-- listing had before it may have again. The seed and imports act for nobody and are not asked.
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
		if path is distinct from old_row ->> column_name and picture is not null
			and not internal.may_see_picture(picture)
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
create trigger e_check_pictures before insert or update of logo_id, picture_id on public.organisations
	for each row execute function internal.check_pictures('logo_id', 'picture_id');
create trigger e_check_pictures before insert or update of image_path on public.events
	for each row execute function internal.check_pictures('image_path');

-- {status: saved, id} · refused (not a member, or a hundred pictures in a day already) · invalid {constraint}.
create function internal.save_picture(content_base64 text, width integer, height integer) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	made uuid;
	broken text;
begin
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
create function public.save_picture(content_base64 text, width integer, height integer) returns jsonb
	language sql set search_path = '' as $$ select internal.save_picture(content_base64, width, height) $$;

-- {content (base64), shared}: `shared` when everybody may see it. NULL: not there, or not for who asks.
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
create function public.picture(id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.picture(id) $$;

revoke execute on function internal.picture_path(uuid), internal.may_see_picture(uuid), internal.check_pictures(),
	internal.save_picture(text, integer, integer), public.save_picture(text, integer, integer), internal.picture(uuid),
	public.picture(uuid) from public, anon, authenticated, service_role;
grant execute on function internal.may_see_picture(uuid), internal.picture(uuid), public.picture(uuid) to anon, authenticated;
grant execute on function internal.save_picture(text, integer, integer), public.save_picture(text, integer, integer)
	to authenticated;
