-- What members of the public say is wrong. A stranger's proposal waits here and changes nothing;
-- the coordinator of the region where the pin lies decides (207_deciding.sql). Only this server
-- puts one in, after it has looked at the form (src/lib/correction); no role of the data interface
-- reads or writes the table.

create table internal.corrections (
	id uuid primary key default gen_random_uuid(),
	-- The form it was sent with: sent twice, it waits once.
	attempt uuid not null unique,
	subject text not null references internal.listing_sorts (subject),
	-- NULL: a listing that is proposed and not there yet.
	subject_id uuid,
	-- The version its sender has seen.
	read_version integer,
	-- Keys of the document that should be otherwise, as they should be.
	proposed jsonb not null default '{}' check (jsonb_typeof(proposed) = 'object'),
	note text check (length(note) between 1 and 2000 and internal.is_plain(note)),
	-- Where it belongs as long as its listing lies in no region; NULL: to the administrators.
	region_id text references public.regions (id),
	-- Erased 90 days after the decision.
	sender_email text check (internal.is_email(sender_email)),
	language text not null check (language ~ '^[a-z]{2}$'),
	-- A shade of the sender's network; erased after two days. NULL: a proxy does not say whose it is.
	network text check (network ~ '^[A-Za-z0-9_-]{20,100}$'),
	put_at timestamptz not null default now(),
	state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined')),
	decided_at timestamptz,
	decided_by uuid references public.people (id) on delete set null,
	-- What the sender is told.
	reason text check (length(reason) between 1 and 1000 and internal.is_plain(reason)),
	-- Keys of what was accepted as it was proposed.
	taken text[] not null default '{}',
	-- The version before the accepted save and the one it made; NULL: nothing was saved.
	version_before integer,
	version_after integer,
	-- When the outcome was put among the mails; and the hash of the secret to answer it with.
	told_at timestamptz,
	answer_hash text check (answer_hash ~ '^[0-9a-f]{64}$'),
	answer text check (length(answer) between 1 and 2000 and internal.is_plain(answer)),
	answered_at timestamptz,
	answer_read_at timestamptz,
	-- How far it was reminded of: 1 its coordinator, 2 the deputy, 3 the administrators.
	reminded integer not null default 0 check (reminded between 0 and 3),
	constraint correction_says_something check (proposed <> '{}' or note is not null),
	constraint correction_is_small check (octet_length(proposed::text) <= 100000),
	-- One that proposed a listing knows it once that was made.
	constraint correction_knows_what_was_read check (subject_id is null or read_version is not null
		or version_after is not null),
	constraint correction_is_decided check ((state = 'waiting') = (decided_at is null)),
	constraint correction_is_answered_once check ((answer is null) = (answered_at is null))
);
comment on table internal.corrections is 'What the public proposes: waiting, accepted or declined.';
create index corrections_waiting on internal.corrections (put_at) where state = 'waiting';
create index corrections_put on internal.corrections (put_at);
create index corrections_subject on internal.corrections (subject, subject_id);
create index corrections_network on internal.corrections (network, put_at) where network is not null;
create index corrections_decided on internal.corrections (decided_at) where state <> 'waiting';
create index corrections_decided_by on internal.corrections (decided_by);
create index corrections_region on internal.corrections (region_id);
create unique index corrections_answer on internal.corrections (answer_hash) where answer_hash is not null;
alter table internal.corrections enable row level security;
revoke all on internal.corrections from public, anon, authenticated, service_role;

-- How much may wait: of one listing, of listings that are proposed, of the whole network; and how
-- much comes from one network in an hour and in a day. Where nobody knows from whom it comes, only
-- what waits is limited. New listings leave room for corrections of known ones.
create function internal.correction_limits() returns table (
	listing integer, proposals integer, everything integer, network_hour integer, network_day integer
)
	language sql immutable set search_path = '' as $$ values (10, 200, 500, 6, 20) $$;

-- Keys of a document that strangers may propose: what the public sees, but pictures, people, and
-- whether an event is held.
create function internal.correctable(wanted_subject text) returns text[]
	language sql stable security definer set search_path = '' as $$
	select array(select field from unnest(internal.columns_of(wanted_subject) || 'topics'::text
			|| case when wanted_subject = 'event' then array['venue_organisation_id'] else '{}' end) as field
		where field !~ '^(logo|picture|image|status)(_|$)')
$$;

-- The same of a listing that is proposed: who holds a new event is said by whoever proposes it.
create function internal.proposable(wanted_subject text) returns text[]
	language sql stable security definer set search_path = '' as $$
	select internal.correctable(wanted_subject)
		|| case when wanted_subject = 'event' then array['organisers'] else '{}' end;
$$;
grant execute on function internal.proposable to service_role;

create function public.proposable(subject text) returns jsonb
	language sql stable set search_path = '' as $$ select to_jsonb(internal.proposable(subject)) $$;
grant execute on function public.proposable to service_role;

-- A published listing as the form to correct it needs it: {id, slug, version, name, regionId,
-- fields: keys that can be proposed, listing}, without people and links that are not for everybody.
-- `seen`: as it was in this version, if it was public then and is still known; NULL: as it stands.
-- NULL where there is none.
create function internal.correctable_listing(wanted_subject text, wanted_slug text, seen integer default null)
	returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	row_now jsonb;
	document jsonb;
begin
	select * into sort from internal.listing_sorts as one where one.subject = wanted_subject;
	execute format('select to_jsonb(one) from public.%I as one where one.slug = $1 and one.publication = ''published''',
		sort.relation) into row_now using wanted_slug;
	if row_now is null then
		return null;
	end if;
	if seen is null or seen = (row_now ->> 'version')::integer then
		document := internal.document(wanted_subject, (row_now ->> 'id')::uuid);
	else
		select revision.listing into document from public.revisions as revision
		where revision.subject = wanted_subject and revision.subject_id = (row_now ->> 'id')::uuid
			and revision.version = seen and revision.publication = 'published' and revision.person_taken_out_at is null;
	end if;
	return jsonb_build_object('id', row_now -> 'id', 'slug', row_now -> 'slug',
		'version', case when document is null then row_now -> 'version' else to_jsonb(coalesce(seen,
			(row_now ->> 'version')::integer)) end,
		'name', row_now -> sort.name_column, 'regionId', row_now -> 'region_id', 'isExample', row_now -> 'is_example',
		'fields', to_jsonb(internal.correctable(wanted_subject)),
		'listing', coalesce(document, internal.document(wanted_subject, (row_now ->> 'id')::uuid))
			- array['contact_persons', 'join_link', 'differences']);
end;
$$;
grant execute on function internal.correctable_listing to service_role;

create function public.correctable_listing(subject text, slug text, seen integer default null) returns jsonb
	language sql stable set search_path = '' as $$ select internal.correctable_listing(subject, slug, seen) $$;
grant execute on function public.correctable_listing to service_role;

-- The region a proposal belongs to while its listing lies in none: where its own pin lies, its
-- place or its municipality; else where its first organiser is at home.
create function internal.proposed_region(proposed_subject text, wanted uuid, proposed jsonb) returns text
	language sql stable security definer set search_path = '' as $$
	select coalesce(
		(select municipality.region_id from public.municipalities as municipality
			where wanted is null and municipality.valid_to is null and proposed ->> 'latitude' is not null
				and extensions.st_intersects(municipality.area, extensions.st_setsrid(extensions.st_makepoint(
					(proposed ->> 'longitude')::double precision, (proposed ->> 'latitude')::double precision),
					4326)::extensions.geography) limit 1),
		(select municipality.region_id from public.places as place
			join public.municipalities as municipality on municipality.id = place.municipality_id
			where wanted is null and place.id = proposed ->> 'place_id'),
		(select municipality.region_id from public.municipalities as municipality
			where wanted is null and municipality.id = proposed ->> 'municipality_id'),
		(select organisation.region_id from public.organisations as organisation
			where wanted is null and proposed_subject = 'event' and organisation.publication = 'published'
				and organisation.id::text = proposed #>> '{organisers,0,organisation_id}'),
		(select organisation.region_id from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where proposed_subject = 'event' and organiser.event_id = wanted and organiser.position = 1));
$$;

-- Names as a proposed one is compared with them, all languages together: what reads nearly the same
-- as one of them shares at least half of its trigrams with the whole. Its cost is said because it
-- is high, and a small directory would be read from its beginning to its end otherwise.
create function internal.compared_names(names jsonb) returns text
	language sql immutable strict parallel safe cost 1000 set search_path = ''
	return pg_catalog.left(internal.fold(internal.texts_of(names)), 1000);
create index organisations_alike on public.organisations
	using gin ((internal.compared_names(name)) extensions.gin_trgm_ops) with (fastupdate = off);

-- By what else an organisation is known.
create function internal.known_by(email text, website text, registration_number text, phones text[]) returns text[]
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.array_remove(array[email, website, registration_number] || phones, null);
create index organisations_known_by on public.organisations
	using gin ((internal.known_by(email, website, registration_number, phones))) with (fastupdate = off);

-- Listings a proposed one may be the same as, best first, five at most: [{id, slug, name, when:
-- local start of an event, publication}]. Those that are public; and for whoever may edit them,
-- those that are not. Alike is a name that reads nearly the same, or, of an organisation, the same
-- address, phone or number; of an event, within three days of it. Whoever asks chooses the name, so
-- of the listings that come near it at most 300 are compared letter by letter, and what reads
-- almost the same is looked for first.
create function internal.similar_listings(proposed_subject text, proposed jsonb) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	names constant text[] := array(select left(internal.fold(value), 200) from jsonb_each_text(
		case when jsonb_typeof(proposed -> case proposed_subject when 'event' then 'title' else 'name' end) = 'object'
			then proposed -> case proposed_subject when 'event' then 'title' else 'name' end else '{}' end) limit 20);
	wanted_phones constant text[] := case when jsonb_typeof(proposed -> 'phones') = 'array'
		then array(select jsonb_array_elements_text(proposed -> 'phones') limit 10) else '{}' end;
	wanted_keys constant text[] := internal.known_by(proposed ->> 'email', proposed ->> 'website',
		proposed ->> 'registration_number', wanted_phones);
	known uuid[];
	near uuid[];
	likely jsonb;
	threshold real;
begin
	if proposed_subject = 'organisation' then
		-- Looked for in turn: conditions that are joined by "or" would read every listing.
		known := array(select listing.id from public.organisations as listing
			where internal.known_by(listing.email, listing.website, listing.registration_number, listing.phones)
					operator(pg_catalog.&&) wanted_keys
				and listing.publication <> 'removed'
				and (listing.publication = 'published' or internal.may_edit('organisation', listing.id))
			limit 300);
		foreach threshold in array array[0.9, 0.7, 0.5] loop
			perform set_config('pg_trgm.word_similarity_threshold', threshold::text, true);
			near := array(select distinct one.id from unnest(names) as wanted cross join lateral (
				select listing.id from public.organisations as listing
				where wanted operator(extensions.<%) internal.compared_names(listing.name)
					and listing.publication <> 'removed'
					and (listing.publication = 'published' or internal.may_edit('organisation', listing.id))
				limit 300) as one);
			select jsonb_agg(to_jsonb(one) - 'alike' order by one.alike desc, one.id) into likely from (
				select listing.id, listing.slug, listing.name, null as "when", listing.publication, best.alike
				from public.organisations as listing
				cross join lateral (select greatest((listing.id = any (known))::integer,
						max(extensions.similarity(internal.fold(called.value), wanted))) as alike
					from jsonb_each_text(listing.name) as called left join unnest(names) as wanted on true) as best
				where listing.id = any (known || near) and best.alike >= threshold
				order by best.alike desc, listing.id limit 5) as one;
			exit when jsonb_array_length(likely) = 5;
		end loop;
	elsif proposed_subject = 'event' then
		select jsonb_agg(to_jsonb(one) - 'alike' order by one.alike desc, one.id) into likely from (
			select listing.id, listing.slug, listing.title as name, listing.starts_local as "when", listing.publication,
				best.alike
			from public.events as listing
			cross join lateral (select coalesce(max(extensions.similarity(internal.fold(called.value), wanted)), 0) as alike
				from jsonb_each_text(listing.title) as called, unnest(names) as wanted) as best
			where listing.publication <> 'removed' and best.alike >= 0.5
				and listing.starts_local > (proposed ->> 'starts_local')::timestamp - interval '3 days 1 second'
				and listing.starts_local < (proposed ->> 'starts_local')::timestamp + interval '3 days 1 second'
				and (listing.publication = 'published' or internal.may_edit('event', listing.id))
			order by best.alike desc, listing.id limit 5) as one;
	end if;
	return coalesce(likely, '[]');
end;
$$;

-- Puts what somebody proposes into the queue: `given` is {attempt, subject, id, readVersion,
-- proposed, note, email, language, network}. {status: waiting}, also when the same form comes
-- again; {status: full, what: listing, everything or network}; {status: gone}: the listing is not
-- there or not public; {status: invalid, constraint}.
create function internal.propose_correction(given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	limits record;
	sort internal.listing_sorts;
	wanted uuid;
	proposed constant jsonb := coalesce(nullif(given -> 'proposed', 'null'), '{}');
	sender_network constant text := given ->> 'network';
	is_there boolean;
	broken text;
begin
	if octet_length(given::text) > 120000 then
		return '{"status":"invalid","constraint":"correction_is_small"}'::jsonb;
	end if;
	select * into limits from internal.correction_limits();
	select * into sort from internal.listing_sorts as one where one.subject = given ->> 'subject';
	if sort.subject is null or jsonb_typeof(proposed) <> 'object' then
		return '{"status":"invalid","constraint":"form"}'::jsonb;
	end if;
	wanted := (given ->> 'id')::uuid;
	if proposed - (case when wanted is null then internal.proposable(sort.subject)
			else internal.correctable(sort.subject) end) <> '{}' then
		return '{"status":"invalid","constraint":"unknown_field"}'::jsonb;
	end if;
	if wanted is null and internal.listing_name(sort, proposed) is null then
		return '{"status":"invalid","constraint":"proposal_has_a_name"}'::jsonb;
	end if;
	if wanted is not null then
		execute format('select exists (select from public.%I as one where one.id = $1 and one.publication = ''published'')',
			sort.relation) into is_there using wanted;
		if not is_there then
			return '{"status":"gone"}'::jsonb;
		end if;
	end if;
	-- One after the other, so that none slips past a limit.
	perform pg_advisory_xact_lock(7406912360);
	if exists (select from internal.corrections as one where one.attempt = (given ->> 'attempt')::uuid) then
		return '{"status":"waiting"}'::jsonb;
	end if;
	if sender_network is not null and ((select count(*) from internal.corrections as one
				where one.network = sender_network and one.put_at > now() - interval '1 hour') >= limits.network_hour
			or (select count(*) from internal.corrections as one
				where one.network = sender_network and one.put_at > now() - interval '1 day') >= limits.network_day) then
		return '{"status":"full","what":"network"}'::jsonb;
	end if;
	if wanted is not null and (select count(*) from internal.corrections as one where one.state = 'waiting'
			and one.subject = sort.subject and one.subject_id = wanted) >= limits.listing then
		return '{"status":"full","what":"listing"}'::jsonb;
	end if;
	if (wanted is null and (select count(*) from internal.corrections as one where one.state = 'waiting'
				and one.subject_id is null) >= limits.proposals)
		or (select count(*) from internal.corrections as one where one.state = 'waiting') >= limits.everything then
		return '{"status":"full","what":"everything"}'::jsonb;
	end if;
	insert into internal.corrections (attempt, subject, subject_id, read_version, proposed, note, region_id, sender_email,
		language, network)
	values ((given ->> 'attempt')::uuid, sort.subject, wanted,
		case when wanted is not null then (given ->> 'readVersion')::integer end, proposed,
		nullif(btrim(given ->> 'note'), ''), internal.proposed_region(sort.subject, wanted, proposed),
		nullif(btrim(given ->> 'email'), ''), given ->> 'language', sender_network);
	return '{"status":"waiting"}'::jsonb;
exception
	when integrity_constraint_violation then
		get stacked diagnostics broken = constraint_name;
		return internal.invalid_answer(broken, sqlerrm);
	when data_exception then
		return internal.invalid_answer('form', sqlerrm);
end;
$$;
grant execute on function internal.propose_correction to service_role;

create function public.similar_listings(subject text, proposed jsonb) returns jsonb
	language sql stable set search_path = '' as $$ select internal.similar_listings(subject, proposed) $$;
grant execute on function internal.similar_listings to service_role, authenticated;
grant execute on function public.similar_listings to service_role, authenticated;

create function public.propose_correction(given jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.propose_correction(given) $$;
grant execute on function public.propose_correction to service_role;

-- What the sender of a secret link may know: {state, reason, subject, name, isNew: it proposed a
-- listing, slug: of that listing, once it is public, taken, answered}; NULL: no such link.
create function internal.correction_outcome(hash text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('state', one.state, 'reason', one.reason, 'subject', one.subject,
		'name', coalesce(listing.now, one.proposed) -> sort.name_column, 'isNew', one.read_version is null,
		'slug', case when listing.now ->> 'publication' = 'published' then listing.now -> 'slug' end,
		'taken', cardinality(one.taken), 'answered', one.answered_at is not null)
	from internal.corrections as one join internal.listing_sorts as sort on sort.subject = one.subject
	cross join lateral (select internal.listing_row(one.subject, one.subject_id) as now) as listing
	where one.answer_hash = hash and one.state <> 'waiting';
$$;
grant execute on function internal.correction_outcome to service_role;

create function public.correction_outcome(hash text) returns jsonb
	language sql stable set search_path = '' as $$ select internal.correction_outcome(hash) $$;
grant execute on function public.correction_outcome to service_role;

-- The sender's one answer. False: there is no such link, it was answered, or says nothing.
create function internal.answer_correction(hash text, answer text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	update internal.corrections as one
	set answer = nullif(btrim(answer_correction.answer), ''), answered_at = now()
	where one.answer_hash = hash and one.state <> 'waiting' and one.answered_at is null
		and nullif(btrim(answer_correction.answer), '') is not null;
	return found;
exception
	when check_violation then
		return false;
end;
$$;
grant execute on function internal.answer_correction to service_role;

create function public.answer_correction(hash text, answer text) returns boolean
	language sql set search_path = '' as $$ select internal.answer_correction(hash, answer) $$;
grant execute on function public.answer_correction to service_role;
