// Who may do what with which row: every table, every kind of person, reading and every way of
// writing, on rows of their own and of others'; and every function through which people change
// something. On both databases. The list of tables is read from the database, so that a new one
// fails here until somebody has said who sees what of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, attempt, call, cast, makePeople, persons, rows, type Person } from './people.ts';

/** Whose the row is, seen from Kurzeme: own rows lie there, foreign ones in Zemgale. */
type Side = 'own' | 'foreign';
const sides: Side[] = ['own', 'foreign'];

/** Who edits the draft of Kurzeme, and who that of Zemgale. */
const keepers: Record<Side, Person[]> = {
	own: ['administrator', 'coordinator', 'deputy'],
	foreign: ['administrator', 'neighbour']
};
/** Who edits the published organisation: the editor of it, too. */
const keepersOfPublished: Record<Side, Person[]> = {
	own: [...keepers.own, 'editor'],
	foreign: keepers.foreign
};

const organisationOf = { own: rows.kurzeme, foreign: rows.zemgale };
const draftOf = { own: rows.kurzemeDraft, foreign: rows.zemgaleDraft };
const eventOf = { own: rows.kurzemeEvent, foreign: rows.zemgaleEvent };
const draftEventOf = { own: rows.kurzemeEventDraft, foreign: rows.zemgaleEventDraft };

interface Sight {
	/** The condition that finds the row. */
	row: (side: Side) => string;
	seenBy: (side: Side) => Person[];
}
const everybody = () => persons;
const byPerson = (column: string): Sight => ({
	row: (side) => `${column} = '${side === 'own' ? cast.coordinator : cast.neighbour}'`,
	seenBy: (side) => (side === 'own' ? ['coordinator'] : ['neighbour'])
});
const ofDraft = (column: string): Sight => ({
	row: (side) => `${column} = '${draftOf[side]}'`,
	seenBy: (side) => keepers[side]
});
const ofDraftEvent = (column: string): Sight => ({
	row: (side) => `${column} = '${draftEventOf[side]}'`,
	seenBy: (side) => keepers[side]
});
const known = (condition = 'true'): Sight => ({ row: () => condition, seenBy: everybody });

const sights: Record<string, Sight> = {
	audit: { row: () => 'true', seenBy: () => ['administrator'] },
	conflicts: byPerson('person_id'),
	contact_persons: {
		row: (side) => `organisation_id = '${organisationOf[side]}'`,
		seenBy: (side) => keepersOfPublished[side]
	},
	content_version: known(),
	event_changes: ofDraftEvent('event_id'),
	event_documents: ofDraftEvent('event_id'),
	event_join_links: {
		row: (side) => `event_id = '${eventOf[side]}'`,
		seenBy: (side) => keepersOfPublished[side]
	},
	event_occurrences: ofDraftEvent('event_id'),
	event_organisers: ofDraftEvent('event_id'),
	event_sources: ofDraftEvent('event_id'),
	event_topics: ofDraftEvent('event_id'),
	event_venues: ofDraftEvent('event_id'),
	events: ofDraftEvent('id'),
	invitations: { row: () => 'true', seenBy: () => ['administrator'] },
	memberships: {
		row: byPerson('person_id').row,
		seenBy: (side) => ['administrator', side === 'own' ? 'coordinator' : 'neighbour']
	},
	municipalities: known(),
	organisation_kinds: known(),
	organisation_sources: ofDraft('organisation_id'),
	organisation_topics: ofDraft('organisation_id'),
	organisations: ofDraft('id'),
	people: {
		row: byPerson('id').row,
		// Members know each other's names; who has left knows their own.
		seenBy: () => persons.filter((person) => person !== 'former')
	},
	places: known(),
	region_contacts: known(),
	regions: known(),
	revisions: ofDraft('subject_id'),
	topics: known()
};

/** The rows the parts of drafts need to be there to be seen. */
const parts = (side: Side) => `
	insert into public.event_changes (event_id, what, previous_venue) values ('${draftEventOf[side]}', 'place', 'Zāle');
	insert into public.event_documents (event_id, position, title, url)
		values ('${draftEventOf[side]}', 1, '{"lv": "Programma"}', 'https://example.org');
	insert into public.event_sources values ('${draftEventOf[side]}', 'https://example.org', 'read');
	insert into public.event_venues values ('${draftEventOf[side]}', '${draftOf[side]}');
	insert into public.conflicts (person_id, subject, subject_id, read_version, listing)
		values ('${side === 'own' ? cast.coordinator : cast.neighbour}', 'organisation', '${draftOf[side]}', 1, '{}');
	insert into public.revisions (subject, subject_id, version, action, publication, listing)
		values ('organisation', '${draftOf[side]}', 1, 'found', 'draft', '{}');
	insert into public.invitations (email, name, language, role, region_ids, token_hash, expires_at)
		values ('${side}@example.org', '${side}', 'lv', 'coordinator', '{kurzeme}', repeat('${side === 'own' ? 'a' : 'b'}', 64),
			now() + interval '1 day');
	insert into public.audit (action, subject) values ('save', 'organisation');`;

const denied = '42501';

describe.each(databases)('rights on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
		for (const side of sides) await database.sql.exec(parts(side));
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const refusal = async (work: Promise<unknown>): Promise<string> => {
		try {
			await work;
			return 'it was done';
		} catch (error) {
			return typeof error === 'object' && error && 'code' in error ? String(error.code) : '?';
		}
	};

	each('every table has its line here', async () => {
		const tables = await database.sql.query<{ name: string }>(
			"select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') order by 1"
		);
		expect(tables.map(({ name }) => name).filter((name) => name !== 'pictures')).toEqual(
			Object.keys(sights)
		);
	});

	each('a row is seen by whose it is, and by nobody else', async () => {
		const wrong: string[] = [];
		for (const [table, { row, seenBy }] of Object.entries(sights))
			for (const side of sides) {
				const question = `select count(*)::int as rows from public.${table} where ${row(side)}`;
				const [there] = await database.sql.query<{ rows: number }>(question);
				if (!there?.rows) wrong.push(`${table}: there is no ${side} row to see`);
				for (const person of persons) {
					const [seen] = await asPerson(database.sql, person, question);
					if (Number(seen?.rows) > 0 !== seenBy(side).includes(person))
						wrong.push(`${table}: ${person}, ${side} row: ${String(seen?.rows)}`);
				}
			}
		expect(wrong).toEqual([]);
	});

	each('no person writes into any table, whoever’s row it is', async () => {
		const wrong: string[] = [];
		for (const [table, { row }] of Object.entries(sights)) {
			const [column] = await database.sql.query<{ name: string }>(
				`select attname as name from pg_attribute where attrelid = 'public.${table}'::regclass
					and attnum > 0 and attidentity = '' and attgenerated = '' order by attnum limit 1`
			);
			const name = column?.name ?? '';
			for (const side of sides) {
				const statements: Record<string, string> = {
					update: `update public.${table} set ${name} = ${name} where ${row(side)}`,
					delete: `delete from public.${table} where ${row(side)}`,
					insert: `insert into public.${table} default values`,
					upsert: `insert into public.${table} (${name}) select ${name} from public.${table} where ${row(side)}
						on conflict do nothing`,
					truncate: `truncate public.${table} cascade`
				};
				for (const [verb, statement] of Object.entries(statements))
					for (const person of persons) {
						const code = await refusal(asPerson(database.sql, person, statement));
						if (code !== denied) wrong.push(`${table}: ${verb} by ${person}, ${side}: ${code}`);
					}
			}
		}
		expect(wrong).toEqual([]);
	});

	/**
	 * Functions that change a listing, and who may use each on which. `ok` is what they answer when
	 * it was done.
	 */
	const acts: [
		string,
		Record<Side, Person[]>,
		(side: Side) => Promise<{ name: string; given: Record<string, unknown> }>,
		RegExp
	][] = [
		[
			'correcting an organisation',
			keepersOfPublished,
			async (side) => ({
				name: 'save_organisation',
				given: {
					id: organisationOf[side],
					read_version: await versionOf('organisations', organisationOf[side]),
					attempt: attempt(),
					listing: { email: 'jauns@example.org', summary: { en: attempt() } }
				}
			}),
			/^saved$/
		],
		[
			'correcting a draft',
			keepers,
			async (side) => ({
				name: 'save_organisation',
				given: {
					id: draftOf[side],
					read_version: await versionOf('organisations', draftOf[side]),
					attempt: attempt(),
					listing: { summary: { en: attempt() } }
				}
			}),
			/^saved$/
		],
		[
			'listing an organisation',
			keepers,
			async (side) => ({
				name: 'save_organisation',
				given: {
					id: null,
					read_version: null,
					attempt: attempt(),
					listing: {
						kind: 'partner',
						name: { lv: `Jauna ${side}` },
						...(side === 'own'
							? { latitude: 56.9677, longitude: 21.9617 }
							: { latitude: 56.65, longitude: 23.7128 })
					}
				}
			}),
			/^saved$/
		],
		[
			'correcting an event',
			keepersOfPublished,
			async (side) => ({
				name: 'save_event',
				given: {
					id: eventOf[side],
					read_version: await versionOf('events', eventOf[side]),
					attempt: attempt(),
					listing: { summary: { en: attempt() } },
					dates: null
				}
			}),
			/^saved$/
		],
		[
			'planning an event of an organisation',
			keepersOfPublished,
			async (side) => ({
				name: 'save_event',
				given: {
					id: null,
					read_version: null,
					attempt: attempt(),
					listing: {
						kind: 'seminar',
						title: { lv: `Jauns ${side}` },
						starts_local: '2027-04-01T10:00:00',
						ends_local: '2027-04-01T12:00:00',
						organisers: [{ organisation_id: organisationOf[side] }]
					},
					dates: {
						known_until: null,
						dates: [{ starts: '2027-04-01T10:00:00', ends: '2027-04-01T12:00:00' }]
					}
				}
			}),
			/^saved$/
		],
		[
			'cancelling a date',
			keepersOfPublished,
			async (side) => ({
				name: 'change_date',
				given: {
					event: eventOf[side],
					read_version: await versionOf('events', eventOf[side]),
					attempt: attempt(),
					original_local: '2027-03-09T10:00:00',
					change: { status: 'cancelled', reason: { lv: attempt() } }
				}
			}),
			/^saved$/
		],
		[
			'publishing an organisation',
			keepersOfPublished,
			(side) => {
				return Promise.resolve({
					name: 'set_publication',
					given: {
						subject: 'organisation',
						ids: [organisationOf[side]],
						publication: 'published',
						publish_at: null,
						attempt: attempt()
					}
				});
			},
			/^done$/
		],
		[
			'giving an event topics',
			keepersOfPublished,
			(side) =>
				Promise.resolve({
					name: 'set_topics',
					given: {
						subject: 'event',
						ids: [eventOf[side]],
						add: ['project-funding'],
						remove: [],
						attempt: attempt()
					}
				}),
			/^done$/
		],
		[
			'confirming an organisation',
			keepersOfPublished,
			(side) =>
				Promise.resolve({
					name: 'confirm_listing',
					given: { id: organisationOf[side], attempt: attempt() }
				}),
			/^(saved|unchanged)$/
		],
		[
			'taking a person out of a history',
			keepersOfPublished,
			(side) =>
				Promise.resolve({
					name: 'take_person_out',
					given: { subject: 'event', id: eventOf[side], person: 'Nobody' }
				}),
			/^unchanged$/
		]
	];
	const versionOf = async (table: string, id: string): Promise<number> => {
		const [row] = await database.sql.query<{ version: number }>(
			`select version from public.${table} where id = '${id}'`
		);
		return row?.version ?? 0;
	};

	each.for(acts)('%s is for who may', async ([, allowed, make, ok]) => {
		const wrong: string[] = [];
		for (const side of sides)
			for (const person of persons) {
				const { name, given } = await make(side);
				const answer = await call(database.sql, person, name, given);
				const refusedIds = Array.isArray(answer?.refused) ? answer.refused.length : 0;
				const done = ok.test(String(answer?.status)) && refusedIds === 0;
				if (done !== allowed[side].includes(person))
					wrong.push(`${person}, ${side}: ${JSON.stringify(answer)}`);
				if (!done && !/^(refused|outside|done)$/.test(String(answer?.status)))
					wrong.push(`${person}, ${side}: refused as ${JSON.stringify(answer)}`);
			}
		expect(wrong).toEqual([]);
	});

	each('a listing is handed to a form only for who may save it', async () => {
		const wrong: string[] = [];
		for (const side of sides)
			for (const person of persons) {
				const questions: [string, string, Person[]][] = [
					['organisation', draftOf[side], keepers[side]],
					['organisation', organisationOf[side], keepersOfPublished[side]],
					['event', draftEventOf[side], keepers[side]],
					['event', eventOf[side], keepersOfPublished[side]]
				];
				for (const [subject, id, allowed] of questions) {
					const answer = await call(database.sql, person, 'listing', { subject, id });
					if ((answer !== null) !== allowed.includes(person))
						wrong.push(`${person}, ${side} ${subject} ${id}`);
				}
			}
		expect(wrong).toEqual([]);
	});

	each('a membership taken away ends every right with the next statement', async () => {
		const save = async () =>
			(
				await call(database.sql, 'deputy', 'save_organisation', {
					id: rows.kurzemeDraft,
					read_version: await versionOf('organisations', rows.kurzemeDraft),
					attempt: attempt(),
					listing: { summary: { en: attempt() } }
				})
			)?.status;
		const drafts = async () =>
			(
				await asPerson(
					database.sql,
					'deputy',
					`select from public.organisations where id = '${rows.kurzemeDraft}'`
				)
			).length;
		expect([await save(), await drafts()]).toEqual(['saved', 1]);
		await database.sql.exec(`delete from public.memberships where person_id = '${cast.deputy}'`);
		expect([await save(), await drafts()]).toEqual(['refused', 0]);
		await database.sql.exec(
			`insert into public.memberships (person_id, role, region_id, deputy) values ('${cast.deputy}', 'coordinator', 'kurzeme', true)`
		);
		// The sessions went with the last right: who gets one again signs in again.
		expect([await save(), await drafts()]).toEqual(['refused', 0]);
		await database.sql.exec(
			`insert into auth.sessions (id, user_id) values ('${cast.deputy}', '${cast.deputy}')`
		);
		expect([await save(), await drafts()]).toEqual(['saved', 1]);
		// So does a session that has been ended, whatever the token still says.
		await database.sql.exec(`delete from auth.sessions where user_id = '${cast.deputy}'`);
		expect([await save(), await drafts()]).toEqual(['refused', 0]);
	});
});
