// The same rules through the door visitors come by: lite's REST interface, on both databases.
// Tables, embedded tables and functions keep what is hidden; nothing can be written; only the
// schema public is there.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { databases } from './databases.ts';
import { hiddenMark, hideRows } from './hidden-rows.ts';
import { serveLiteOn, type ServedLite } from './served.ts';

/** What a visitor might ask; where hidden rows would show if they were published. */
const reading = [
	'organisations?select=slug,name&limit=1000',
	'organisations?select=slug,organisation_topics(topic_id,topics(name)),organisation_sources(source)&limit=1000',
	'organisations?select=slug,region_contacts(region_id)&limit=1000',
	`organisations?select=slug&slug=like.${hiddenMark}*`,
	'organisation_sources?select=source,organisations(slug,name)&field=eq.name',
	'organisation_topics?select=topic_id,organisations(slug,name)&limit=1000',
	'region_contacts?select=region_id,organisations(slug,name)',
	'events?select=slug,title,event_organisers(position,organisations(slug,name)),event_sources(source)',
	'events?select=slug,event_occurrences(starts_at),event_topics(topic_id)',
	'event_occurrences?select=starts_at,events(slug,title)',
	'event_sources?select=source,events(title)',
	'event_topics?select=topic_id,events(title)',
	'event_organisers?select=position,organisations(name),events(title)',
	'places?select=name,organisations(name),events(title)',
	'topics?select=id,organisation_topics(organisations(name)),event_topics(events(title))',
	'regions?select=id,organisations(name),region_contacts(organisations(name))',
	'organisation_kinds?select=id,organisations(name)'
];

describe.each(databases)('lite on $name', ({ name, missing }) => {
	let lite: ServedLite;

	beforeAll(async () => {
		if (missing) return;
		// lite prints every refused statement; the worker silences it the same way.
		vi.spyOn(console, 'error').mockImplementation(() => {});
		lite = await serveLiteOn(name, hideRows);
	});
	afterAll(async () => {
		vi.restoreAllMocks();
		await lite?.close();
	});
	const each = missing ? test.skip : test;

	const ask: ServedLite['ask'] = (...request) => lite.ask(...request);

	each.for(reading)('%s hides what is not published', async (path) => {
		const { status, text } = await ask(path);
		expect(status, text.slice(0, 300)).toBe(200);
		expect(text).not.toContain(hiddenMark);
	});

	each('and the same questions would show it if it were published', async () => {
		await lite.store.asOwner((sql) =>
			sql.exec(
				"update public.organisations set publication = 'published'; update public.events set publication = 'published'"
			)
		);
		const blind: string[] = [];
		for (const path of reading) if (!(await ask(path)).text.includes(hiddenMark)) blind.push(path);
		await lite.store.asOwner((sql) =>
			sql.exec(`update public.organisations set publication = 'draft' where slug like '${hiddenMark}%';
				update public.events set publication = 'draft' where slug like '${hiddenMark}%'`)
		);
		expect(blind).toEqual([]);
	});

	each.for([
		['find_organisations', { filter: {}, page_size: 200 }],
		['find_organisations', { filter: { words: hiddenMark } }],
		['count_organisations', {}],
		['organisation_facets', {}],
		['region_at', { lat: 56.65, lng: 23.7128 }],
		['opening_hours_in_use', {}],
		['organisation_points', {}],
		['organisation_detail', { wanted_slug: 'zpr' }],
		['find_events', { filter: {}, page_size: 200 }],
		['event_points', {}],
		['find_events', { filter: { words: hiddenMark } }],
		['count_events', {}],
		['event_facets', {}],
		['event_detail', { wanted_slug: 'piemers-laba-parvaldiba-regionos' }],
		['feed_events', { newest_first: true, page_size: 2000 }],
		['feed_calendar', { max_rows: 2000 }],
		['feed_changes', { page_size: 200 }],
		['feed_organisations', { page_size: 2000 }],
		['page_addresses', {}]
	] as const)('rpc/%s hides it too', async ([name, body]) => {
		const { status, text } = await ask(`rpc/${name}`, 'POST', body);
		expect(status, text.slice(0, 300)).toBe(200);
		expect(text).not.toContain(hiddenMark);
	});

	each('a filter and a list of texts arrive as such', async () => {
		const { text } = await ask('rpc/count_organisations', 'POST', { filter: { slugs: ['zpr'] } });
		expect(text).toBe('1');
		const hours = JSON.parse((await ask('rpc/opening_hours_in_use', 'POST', {})).text) as string[];
		const facets = await ask('rpc/organisation_facets', 'POST', { filter: {}, open_hours: hours });
		expect(facets.status, facets.text).toBe(200);
	});

	each('a hidden organisation and event have no page', async () => {
		for (const slug of [`${hiddenMark}-draft`, `${hiddenMark}-archived`]) {
			expect((await ask('rpc/organisation_detail', 'POST', { wanted_slug: slug })).text).toBe(
				'null'
			);
		}
		expect(
			(await ask('rpc/event_detail', 'POST', { wanted_slug: `${hiddenMark}-event` })).text
		).toBe('null');
	});

	each.for([
		['POST', 'topics', { id: 'mine', name: { lv: 'x', en: 'x' }, position: 99 }],
		['PATCH', 'organisations?slug=eq.zpr', { name: { lv: 'mine' } }],
		['DELETE', 'organisations?slug=eq.zpr', undefined],
		[
			'POST',
			'event_join_links',
			{ event_id: '00000000-0000-4000-8000-000000000003', url: 'https://example.org' }
		]
	] as const)('%s %s is refused', async ([method, path, body]) => {
		const { status, text } = await ask(path, method, body);
		expect(status).toBeGreaterThanOrEqual(400);
		expect(status, text).toBeLessThan(500);
		expect(text).toContain('42501');
	});

	each('the join links and the schemas beside public cannot be asked', async () => {
		expect((await ask('event_join_links')).text).toContain('42501');
		for (const path of ['network', 'rpc/fold', 'rpc/check_forms', 'schema_migrations', 'users']) {
			const method = path.startsWith('rpc/') ? 'POST' : 'GET';
			expect(
				(await ask(path, method, method === 'POST' ? { value: 'x' } : undefined)).status,
				path
			).toBe(404);
		}
		for (const schema of ['internal', 'auth', 'supabase_migrations', 'pg_catalog']) {
			const { status } = await ask('network', 'GET', undefined, { 'accept-profile': schema });
			expect(status, schema).toBeGreaterThanOrEqual(400);
		}
	});
});
