-- The people of the network: who has which rights, changing them, and ending them. And one's own
-- address.

-- Who may no longer give rights leaves no way back: what they invited to and nobody has accepted
-- yet is withdrawn in the same moment, or they could have invited a second address of their own
-- beforehand.
create function internal.withdraw_invitations_of(giver uuid) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	open_invitation public.invitations;
begin
	for open_invitation in
		update public.invitations as open set withdrawn_at = now()
		where open.invited_by = giver and open.accepted_at is null and open.withdrawn_at is null
			and not internal.grants_rights(giver, open.role, open.organisation_id)
		returning *
	loop
		perform internal.note_act('withdraw-invitation', 'invitation', open_invitation.id, open_invitation.name,
			open_invitation.region_ids[1], jsonb_build_object('role', open_invitation.role,
				'regions', open_invitation.region_ids, 'organisation', open_invitation.organisation_id,
				'deputy', open_invitation.deputy));
	end loop;
end;
$$;

-- What the audit says of a membership.
create function internal.membership_detail(one public.memberships) returns jsonb
	language sql immutable set search_path = '' as $$
	select jsonb_build_object('role', one.role, 'region', one.region_id, 'organisation', one.organisation_id,
		'deputy', one.deputy);
$$;

-- Whether a membership is that of the last administrator. All who end or change administrators
-- queue for the same lock, so that the last two cannot remove each other at the same moment.
create function internal.is_last_administrator(membership uuid) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	perform from public.memberships as one where one.role = 'administrator' order by one.id for update;
	return exists (select from public.memberships as one where one.id = membership and one.role = 'administrator')
		and (select count(*) from public.memberships as one where one.role = 'administrator') = 1;
end;
$$;

-- Takes a membership away, at once, and ends the sessions of its owner: {status: saved, name}. The
-- network keeps one administrator: the last one cannot be removed, by nobody.
create function internal.end_membership(membership uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	ended public.memberships;
	whose text;
	is_last boolean := internal.is_last_administrator(membership);
begin
	-- Asked after the lock: whoever held it may have ended this person's own membership.
	select one.* into ended from public.memberships as one
	where one.id = membership and internal.may_grant(one.role, one.organisation_id);
	if ended.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	if is_last then
		return jsonb_build_object('status', 'last-administrator');
	end if;
	delete from public.memberships as one where one.id = membership;
	if not found then
		return jsonb_build_object('status', 'refused');
	end if;
	select person.name into whose from public.people as person where person.id = ended.person_id;
	perform internal.note_act('end-membership', 'person', ended.person_id, whose, ended.region_id,
		internal.membership_detail(ended));
	perform internal.withdraw_invitations_of(ended.person_id);
	-- Who gives up one of several rights of their own stays where they are.
	if ended.person_id is distinct from me
		or not exists (select from public.memberships as one where one.person_id = ended.person_id)
	then
		delete from auth.sessions as session where session.user_id = ended.person_id;
	end if;
	return jsonb_build_object('status', 'saved', 'id', ended.id, 'name', whose);
end;
$$;
grant execute on function internal.end_membership to authenticated;

create function public.end_membership(membership uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.end_membership(membership) $$;
grant execute on function public.end_membership to authenticated;

-- Whoever has no right left has nothing to be signed in for, however the last one went: taken away,
-- given up, or gone with its organisation.
create function internal.end_sessions_without_rights() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	delete from auth.sessions as session
	where session.user_id = old.person_id
		and not exists (select from public.memberships as one where one.person_id = old.person_id);
	return null;
end;
$$;
create trigger end_sessions_without_rights after delete on public.memberships
	for each row execute function internal.end_sessions_without_rights();

-- Ends every session of somebody else, who keeps their rights: a computer was lost. {status: saved,
-- name, ended: how many} · refused: only administrators do, and their own on their own page.
create function internal.end_sessions_of(person uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	whose text := (select one.name from public.people as one where one.id = person);
	ended integer;
begin
	if not internal.is_administrator() or whose is null or person = internal.person() then
		return jsonb_build_object('status', 'refused');
	end if;
	delete from auth.sessions as session where session.user_id = person;
	get diagnostics ended = row_count;
	perform internal.note_act('end-sessions-of', 'person', person, whose, null, '{}');
	return jsonb_build_object('status', 'saved', 'name', whose, 'ended', ended);
end;
$$;
grant execute on function internal.end_sessions_of to authenticated;

create function public.end_sessions_of(person uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.end_sessions_of(person) $$;
grant execute on function public.end_sessions_of to authenticated;

-- Makes a membership another one: `becomes` is {role, region, organisation, deputy}. {status:
-- saved, name} · unchanged · last-administrator · invalid: not a whole role, or they have it
-- already · refused: only administrators change what somebody is.
create function internal.change_membership(membership uuid, becomes jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	before public.memberships;
	after public.memberships;
	whose text;
	is_last boolean;
	constraint_hit text;
begin
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	is_last := internal.is_last_administrator(membership);
	select one.* into before from public.memberships as one where one.id = membership for update;
	if before.id is null or not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	select person.name into whose from public.people as person where person.id = before.person_id;
	if is_last and becomes ->> 'role' is distinct from 'administrator' then
		return jsonb_build_object('status', 'last-administrator', 'name', whose);
	end if;
	update public.memberships as one set role = becomes ->> 'role', region_id = becomes ->> 'region',
		organisation_id = (becomes ->> 'organisation')::uuid,
		deputy = coalesce((becomes ->> 'deputy')::boolean, false)
	where one.id = membership
	returning * into after;
	if internal.membership_detail(after) = internal.membership_detail(before) then
		return jsonb_build_object('status', 'unchanged', 'name', whose);
	end if;
	update public.memberships as one set granted_by = internal.person(), granted_at = now() where one.id = membership;
	perform internal.note_act('change-membership', 'person', after.person_id, whose, after.region_id,
		internal.membership_detail(after) || jsonb_build_object('before', internal.membership_detail(before)));
	perform internal.withdraw_invitations_of(after.person_id);
	return jsonb_build_object('status', 'saved', 'name', whose);
exception
	when check_violation or not_null_violation or foreign_key_violation or unique_violation or invalid_text_representation then
		get stacked diagnostics constraint_hit = constraint_name;
		return jsonb_build_object('status', 'invalid', 'constraint', constraint_hit);
end;
$$;
grant execute on function internal.change_membership to authenticated;

create function public.change_membership(membership uuid, becomes jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.change_membership(membership, becomes) $$;
grant execute on function public.change_membership to authenticated;

-- Everybody with a membership that the person of this request could give or take away, with those
-- memberships and their address, for the page of people.
create function internal.people_of_network() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
			'id', person.id, 'name', person.name, 'email', account.email, 'lastSignInAt', account.last_sign_in_at,
			'secondFactor', exists (select from internal.second_factors as factor
				where factor.person_id = person.id and factor.confirmed_at is not null),
			'memberships', theirs.memberships)
			order by internal.sort_key(person.name) collate "C", person.id), '[]')
	from public.people as person
	join auth.users as account on account.id = person.id
	cross join lateral (select jsonb_agg(jsonb_build_object(
				'id', membership.id, 'role', membership.role, 'deputy', membership.deputy,
				'grantedAt', membership.granted_at,
				'region', case when region.id is not null then
					jsonb_build_object('id', region.id, 'name', region.name) end,
				'organisation', case when organisation.id is not null then jsonb_build_object('id', organisation.id,
					'name', organisation.name) end)
				order by membership.role, region.position,
					internal.sort_key(internal.text_in(organisation.name, null)) collate "C") as memberships
			from public.memberships as membership
			left join public.regions as region on region.id = membership.region_id
			left join public.organisations as organisation on organisation.id = membership.organisation_id
			where membership.person_id = person.id
				and internal.may_grant(membership.role, membership.organisation_id)) as theirs
	where theirs.memberships is not null;
$$;
grant execute on function internal.people_of_network to authenticated;

create function public.people_of_network() returns jsonb
	language sql stable set search_path = '' as $$ select internal.people_of_network() $$;
grant execute on function public.people_of_network to authenticated;

-- Who answers for the regions of the person of this request, those they coordinate and those of the
-- organisations they edit: [{id, name, people [{name, deputy, me}]}], coordinators before deputies.
-- Names alone; addresses are the administrators'.
create function internal.my_colleagues() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name', region.name,
			'people', (select coalesce(jsonb_agg(jsonb_build_object('name', person.name,
					'deputy', membership.deputy, 'me', person.id = (select internal.person()))
					order by membership.deputy, internal.sort_key(person.name) collate "C", person.id), '[]')
				from public.memberships as membership
				join public.people as person on person.id = membership.person_id
				where membership.region_id = region.id))
			order by region.position), '[]')
	from public.regions as region
	where region.id = any (internal.my_regions()) or region.id in (
		select organisation.region_id from public.organisations as organisation
		where organisation.id = any (internal.my_organisations()));
$$;
grant execute on function internal.my_colleagues to authenticated;

create function public.my_colleagues() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_colleagues() $$;
grant execute on function public.my_colleagues to authenticated;

-- A new address of one's own. It is theirs once its link was opened by the person who asked for it:
-- only the hash of the link's secret is kept, for a day.
create table internal.address_changes (
	person_id uuid primary key references public.people (id) on delete cascade,
	email text not null check (internal.is_email(email) and email = lower(email)),
	token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
	expires_at timestamptz not null
);
alter table internal.address_changes enable row level security;
revoke all on internal.address_changes from public, anon, authenticated, service_role;

-- {status: saved} · invalid: no address · refused: nobody with rights is signed in. Whether
-- somebody else has the address is not said. Nor is the secret, which is the proof of the address:
-- the server asks for it and mails it.
create function internal.ask_new_address(email text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.acting_member();
begin
	if me is null then
		return jsonb_build_object('status', 'refused');
	end if;
	insert into internal.address_changes (person_id, email, token_hash, expires_at)
	values (me, lower(btrim(ask_new_address.email)), internal.hash_of(internal.new_secret()), now() + interval '1 day')
	on conflict (person_id) do update set email = excluded.email, token_hash = excluded.token_hash,
		expires_at = excluded.expires_at;
	return jsonb_build_object('status', 'saved');
exception
	when check_violation or not_null_violation then
		return jsonb_build_object('status', 'invalid');
end;
$$;
grant execute on function internal.ask_new_address to authenticated;

create function public.ask_new_address(email text) returns jsonb
	language sql set search_path = '' as $$ select internal.ask_new_address(email) $$;
grant execute on function public.ask_new_address to authenticated;

-- For the server alone: {email, secret} of the mail to the address this person has asked for; NULL
-- when they have not, or it is too long ago. The secret of an earlier mail is void.
create function internal.new_address_secret(person uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	secret constant text := internal.new_secret();
	asked text;
begin
	update internal.address_changes as change set token_hash = internal.hash_of(secret)
	where change.person_id = person and change.expires_at > now()
	returning change.email into asked;
	return case when asked is not null then jsonb_build_object('email', asked, 'secret', secret) end;
end;
$$;
grant execute on function internal.new_address_secret to service_role;

create function public.new_address_secret(person uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.new_address_secret(person) $$;
grant execute on function public.new_address_secret to service_role;

-- Puts the mail to the address this person has asked for; an earlier one that still waits has an
-- old link. Its link holds the secret that was just made, and lies here encrypted only.
create function internal.put_new_address_mail(mail jsonb, person uuid) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.void_mails('new-address', null, put_new_address_mail.person);
	perform internal.put_mail(put_new_address_mail.mail, 'new-address', change.email, one.language,
		jsonb_build_object('email', change.email), put_new_address_mail.person)
	from internal.address_changes as change join public.people as one on one.id = change.person_id
	where change.person_id = put_new_address_mail.person;
end;
$$;
grant execute on function internal.put_new_address_mail to service_role;

create function public.put_new_address_mail(mail jsonb, person uuid) returns void
	language sql set search_path = '' as $$ select internal.put_new_address_mail(mail, person) $$;
grant execute on function public.put_new_address_mail to service_role;

-- The secret of the mail, shown by the person who asked for it. The row is claimed first: of two at
-- once one finds it. {status: saved, email} · refused: another's, used, too old, or the address has
-- an account already. `mail` tells the address before; see internal.put_mail.
create function internal.take_new_address(hash text, mail jsonb default null) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.acting_member();
	claimed internal.address_changes;
	before text;
begin
	delete from internal.address_changes as change
	where change.person_id = me and change.token_hash = hash and change.expires_at > now()
	returning * into claimed;
	if claimed.person_id is null
		or exists (select from auth.users as account where lower(account.email) = claimed.email and account.id <> me)
	then
		return jsonb_build_object('status', 'refused');
	end if;
	select account.email into before from auth.users as account where account.id = me;
	update auth.users as account set email = claimed.email where account.id = me;
	update auth.identities as identity
	set identity_data = identity.identity_data || jsonb_build_object('email', claimed.email)
	where identity.user_id = me and identity.provider = 'email';
	perform internal.move_mail_stops(before, claimed.email);
	perform internal.note_act('address', 'person', me, person.name, null, '{}')
	from public.people as person where person.id = me;
	perform internal.put_mail(mail, 'address-changed', before, person.language,
		jsonb_build_object('email', claimed.email), me)
	from public.people as person where person.id = me and before is not null;
	return jsonb_build_object('status', 'saved', 'email', claimed.email);
end;
$$;
grant execute on function internal.take_new_address to authenticated;

create function public.take_new_address(hash text, mail jsonb default null) returns jsonb
	language sql set search_path = '' as $$ select internal.take_new_address(hash, mail) $$;
grant execute on function public.take_new_address to authenticated;
