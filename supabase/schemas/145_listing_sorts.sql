-- What can be listed. Everything that is done to every listing alike (saving, history, conflicts,
-- publication, rights) is written once and finds here what differs between the sorts.
--
-- A new sort of listing is a table with the columns publication, publish_at, removed_at, version,
-- created_at, updated_at, region_id and slug, a row here, and four functions with its name:
-- internal.may_edit_SUBJECT(id), internal.SUBJECT_columns(), internal.SUBJECT_document(id) and
-- internal.write_SUBJECT(work, change, given) (170_saving.sql).

create table internal.listing_sorts (
	subject text primary key check (subject ~ '^[a-z]{1,30}$'),
	-- Its table in `public`.
	relation text not null unique check (relation ~ '^[a-z_]{1,40}$'),
	-- What it is called by: the audit names it so, its address is made of it.
	name_column text not null check (name_column ~ '^[a-z_]{1,40}$'),
	-- Fields of its document that decide whose it is, beside the region of its row.
	deciding_fields text[] not null default '{}',
	-- Facts beside which its page says when they were last changed: {fact: fields of its document}.
	facts jsonb not null default '{}' check (jsonb_typeof(facts) = 'object')
);
alter table internal.listing_sorts enable row level security;
revoke all on internal.listing_sorts from public, anon, authenticated, service_role;

insert into internal.listing_sorts (subject, relation, name_column, deciding_fields, facts)
values ('organisation', 'organisations', 'name', '{}', '{
		"contact": ["phones", "email", "website", "social_links"],
		"hours": ["opening_hours"],
		"where": ["street", "postcode", "place_id", "latitude", "longitude"]
	}'), ('event', 'events', 'title', '{organisers}', '{
		"when": ["starts_local", "ends_local", "time_zone", "all_day", "date_precision", "recurrence", "exceptions",
			"status", "status_reason", "differences"],
		"where": ["attendance", "venue_organisation_id", "venue_name", "street", "postcode", "place_id", "latitude",
			"longitude", "join_link"],
		"registration": ["registration_url", "registration_email", "registration_phone", "registration_deadline",
			"registration_places"],
		"fee": ["free", "price"],
		"who": ["organisers"],
		"contact": ["contact_name", "contact_role", "contact_phone", "contact_email"]
	}');

-- The whole row of a listing, NULL where there is none.
create function internal.row_of(relation text, wanted uuid) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	found_row jsonb;
begin
	execute format('select to_jsonb(one) from public.%I as one where one.id = $1', relation)
	into found_row using wanted;
	return found_row;
end;
$$;

create function internal.listing_row(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.row_of(sort.relation, wanted) from internal.listing_sorts as sort where sort.subject = wanted_subject;
$$;

-- What a listing is called, from its row or its document.
create function internal.listing_name(sort internal.listing_sorts, listing jsonb) returns text
	language plpgsql stable set search_path = '' as $$
begin
	return internal.text_in(listing -> sort.name_column, null);
end;
$$;
