-- Sorts of mail somebody does not want. An address is kept as a hash, so that those of nobody with
-- an account can say no, too; a mail's link to say it holds a secret, kept as a hash (RFC 8058).
-- One secret is good for one address and one sort of mail and for nothing else.

-- The sorts one may say no to: those nobody has just asked for. What tells the owner of an account
-- that its password or address was changed is not among them: it is sent once, and keeps it safe.
create function internal.unasked_mails() returns text[]
	language sql immutable set search_path = ''
	as $$ select array['corrections-wait', 'invitation', 'operation', 'still-true', 'waits'] $$;

create table internal.mail_stops (
	address_hash text not null check (address_hash ~ '^[0-9a-f]{64}$'),
	sort text not null check (sort = any (internal.unasked_mails())),
	stopped_at timestamptz not null default now(),
	primary key (address_hash, sort)
);
comment on table internal.mail_stops is 'What is not mailed to an address any more.';
alter table internal.mail_stops enable row level security;
revoke all on internal.mail_stops from public, anon, authenticated, service_role;

create table internal.mail_stop_links (
	token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
	address_hash text not null check (address_hash ~ '^[0-9a-f]{64}$'),
	sort text not null check (sort = any (internal.unasked_mails())),
	-- When it last stood in a mail.
	mailed_at timestamptz not null default now()
);
comment on table internal.mail_stop_links is 'Links in mails by which their sort is stopped; a year after the last such mail they go.';
create index mail_stop_links_address on internal.mail_stop_links (address_hash, sort);
create index mail_stop_links_mailed_at on internal.mail_stop_links (mailed_at);
alter table internal.mail_stop_links enable row level security;
revoke all on internal.mail_stop_links from public, anon, authenticated, service_role;

-- By what an address is known here, however it is written.
create function internal.address_hash(address text) returns text
	language sql immutable strict set search_path = '' as $$
	select encode(sha256(convert_to('mail to ' || lower(btrim(address)), 'UTF8')), 'hex');
$$;

create function internal.is_mail_stopped(address text, sort text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from internal.mail_stops as stop
		where stop.address_hash = internal.address_hash(is_mail_stopped.address) and stop.sort = is_mail_stopped.sort);
$$;

-- The link that stands in a mail about to be sent, by the hash of its secret. False: the mail is
-- not wanted.
create function internal.offer_mail_stop(address text, sort text, hash text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	insert into internal.mail_stop_links (token_hash, address_hash, sort)
	values (hash, internal.address_hash(offer_mail_stop.address), offer_mail_stop.sort)
	on conflict (token_hash) do update set mailed_at = now(), address_hash = excluded.address_hash;
	return not internal.is_mail_stopped(offer_mail_stop.address, offer_mail_stop.sort);
end;
$$;
grant execute on function internal.offer_mail_stop to service_role;

create function public.offer_mail_stop(address text, sort text, hash text) returns boolean
	language sql set search_path = '' as $$ select internal.offer_mail_stop(address, sort, hash) $$;
grant execute on function public.offer_mail_stop to service_role;

-- What the link of a mail is for: {sort, stopped}; whose it is is not said. NULL: there is none.
create function internal.mail_stop_of(hash text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('sort', link.sort, 'stopped', exists (select from internal.mail_stops as stop
		where stop.address_hash = link.address_hash and stop.sort = link.sort))
	from internal.mail_stop_links as link where link.token_hash = hash;
$$;
grant execute on function internal.mail_stop_of to anon, authenticated;

create function public.mail_stop_of(hash text) returns jsonb
	language sql stable set search_path = '' as $$ select internal.mail_stop_of(hash) $$;
grant execute on function public.mail_stop_of to anon, authenticated;

-- Stops a sort of mail to an address, or takes that back. What waits to be sent does not go.
create function internal.set_mail_stop(hash_of_address text, sort text, wanted boolean) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	if wanted then
		delete from internal.mail_stops as stop
		where stop.address_hash = hash_of_address and stop.sort = set_mail_stop.sort;
		return;
	end if;
	insert into internal.mail_stops (address_hash, sort) values (hash_of_address, set_mail_stop.sort)
	on conflict do nothing;
	update internal.mails as mail set state = 'stopped', ended_at = now(), sealed = null, about = '{}'
	where mail.state = 'waiting' and mail.sort = set_mail_stop.sort
		and internal.address_hash(mail.recipient) = hash_of_address;
end;
$$;

-- By whoever shows the secret of a mail. {status: saved, sort} · refused: there is no such link.
create function internal.stop_mails(hash text, wanted boolean default false) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	shown internal.mail_stop_links;
begin
	select link.* into shown from internal.mail_stop_links as link where link.token_hash = hash;
	if shown.token_hash is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.set_mail_stop(shown.address_hash, shown.sort, coalesce(wanted, false));
	return jsonb_build_object('status', 'saved', 'sort', shown.sort);
end;
$$;
grant execute on function internal.stop_mails to anon, authenticated;

create function public.stop_mails(hash text, wanted boolean default false) returns jsonb
	language sql set search_path = '' as $$ select internal.stop_mails(hash, wanted) $$;
grant execute on function public.stop_mails to anon, authenticated;

-- The sorts that may come to the person of this request, and whether they want them: [{sort,
-- wanted}]; NULL: nobody with rights.
create function internal.my_mails() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_agg(jsonb_build_object('sort', one, 'wanted', not internal.is_mail_stopped(account.email, one)) order by one)
	from auth.users as account
	cross join unnest(internal.unasked_mails()) as one
	where account.id = (select internal.acting_member())
		and (one <> 'operation' or (select internal.is_administrator()))
		-- One goes to addresses of organisations, and how often the other comes is a choice of its own
		-- (285_waits.sql).
		and one not in ('still-true', 'waits');
$$;
grant execute on function internal.my_mails to authenticated;

create function public.my_mails() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_mails() $$;
grant execute on function public.my_mails to authenticated;

-- Of the sorts that may come, those that are wanted; all others are stopped. {status: saved} ·
-- refused: nobody with rights is signed in.
create function internal.save_my_mails(wanted text[]) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	mine jsonb := internal.my_mails();
begin
	if mine is null or wanted is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.set_mail_stop(internal.address_hash(account.email), one ->> 'sort', one ->> 'sort' = any (wanted))
	from auth.users as account cross join jsonb_array_elements(mine) as one
	where account.id = internal.person();
	return jsonb_build_object('status', 'saved');
end;
$$;
grant execute on function internal.save_my_mails to authenticated;

create function public.save_my_mails(wanted text[]) returns jsonb
	language sql set search_path = '' as $$ select internal.save_my_mails(wanted) $$;
grant execute on function public.save_my_mails to authenticated;

-- A new address of the same person: what they do not want is not sent there either, and links in
-- mails they have go on to work.
create function internal.move_mail_stops(before text, after text) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	insert into internal.mail_stops (address_hash, sort, stopped_at)
	select internal.address_hash(move_mail_stops.after), stop.sort, stop.stopped_at from internal.mail_stops as stop
	where stop.address_hash = internal.address_hash(move_mail_stops.before)
	on conflict do nothing;
	delete from internal.mail_stops as stop where stop.address_hash = internal.address_hash(move_mail_stops.before);
	update internal.mail_stop_links as link set address_hash = internal.address_hash(move_mail_stops.after)
	where link.address_hash = internal.address_hash(move_mail_stops.before);
end;
$$;
