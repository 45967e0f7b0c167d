-- The first administrator. Nobody ships with a password: while there is no administrator the server
-- writes a one-time link to its own disk, and whoever can read that may become it. Only its hash is
-- kept. All of it is for the server alone (service_role): nobody is a member then.

create table internal.first_administrator (
	singleton boolean primary key default true check (singleton),
	token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
	offered_at timestamptz not null default now()
);
alter table internal.first_administrator enable row level security;
revoke all on internal.first_administrator from public, anon, authenticated, service_role;

create function internal.has_administrator() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership where membership.role = 'administrator');
$$;

-- Takes the hash of a fresh link; an older link is void from then on. False: there is an
-- administrator, no link is needed.
create function internal.offer_first_administrator(hash text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	if internal.has_administrator() then
		delete from internal.first_administrator;
		return false;
	end if;
	insert into internal.first_administrator (token_hash) values (hash)
	on conflict (singleton) do update set token_hash = excluded.token_hash, offered_at = now();
	return true;
end;
$$;
grant execute on function internal.offer_first_administrator to service_role;

create function public.offer_first_administrator(hash text) returns boolean
	language sql set search_path = '' as $$ select internal.offer_first_administrator(hash) $$;
grant execute on function public.offer_first_administrator to service_role;

create function internal.is_first_administrator_link(hash text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select not internal.has_administrator()
		and exists (select from internal.first_administrator as offer where offer.token_hash = hash);
$$;
grant execute on function internal.is_first_administrator_link to service_role;

create function public.is_first_administrator_link(hash text) returns boolean
	language sql stable set search_path = '' as $$ select internal.is_first_administrator_link(hash) $$;
grant execute on function public.is_first_administrator_link to service_role;

-- Uses the link up. The row is deleted first, so that of two at once one finds it and the other
-- does not.
create function internal.make_first_administrator(hash text, person uuid, name text, language text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	delete from internal.first_administrator as offer where offer.token_hash = hash;
	if not found or internal.has_administrator() then
		return false;
	end if;
	insert into public.people (id, name, language) values (person, btrim(make_first_administrator.name), language)
	on conflict (id) do update set name = excluded.name, language = excluded.language;
	insert into public.memberships (person_id, role) values (person, 'administrator');
	insert into public.audit (person_id, person_name, action, subject, subject_id, subject_name, detail)
	values (person, btrim(make_first_administrator.name), 'first-administrator', 'person', person,
		btrim(make_first_administrator.name), '{"role": "administrator"}');
	return true;
end;
$$;
grant execute on function internal.make_first_administrator to service_role;

create function public.make_first_administrator(hash text, person uuid, name text, language text) returns boolean
	language sql set search_path = '' as $$ select internal.make_first_administrator(hash, person, name, language) $$;
grant execute on function public.make_first_administrator to service_role;

-- Whether somebody may give such rights and take them away: administrators all of them,
-- coordinators those to edit an organisation of a region of theirs.
create function internal.grants_rights(giver uuid, role text, organisation uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as own
		where own.person_id = giver and (own.role = 'administrator'
			or (grants_rights.role = 'editor' and own.role = 'coordinator' and own.region_id = (
				select one.region_id from public.organisations as one where one.id = grants_rights.organisation))));
$$;

create function internal.may_grant(role text, organisation uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select internal.grants_rights(internal.person(), role, organisation);
$$;
grant execute on function internal.may_grant to authenticated;

-- Secrets of links are made here, so that whoever asks for one cannot choose it: one that is known,
-- weak, or that of somebody else. Two random UUIDs have 244 bits that nobody can guess; written so
-- that it can stand in an address.
create function internal.new_secret() returns text
	language sql volatile set search_path = '' as $$
	select translate(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'), '+/=', '-_');
$$;

-- The hash by which a secret is kept.
create function internal.hash_of(secret text) returns text
	language sql immutable strict set search_path = '' as $$
	select encode(sha256(convert_to(secret, 'UTF8')), 'hex');
$$;

-- Invitations: somebody who may names an address and what its owner will be; the mail has a secret
-- of which only the hash is kept. Whoever comes with it and with that address as their account's
-- gets the memberships, once, within 14 days.

create table public.invitations (
	id uuid primary key default gen_random_uuid(),
	email text not null check (internal.is_email(email) and email = lower(email)),
	name text not null check (length(btrim(name)) between 1 and 120),
	language text not null check (language ~ '^[a-z]{2}$'),
	role text not null check (role in ('administrator', 'coordinator', 'editor')),
	region_ids text[] not null default '{}',
	organisation_id uuid references public.organisations (id) on delete cascade,
	deputy boolean not null default false,
	token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
	invited_by uuid references public.people (id) on delete set null,
	invited_at timestamptz not null default now(),
	expires_at timestamptz not null,
	accepted_at timestamptz,
	accepted_by uuid references public.people (id) on delete set null,
	withdrawn_at timestamptz,
	constraint invitation_has_its_scope check (case role
		when 'administrator' then region_ids = '{}' and organisation_id is null and not deputy
		when 'coordinator' then region_ids <> '{}' and organisation_id is null
		else region_ids = '{}' and organisation_id is not null and not deputy end),
	constraint invitation_token unique (token_hash),
	constraint invitation_name_is_plain check (internal.is_plain(name))
);
comment on table public.invitations is 'Open while neither accepted nor withdrawn nor expired.';
create index invitations_organisation on public.invitations (organisation_id);
create index invitations_invited_by on public.invitations (invited_by);
create index invitations_accepted_by on public.invitations (accepted_by);
alter table public.invitations enable row level security;
create policy "who may invite to the same reads invitations" on public.invitations
	for select to authenticated using (internal.may_grant(role, organisation_id));
revoke all on public.invitations from public, anon, authenticated, service_role;
-- All but the hash of the secret.
grant select (accepted_at, accepted_by, deputy, email, expires_at, id, invited_at, invited_by, language, name, organisation_id, region_ids, role, withdrawn_at) on public.invitations to authenticated, service_role;

-- The mail of an open invitation, with what it says; an earlier one that still waits has an old
-- link. Not in the transaction that invites: its link holds the secret that is made there, and in
-- this database it lies encrypted only. An invitation without a mail is listed as one.
create function internal.put_invitation_mail(mail jsonb, invitation uuid) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.void_mails('invitation', null, put_invitation_mail.invitation);
	perform internal.put_mail(put_invitation_mail.mail, 'invitation', open.email, open.language,
		internal.invitation_of(open.token_hash), open.id)
	from public.invitations as open
	where open.id = put_invitation_mail.invitation and open.accepted_at is null and open.withdrawn_at is null;
end;
$$;
grant execute on function internal.put_invitation_mail to service_role;

create function public.put_invitation_mail(mail jsonb, invitation uuid) returns void
	language sql set search_path = '' as $$ select internal.put_invitation_mail(mail, invitation) $$;
grant execute on function public.put_invitation_mail to service_role;

-- What is known of the newest mail of each open invitation somebody may see: {invitation: {state,
-- at: when it ended or is tried next, failed: whether it was tried in vain}}.
create function internal.invitation_mails() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_object_agg(open.id, jsonb_build_object('state', mail.state,
		'at', coalesce(mail.ended_at, mail.next_at), 'failed', mail.reason is not null)), '{}')
	from public.invitations as open
	cross join lateral (select one.* from internal.mails as one
		where one.subject_id = open.id order by one.put_at desc, one.id limit 1) as mail
	where open.accepted_at is null and open.withdrawn_at is null and internal.may_grant(open.role, open.organisation_id);
$$;
grant execute on function internal.invitation_mails to authenticated;

create function public.invitation_mails() returns jsonb
	language sql stable set search_path = '' as $$ select internal.invitation_mails() $$;
grant execute on function public.invitation_mails to authenticated;

-- `invitation`: {email, name, language, role, regions [], organisation, deputy, again}. An open
-- invitation to the same address for the same role is replaced. Who has rights or an invitation
-- already is told of first, {status: known, member: name, invited: when}, unless `again`; of others
-- than one could invite nothing is told. {status: saved, id, expires_at, secret: of the link, told
-- this once}.
create function internal.invite(invitation jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	made public.invitations;
	wanted_regions text[];
	address text := lower(btrim(invitation ->> 'email'));
	known jsonb;
	secret constant text := internal.new_secret();
	constraint_hit text;
begin
	if not internal.may_grant(invitation ->> 'role', (invitation ->> 'organisation')::uuid) then
		return jsonb_build_object('status', 'refused');
	end if;
	select coalesce(array_agg(entry order by entry), '{}') into wanted_regions
	from jsonb_array_elements_text(coalesce(invitation -> 'regions', '[]')) as entry;
	if exists (select from unnest(wanted_regions) as entry
		where not exists (select from public.regions as region where region.id = entry))
	then
		return jsonb_build_object('status', 'invalid', 'constraint', 'invitations_regions');
	end if;
	if not coalesce((invitation ->> 'again')::boolean, false) then
		known := internal.known_address(address);
		if known is not null then
			return jsonb_build_object('status', 'known') || known;
		end if;
	end if;
	update public.invitations as older set withdrawn_at = now()
	where older.email = address and older.role = invitation ->> 'role'
		and older.organisation_id is not distinct from (invitation ->> 'organisation')::uuid
		and older.region_ids = wanted_regions
		and older.accepted_at is null and older.withdrawn_at is null;
	insert into public.invitations (email, name, language, role, region_ids, organisation_id, deputy, token_hash, invited_by,
		expires_at)
	values (address, btrim(invitation ->> 'name'), invitation ->> 'language', invitation ->> 'role',
		wanted_regions, (invitation ->> 'organisation')::uuid, coalesce((invitation ->> 'deputy')::boolean, false),
		internal.hash_of(secret),
		internal.person(), now() + interval '14 days')
	returning * into made;
	perform internal.note_act('invite', 'invitation', made.id, made.name, made.region_ids[1],
		jsonb_build_object('role', made.role, 'regions', made.region_ids, 'organisation', made.organisation_id,
			'deputy', made.deputy));
	return jsonb_build_object('status', 'saved', 'id', made.id, 'expires_at', made.expires_at, 'secret', secret);
exception
	when check_violation or not_null_violation or foreign_key_violation or unique_violation or invalid_text_representation then
		get stacked diagnostics constraint_hit = constraint_name;
		return jsonb_build_object('status', 'invalid', 'constraint', constraint_hit);
end;
$$;
grant execute on function internal.invite to authenticated;

create function public.invite(invitation jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.invite(invitation) $$;
grant execute on function public.invite to authenticated;

-- Who has rights, or an open invitation to some, under an address, as far as the person of this
-- request could have given them; NULL: nobody.
create function internal.known_address(address text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('member', known.member, 'invited', known.invited)
	from (select
		(select person.name from public.people as person join auth.users as account on account.id = person.id
			where lower(account.email) = address and exists (select from public.memberships as one
				where one.person_id = person.id and internal.may_grant(one.role, one.organisation_id)) limit 1) as member,
		(select max(open.invited_at) from public.invitations as open
			where open.email = address and open.accepted_at is null and open.withdrawn_at is null and open.expires_at > now()
				and internal.may_grant(open.role, open.organisation_id)) as invited) as known
	where known.member is not null or known.invited is not null;
$$;

-- A new secret and another 14 days; the link of the earlier mail is void. Answers what the new mail
-- needs.
create function internal.renew_invitation(invitation uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	renewed public.invitations;
	secret constant text := internal.new_secret();
begin
	update public.invitations as open set token_hash = internal.hash_of(secret), expires_at = now() + interval '14 days'
	where open.id = invitation and open.accepted_at is null and open.withdrawn_at is null
		and internal.may_grant(open.role, open.organisation_id)
	returning * into renewed;
	if renewed.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.note_act('renew-invitation', 'invitation', renewed.id, renewed.name, renewed.region_ids[1],
		jsonb_build_object('role', renewed.role, 'regions', renewed.region_ids, 'organisation', renewed.organisation_id,
			'deputy', renewed.deputy));
	-- What waits has the link of before.
	perform internal.void_mails('invitation', null, renewed.id);
	return jsonb_build_object('status', 'saved', 'id', renewed.id, 'expires_at', renewed.expires_at,
		'email', renewed.email, 'language', renewed.language, 'secret', secret);
end;
$$;
grant execute on function internal.renew_invitation to authenticated;

create function public.renew_invitation(invitation uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.renew_invitation(invitation) $$;
grant execute on function public.renew_invitation to authenticated;

create function internal.withdraw_invitation(invitation uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	withdrawn public.invitations;
begin
	update public.invitations as open set withdrawn_at = now()
	where open.id = invitation and open.accepted_at is null and open.withdrawn_at is null
		and internal.may_grant(open.role, open.organisation_id)
	returning * into withdrawn;
	if withdrawn.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.note_act('withdraw-invitation', 'invitation', withdrawn.id, withdrawn.name, withdrawn.region_ids[1],
		jsonb_build_object('role', withdrawn.role, 'regions', withdrawn.region_ids, 'organisation', withdrawn.organisation_id,
			'deputy', withdrawn.deputy));
	return jsonb_build_object('status', 'saved', 'id', withdrawn.id);
end;
$$;
grant execute on function internal.withdraw_invitation to authenticated;

create function public.withdraw_invitation(invitation uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.withdraw_invitation(invitation) $$;
grant execute on function public.withdraw_invitation to authenticated;

-- What an invitation says, for who shows its secret. NULL: there is none with it. `known`: the
-- address is that of somebody who has or had rights. The secret is no proof of that account,
-- because whoever invited could keep it: it opens one that is new, and theirs is opened by signing
-- in.
create function internal.invitation_of(hash text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'state', case
			when invitation.withdrawn_at is not null then 'withdrawn'
			when invitation.accepted_at is not null then 'accepted'
			when invitation.expires_at < now() then 'expired'
			else 'open' end,
		'email', invitation.email, 'name', invitation.name, 'language', invitation.language, 'role', invitation.role,
		'known', exists (select from auth.users as account join public.people as person on person.id = account.id
			where lower(account.email) = invitation.email),
		'deputy', invitation.deputy, 'expiresAt', invitation.expires_at,
		'invitedBy', (select person.name from public.people as person where person.id = invitation.invited_by),
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('name', region.name) order by region.position), '[]')
			from public.regions as region where region.id = any (invitation.region_ids)),
		'organisation', (select jsonb_build_object('name', organisation.name)
			from public.organisations as organisation where organisation.id = invitation.organisation_id))
	from public.invitations as invitation
	where invitation.token_hash = hash;
$$;
grant execute on function internal.invitation_of to anon, authenticated;

create function public.invitation_of(hash text) returns jsonb
	language sql stable set search_path = '' as $$ select internal.invitation_of(hash) $$;
grant execute on function public.invitation_of to anon, authenticated;

-- For the signed-in owner of the invited address. The row is claimed first: of two at once one gets
-- it.
create function internal.accept_invitation(hash text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	claimed public.invitations;
begin
	update public.invitations as open set accepted_at = now()
	where open.token_hash = hash and open.accepted_at is null and open.withdrawn_at is null and open.expires_at >= now()
		and open.email = (select lower(account.email) from auth.users as account where account.id = me)
	returning * into claimed;
	if claimed.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	insert into public.people (id, name, language) values (me, claimed.name, claimed.language) on conflict (id) do nothing;
	update public.invitations as done set accepted_by = me where done.id = claimed.id;
	insert into public.memberships (person_id, role, region_id, organisation_id, deputy, granted_by)
	select me, claimed.role, region, claimed.organisation_id, claimed.deputy, claimed.invited_by
	from unnest(case when claimed.role = 'coordinator' then claimed.region_ids else array[null::text] end) as region
	on conflict on constraint membership_only_once do update set deputy = excluded.deputy;
	perform internal.note_act('accept-invitation', 'person', me, claimed.name, claimed.region_ids[1],
		jsonb_build_object('role', claimed.role, 'regions', claimed.region_ids, 'organisation', claimed.organisation_id,
			'deputy', claimed.deputy));
	return jsonb_build_object('status', 'saved', 'id', me);
end;
$$;
grant execute on function internal.accept_invitation to authenticated;

create function public.accept_invitation(hash text) returns jsonb
	language sql set search_path = '' as $$ select internal.accept_invitation(hash) $$;
grant execute on function public.accept_invitation to authenticated;

-- An invitation that is being written while its inviter's rights end: one waits for the
-- other, by the rows of the memberships.
create function internal.inviter_stays() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform from public.memberships as one
	where one.person_id = new.invited_by for share;
	if new.invited_by is not null and not internal.grants_rights(new.invited_by, new.role, new.organisation_id) then
		raise exception using errcode = 'check_violation', constraint = 'invited_by_who_may',
			message = 'only who may give rights invites to them';
	end if;
	return new;
end;
$$;
create trigger inviter_stays before insert on public.invitations
	for each row execute function internal.inviter_stays();

-- An invitation that is withdrawn, however that came, or accepted by the link that was handed over,
-- is not mailed any more.
create function internal.end_invitation_mail() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.void_mails('invitation', null, new.id);
	return null;
end;
$$;
create trigger end_invitation_mail after update of withdrawn_at, accepted_at on public.invitations
	for each row when (new.withdrawn_at is not null or new.accepted_at is not null)
	execute function internal.end_invitation_mail();
