-- What somebody typed into a form that was no longer current waits for them; this is how it comes back: as a stale save is answered,
-- and what they had typed beside it. NULL: nothing waits, or the listing is no longer theirs.
create function internal.kept_conflict(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.stale_answer(wanted_subject, wanted, conflict.read_version)
		|| jsonb_build_object('mine', conflict.listing)
	from public.conflicts as conflict
	where conflict.person_id = internal.person() and conflict.subject = wanted_subject
		and conflict.subject_id = wanted and internal.may_edit(wanted_subject, wanted);
$$;
create function public.kept_conflict(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.kept_conflict(subject, id) $$;

revoke execute on function internal.kept_conflict(text, uuid), public.kept_conflict(text, uuid)
	from public, anon, authenticated, service_role;
grant execute on function internal.kept_conflict(text, uuid), public.kept_conflict(text, uuid) to authenticated;
