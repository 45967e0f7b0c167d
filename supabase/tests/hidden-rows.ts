// Rows nobody may see: drafts and archived listings with everything that hangs on them, each marked
// by a word that stands nowhere else.
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';

export const hiddenMark = 'qzxhidden';

const ids = {
	draft: '00000000-0000-4000-8000-000000000001',
	archived: '00000000-0000-4000-8000-000000000002',
	event: '00000000-0000-4000-8000-000000000003',
	person: '00000000-0000-4000-8000-000000000004',
	picture: '00000000-0000-4000-8000-000000000005'
};

/** Makes the hidden rows, as the owner, in the transaction of the caller. */
export async function hideRows(sql: SqlExecutor): Promise<void> {
	await sql.exec(`
		insert into public.organisations (id, slug, kind, name, summary, place_id, location, region_id,
			publication)
		select id::uuid, '${hiddenMark}-' || publication, 'partner',
			jsonb_build_object('lv', '${hiddenMark} ' || publication, 'en', '${hiddenMark}'), '{"lv": "${hiddenMark}"}', 'jelgava', 'SRID=4326;POINT(23.7128 56.65)', 'zemgale', publication
		from (values ('${ids.draft}', 'draft'), ('${ids.archived}', 'archived')) as one (id, publication);
		insert into public.organisation_topics select id, 'training' from public.organisations
			where slug like '${hiddenMark}-%';
		insert into public.organisation_sources select id, 'name', 'https://example.org/${hiddenMark}', 'read'
			from public.organisations where slug like '${hiddenMark}-%';
		update public.region_contacts set organisation_id = '${ids.draft}' where region_id = 'zemgale';
		insert into public.events (id, slug, kind, title, summary, starts_local, ends_local, place_id,
			location, publication)
		values ('${ids.event}', '${hiddenMark}-event', 'seminar', '{"lv": "${hiddenMark}", "en": "${hiddenMark}"}', '{"lv": "${hiddenMark}"}',
			'2027-01-10T10:00', '2027-01-10T12:00', 'jelgava', 'SRID=4326;POINT(23.7128 56.65)', 'draft');
		insert into public.event_organisers (event_id, position, organisation_id)
			select '${ids.event}', 1, id from public.organisations where slug = 'zpr';
		insert into public.event_organisers (event_id, position, organisation_id)
			select '${ids.event}', 2, '${ids.draft}';
		-- A published event held together with somebody who is not published.
		insert into public.event_organisers (event_id, position, organisation_id)
			select id, 50, '${ids.draft}' from public.events where slug = 'piemers-laba-parvaldiba-regionos';
		insert into public.event_topics values ('${ids.event}', 'training');
		insert into public.event_sources values ('${ids.event}', 'https://example.org/${hiddenMark}', 'read');
		insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
			values ('${ids.event}', '2027-01-10T08:00Z', '2027-01-10T10:00Z', '2027-01-10T08:00Z');
		insert into public.event_join_links values ('${ids.event}', 'https://example.org/${hiddenMark}');
		insert into public.event_documents (event_id, position, title, url)
			values ('${ids.event}', 1, '{"lv": "${hiddenMark}"}', 'https://example.org/${hiddenMark}');
		insert into public.event_changes (event_id, what, previous_venue) values ('${ids.event}', 'place', '${hiddenMark}');
		insert into public.event_venues values ('${ids.event}', '${ids.draft}');
		-- A published event at somebody who is not published.
		insert into public.event_venues select id, '${ids.draft}' from public.events
			where slug = 'piemers-laba-parvaldiba-regionos';
		insert into auth.users (id, email) values ('${ids.person}', '${hiddenMark}@example.org');
		insert into public.people (id, name, language) values ('${ids.person}', '${hiddenMark}', 'lv');
		insert into public.memberships (person_id, role) values ('${ids.person}', 'administrator');
		insert into public.contact_persons (organisation_id, position, name, purpose)
			values ('${ids.draft}', 1, '${hiddenMark}', '${hiddenMark}');
		-- On a published organisation, but not to be shown.
		insert into public.contact_persons (organisation_id, position, name, email, purpose)
			select id, 1, '${hiddenMark}', '${hiddenMark}@example.org', '${hiddenMark}' from public.organisations where slug = 'zpr';
		insert into public.revisions (subject, subject_id, version, person_id, action, publication, listing)
			values ('organisation', '${ids.draft}', 1, '${ids.person}', 'create', 'draft', '{"name": {"lv": "${hiddenMark}"}}');
		insert into public.conflicts (person_id, subject, subject_id, read_version, listing)
			values ('${ids.person}', 'organisation', '${ids.draft}', 1, '{"name": {"lv": "${hiddenMark}"}}');
		-- The smallest thing that calls itself WebP.
		insert into public.pictures (id, content, width, height, uploaded_by)
			values ('${ids.picture}', decode('UklGRgAAAABXRUJQVlA4IAAAAAA=', 'base64'), 1, 1, '${ids.person}');
		update public.organisations set logo_id = '${ids.picture}', logo_alt = '{"lv": "${hiddenMark}"}' where id = '${ids.draft}';
		insert into public.invitations (email, name, language, role, token_hash, expires_at)
			values ('${hiddenMark}@example.org', '${hiddenMark}', 'lv', 'administrator', repeat('a', 64), now() + interval '1 day');
		insert into public.audit (person_id, person_name, action, subject, subject_name)
			values ('${ids.person}', '${hiddenMark}', 'create', 'organisation', '${hiddenMark}');
	`);
}
