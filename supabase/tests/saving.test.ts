// What saving does, field by field and act by act, on both databases: pins, sources, states,
// series, history, undo, and what the clock does by itself.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, attempt, call, jelgava, makePeople, rows, type Person } from './people.ts';

type Document = Record<string, unknown>;

describe.each(databases)('saving on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	type Subject = 'organisation' | 'event';
	const listing = async (subject: Subject, id: string) =>
		(await call(database.sql, 'administrator', 'listing', { subject, id })) as {
			version: number;
			slug: string;
			publication: string;
			region_id: string;
			confirmed_on: string | null;
			removed_at: string | null;
			publish_at: string | null;
			listing: Document;
		};
	const save = async (
		id: string | null,
		changed: Document,
		act: Document = {},
		by: Person = 'coordinator'
	) =>
		(await call(database.sql, by, 'save_organisation', {
			id,
			read_version: id === null ? null : (await listing('organisation', id)).version,
			attempt: attempt(),
			listing: changed,
			act
		})) as { status: string; id: string; slug: string; version: number; constraint?: string };
	const saveEvent = async (
		id: string | null,
		changed: Document,
		dates: Document | null,
		act: Document = {},
		by: Person = 'coordinator'
	) =>
		(await call(database.sql, by, 'save_event', {
			id,
			read_version: id === null ? null : (await listing('event', id)).version,
			attempt: attempt(),
			listing: changed,
			dates,
			act
		})) as { status: string; id: string; slug: string; version: number; constraint?: string };
	const state = (subject: Subject, ids: string[], publication: string, due: string | null = null) =>
		call(database.sql, 'coordinator', 'set_publication', {
			subject,
			ids,
			publication,
			publish_at: due,
			attempt: attempt()
		});
	const history = async (id: string) =>
		await asPerson(
			database.sql,
			'administrator',
			`select version, action, fields, publication, person_id, restored_version, listing from public.revisions
				where subject_id = '${id}' order by version`
		);
	const weekly = (days: number[]) => ({
		known_until: null,
		dates: days.map((day) => ({
			starts: `2027-06-${String(day).padStart(2, '0')}T10:00:00`,
			ends: `2027-06-${String(day).padStart(2, '0')}T12:00:00`
		}))
	});
	const series = {
		kind: 'training',
		title: { lv: 'Mācības' },
		starts_local: '2027-06-01T10:00:00',
		ends_local: '2027-06-01T12:00:00',
		recurrence: 'FREQ=WEEKLY;COUNT=4',
		organisers: [{ organisation_id: rows.kurzeme }, { name: 'Biedrība «Kopā»' }]
	};

	let fresh = '';
	beforeEach(async () => {
		if (missing) return;
		fresh = (
			await save(null, {
				kind: 'partner',
				name: { lv: 'Pilsētas centrs' },
				place_id: 'kuldiga',
				phones: ['+37163322517']
			})
		).id;
	});

	// The embedded database's clock moves once a millisecond.
	each('every change is counted, also of those made within one tick of the clock', async () => {
		for (const [relation, column] of [
			['organisations', 'email'],
			['events', 'registration_email']
		]) {
			const read = async () => {
				const [row] = await database.sql.query<{ id: string; version: number }>(
					`select id, version from public.${relation} order by slug limit 1`
				);
				return row;
			};
			const before = await read();
			const changes = Array.from(
				{ length: 200 },
				(_, at) =>
					`begin; update public.${relation} set ${column} = 'n${at}@example.org'
					where id = '${before?.id}'; commit;`
			);
			await database.sql.exec(changes.join(''));
			expect((await read())?.version).toBe((before?.version ?? NaN) + 200);
		}
	});

	each('choosing a town sets the pin at its centre and says that it is approximate', async () => {
		const { listing: document, region_id } = await listing('organisation', fresh);
		expect(document).toMatchObject({
			approximate: true,
			pin_by_hand: false,
			municipality_id: 'kuldigas-novads'
		});
		expect(Number(document.latitude)).toBeCloseTo(56.97, 1);
		expect(region_id).toBe('kurzeme');
	});

	each('a pin set by hand stays where it is when another town is chosen', async () => {
		const hand = { latitude: 56.95, longitude: 21.99 };
		await save(fresh, { ...hand, pin_by_hand: true, approximate: false });
		await save(fresh, { place_id: 'ventspils' });
		expect((await listing('organisation', fresh)).listing).toMatchObject({
			...hand,
			pin_by_hand: true,
			approximate: false
		});
		// Given back to the town, it follows the next one.
		await save(fresh, { pin_by_hand: false, place_id: 'kuldiga' });
		expect(Number((await listing('organisation', fresh)).listing.latitude)).toBeCloseTo(56.97, 1);
	});

	each('what is not named stays; a save that changes nothing is none', async () => {
		expect(await save(fresh, { email: 'centrs@example.org' })).toMatchObject({
			status: 'saved',
			version: 2
		});
		expect((await listing('organisation', fresh)).listing).toMatchObject({
			phones: ['+37163322517'],
			email: 'centrs@example.org'
		});
		expect(await save(fresh, { email: 'centrs@example.org' })).toMatchObject({
			status: 'unchanged',
			version: 2
		});
		expect(await history(fresh)).toHaveLength(2);
	});

	each('how one gets in is kept, told on the page and part of history', async () => {
		const access = {
			accessibility: ['step-free', 'hearing-loop'],
			accessibility_note: { lv: 'Ieeja no pagalma', en: 'Entrance from the yard' }
		};
		expect(await save(fresh, access)).toMatchObject({ status: 'saved', version: 2 });
		expect((await history(fresh)).at(-1)).toMatchObject({
			fields: ['accessibility', 'accessibility_note'],
			listing: access
		});
		expect(await call(database.sql, 'coordinator', 'organisation_preview', { id: fresh })).toEqual(
			expect.objectContaining({
				accessibility: access.accessibility,
				accessibilityNote: access.accessibility_note
			})
		);
		for (const [wrong, constraint] of [
			[{ accessibility: ['nice'] }, 'organisations_accessibility_check'],
			[{ accessibility_note: { lv: 'x'.repeat(501) } }, 'organisations_accessibility_note_check'],
			[{ accessibility_note: { xx: 'x' } }, 'language_of_network']
		] as const)
			expect(await save(fresh, wrong)).toMatchObject({ status: 'invalid', constraint });
	});

	each('topics and persons alone raise the version, and are one change', async () => {
		const contact = {
			name: 'A. Paraugs',
			role: { lv: 'vadītāja' },
			phone: null,
			email: 'a@example.org',
			purpose: 'Jautājumi par projektu',
			consent_on: null,
			shown: false
		};
		expect(await save(fresh, { topics: ['training'], contact_persons: [contact] })).toMatchObject({
			status: 'saved',
			version: 2
		});
		expect((await history(fresh)).at(-1)).toMatchObject({ fields: ['contact_persons', 'topics'] });
		expect(await save(fresh, { topics: ['training'], contact_persons: [contact] })).toMatchObject({
			status: 'unchanged'
		});
	});

	each('a person is shown to visitors only when they agreed, and never the purpose', async () => {
		const person = (shown: boolean, consent_on: string | null) => ({
			name: 'B. Paraugs',
			role: {},
			phone: '+37163322518',
			email: null,
			purpose: 'Iekšēji',
			consent_on,
			shown
		});
		await save(
			fresh,
			{ contact_persons: [person(false, null), person(true, '2026-11-01')] },
			{ publication: 'published' }
		);
		const [shown] = await database.sql.query<{ answer: Document[] }>(
			`select internal.shown_contact_persons('${fresh}') as answer`
		);
		expect(shown?.answer).toHaveLength(1);
		expect(JSON.stringify(shown)).not.toContain('Iekšēji');
		expect(await save(fresh, { contact_persons: [person(true, null)] })).toMatchObject({
			status: 'invalid',
			constraint: 'shown_with_consent'
		});
	});

	each('the source of a fact goes with the fact', async () => {
		await database.sql.exec(`insert into public.organisation_sources values
			('${fresh}', 'phones', 'https://example.org/a', 'read'), ('${fresh}', 'name', 'https://example.org/b', 'read')`);
		await save(fresh, { phones: ['+37163322519'] });
		const left = await database.sql.query<{ field: string }>(
			`select field from public.organisation_sources where organisation_id = '${fresh}'`
		);
		expect(left).toEqual([{ field: 'name' }]);
	});

	each('saving is not confirming; confirming is a version of its own', async () => {
		await save(fresh, { email: 'x@example.org' });
		expect((await listing('organisation', fresh)).confirmed_on).toBeNull();
		const confirm = () =>
			call(database.sql, 'editor', 'confirm_listing', { id: rows.kurzeme, attempt: attempt() });
		expect(await confirm()).toMatchObject({ status: 'saved' });
		expect((await listing('organisation', rows.kurzeme)).confirmed_on).toMatch(/^20/);
		expect(await confirm()).toMatchObject({ status: 'unchanged' });
		expect((await history(rows.kurzeme)).at(-1)).toMatchObject({ action: 'confirm', fields: [] });
	});

	each('who lists or corrects says so then, and another state alone says nothing', async () => {
		const corrected = async () =>
			((await listing('organisation', fresh)) as unknown as { corrected_at: string }).corrected_at;
		expect(Date.parse(await corrected())).toBeGreaterThan(Date.parse('2026-01-01'));
		for (const [changed, says] of [
			[{}, false],
			[{ phones: ['+37163322517'] }, false],
			[{ phones: ['+37163322518'] }, true],
			[{ name: { lv: 'Pilsētas centrs' } }, false],
			[{ name: { lv: 'Pilsētas centrs', en: 'City centre' } }, true],
			[{ topics: ['training'] }, true],
			[{ topics: ['training'] }, false],
			[{ latitude: 56.95, longitude: 21.99, pin_by_hand: true }, true]
		] as const) {
			const before = await corrected();
			await save(fresh, changed, { publication: says ? 'draft' : 'published' });
			expect((await corrected()) !== before, JSON.stringify(changed)).toBe(says);
		}
		const before = await corrected();
		await state('organisation', [fresh], 'archived');
		expect(await corrected()).toBe(before);
	});

	each('a confirmation is taken back: the day of the one before stands again', async () => {
		for (const before of [null, '2024-03-01']) {
			await database.sql.exec(
				`update public.organisations set confirmed_on = ${before ? `'${before}'` : 'null'} where id = '${fresh}'`
			);
			const said = (await call(database.sql, 'coordinator', 'confirm_listing', {
				id: fresh,
				attempt: attempt()
			})) as { status: string; name: unknown; operation: string };
			expect(said).toMatchObject({ status: 'saved', name: { lv: 'Pilsētas centrs' } });
			const undo = (by: Person) =>
				call(database.sql, by, 'undo_operation', { operation: said.operation, attempt: attempt() });
			expect(await undo('editor')).toMatchObject({ done: [] });
			expect((await listing('organisation', fresh)).confirmed_on).not.toBe(before);
			expect(await undo('coordinator')).toMatchObject({ done: [fresh] });
			expect((await listing('organisation', fresh)).confirmed_on).toBe(before);
			// Once is enough: what was taken back is not taken back again.
			expect(await undo('coordinator')).toMatchObject({ done: [], skipped: [fresh] });
		}
	});

	each('what was there before anybody saved is kept as found', async () => {
		await database.sql.exec(
			`update public.organisations set email = 'imports@example.org' where id = '${fresh}'`
		);
		await save(fresh, { email: 'roka@example.org' });
		const all = await history(fresh);
		expect(all.map(({ action }) => action)).toEqual(['create', 'found', 'save']);
		expect(all[1]).toMatchObject({ person_id: null, listing: { email: 'imports@example.org' } });
	});

	each('what a save says it changed is what differs, whatever was done beside it', async () => {
		const beside: Record<string, string> = {
			nothing: '',
			row: `update public.organisations set website = 'https://imports.example/' || version
				where id = '${fresh}'`,
			person: `insert into public.contact_persons (organisation_id, position, name, email, purpose, shown)
				select '${fresh}', 1 + count(*), 'Ida', 'ida@example.org', 'x', false from public.contact_persons
				where organisation_id = '${fresh}'`,
			// As a version from before a column was named, and one that a person was taken out of.
			column: `update public.revisions set listing = listing - 'website' where subject_id = '${fresh}'`,
			taken: `update public.revisions set listing = listing || '{"contact_persons": []}',
				person_taken_out_at = now() where subject_id = '${fresh}'`
		};
		const document = async () => {
			const [row] = await database.sql.query<{ document: Document }>(
				`select internal.document('organisation', '${fresh}') as document`
			);
			return row?.document ?? {};
		};
		// As forms send them, whole.
		const persons = ['ada', 'ede'].map((name) => ({
			name,
			role: {},
			phone: null,
			email: `${name}@example.org`,
			purpose: 'Jautājumi',
			consent_on: null,
			shown: false
		}));
		const change = fc.oneof(
			fc.record({ email: fc.constantFrom(null, 'a@example.org', 'b@example.org') }),
			fc.record({ topics: fc.subarray(['training', 'project-funding']) }),
			fc.record({ contact_persons: fc.subarray(persons) })
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(fc.constantFrom(...Object.keys(beside)), change), { maxLength: 4 }),
				async (steps) => {
					for (const [besides, changed] of steps) {
						await database.sql.exec(beside[besides] ?? '');
						const before = await document();
						const { status } = await save(fresh, changed);
						const after = await document();
						const differing = Object.keys(after).filter(
							(field) => !isDeepStrictEqual(after[field], before[field])
						);
						expect(status).toBe(differing.length > 0 ? 'saved' : 'unchanged');
						const last = (await history(fresh)).at(-1);
						if (status === 'saved') expect(last?.fields).toEqual(differing.sort());
					}
				}
			),
			{ numRuns: 12 }
		);
	});

	each('an old version comes back as a new one', async () => {
		await save(fresh, { name: { lv: 'Cits nosaukums' }, phones: [], topics: ['training'] });
		const [first] = await history(fresh);
		expect(
			await save(fresh, first?.listing as Document, { action: 'restore', of: 1 })
		).toMatchObject({ status: 'saved', version: 3 });
		const all = await history(fresh);
		expect(all.at(-1)).toMatchObject({
			action: 'restore',
			restored_version: 1,
			fields: ['name', 'phones', 'topics']
		});
		expect(all.at(-1)?.listing).toEqual(first?.listing);
	});

	each('draft, published, archived, removed, brought back: each is a version', async () => {
		await state('organisation', [fresh], 'published');
		await state('organisation', [fresh], 'archived');
		await state('organisation', [fresh], 'removed');
		expect((await listing('organisation', fresh)).removed_at).not.toBeNull();
		// What is removed must be brought back before it is changed.
		expect(await save(fresh, { email: 'x@example.org' })).toMatchObject({ status: 'removed' });
		expect(await state('organisation', [fresh], 'draft')).toMatchObject({ done: [fresh] });
		expect((await history(fresh)).map(({ action }) => action)).toEqual([
			'create',
			'publish',
			'archive',
			'remove',
			'bring-back'
		]);
		expect(await state('organisation', [fresh], 'draft')).toMatchObject({
			done: [],
			unchanged: [fresh]
		});
	});

	each('what is restored is as it was before it was deleted, event and organisation', async () => {
		const event = (await saveEvent(null, { ...series, recurrence: null }, weekly([1]))).id;
		const later = '2099-01-01T09:00:00+00:00';
		const before = [
			['draft', null],
			['draft', later],
			['published', null],
			['archived', null]
		] as const;
		const shown = async (subject: Subject, id: string) => {
			const { publication, publish_at, removed_at } = await listing(subject, id);
			const at = publish_at && new Date(publish_at).getTime();
			return { publication, at, removed_at };
		};
		for (const [subject, id] of [
			['organisation', fresh],
			['event', event]
		] as const)
			for (const [publication, due] of before) {
				await state(subject, [id], publication, due);
				const was = await shown(subject, id);
				expect(was).toMatchObject({ publication, at: due && Date.parse(due), removed_at: null });
				await state(subject, [id], 'removed');
				expect(await shown(subject, id)).toMatchObject({ publication: 'removed', at: null });
				// Pressed twice it is restored once.
				expect(await state(subject, [id], 'restored')).toMatchObject({ done: [id] });
				expect(await state(subject, [id], 'restored')).toMatchObject({ unchanged: [id] });
				expect(await shown(subject, id)).toEqual(was);
				expect((await history(id)).at(-1)).toMatchObject({ action: 'bring-back', publication });
			}
		// A time that has passed meanwhile publishes nothing by surprise.
		await state('organisation', [fresh], 'draft', later);
		await state('organisation', [fresh], 'removed');
		await database.sql.exec(`update public.revisions set publish_at = now() - interval '1 minute'
			where subject_id = '${fresh}' and publish_at is not null`);
		await state('organisation', [fresh], 'restored');
		expect(await shown('organisation', fresh)).toMatchObject({ publication: 'draft', at: null });
		// Out of the archive is said as that, not as moved to the drafts.
		await state('organisation', [fresh], 'archived');
		await state('organisation', [fresh], 'draft');
		expect((await history(fresh)).at(-1)).toMatchObject({ action: 'unarchive' });
	});

	each('many at once, with one undo that leaves alone what was changed since', async () => {
		const other = (
			await save(null, {
				kind: 'partner',
				name: { lv: 'Otrs' },
				place_id: 'kuldiga',
				topics: ['training']
			})
		).id;
		const go = (await call(database.sql, 'coordinator', 'set_topics', {
			subject: 'organisation',
			ids: [fresh, other, rows.zemgale],
			add: ['project-funding'],
			remove: ['training'],
			attempt: attempt()
		})) as { operation: string; done: string[]; refused: string[] };
		expect([...go.done].sort()).toEqual([fresh, other].sort());
		expect(go.refused).toEqual([rows.zemgale]);
		await save(fresh, { email: 'pec@example.org' });
		const undone = await call(database.sql, 'coordinator', 'undo_operation', {
			operation: go.operation,
			attempt: attempt()
		});
		expect(undone).toMatchObject({ status: 'done', done: [other], skipped: [fresh] });
		expect((await listing('organisation', other)).listing.topics).toEqual(['training']);
		expect((await listing('organisation', fresh)).listing.topics).toEqual(['project-funding']);
		// The number of what an administrator did to several regions names nobody else's listing to a
		// coordinator of one.
		const wide = (await call(database.sql, 'administrator', 'set_topics', {
			subject: 'organisation',
			ids: [other, rows.zemgaleDraft],
			add: ['project-funding'],
			remove: [],
			attempt: attempt()
		})) as { operation: string; done: string[] };
		expect([...wide.done].sort()).toEqual([other, rows.zemgaleDraft].sort());
		expect(
			await call(database.sql, 'coordinator', 'undo_operation', {
				operation: wide.operation,
				attempt: attempt()
			})
		).toMatchObject({ status: 'done', done: [other], skipped: [], refused: [] });
		expect((await listing('organisation', other)).listing.topics).toEqual(['training']);
		// A removal is taken back the same way.
		const removal = (await state('organisation', [other], 'removed')) as { operation: string };
		await call(database.sql, 'coordinator', 'undo_operation', {
			operation: removal.operation,
			attempt: attempt()
		});
		expect(await listing('organisation', other)).toMatchObject({
			publication: 'draft',
			removed_at: null
		});
	});

	each('the clock publishes what is due, and erases what was removed thirty days ago', async () => {
		const runJobs = async () =>
			(
				await database.sql.query<{ answer: { published: number; erased: number } }>(
					'select public.run_jobs() as answer'
				)
			)[0]?.answer;
		await state('organisation', [fresh], 'draft', '2027-01-01T08:00:00Z');
		expect(await listing('organisation', fresh)).toMatchObject({ publication: 'draft' });
		expect((await history(fresh)).at(-1)).toMatchObject({ action: 'schedule' });
		expect((await runJobs())?.published).toBe(0);
		await database.sql.exec(
			`update public.organisations set publish_at = now() - interval '1 minute' where id = '${fresh}'`
		);
		expect((await runJobs())?.published).toBe(1);
		expect(await listing('organisation', fresh)).toMatchObject({
			publication: 'published',
			publish_at: null
		});
		expect((await history(fresh)).at(-1)).toMatchObject({ action: 'publish', person_id: null });

		const held = await saveEvent(
			null,
			{
				...series,
				recurrence: null,
				title: { lv: 'Paliek' },
				organisers: [{ organisation_id: fresh }]
			},
			weekly([1]),
			{ publication: 'published' }
		);
		await state('organisation', [fresh], 'removed');
		await database.sql.exec(
			`update public.organisations set removed_at = now() - interval '29 days' where id = '${fresh}'`
		);
		expect((await runJobs())?.erased).toBe(0);
		await database.sql.exec(
			`update public.organisations set removed_at = now() - interval '31 days' where id = '${fresh}'`
		);
		expect((await runJobs())?.erased).toBe(1);
		expect(await listing('organisation', fresh)).toBeNull();
		expect(await history(fresh)).toEqual([]);
		// Its events name it still, and the audit knows that it was there.
		expect((await listing('event', held.id)).listing.organisers).toEqual([
			{ name: 'Pilsētas centrs' }
		]);
		expect(
			await asPerson(
				database.sql,
				'administrator',
				`select action from public.audit where subject_id = '${fresh}' order by id desc limit 1`
			)
		).toEqual([{ action: 'erase' }]);
	});

	each(
		'what a newer rule refuses keeps nothing else from its time, and waits for who keeps it',
		async () => {
			const runJobs = async () =>
				(
					await database.sql.query<{ answer: Record<string, number> }>(
						'select public.run_jobs() as answer'
					)
				)[0]?.answer;
			const make = async (name: string, email: string | null) =>
				(await save(null, { kind: 'partner', name: { lv: name }, email, place_id: 'kuldiga' })).id;
			const refused = await make('Bez adreses', null);
			const due = await make('Ar adresi', 'adrese@example.org');
			const gone = await make('Noņemts', 'nonemts@example.org');
			const held = await make('Neizdzēšams', null);
			const event = await saveEvent(null, { ...series, recurrence: null }, weekly([1]));
			await state('organisation', [gone, held], 'removed');
			await database.sql
				.exec(`update public.organisations set publish_at = now() - interval '1 minute'
				where id in ('${refused}', '${due}');
			update public.events set publish_at = now() - interval '1 minute' where id = '${event.id}';
			update public.organisations set removed_at = now() - interval '31 days' where id in ('${gone}', '${held}');
			alter table public.organisations add constraint published_with_an_address
				check (publication <> 'published' or email is not null) not valid;
			create table public.holders (organisation_id uuid constraint holder_stays references public.organisations (id));
			insert into public.holders values ('${held}')`);
			expect(await runJobs()).toMatchObject({ published: 2, erased: 1, refused: 2 });
			expect(await runJobs()).toMatchObject({ published: 0, erased: 0, refused: 0 });
			expect(await listing('organisation', refused)).toMatchObject({ publication: 'draft' });
			expect(await listing('organisation', due)).toMatchObject({ publication: 'published' });
			expect(await listing('event', event.id)).toMatchObject({ publication: 'published' });
			expect(await listing('organisation', gone)).toBeNull();
			expect(await listing('organisation', held)).toMatchObject({ publication: 'removed' });

			const waiting = async (by: Person) =>
				((await call(database.sql, by, 'desk', {})) as { waits: Record<string, { total: number }> })
					.waits;
			const refusals = async (by: Person) =>
				(await call(database.sql, by, 'my_listings', {
					subject: 'organisation',
					asked: { state: 'refused' }
				})) as { items: { id: string }[] };
			for (const by of ['coordinator', 'deputy', 'administrator'] as const) {
				expect(await waiting(by)).toMatchObject({ 'organisation-refused': { total: 1 } });
				expect((await refusals(by)).items.map(({ id }) => id)).toEqual([refused]);
			}
			expect(await waiting('neighbour')).not.toHaveProperty('organisation-refused');
			expect(
				await asPerson(
					database.sql,
					'administrator',
					`select action, subject_id, person_id, detail ->> 'constraint' as rule from public.audit
					where action like '%-refused' order by action`
				)
			).toEqual([
				{ action: 'erase-refused', subject_id: held, person_id: null, rule: 'holder_stays' },
				{
					action: 'publish-refused',
					subject_id: refused,
					person_id: null,
					rule: 'published_with_an_address'
				}
			]);

			// Mended, it is published the next time the clock comes, and nothing waits any more.
			expect(await save(refused, { email: 'ir@example.org' })).toMatchObject({ status: 'saved' });
			expect(await waiting('coordinator')).not.toHaveProperty('organisation-refused');
			await database.sql.exec('drop table public.holders');
			expect(await runJobs()).toMatchObject({ published: 1, erased: 1, refused: 0 });
			expect(await database.sql.query('select from internal.clock_refusals')).toEqual([]);
			await database.sql.exec(
				'alter table public.organisations drop constraint published_with_an_address'
			);
		}
	);

	each('the audit only grows, whoever tries', async () => {
		for (const statement of [
			"update public.audit set person_name = 'x'",
			'delete from public.audit',
			'truncate public.audit'
		])
			expect(await database.as('owner', statement), statement).toMatchObject({ refused: '42501' });
	});

	each('an event without a place is listed where its first organiser is', async () => {
		const online = await saveEvent(
			null,
			{ ...series, recurrence: null, attendance: 'online' },
			weekly([1]),
			{},
			'editor'
		);
		expect(online.status).toBe('saved');
		expect((await listing('event', online.id)).region_id).toBe('kurzeme');
		// Away from home it is still theirs.
		expect(
			await saveEvent(
				online.id,
				{ ...jelgava, pin_by_hand: true, attendance: 'on-site' },
				null,
				{},
				'editor'
			)
		).toMatchObject({ status: 'saved' });
		expect((await listing('event', online.id)).region_id).toBe('zemgale');
		expect(
			await saveEvent(online.id, { title: { en: 'Training' } }, null, {}, 'neighbour')
		).toMatchObject({ status: 'saved' });
	});

	each('times cannot change without their dates, nor dates without following', async () => {
		const { id } = await saveEvent(null, series, weekly([1, 8, 15, 22]));
		expect(await saveEvent(id, { starts_local: '2027-06-01T11:00:00' }, null)).toMatchObject({
			status: 'invalid',
			constraint: 'dates_are_missing'
		});
		expect(await saveEvent(id, { recurrence: null }, weekly([1, 8]))).toMatchObject({
			status: 'invalid',
			constraint: 'event_has_only_its_dates'
		});
		expect(await history(id)).toHaveLength(1);
	});

	each('one date is cancelled, and all of it comes back with the version before', async () => {
		const { id } = await saveEvent(null, series, weekly([1, 8, 15, 22]), {
			publication: 'published'
		});
		const cancelled = await call(database.sql, 'editor', 'change_date', {
			event: id,
			read_version: 1,
			attempt: attempt(),
			original_local: '2027-06-08T10:00:00',
			change: {
				status: 'cancelled',
				reason: { lv: 'Slims pasniedzējs' },
				venue_name: 'Zāle',
				location: 'SRID=4326;POINT(21.96 56.97)'
			}
		});
		expect(cancelled).toMatchObject({ status: 'saved', version: 2 });
		const [, second] = await history(id);
		expect(second).toMatchObject({ action: 'dates', fields: ['differences'] });
		const [first] = await history(id);
		expect(
			await saveEvent(id, first?.listing as Document, weekly([1, 8, 15, 22]), {
				action: 'restore',
				of: 1
			})
		).toMatchObject({ status: 'saved' });
		expect((await listing('event', id)).listing.differences).toEqual([]);
		expect(
			await saveEvent(id, second?.listing as Document, weekly([1, 8, 15, 22]), {
				action: 'restore',
				of: 2
			})
		).toMatchObject({ status: 'saved' });
		expect((await listing('event', id)).listing).toEqual(second?.listing);
		expect(
			await call(database.sql, 'editor', 'change_date', {
				event: id,
				read_version: 4,
				attempt: attempt(),
				original_local: '2027-06-09T10:00:00',
				change: { status: 'cancelled' }
			})
		).toMatchObject({ status: 'invalid', constraint: 'no_such_date' });
	});

	each(
		'this and following: the dates go over with their ids and what was changed about them',
		async () => {
			const { id } = await saveEvent(null, series, weekly([1, 8, 15, 22]), {
				publication: 'published'
			});
			await call(database.sql, 'editor', 'change_date', {
				event: id,
				read_version: 1,
				attempt: attempt(),
				original_local: '2027-06-22T10:00:00',
				change: { status: 'full' }
			});
			const dates = (event: string) =>
				database.sql.query<{ id: string; status: string | null }>(
					`select id, status from public.event_occurrences where event_id = '${event}' order by original_start`
				);
			const before = await dates(id);
			const answer = (await call(database.sql, 'editor', 'split_series', {
				event: id,
				read_version: 2,
				attempt: attempt(),
				from_local: '2027-06-15T10:00:00',
				ended: { listing: { recurrence: 'FREQ=WEEKLY;COUNT=2' }, dates: weekly([1, 8]) },
				following: {
					listing: {
						title: { lv: 'Mācības tālāk' },
						starts_local: '2027-06-15T10:00:00',
						ends_local: '2027-06-15T12:00:00',
						recurrence: 'FREQ=WEEKLY;COUNT=2'
					},
					dates: weekly([15, 22])
				}
			})) as { status: string; following: { id: string; slug: string } };
			expect(answer).toMatchObject({ status: 'saved', following: { slug: 'macibas-talak' } });
			expect(await dates(id)).toEqual(before.slice(0, 2));
			expect(await dates(answer.following.id)).toEqual(before.slice(2));
			expect((await listing('event', answer.following.id)).listing).toMatchObject({
				organisers: series.organisers
			});
			expect((await history(answer.following.id)).map(({ action }) => action)).toEqual(['create']);
		}
	);

	each(
		'a venue of the directory lends its address; leaving it, the event takes its own',
		async () => {
			const { id } = await saveEvent(
				null,
				{ ...series, recurrence: null, venue_organisation_id: rows.kurzeme },
				weekly([1])
			);
			expect((await listing('event', id)).listing.latitude).toBeCloseTo(56.9677, 3);
			// What the form still carries of the address does not fight the venue's.
			expect(
				await saveEvent(id, { street: 'Cita iela 1', title: { en: 'Training' } }, null)
			).toMatchObject({ status: 'saved' });
			expect((await listing('event', id)).listing.street).toBeNull();
			expect(
				await saveEvent(
					id,
					{ venue_organisation_id: null, street: 'Sava iela 1', place_id: 'kuldiga' },
					null
				)
			).toMatchObject({ status: 'saved' });
			expect((await listing('event', id)).listing).toMatchObject({
				venue_organisation_id: null,
				street: 'Sava iela 1',
				place_id: 'kuldiga'
			});
		}
	);

	each(
		'a person who has left is taken out of every kept state, and everything else comes back as it was',
		async () => {
			const anna = {
				name: 'Anna Āboliņa',
				role: { lv: 'vadītāja' },
				phone: '+37129999123',
				email: 'anna.abolina@example.org',
				purpose: 'līgumi ar Annu',
				consent_on: '2026-01-02',
				shown: true
			};
			const juris = { name: 'Juris Kalns', purpose: 'jautājumi', shown: false };
			await save(fresh, { contact_persons: [anna, juris], summary: { lv: 'Kā bija.' } });
			const opened = (await listing('organisation', fresh)).version;
			await save(fresh, { contact_persons: [juris, { ...anna, name: ' anna  ABOLINA' }] });
			const take = (person: string, by: Person = 'coordinator', id = fresh) =>
				call(database.sql, by, 'take_person_out', {
					subject: id === fresh ? 'organisation' : 'event',
					id,
					person
				});
			const named = async (id = fresh, by: Person = 'coordinator') =>
				await call(database.sql, by, 'persons_in_history', {
					subject: id === fresh ? 'organisation' : 'event',
					id
				});
			expect(await named()).toEqual([]);
			expect(await take(anna.name)).toEqual({ status: 'listed' });
			await save(fresh, { contact_persons: [juris], summary: { lv: 'Kā ir.' } });
			// Two forms were still open: one waits as a conflict, the other is not sent yet.
			const late = async (by: Person) =>
				(await call(database.sql, by, 'save_organisation', {
					id: fresh,
					read_version: opened,
					attempt: attempt(),
					listing: { contact_persons: [anna], email: 'velu@example.org' },
					act: {}
				})) as { status: string; base: Document | null };
			expect((await late('deputy')).status).toBe('stale');
			expect(await named()).toEqual([{ name: 'anna  ABOLINA', versions: 2 }]);
			expect(await named(fresh, 'neighbour')).toEqual([]);
			for (const other of ['neighbour', 'former'] as const)
				expect(await take(anna.name, other)).toEqual({ status: 'refused' });
			expect(await take('Pēteris')).toEqual({ status: 'unchanged' });

			const before = await history(fresh);
			expect(await take('ANNA ĀBOLIŅA')).toEqual({ status: 'done', versions: 2 });
			expect(await take(anna.name)).toEqual({ status: 'unchanged' });
			expect(await named()).toEqual([]);
			// The states are what they were, but for her; nothing new was saved.
			const after = await history(fresh);
			expect(after.map(({ listing: document }) => document)).toEqual(
				before.map(({ listing: document }) => ({
					...(document as Document),
					contact_persons: (document as { contact_persons: Document[] }).contact_persons.filter(
						(person) => person.name === juris.name
					)
				}))
			);
			// Neither the database nor an answer holds anything of her any more.
			const everywhere = async (words: string[]) => {
				const tables = await database.sql.query<{ name: string }>(
					`select format('%I.%I', nspname, relname) as name from pg_class
						join pg_namespace on pg_namespace.oid = relnamespace
						where nspname in ('public', 'internal') and relkind = 'r'`
				);
				const found: string[] = [];
				for (const { name } of tables)
					for (const word of words)
						if (
							(
								await database.sql.query(
									`select from ${name} as one where one::text ilike '%' || $1 || '%' limit 1`,
									[word]
								)
							).length > 0
						)
							found.push(`${name}: ${word}`);
				return found;
			};
			const hers = ['abolina', 'āboliņa', '29999123', 'līgumi ar Annu'];
			expect(await everywhere(hers)).toEqual([]);
			expect(
				await call(database.sql, 'deputy', 'pending_conflict', {
					subject: 'organisation',
					id: fresh
				})
			).toMatchObject({ mine: { contact_persons: [], email: 'velu@example.org' } });
			// A form from then does not bring her back unasked: nothing of it counts as changed by one
			// side only.
			expect((await late('coordinator')).base).toBeNull();
			await call(database.sql, 'coordinator', 'drop_conflict', {
				subject: 'organisation',
				id: fresh
			});
			const old = after.find(({ version }) => version === opened)?.listing as Document;
			expect(await save(fresh, old, { action: 'restore', of: opened })).toMatchObject({
				status: 'saved'
			});
			expect((await listing('organisation', fresh)).listing).toMatchObject({
				summary: { lv: 'Kā bija.' },
				contact_persons: [{ name: juris.name }]
			});

			// An event's contact, who may be known by an address alone.
			const { id } = await saveEvent(
				null,
				{
					...series,
					recurrence: null,
					contact_name: 'Ilze Bērza',
					contact_role: { lv: 'organizatore' },
					contact_phone: '+37129999124'
				},
				weekly([1])
			);
			await saveEvent(
				id,
				{ contact_name: null, contact_role: {}, contact_email: 'ilze.berza@example.org' },
				null
			);
			expect(await take('ilze.berza@example.org', 'coordinator', id)).toEqual({ status: 'listed' });
			await saveEvent(
				id,
				{ contact_phone: null, contact_email: null, title: { en: 'Later' } },
				null
			);
			expect(await named(id)).toEqual([
				{ name: 'ilze.berza@example.org', versions: 1 },
				{ name: 'Ilze Bērza', versions: 1 }
			]);
			expect(await take('Ilze Bērza', 'coordinator', id)).toMatchObject({ status: 'done' });
			expect(await take('ilze.berza@example.org', 'editor', id)).toMatchObject({ status: 'done' });
			expect(await everywhere(['berza', 'bērza', '29999124', 'organizatore'])).toEqual([]);
			const [first] = await history(id);
			expect(
				await saveEvent(id, first?.listing as Document, null, { action: 'restore', of: 1 })
			).toMatchObject({ status: 'saved' });

			const lines = await asPerson(
				database.sql,
				'administrator',
				`select subject, detail from public.audit where action = 'take-out-person' order by id`
			);
			expect(lines).toEqual([
				{ subject: 'organisation', detail: { versions: 2 } },
				{ subject: 'event', detail: { versions: 1 } },
				{ subject: 'event', detail: { versions: 1 } }
			]);
		}
	);
});
