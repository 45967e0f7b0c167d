// A third sort of listing needs its table, one row in the table of sorts, and four functions of its
// own: then it is saved, compared, published by the clock, removed and brought back like every
// other. And a column nobody has named in a list is written by no save and stands in no document.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, attempt, call, makePeople, rows, type Person } from './people.ts';

const project = `
	create table public.projects (
		id uuid primary key default gen_random_uuid(),
		slug text not null unique,
		name jsonb not null check (internal.is_localised(name, 200)),
		region_id text references public.regions (id),
		publication text not null default 'draft',
		publish_at timestamptz,
		removed_at timestamptz,
		version integer not null default 1,
		created_at timestamptz not null default now(),
		updated_at timestamptz not null default now(),
		counted_in xid8 not null default pg_current_xact_id()
	);
	alter table public.projects enable row level security;
	create trigger z_count_change before update on public.projects
		for each row execute function internal.count_organisation_change();
	insert into internal.listing_sorts (subject, relation, name_column) values ('project', 'projects', 'name');
	create function internal.may_edit_project(wanted uuid) returns boolean
		language sql stable security definer set search_path = '' as $$
		select exists (select from public.projects as project
			where project.id = wanted and project.region_id = any (internal.my_regions()));
	$$;
	create function internal.project_columns() returns text[]
		language sql immutable set search_path = '' return array['name'];
	create function internal.project_document(wanted uuid) returns jsonb
		language sql stable security definer set search_path = '' as $$
		select internal.only_keys(to_jsonb(project), internal.project_columns())
		from public.projects as project where project.id = wanted;
	$$;
	create function internal.write_project(work text, change internal.listing_change, given jsonb) returns jsonb
		language plpgsql security definer set search_path = '' as $$
	declare
		next_row jsonb := given -> 'listing';
	begin
		if next_row - internal.project_columns() <> '{}' then
			perform internal.refuse_unknown(next_row - internal.project_columns());
		end if;
		if change.id is null then
			next_row := next_row || jsonb_build_object('region_id', (internal.my_regions())[1],
				'slug', internal.new_slug('project', internal.listing_name(change.sort, next_row)));
		end if;
		return jsonb_build_object('id', internal.write_row('projects', change.row_before,
			internal.typed('projects', next_row) || (given -> 'state')) -> 'id');
	end;
	$$;`;

describe.each(databases)('sorts of listings on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
		await database.sql.exec(project);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	interface Answer {
		status: string;
		id: string;
		slug: string;
		version: number;
		constraint?: string;
		changes?: unknown[];
	}
	const save = async (
		id: string | null,
		read: number | null,
		listing: Record<string, unknown>,
		act: Record<string, unknown> = {},
		by: Person = 'coordinator'
	) => {
		const [row] = await asPerson(
			database.sql,
			by,
			`select internal.save_listing('project', 'save', $1, $2, $3, $4::text::jsonb) as answer`,
			[id, read, attempt(), JSON.stringify({ listing, act })]
		);
		return row?.answer as Answer;
	};

	each('a third one is saved in the same frame', async () => {
		const made = await save(null, null, { name: { lv: 'Ūdens projekts' } });
		expect(made).toMatchObject({ status: 'saved', slug: 'udens-projekts', version: 1 });
		const { id } = made;
		expect(
			await save(id, 1, { name: { lv: 'Ūdens projekts', en: 'Water project' } })
		).toMatchObject({
			status: 'saved',
			version: 2
		});
		expect(
			await save(id, 2, { name: { lv: 'Ūdens projekts', en: 'Water project' } })
		).toMatchObject({ status: 'unchanged' });
		expect(await save(id, 1, { name: { lv: 'Cits' } })).toMatchObject({
			status: 'stale',
			version: 2
		});
		expect(await save(id, 2, { name: { lv: 'x'.repeat(201) } })).toMatchObject({
			status: 'invalid',
			constraint: 'projects_name_check'
		});
		expect(await save(id, 2, { region_id: 'zemgale' })).toMatchObject({
			status: 'invalid',
			constraint: 'unknown_field'
		});
		expect(await save(id, 2, { name: { lv: 'Cits' } }, {}, 'neighbour')).toMatchObject({
			status: 'refused'
		});
		expect(
			await call(database.sql, 'coordinator', 'pending_conflict', { subject: 'project', id })
		).toMatchObject({ status: 'stale', mine: { name: { lv: 'Cits' } } });

		const subject = 'project';
		for (const publication of ['published', 'removed', 'draft'])
			expect(
				await call(database.sql, 'coordinator', 'set_publication', {
					subject,
					ids: [id],
					publication,
					publish_at: null,
					attempt: attempt()
				})
			).toMatchObject({ done: [id] });
		await database.sql.exec(
			`update public.projects set publish_at = now() - interval '1 minute' where id = '${id}'`
		);
		await database.sql.query('select public.run_jobs()');
		expect(
			await call(database.sql, 'coordinator', 'listing_history', { subject, id })
		).toMatchObject({
			publication: 'published',
			revisions: [
				{ action: 'publish', by: null },
				{ action: 'found' },
				{ action: 'bring-back' },
				{ action: 'remove' },
				{ action: 'publish' },
				{ action: 'save', fields: ['name'] },
				{ action: 'create' }
			]
		});
		expect(await call(database.sql, 'neighbour', 'listing', { subject: 'project', id })).toBeNull();
	});

	each('what is no sort of listing is refused, whatever it is called', async () => {
		for (const subject of ['nothing', 'row', 'event_parts', "x'; drop table public.events; --"]) {
			const [row] = await asPerson(
				database.sql,
				'administrator',
				`select internal.save_listing($1, 'save', $2, 1, $3, '{}') as saved,
					internal.save_listing($1, 'save', null, 1, $4, '{}') as made`,
				[subject, rows.kurzeme, attempt(), attempt()]
			);
			expect(row).toEqual({ saved: { status: 'refused' }, made: { status: 'refused' } });
			expect(
				await call(database.sql, 'administrator', 'listing', { subject, id: rows.kurzeme })
			).toBeNull();
		}
	});

	each(
		'a new column is in no document and can be written by no save until it is named',
		async () => {
			await database.sql
				.exec(`alter table public.organisations add column private_note text default 'qzxnote';
			alter table public.events add column private_note text default 'qzxnote';
			alter table public.event_occurrences add column private_note text default 'qzxnote';
			alter table public.contact_persons add column private_note text default 'qzxnote';
			alter table public.event_documents add column private_note text default 'qzxnote'`);
			const opened = async (subject: 'organisation' | 'event', id: string) =>
				(await call(database.sql, 'administrator', 'listing', { subject, id })) as {
					version: number;
					listing: Record<string, unknown>;
				};
			const listings = [
				['organisation', rows.kurzeme],
				['event', rows.kurzemeEvent]
			] as const;
			for (const [subject, id] of listings) {
				const { version } = await opened(subject, id);
				const saving = (listing: Record<string, unknown>) =>
					call(database.sql, 'administrator', `save_${subject}`, {
						id,
						read_version: version,
						attempt: attempt(),
						listing,
						...(subject === 'event' && { dates: null })
					});
				expect(await saving({ private_note: 'changed' })).toMatchObject({
					status: 'invalid',
					constraint: 'unknown_field',
					field: 'private_note'
				});
				const parts =
					subject === 'organisation'
						? { contact_persons: [{ name: 'A', purpose: 'B', private_note: 'changed' }] }
						: {
								documents: [
									{ title: { lv: 'A' }, url: 'https://example.org/', private_note: 'changed' }
								]
							};
				expect(await saving(parts)).toMatchObject({ status: 'saved' });
				expect(JSON.stringify(await opened(subject, id))).not.toMatch(/private_note|qzxnote/);
			}
			const left = await database.sql.query<{ note: string }>(
				`select distinct private_note as note from (select private_note from public.organisations
				union all select private_note from public.events
				union all select private_note from public.contact_persons
				union all select private_note from public.event_documents) as every_one`
			);
			expect(left).toEqual([{ note: 'qzxnote' }]);
			const history = await database.sql.query(
				`select from public.revisions where listing::text ~ 'private_note|qzxnote'`
			);
			expect(history).toEqual([]);
		}
	);
});
