-- What no listing may hold, whoever writes it and however it comes. Forms never send such values; the data interface of a hosted
-- project takes them from anybody who may save one listing, and each of them would have broken more than that listing: a date no
-- calendar can write stops every page and feed it is in, a list of a hundred thousand words the whole database, and a text that
-- turns the letters around it shows another address than it leads to.
--
-- Rules about columns that were there before are NOT VALID: they hold for every write, and no installation fails to start because
-- of an old row.

-- Control characters (line ends and tabs are text), the signs that reorder text unseen, and what XML cannot hold at all. The
-- schema of the forms (form.ts) leaves the same out.
create function internal.is_plain(value text) returns boolean
	language sql immutable parallel safe set search_path = ''
	return value is null
		or value !~ '[\u0001-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]';

create function internal.are_plain(variadic texts text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return internal.is_plain(pg_catalog.array_to_string(texts, ' '));

-- Lists, not tables: what is nested comes out of JSON with several dimensions, and no page reads such a column.
create or replace function internal.are_phones(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return case when pg_catalog.array_ndims(list) > 1 or pg_catalog.cardinality(list) > 10 then false
		else pg_catalog.array_position(list, null) is null
			and not exists (select 1 from pg_catalog.unnest(list) as entry where not internal.is_phone(entry)) end;

-- No name before the host, which would show another host than it leads to; a host and a port that browsers can read.
create or replace function internal.is_web_address(value text) returns boolean
	language sql immutable parallel safe set search_path = ''
	return value is null or (pg_catalog.length(value) <= 2000 and internal.is_plain(value)
		and value ~ '^https?://[^\s<>"/?#@:%^|`{}\\\[\]]+(:[0-9]{1,4}|:[1-5][0-9]{4}|:6[0-5][0-9]{3})?([/?#][^\s<>"\\]*)?$');

create or replace function internal.are_web_addresses(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return case when pg_catalog.array_ndims(list) > 1 or pg_catalog.cardinality(list) > 20 then false
		else pg_catalog.array_position(list, null) is null
			and not exists (select 1 from pg_catalog.unnest(list) as entry where not internal.is_web_address(entry)) end;

-- Nothing that would be more than an address in a mailto: link (RFC 6068): a link to write to one is not a link to write to two.
create or replace function internal.is_email(value text) returns boolean
	language sql immutable parallel safe set search_path = ''
	return value is null or (pg_catalog.length(value) <= 254 and internal.is_plain(value)
		and value ~ '^[^\s@<>"(),;:?&%#/\\]+@[^\s@<>"(),;:?&%#/\\]+\.[^\s@<>"(),;:.?&%#/\\]{2,}$');

create or replace function internal.are_languages(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return case when pg_catalog.array_ndims(list) > 1 or pg_catalog.cardinality(list) > 30 then false
		else pg_catalog.array_position(list, null) is null
			and not exists (select 1 from pg_catalog.unnest(list) as entry where entry !~ '^[a-z]{2}$') end;

create function internal.are_names(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return case when pg_catalog.array_ndims(list) > 1 or pg_catalog.cardinality(list) > 20 then false
		else not exists (select 1 from pg_catalog.unnest(list) as entry
			where entry is null or pg_catalog.length(pg_catalog.btrim(entry)) not between 1 and 200
				or not internal.is_plain(entry)) end;

alter table public.organisations
	add constraint organisation_texts_are_plain check (internal.are_plain(name_lv, name_en, abbreviation, legal_form_lv,
		legal_form_en, summary_lv, summary_en, street, opening_hours, logo_alt_lv, logo_alt_en, picture_alt_lv,
		picture_alt_en)) not valid,
	add constraint organisation_former_names check (internal.are_names(former_names)) not valid,
	add constraint organisation_is_published_in_our_time check (publish_at >= '2000-01-01' and publish_at < '2200-01-01') not valid;

alter table public.contact_persons
	add constraint contact_texts_are_plain check (internal.are_plain(name, role_lv, role_en, purpose)) not valid,
	-- Nobody has agreed tomorrow; somewhere it is tomorrow already.
	add constraint consent_was_given check (consent_on >= '1900-01-01' and consent_on <= current_date + 1) not valid;

alter table public.events
	add constraint event_texts_are_plain check (internal.are_plain(title_lv, title_en, summary_lv, summary_en, description_lv,
		description_en, venue_name, street, price_lv, price_en, status_reason_lv, status_reason_en, audience_lv, audience_en,
		accessibility_note_lv, accessibility_note_en, contact_name, contact_role_lv, contact_role_en, funder_lv, funder_en,
		image_alt_lv, image_alt_en, image_credit)) not valid,
	add constraint event_lists_are_lists check (coalesce(array_ndims(accessibility), 1) = 1
		and coalesce(array_ndims(exceptions), 1) = 1) not valid,
	-- Infinity and the year 20000 are dates to the database and to nobody else.
	add constraint event_is_in_our_time check (starts_local >= '1900-01-01' and ends_local < '2200-01-01'
		and registration_deadline >= '1900-01-01' and registration_deadline < '2200-01-01'
		and known_until >= '1900-01-01' and known_until < '2200-01-01'
		and '1900-01-01' <= all (exceptions) and '2200-01-01' > all (exceptions)) not valid,
	add constraint event_is_published_in_our_time check (publish_at >= '2000-01-01' and publish_at < '2200-01-01') not valid,
	-- PostgreSQL takes "Anything/At-all3" for a zone three hours off (POSIX); no calendar and no browser does.
	drop constraint event_time_zone_is_a_name,
	add constraint event_time_zone_is_a_name check (time_zone ~
		'^([A-Z][A-Za-z_-]*(/[A-Z][A-Za-z_-]+)+|Etc/GMT(\+([1-9]|1[0-2])|-([1-9]|1[0-4]))|UTC)$') not valid,
	-- Only what people plan by (recurrence-rule.ts); calendars of strangers take the rule as it stands.
	drop constraint events_recurrence_check,
	add constraint events_recurrence_check check (length(recurrence) <= 500 and recurrence ~
		'^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[0-9A-Z,+-]+)*$')
		not valid;

alter table public.event_occurrences
	add constraint occurrence_texts_are_plain check (internal.are_plain(title_lv, title_en, reason_lv, reason_en, venue_name,
		street)) not valid,
	add constraint occurrence_is_in_our_time check (starts_at >= '1900-01-01' and ends_at < '2200-01-02'
		and original_start >= '1900-01-01' and original_start < '2200-01-02') not valid;
alter table public.event_organisers
	add constraint organiser_name_is_plain check (internal.is_plain(name)) not valid;
alter table public.event_documents
	add constraint document_texts_are_plain check (internal.are_plain(title_lv, title_en)) not valid;
alter table public.people add constraint person_name_is_plain check (internal.is_plain(name)) not valid;
alter table public.invitations add constraint invitation_name_is_plain check (internal.is_plain(name)) not valid;

revoke execute on function internal.is_plain(text), internal.are_plain(text[]), internal.are_names(text[])
	from public, anon, authenticated, service_role;
