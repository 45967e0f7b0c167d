-- The directory in numbers: how much is listed, how fresh and how complete it is, what became of
-- corrections, what events were held and are planned. Counted from what is listed and from nobody's
-- visits; what a public page says of it is in no answer to fewer than everybody. Examples are
-- counted nowhere. Months and this year are those of the network's zone.

-- Whether a fact of an organisation is given: one that is counted, and by which its keepers' list
-- is narrowed to those that lack it. `text-lv`: a summary in a language. NULL: no such fact.
create function internal.has_fact(one public.organisations, fact text) returns boolean
	language sql immutable parallel safe set search_path = '' as $$
	select case fact
		when 'phone' then cardinality(one.phones) > 0
		when 'email' then one.email is not null
		when 'website' then one.website is not null
		when 'hours' then one.opening_hours is not null
		when 'pin' then one.location is not null
		when 'exact' then one.location is not null and not one.approximate
		when 'access' then cardinality(one.accessibility) > 0 or one.accessibility_note <> '{}'
		else case when fact like 'text-%' then one.summary ->> substring(fact from 6) is not null end end;
$$;

-- The numbers at a moment, of the whole network or of one region: {today, organisations, doubtful,
-- kinds [{id, count}], regions [{id, name, total, confirmed: this year}], complete {total, phone,
-- email, website, hours, pin, exact, access, texts {lv: how many}}, corrections {waiting, oldest:
-- when it came, decided, median, longest: days, months [{month, received, accepted, declined,
-- median}]}, events {months [{month, held, planned}], regions, topics [{id, name, held, planned}],
-- kinds [{id, held, planned}]}}. Corrections are those of this month and the eleven before it;
-- events are dates that take place, from eleven months before this one to twelve after it: held
-- when they are over. Only what there is is named; a date on two topics is counted under both.
create function internal.numbers_at(at timestamptz, wanted text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	with frame as materialized (
		select clock.zone, clock.today,
			(date_trunc('month', clock.today::timestamp) - interval '11 months') at time zone clock.zone as begins,
			(date_trunc('month', clock.today::timestamp) + interval '13 months') at time zone clock.zone as ends
		from (select zone.name as zone, (at at time zone zone.name)::date as today
			from (select internal.time_zone() as name) as zone) as clock
	), listed as materialized (
		select one.kind, one.doubtful_since is not null as doubtful, 
			internal.has_fact(one, 'phone') as phone, internal.has_fact(one, 'email') as email,
			internal.has_fact(one, 'website') as website, internal.has_fact(one, 'hours') as hours,
			internal.has_fact(one, 'pin') as pin, internal.has_fact(one, 'exact') as exact,
			internal.has_fact(one, 'access') as access, array(select language
				from unnest(internal.languages()) as language where internal.has_fact(one, 'text-' || language)) as texts
		from public.organisations as one
		where one.publication = 'published' and not one.is_example and (wanted is null or one.region_id = wanted)
	), fresh as (
		select counted.region_id, region.name, counted.total, counted.confirmed, region.position
		from frame cross join internal.freshness(frame.today) as counted
		left join (select known.id, known.short as name, known.position from public.regions as known) as region
			on region.id = counted.region_id
		where wanted is null or counted.region_id = wanted
	), sent as materialized (
		select one.state, one.put_at, one.decided_at, one.put_at >= frame.begins as received,
			one.decided_at >= frame.begins as decided, extract(epoch from one.decided_at - one.put_at) / 86400 as days,
			to_char(one.put_at at time zone frame.zone, 'YYYY-MM') as month_put,
			to_char(one.decided_at at time zone frame.zone, 'YYYY-MM') as month_decided
		from frame join internal.corrections as one
			on one.put_at >= frame.begins or one.decided_at >= frame.begins or one.state = 'waiting'
		where wanted is null or one.id in (select located.id from internal.located_corrections() as located
			where located.region_id = wanted)
	), dates as materialized (
		select held.event_id, event.kind, held.region_id, held.ends_at <= at as over,
			to_char(held.starts_at at time zone frame.zone, 'YYYY-MM') as month
		from frame
		join internal.held_dates as held on held.starts_at >= frame.begins and held.starts_at < frame.ends
		join public.events as event on event.id = held.event_id
		where event.publication = 'published' and not event.is_example and held.takes_place
			and (wanted is null or held.region_id = wanted)
	)
	select jsonb_build_object(
		'today', frame.today,
		'organisations', (select count(*) from listed),
		'doubtful', (select count(*) from listed where listed.doubtful),
		'kinds', (select coalesce(jsonb_agg(jsonb_build_object('id', one.kind, 'count', one.count)
				order by kind.position, one.kind), '[]')
			from (select listed.kind, count(*) as count from listed group by listed.kind) as one
			join public.organisation_kinds as kind on kind.id = one.kind),
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', fresh.region_id, 'name', fresh.name,
				'total', fresh.total, 'confirmed', fresh.confirmed) order by fresh.position nulls last), '[]') from fresh),
		'complete', (select jsonb_build_object('phone', count(*) filter (where listed.phone),
				'email', count(*) filter (where listed.email), 'website', count(*) filter (where listed.website),
				'hours', count(*) filter (where listed.hours), 'pin', count(*) filter (where listed.pin),
				'exact', count(*) filter (where listed.exact), 'access', count(*) filter (where listed.access))
			from listed) || jsonb_build_object('texts', (select coalesce(jsonb_object_agg(language,
				(select count(*) from listed where language = any (listed.texts))), '{}')
			from unnest(internal.languages()) as language)),
		'corrections', (select jsonb_build_object('waiting', count(*) filter (where sent.state = 'waiting'),
				'oldest', min(sent.put_at) filter (where sent.state = 'waiting'),
				'decided', count(*) filter (where sent.decided),
				'median', round((percentile_cont(0.5) within group (order by sent.days) filter (where sent.decided))::numeric, 1),
				'longest', round((max(sent.days) filter (where sent.decided))::numeric, 1))
			from sent) || jsonb_build_object('months', (select coalesce(jsonb_agg(jsonb_build_object('month', told.month,
				'received', told.received, 'accepted', told.accepted, 'declined', told.declined, 'median', told.median)
				order by told.month), '[]')
			from (select one.month, count(*) filter (where one.what = 'received') as received,
					count(*) filter (where one.what = 'accepted') as accepted,
					count(*) filter (where one.what = 'declined') as declined,
					round((percentile_cont(0.5) within group (order by one.days))::numeric, 1) as median
				from (select sent.month_put as month, 'received' as what, null as days from sent where sent.received
					union all
					select sent.month_decided, sent.state, sent.days from sent where sent.decided) as one
				group by one.month) as told)),
		'events', jsonb_build_object(
			'months', (select coalesce(jsonb_agg(jsonb_build_object('month', one.month, 'held', one.held,
					'planned', one.planned) order by one.month), '[]')
				from (select dates.month, count(*) filter (where dates.over) as held,
					count(*) filter (where not dates.over) as planned from dates group by dates.month) as one),
			'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', one.region_id, 'name', region.short,
					'held', one.held, 'planned', one.planned) order by region.position nulls last), '[]')
				from (select dates.region_id, count(*) filter (where dates.over) as held,
					count(*) filter (where not dates.over) as planned from dates group by dates.region_id) as one
				left join public.regions as region on region.id = one.region_id),
			'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name', topic.name,
					'held', one.held, 'planned', one.planned) order by topic.position, topic.id), '[]')
				from (select link.topic_id, count(*) filter (where dates.over) as held,
					count(*) filter (where not dates.over) as planned
					from dates join public.event_topics as link on link.event_id = dates.event_id
					group by link.topic_id) as one
				join public.topics as topic on topic.id = one.topic_id),
			'kinds', (select coalesce(jsonb_agg(jsonb_build_object('id', one.kind, 'held', one.held,
					'planned', one.planned) order by one.kind), '[]')
				from (select dates.kind, count(*) filter (where dates.over) as held,
					count(*) filter (where not dates.over) as planned from dates group by dates.kind) as one)))
	from frame;
$$;

-- What everybody may know.
create function internal.numbers_in_the_open() returns jsonb
	language sql stable security definer set search_path = '' as $$ select internal.numbers_at(now(), null) $$;
grant execute on function internal.numbers_in_the_open to anon, authenticated;

create function public.numbers_in_the_open() returns jsonb
	language sql stable set search_path = '' as $$ select internal.numbers_in_the_open() $$;
grant execute on function public.numbers_in_the_open to anon, authenticated;

-- The same for members, of one region too, and beside it {states [{subject, draft, scheduled,
-- published, archived}]}: what is not public as a number alone. NULL for everybody else.
create function internal.numbers_for_members(wanted text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.numbers_at(now(), wanted) || jsonb_build_object('states', (
		select jsonb_agg(jsonb_build_object('subject', counted.subject, 'draft', counted.draft,
			'scheduled', counted.scheduled, 'published', counted.published, 'archived', counted.archived)
			order by counted.subject desc)
		from (select one.subject, count(*) filter (where one.publication = 'draft' and one.publish_at is null) as draft,
				count(*) filter (where one.publish_at is not null) as scheduled,
				count(*) filter (where one.publication = 'published') as published,
				count(*) filter (where one.publication = 'archived') as archived
			from (select 'organisation' as subject, organisation.publication, organisation.publish_at
				from public.organisations as organisation
				where not organisation.is_example and (wanted is null or organisation.region_id = wanted)
				union all
				select 'event', event.publication, event.publish_at from public.events as event
				where not event.is_example and (wanted is null or event.region_id = wanted)) as one
			group by one.subject) as counted))
	where internal.acting_member() is not null;
$$;
grant execute on function internal.numbers_for_members to authenticated;

create function public.numbers_for_members(region text default null) returns jsonb
	language sql stable set search_path = '' as $$ select internal.numbers_for_members(region) $$;
grant execute on function public.numbers_for_members to authenticated;
