-- An administrator whose rights are taken away keeps no way back: what they invited to and nobody has accepted yet is withdrawn in the
-- same moment, or they could have invited a second address of their own beforehand.

create or replace function internal.end_membership(membership uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	ended public.memberships;
	open_invitation public.invitations;
	whose text;
begin
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	perform from public.memberships as one where one.role = 'administrator' order by one.id for update;
	-- Asked again: whoever held the lock may have ended this administrator's own membership.
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	if exists (select from public.memberships as one where one.id = membership and one.role = 'administrator')
		and (select count(*) from public.memberships as one where one.role = 'administrator') = 1
	then
		return jsonb_build_object('status', 'last-administrator');
	end if;
	delete from public.memberships as one where one.id = membership returning * into ended;
	if ended.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	select person.name into whose from public.people as person where person.id = ended.person_id;
	perform internal.note_act('end-membership', 'person', ended.person_id, whose, ended.region_id,
		jsonb_build_object('role', ended.role, 'region', ended.region_id, 'organisation', ended.organisation_id,
			'deputy', ended.deputy));
	if ended.role = 'administrator' then
		for open_invitation in
			update public.invitations as open set withdrawn_at = now()
			where open.invited_by = ended.person_id and open.accepted_at is null and open.withdrawn_at is null
			returning *
		loop
			perform internal.note_act('withdraw-invitation', 'invitation', open_invitation.id, open_invitation.name,
				open_invitation.region_ids[1], jsonb_build_object('role', open_invitation.role,
					'regions', open_invitation.region_ids, 'organisation', open_invitation.organisation_id,
					'deputy', open_invitation.deputy));
		end loop;
	end if;
	return jsonb_build_object('status', 'saved', 'id', ended.id);
end;
$$;

-- An invitation that is being written while its administrator's rights end: one waits for the other, by the row of the membership.
create function internal.inviter_stays() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform from public.memberships as one
	where one.person_id = new.invited_by and one.role = 'administrator' for share;
	if new.invited_by is not null and not found then
		raise exception using errcode = 'check_violation', constraint = 'invited_by_an_administrator',
			message = 'only administrators invite';
	end if;
	return new;
end;
$$;
create trigger inviter_stays before insert on public.invitations
	for each row execute function internal.inviter_stays();

revoke execute on function internal.inviter_stays() from public, anon, authenticated, service_role;
