-- What kinds are called, so that words find them. Those of organisations are written from network.config.ts; those of events
-- are fixed, and a test holds them against the texts of the interface.

alter table public.organisation_kinds
	add column name_lv text check (length(btrim(name_lv)) between 1 and 120),
	add column name_en text check (length(btrim(name_en)) between 1 and 120);

create function internal.event_kind_names(kind text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return case kind
		when 'seminar' then 'seminārs seminar'
		when 'discussion' then 'diskusija discussion'
		when 'training' then 'apmācības training'
		when 'conference' then 'konference conference'
		when 'forum' then 'forums forum'
		when 'information-day' then 'informatīvā diena information day'
		when 'experience-exchange' then 'pieredzes apmaiņas pasākums exchange of experience'
	end;
comment on function internal.event_kind_names(text) is
	'What a kind of event is called, Latvian and English; NULL for one without a name of its own.';

revoke execute on function internal.event_kind_names(text) from public;
