-- In which language somebody is written to. For the server alone: to anybody else the answer would tell who has an account.

-- NULL: nobody with this address, or nobody with a language of their own; the two are the same.
create function internal.language_of(address text) returns text
	language sql stable security definer set search_path = '' as $$
	select person.language
	from auth.users as account
	join public.people as person on person.id = account.id
	where lower(account.email) = lower(btrim(address));
$$;
create function public.language_of(address text) returns text
	language sql stable set search_path = '' as $$ select internal.language_of(address) $$;

revoke execute on function internal.language_of(text), public.language_of(text)
	from public, anon, authenticated, service_role;
grant execute on function internal.language_of(text), public.language_of(text) to service_role;
