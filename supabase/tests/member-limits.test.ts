// What a member may do by asking the database past the forms, on both databases: how often and how
// much, also at the same moment; and what an answer may not tell them of listings they do not see.
import { describe, expect } from 'vitest';
import { databases } from './databases.ts';
import { attempt, cast, rows, type Person } from './people.ts';
import { servePeople } from './served-people.ts';

interface Answer {
	status: string;
	id?: string;
	slug?: string;
	version?: number;
	constraint?: string;
}

describe.each(databases)('limits of members on $name', ({ name, missing }) => {
	const { each, lite, ...served } = servePeople({ name, missing });
	const call = (person: Person, fn: string, body: object) => served.call<Answer>(person, fn, body);
	const sql = <Row>(text: string) => lite().store.asOwner((owner) => owner.query<Row>(text));
	const save = (
		person: Person,
		id: string | null,
		version: number | null,
		listing: object,
		act = {}
	) =>
		call(person, 'save_organisation', {
			id,
			read_version: version,
			attempt: attempt(),
			listing,
			act
		});
	const versionOf = async (id: string) =>
		(
			await sql<{ version: number }>(`select version from public.organisations where id = '${id}'`)
		)[0]?.version ?? 0;

	each(
		'a restore names a version there is, and only a restore is written down as one',
		async () => {
			const version = await versionOf(rows.kurzeme);
			for (const of of [undefined, null, 'x', '1; drop', -1, 0, 999_999, [1], { version: 1 }])
				expect(
					await save(
						'coordinator',
						rows.kurzeme,
						version,
						{ website: 'https://a.example' },
						{
							action: 'restore',
							of
						}
					),
					String(of)
				).toEqual({ status: 'invalid', constraint: 'restored_version' });
			expect(await versionOf(rows.kurzeme)).toBe(version);
			const saved = await save(
				'coordinator',
				rows.kurzeme,
				version,
				{ website: 'https://a.example' },
				{
					action: 'save',
					of: 1
				}
			);
			expect(saved.status).toBe('saved');
			const restored = await save(
				'coordinator',
				rows.kurzeme,
				saved.version ?? 0,
				{ website: null },
				{ action: 'restore', of: version }
			);
			expect(restored.status).toBe('saved');
			expect(
				await sql(`select action, restored_version from public.revisions
				where subject_id = '${rows.kurzeme}' and version > ${version} order by version`)
			).toEqual([
				{ action: 'save', restored_version: null },
				{ action: 'restore', restored_version: version }
			]);
			expect(
				await save('coordinator', null, null, { kind: 'partner' }, { action: 'restore', of: 1 })
			).toEqual({ status: 'invalid', constraint: 'restored_version' });
		}
	);

	each('an address tells nobody of a draft of that name; of what was public it may', async () => {
		const made = (person: Person, title: string) =>
			save(person, null, null, { kind: 'partner', name: { lv: title } });
		const hidden = await made('neighbour', 'Slepenais nams');
		expect(hidden.slug).toBe('slepenais-nams');
		const before = await versionOf(hidden.id ?? '');
		const seen = await made('coordinator', 'Slepenais nams');
		expect(seen.slug).toBe('slepenais-nams');
		// The draft has another address, and whoever has its form open saves as before.
		const [kept] = await sql<{ slug: string }>(
			`select slug from public.organisations where id = '${hidden.id}'`
		);
		expect(kept?.slug).toMatch(/^slepenais-nams-[0-9a-f]{12}$/);
		expect(await versionOf(hidden.id ?? '')).toBe(before);
		// What was published once keeps its address, also as a draft again.
		const published = await save(
			'coordinator',
			seen.id ?? '',
			seen.version ?? 0,
			{},
			{
				publication: 'published'
			}
		);
		expect(published.status).toBe('saved');
		const withdrawn = await save(
			'coordinator',
			seen.id ?? '',
			published.version ?? 0,
			{},
			{
				publication: 'draft'
			}
		);
		expect(withdrawn.status).toBe('saved');
		expect((await made('neighbour', 'Slepenais nams')).slug).toBe('slepenais-nams-2');
	});

	each('the last picture of a day is one picture, also of eight at once', async () => {
		const content = Buffer.from('RIFF0000WEBPVP8 0000').toString('base64');
		const upload = () =>
			call('editor', 'save_picture', { content_base64: content, width: 10, height: 10 });
		await sql(`insert into public.pictures (content, width, height, uploaded_by)
			select decode('${content}', 'base64'), 10, 10, '${cast.editor}' from generate_series(1, 97)`);
		const answers = await Promise.all(Array.from({ length: 8 }, upload));
		const statuses = answers.map(({ status }) => status).sort();
		expect(statuses).toEqual([...Array(5).fill('refused'), ...Array(3).fill('saved')]);
	});

	each('saves are counted, a thousand an hour of a person, also at once', async () => {
		const one = () => save('deputy', rows.kurzeme, 0, { website: null });
		expect((await one()).status).toBe('stale');
		await sql(`update internal.save_counts set times = 997 where person_id = '${cast.deputy}'`);
		const answers = await Promise.all(Array.from({ length: 8 }, one));
		expect(answers.map(({ status }) => status).sort()).toEqual([
			...Array(5).fill('invalid'),
			...Array(3).fill('stale')
		]);
		expect(answers.find(({ status }) => status === 'invalid')?.constraint).toBe('too_many_saves');
		// Another person is not concerned, and an hour later nor is this one.
		expect((await save('coordinator', rows.kurzeme, 0, { website: null })).status).toBe('stale');
		await sql(`update internal.save_counts set ends_at = now() - interval '1 second'`);
		expect((await one()).status).toBe('stale');
	});

	each('who is named beside an event of others takes the name off, and it stays off', async () => {
		const organisersOf = async () =>
			(
				await sql<{ organisation_id: string }>(`select organisation_id from public.event_organisers
				where event_id = '${rows.zemgaleEvent}' order by position`)
			).map((row) => row.organisation_id);
		const versionOfEvent = async () =>
			(
				await sql<{ version: number }>(
					`select version from public.events where id = '${rows.zemgaleEvent}'`
				)
			)[0]?.version ?? 0;
		const name = async (person: Person, ...ids: string[]) =>
			await call(person, 'save_event', {
				id: rows.zemgaleEvent,
				read_version: await versionOfEvent(),
				attempt: attempt(),
				listing: { organisers: ids.map((id) => ({ organisation_id: id })) },
				dates: null,
				act: {}
			});
		const namedBeside = async (person: Person) =>
			(
				(await call(person, 'named_beside', { organisation: rows.kurzeme })) as unknown as {
					id: string;
				}[]
			).map(({ id }) => id);
		const leave = async (person: Person, organisation: string = rows.kurzeme) =>
			(await call(person, 'leave_event', { event: rows.zemgaleEvent, organisation })).status;

		await sql(`update public.event_occurrences set rescheduled = true, starts_at = now() + interval '9 days',
			ends_at = now() + interval '9 days 1 hour' where event_id = '${rows.zemgaleEvent}'`);
		expect((await name('neighbour', rows.zemgale, rows.kurzeme)).status).toBe('saved');
		// Who edits the organisation sees it, nobody else does, and whoever holds the event stays.
		expect(await namedBeside('editor')).toEqual([rows.zemgaleEvent]);
		expect(await namedBeside('coordinator')).toEqual([rows.zemgaleEvent]);
		expect(await namedBeside('neighbour')).toEqual([]);
		expect(await leave('neighbour')).toBe('refused');
		expect(await leave('neighbour', rows.zemgale)).toBe('refused');
		expect(await leave('former')).toBe('refused');
		expect(await organisersOf()).toEqual([rows.zemgale, rows.kurzeme]);
		const before = await versionOfEvent();
		expect(await leave('editor')).toBe('saved');
		expect(await leave('editor')).toBe('refused');
		expect(await organisersOf()).toEqual([rows.zemgale]);
		expect(
			await sql(`select version, person_id, fields from public.revisions
				where subject_id = '${rows.zemgaleEvent}' and version > ${before}`)
		).toEqual([{ version: before + 1, person_id: cast.editor, fields: ['organisers'] }]);
		// Those who named them cannot do it again; they themselves can.
		expect(await name('neighbour', rows.zemgale, rows.kurzeme)).toMatchObject({
			status: 'invalid',
			constraint: 'organiser_is_known'
		});
		expect(await organisersOf()).toEqual([rows.zemgale]);
		expect((await name('administrator', rows.zemgale, rows.kurzeme)).status).toBe('saved');
		expect(await organisersOf()).toEqual([rows.zemgale, rows.kurzeme]);
	});
});
