-- What stays of somebody who is not here any more. Whose rights have ended keeps an account for
-- thirty days; then account, address, sessions, mails and invitations go, and under what they did
-- their name stays. Administrators can forget somebody at once: then the name goes, too.

-- Under what somebody did who was forgotten their name is this: not NULL, which is the directory
-- itself, and no name anybody can have.
create function internal.forgotten() returns text
	language sql immutable set search_path = '' as $$ select ''::text $$;

-- History holds the id of its people, the name while there is an account, and afterwards this copy.
create function internal.keep_name() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	update public.revisions as revision set person_name = old.name where revision.person_id = old.id;
	return old;
end;
$$;
create trigger keep_name before delete on public.people for each row execute function internal.keep_name();

-- Since when somebody is without any rights.
create function internal.note_rights() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op <> 'INSERT' then
		update public.people as person set rights_ended_at = now()
		where person.id = old.person_id
			and not exists (select from public.memberships as one where one.person_id = old.person_id);
	end if;
	if tg_op <> 'DELETE' then
		update public.people as person set rights_ended_at = null
		where person.id = new.person_id and person.rights_ended_at is not null;
	end if;
	return null;
end;
$$;
create trigger note_rights after insert or delete or update of person_id on public.memberships
	for each row execute function internal.note_rights();

-- Invitations and what the audit calls them by: the names of those who were invited.
create function internal.erase_invitations(gone uuid[]) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	delete from internal.mails as mail where mail.subject_id = any (gone);
	update public.audit as line set subject_id = null, subject_name = internal.forgotten()
	where line.subject = 'invitation' and line.subject_id = any (gone);
	delete from public.invitations as one where one.id = any (gone);
end;
$$;

-- What the sign-in service keeps of somebody, in whatever tables its version has.
create function internal.erase_sign_ins(person uuid, address text) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	part record;
begin
	for part in select one.relname from pg_catalog.pg_class as one
		join pg_catalog.pg_attribute as field on field.attrelid = one.oid and field.attname = 'user_id' and not field.attisdropped
		where one.relnamespace = 'auth'::regnamespace and one.relkind = 'r'
		order by one.relname
	loop
		execute format('delete from auth.%I as one where one.user_id::text = $1', part.relname) using person::text;
	end loop;
	if to_regclass('auth.audit_log_entries') is not null then
		execute 'delete from auth.audit_log_entries as one where position($1 in one.payload::text) > 0
			or position($2 in lower(one.payload::text)) > 0' using person::text, coalesce(address, person::text);
	end if;
	delete from auth.users as account where account.id = person;
end;
$$;

-- Account, address and all that hangs on them. The name stays in history and audit.
create function internal.erase_account(person uuid) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	address constant text := (select lower(account.email) from auth.users as account where account.id = person);
begin
	perform internal.erase_invitations(array(select one.id from public.invitations as one
		where one.email = address or one.accepted_by = person));
	delete from internal.mails as mail
	where lower(mail.recipient) = address or mail.subject_id = person or lower(mail.about ->> 'email') = address;
	-- What others were invited to in their name, and what is about to be sent.
	update internal.mails as mail set about = mail.about || '{"invitedBy": null}'
	from public.invitations as one
	where one.id = mail.subject_id and one.invited_by = person and mail.about ? 'invitedBy';
	delete from internal.mail_stops as stop where stop.address_hash = internal.address_hash(address);
	delete from internal.mail_stop_links as link where link.address_hash = internal.address_hash(address);
	-- What they proposed as anybody may stays, without the address.
	update internal.corrections as one set sender_email = null where lower(one.sender_email) = address;
	delete from public.people as one where one.id = person;
	perform internal.erase_sign_ins(person, address);
end;
$$;

-- Whom administrators can forget: {id, name, email, rights, isLast: of the administrators, isMe,
-- acts: lines of the audit and states of listings that name them}; NULL for everybody else, and for
-- who is unknown.
create function internal.person_to_forget(person uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('id', person_to_forget.person, 'name', known.name,
		'email', (select account.email from auth.users as account where account.id = person_to_forget.person),
		'isMe', person_to_forget.person = internal.person(),
		'isLast', exists (select from public.memberships as own
				where own.person_id = person_to_forget.person and own.role = 'administrator')
			and not exists (select from public.memberships as other
				where other.person_id <> person_to_forget.person and other.role = 'administrator'),
		'rights', (select count(*) from public.memberships as own where own.person_id = person_to_forget.person),
		'lines', (select count(*) from public.audit as line
			where line.person_id = person_to_forget.person
				or (line.subject = 'person' and line.subject_id = person_to_forget.person)),
		'states', (select count(*) from public.revisions as revision
			where revision.person_id = person_to_forget.person))
	from (select coalesce(
		(select one.name from public.people as one where one.id = person_to_forget.person),
		(select line.person_name from public.audit as line where line.person_id = person_to_forget.person
			order by line.id desc limit 1)) as name) as known
	where (select internal.is_administrator()) and known.name is not null;
$$;
grant execute on function internal.person_to_forget to authenticated;

create function public.person_to_forget(person uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.person_to_forget(person) $$;
grant execute on function public.person_to_forget to authenticated;

-- Those without rights whom administrators can still forget, by name: [{id, name, email, until:
-- when the account goes}]; without an account both are NULL.
create function internal.former_people() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', former.id, 'name', former.name, 'email', former.email,
		'until', former.until) order by internal.sort_key(former.name) collate "C", former.id), '[]')
	from (
		select person.id, person.name, account.email,
			coalesce(person.rights_ended_at, person.created_at) + interval '30 days' as until
		from public.people as person join auth.users as account on account.id = person.id
		where not exists (select from public.memberships as one where one.person_id = person.id)
		union all
		select line.person_id, (array_agg(line.person_name order by line.id desc))[1], null, null
		from public.audit as line
		where line.person_id is not null
			and not exists (select from public.people as person where person.id = line.person_id)
		group by line.person_id
	) as former
	where (select internal.is_administrator());
$$;
grant execute on function internal.former_people to authenticated;

create function public.former_people() returns jsonb
	language sql stable set search_path = '' as $$ select internal.former_people() $$;
grant execute on function public.former_people to authenticated;

-- Forgets somebody: rights, account, and their name under everything they did. {status: saved,
-- name} · self: nobody forgets themselves by a slip, another administrator does ·
-- last-administrator · refused: no administrator asks, or nobody is known by this number.
create function internal.forget_person(person uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	known jsonb;
begin
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	-- Of two administrators who forget each other at once the second is none any more.
	perform from public.memberships as one where one.role = 'administrator' order by one.id for update;
	known := internal.person_to_forget(person);
	if known is null then
		return jsonb_build_object('status', 'refused');
	end if;
	if (known ->> 'isMe')::boolean then
		return jsonb_build_object('status', 'self');
	end if;
	if (known ->> 'isLast')::boolean then
		return jsonb_build_object('status', 'last-administrator');
	end if;
	delete from public.memberships as one where one.person_id = forget_person.person;
	perform internal.withdraw_invitations_of(forget_person.person);
	perform internal.erase_account(forget_person.person);
	update public.revisions as revision set person_id = null, person_name = internal.forgotten()
	where revision.person_id = forget_person.person;
	update public.audit as line set person_id = null, person_name = internal.forgotten()
	where line.person_id = forget_person.person;
	update public.audit as line set subject_id = null, subject_name = internal.forgotten()
	where line.subject = 'person' and line.subject_id = forget_person.person;
	perform internal.note_act('forget', 'person', null, internal.forgotten(), null, '{}');
	return jsonb_build_object('status', 'saved', 'name', known ->> 'name');
end;
$$;
grant execute on function internal.forget_person to authenticated;

create function public.forget_person(person uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.forget_person(person) $$;
grant execute on function public.forget_person to authenticated;

-- Whether an account has been without any rights for thirty days, nobody has invited its owner, and
-- it is not the one that stands in for accounts there are not (src/lib/account/decoy.server.ts).
create function internal.is_account_due(wanted uuid, address text, made_at timestamptz) returns boolean
	language sql stable security definer set search_path = '' as $$
	select not exists (select from public.memberships as one where one.person_id = wanted)
		and coalesce((select coalesce(person.rights_ended_at, person.created_at) from public.people as person
			where person.id = wanted), made_at) < now() - interval '30 days'
		and lower(coalesce(address, '')) <> 'nobody@decoy.invalid'
		and not exists (select from public.invitations as open
			where open.email = lower(address) and open.accepted_at is null and open.withdrawn_at is null
				and open.expires_at > now());
$$;

-- What has had its time: which rows of which table, counted as what.
create function internal.outdated() returns table (what text, relation text, condition text)
	language sql immutable set search_path = '' as $$
	values
		('mails', 'internal.mails', $rule$one.ended_at < now() - case one.sort when 'sign-in' then interval '1 day' else interval '30 days' end$rule$),
		('addresses', 'internal.address_changes', 'one.expires_at < now()'),
		('attempts', 'internal.sign_in_attempts', 'one.ends_at < now()'),
		('stops', 'internal.mail_stop_links', $rule$one.mailed_at < now() - interval '1 year'$rule$),
		('answers', 'internal.truth_links', $rule$one.expires_at < now() - interval '90 days'$rule$),
		('searches', 'internal.unfound_words', 'one.day <= internal.today() - 90'),
		('accounts', 'auth.users', 'internal.is_account_due(one.id, one.email, one.created_at)'),
		('invitations', 'public.invitations', $rule$coalesce(one.accepted_at, one.withdrawn_at, one.expires_at) < now() - interval '90 days'$rule$),
		('signins', 'auth.audit_log_entries', $rule$one.created_at < now() - interval '90 days'$rule$),
		('signins', 'auth.flow_state', $rule$one.created_at < now() - interval '90 days'$rule$),
		('signins', 'auth.one_time_tokens', $rule$one.created_at < now() - interval '90 days'$rule$),
		('signins', 'auth.refresh_tokens', $rule$one.updated_at < now() - interval '90 days'$rule$),
		('signins', 'auth.sessions', $rule$greatest(one.refreshed_at at time zone 'UTC', one.updated_at, one.created_at) < now() - interval '90 days'$rule$)
$$;

-- Erases it, and answers how many of what; `refused`: accounts that something else still holds.
create function internal.clean_up() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	rule record;
	ids uuid[];
	gone uuid;
	times bigint;
	did jsonb := '{"mails": 0, "addresses": 0, "attempts": 0}'::jsonb;
	refused integer := 0;
begin
	for rule in select * from internal.outdated() as one where to_regclass(one.relation) is not null loop
		times := 0;
		if rule.what in ('accounts', 'invitations') then
			execute format('select coalesce(array_agg(one.id order by one.id), ''{}'') from %s as one where %s',
				rule.relation, rule.condition) into ids;
			if rule.what = 'invitations' then
				perform internal.erase_invitations(ids);
				times := cardinality(ids);
			else
				foreach gone in array ids loop
					begin
						perform internal.erase_account(gone);
						times := times + 1;
					exception when foreign_key_violation then
						refused := refused + 1;
					end;
				end loop;
			end if;
		else
			execute format('delete from %s as one where %s', rule.relation, rule.condition);
			get diagnostics times = row_count;
		end if;
		did := did || jsonb_build_object(rule.what, coalesce((did ->> rule.what)::bigint, 0) + times);
	end loop;
	did := did || jsonb_build_object('senders', internal.erase_senders());
	return did || case when refused > 0 then jsonb_build_object('refused', refused) else '{}' end;
end;
$$;
grant execute on function internal.clean_up to service_role;

create function public.clean_up() returns jsonb
	language sql set search_path = '' as $$ select internal.clean_up() $$;
grant execute on function public.clean_up to service_role;

-- How many of what would go now.
create function internal.would_clean_up() returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	rule record;
	times bigint;
	would jsonb := '{}'::jsonb;
begin
	for rule in select * from internal.outdated() as one where to_regclass(one.relation) is not null loop
		execute format('select count(*) from %s as one where %s', rule.relation, rule.condition) into times;
		would := would || jsonb_build_object(rule.what, coalesce((would ->> rule.what)::bigint, 0) + times);
	end loop;
	return would || jsonb_build_object('senders', (select count(*) from internal.outdated_senders()));
end;
$$;
