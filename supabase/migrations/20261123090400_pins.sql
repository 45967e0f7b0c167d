-- Rules every pin obeys, whether an organisation's or an event's: it lies inside the network, and the municipality and
-- region follow from where it lies. A postcode and a registration number have the network's form.

create function internal.check_point_in_network() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	network internal.network;
	x double precision;
	y double precision;
begin
	select * into network from internal.network;
	if not found or new.location is null then
		return new;
	end if;
	x := extensions.st_x(new.location::extensions.geometry);
	y := extensions.st_y(new.location::extensions.geometry);
	if y not between network.south and network.north or x not between network.west and network.east then
		raise exception using errcode = 'check_violation', constraint = 'point_in_network',
			message = 'the point lies outside the network';
	end if;
	return new;
end;
$$;

create function internal.check_forms() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	network internal.network;
	fields jsonb := to_jsonb(new);
begin
	select * into network from internal.network;
	if not found then
		return new;
	end if;
	if fields ->> 'postcode' is not null and fields ->> 'postcode' !~ network.postcode_pattern then
		raise exception using errcode = 'check_violation', constraint = 'postcode_form',
			message = 'the postcode does not have the network''s form';
	end if;
	if fields ->> 'registration_number' is not null
		and fields ->> 'registration_number' !~ network.registration_number_pattern then
		raise exception using errcode = 'check_violation', constraint = 'registration_number_form',
			message = 'the registration number does not have the network''s form';
	end if;
	return new;
end;
$$;

-- The pin decides. Without a pin the municipality decides the region; without either, the region stands as given.
create function internal.follow_pin() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	found_municipality text;
begin
	if new.location is not null then
		select municipality.id into found_municipality
		from public.municipalities as municipality
		where municipality.valid_to is null
			and extensions.st_intersects(municipality.area, new.location)
		limit 1;
		if found_municipality is not null then
			new.municipality_id := found_municipality;
		end if;
	end if;
	if new.municipality_id is not null then
		select municipality.region_id into new.region_id
		from public.municipalities as municipality
		where municipality.id = new.municipality_id;
	end if;
	return new;
end;
$$;

revoke execute on function internal.check_point_in_network(), internal.check_forms(), internal.follow_pin()
	from public;
