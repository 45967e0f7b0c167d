-- An index for each condition of a filter that can leave few of many.

create index organisations_area on public.organisations using gist ((location::extensions.geometry))
	where publication = 'published';
create index events_area on public.events using gist ((location::extensions.geometry)) where publication = 'published';
create index organisations_languages on public.organisations using gin (languages);
create index organisations_confirmed on public.organisations (confirmed_on) where publication = 'published';
create index organisations_opening_hours on public.organisations (opening_hours)
	where publication = 'published' and opening_hours is not null;

-- Dates in the order of the lists, and those that go on at a moment.
create index event_occurrences_order on public.event_occurrences (starts_at, id);
create index event_occurrences_span on public.event_occurrences using gist (tstzrange(starts_at, ends_at));
