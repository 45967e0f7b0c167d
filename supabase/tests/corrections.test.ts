// What the public proposes, on both databases: nobody but this server puts it in, nobody but the
// coordinators of the region where the pin lies sees it and decides, once; what is accepted is a
// save like any other; a bad day fills a queue, never the directory.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, attempt, call, cast, makePeople, persons, rows, type Person } from './people.ts';

const shade = (number: number) => `network_shade_number_${number}`;

interface Row {
	id: string;
	state: string;
	proposed: Record<string, unknown>;
	sender_email: string | null;
	decided_by: string | null;
	taken: string[];
	reminded: number;
	network: string | null;
}

describe.each(databases)('corrections on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	beforeEach(async () => {
		if (missing) return;
		await database.sql.exec('delete from internal.corrections; delete from internal.mails');
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const version = async (id: string, table = 'organisations') =>
		(
			await database.sql.query<{ version: number }>(
				`select version from public.${table} where id = $1`,
				[id]
			)
		)[0]?.version ?? 0;
	const send = async (given: Record<string, unknown>, on = database) =>
		(
			await on.sql.query<{ answer: Record<string, unknown> }>(
				'select public.propose_correction($1::text::jsonb) as answer',
				[JSON.stringify(given)]
			)
		)[0]?.answer ?? {};
	const aboutKurzeme = async (over: Record<string, unknown> = {}) => ({
		attempt: attempt(),
		subject: 'organisation',
		id: rows.kurzeme,
		readVersion: await version(rows.kurzeme),
		proposed: { email: 'jauns@example.org' },
		note: null,
		email: null,
		language: 'lv',
		network: null,
		...over
	});
	const all = () =>
		database.sql.query<Row>('select * from internal.corrections order by put_at, id');
	/** Proposes, and answers the id. */
	const proposed = async (over: Record<string, unknown> = {}) => {
		expect(await send(await aboutKurzeme(over))).toEqual({ status: 'waiting' });
		return (await all()).at(-1)?.id ?? '';
	};
	const accept = (
		person: Person,
		correction: string,
		listing: Record<string, unknown>,
		read_version: number,
		id: string = rows.kurzeme
	) =>
		call(database.sql, person, 'save_organisation', {
			id,
			read_version,
			attempt: attempt(),
			listing,
			act: { correction }
		});
	const decide = (person: Person, id: string, outcome: string, reason = 'Pārbaudīts.') =>
		call(database.sql, person, 'decide_correction', { id, outcome, reason });
	const older = (days: number) =>
		database.sql.query(
			`update internal.corrections set put_at = put_at - $1::float8 * interval '1 day',
				decided_at = decided_at - $1::float8 * interval '1 day'`,
			[days]
		);

	each('only this server puts one in, and no role reads the table', async () => {
		const given = JSON.stringify(await aboutKurzeme());
		for (const role of ['anon', 'authenticated'] as const) {
			expect(
				await database.as(role, 'select public.propose_correction($1::text::jsonb)', [given])
			).toMatchObject({ refused: '42501' });
			expect(
				await database.as(role, "select public.correctable_listing('organisation', 'kurzeme-own')")
			).toMatchObject({ refused: '42501' });
		}
		for (const role of ['anon', 'authenticated', 'service_role'] as const) {
			expect(await database.as(role, 'select * from internal.corrections')).toMatchObject({
				refused: '42501'
			});
			expect(
				await database.as(role, "update internal.corrections set state = 'accepted'")
			).toMatchObject({ refused: '42501' });
		}
	});

	each('who may see one, decide, accept and take back: the rights of each person', async () => {
		const may: Record<Person, boolean> = {
			administrator: true,
			coordinator: true,
			deputy: true,
			neighbour: false,
			editor: false,
			former: false
		};
		for (const person of persons) {
			await database.sql.exec('delete from internal.corrections');
			const id = await proposed({ email: 'sutitajs@example.org', note: 'Piezīme' });
			const seen = await call(database.sql, person, 'correction', { id });
			expect(seen !== null, person).toBe(may[person]);
			expect(JSON.stringify(seen)).not.toContain('sutitajs@example.org');
			const list = await call(database.sql, person, 'my_corrections', { size: 10 });
			expect(((list?.waiting as unknown[]) ?? []).length, person).toBe(may[person] ? 1 : 0);
			expect(JSON.stringify(list)).not.toContain('sutitajs@example.org');
			const saved = await accept(
				person,
				id,
				{ email: `${person}@example.org` },
				await version(rows.kurzeme)
			);
			expect(saved?.status === 'saved', person).toBe(may[person]);
			expect((await all())[0]?.state, person).toBe(may[person] ? 'accepted' : 'waiting');
			const back = await call(database.sql, person, 'take_back_correction', { id });
			expect(back, person).toEqual({ status: may[person] ? 'done' : 'refused' });
			expect(await decide(person, id, 'declined'), person).toEqual({
				status: may[person] ? 'done' : 'refused'
			});
		}
	});

	each('follows the pin: where it lies now decides, not where it lay', async () => {
		const id = await proposed();
		await database.sql.query(
			`update public.organisations set location = 'SRID=4326;POINT(23.7128 56.65)' where id = $1`,
			[rows.kurzeme]
		);
		expect(await call(database.sql, 'coordinator', 'correction', { id })).toBeNull();
		expect(await call(database.sql, 'neighbour', 'correction', { id })).not.toBeNull();
		await database.sql.query(
			`update public.organisations set location = 'SRID=4326;POINT(21.9617 56.9677)' where id = $1`,
			[rows.kurzeme]
		);
		expect(await call(database.sql, 'neighbour', 'correction', { id })).toBeNull();
	});

	each(
		'an accepted one is a save: signed, with what was taken, and taken back with it',
		async () => {
			await asPerson(database.sql, 'coordinator', 'select 1');
			const before = await version(rows.kurzeme);
			const id = await proposed({ proposed: { email: 'cits@example.org', abbreviation: 'KO' } });
			expect(await accept('coordinator', id, { email: 'cits@example.org' }, before)).toMatchObject({
				status: 'saved'
			});
			const [row] = await all();
			expect(row).toMatchObject({
				state: 'accepted',
				decided_by: cast.coordinator,
				taken: ['email']
			});
			expect(await version(rows.kurzeme)).toBeGreaterThan(before);
			expect(await call(database.sql, 'deputy', 'take_back_correction', { id })).toEqual({
				status: 'done'
			});
			const [restored] = await database.sql.query<{ email: string | null }>(
				'select email from public.organisations where id = $1',
				[rows.kurzeme]
			);
			expect(restored?.email).not.toBe('cits@example.org');
			expect((await all())[0]?.state).toBe('waiting');
			// Once others have changed the listing, it is not put back over them.
			await accept('coordinator', id, { email: 'cits@example.org' }, await version(rows.kurzeme));
			await call(database.sql, 'deputy', 'save_organisation', {
				id: rows.kurzeme,
				read_version: await version(rows.kurzeme),
				attempt: attempt(),
				listing: { abbreviation: 'XX' },
				act: {}
			});
			expect(await call(database.sql, 'coordinator', 'take_back_correction', { id })).toEqual({
				status: 'changed'
			});
			expect((await all())[0]?.state).toBe('accepted');
		}
	);

	each('on a listing others have changed meanwhile it is a conflict, and still waits', async () => {
		const read = await version(rows.kurzeme);
		const id = await proposed({ proposed: { email: 'tresais@example.org' } });
		await call(database.sql, 'deputy', 'save_organisation', {
			id: rows.kurzeme,
			read_version: read,
			attempt: attempt(),
			listing: { email: `${attempt()}@example.org` },
			act: {}
		});
		const answer = await accept('coordinator', id, { email: 'tresais@example.org' }, read);
		expect(answer?.status).toBe('stale');
		expect((await all())[0]?.state).toBe('waiting');
		const kept = await call(database.sql, 'coordinator', 'pending_conflict', {
			subject: 'organisation',
			id: rows.kurzeme
		});
		expect(kept).toMatchObject({ mine: { email: 'tresais@example.org' } });
		await call(database.sql, 'coordinator', 'drop_conflict', {
			subject: 'organisation',
			id: rows.kurzeme
		});
	});

	each('is decided once: who comes second learns that it was', async () => {
		const id = await proposed();
		expect(await decide('coordinator', id, 'declined')).toEqual({ status: 'done' });
		expect(await decide('deputy', id, 'declined')).toMatchObject({
			status: 'decided',
			decision: { state: 'declined', decidedBy: 'coordinator' }
		});
		const late = await accept(
			'deputy',
			id,
			{ email: 'x@example.org' },
			await version(rows.kurzeme)
		);
		expect(late).toMatchObject({ status: 'invalid', constraint: 'correction_waits' });
		expect(await decide('administrator', id, 'accepted')).toMatchObject({ status: 'decided' });
		expect((await all())[0]).toMatchObject({ state: 'declined', decided_by: cast.coordinator });
	});

	each('one is accepted for its own listing only', async () => {
		const id = await proposed();
		const answer = await accept(
			'administrator',
			id,
			{ email: 'x@example.org' },
			await version(rows.zemgale),
			rows.zemgale
		);
		expect(answer).toMatchObject({ status: 'invalid', constraint: 'correction_waits' });
		const asNew = await call(database.sql, 'administrator', 'save_organisation', {
			id: null,
			read_version: null,
			attempt: attempt(),
			listing: { kind: 'partner', name: { lv: 'Cita' } },
			act: { correction: id }
		});
		expect(asNew).toMatchObject({ status: 'invalid', constraint: 'correction_waits' });
		expect(await accept('administrator', attempt(), { email: 'x@example.org' }, 1)).toMatchObject({
			constraint: 'correction_waits'
		});
		expect(await accept('administrator', 'nothing', { email: 'x@example.org' }, 1)).toMatchObject({
			status: 'invalid'
		});
	});

	each.each([
		['a field that is none', { proposed: { wishes: 'x' } }, 'unknown_field'],
		['the state', { proposed: { publication: 'archived' } }, 'unknown_field'],
		['a region', { proposed: { region_id: 'zemgale' } }, 'unknown_field'],
		['people', { proposed: { contact_persons: [] } }, 'unknown_field'],
		['a picture', { proposed: { logo_id: attempt() } }, 'unknown_field'],
		['no object', { proposed: ['x'] }, 'form'],
		['nothing at all', { proposed: {} }, 'correction_says_something'],
		['blanks for a note', { proposed: {}, note: '  ' }, 'correction_says_something'],
		['too much', { proposed: { street: 'x'.repeat(110_000) } }, 'correction_is_small'],
		['far too much', { proposed: { street: 'x'.repeat(200_000) } }, 'correction_is_small'],
		['too long a note', { note: 'x'.repeat(2001) }, 'corrections_note_check'],
		['hidden signs', { note: 'x\u202Ex' }, 'corrections_note_check'],
		['no address', { email: 'nobody' }, 'corrections_sender_email_check'],
		['two addresses', { email: 'a@example.org,b@example.org' }, 'corrections_sender_email_check'],
		['no language', { language: 'x' }, 'corrections_language_check'],
		['a network in the clear', { network: '192.0.2.1' }, 'corrections_network_check'],
		['no attempt', { attempt: null }, 'attempt'],
		['a bad attempt', { attempt: 'x' }, 'form'],
		['a bad id', { id: 'x' }, 'form'],
		['another sort', { subject: 'people' }, 'form']
	])('refuses %s', async (_, over, constraint) => {
		expect(await send(await aboutKurzeme(over))).toEqual({ status: 'invalid', constraint });
		expect(await all()).toEqual([]);
	});

	each('a draft and a listing that is not there are the same: gone', async () => {
		for (const id of [rows.kurzemeDraft, attempt()])
			expect(await send(await aboutKurzeme({ id, readVersion: 1 }))).toEqual({ status: 'gone' });
		const [answer] = await database.sql.query<{ answer: unknown }>(
			"select public.correctable_listing('organisation', 'kurzeme-draft') as answer"
		);
		expect(answer?.answer).toBeNull();
	});

	each('the form of a listing holds nobody and no secret link', async () => {
		for (const [subject, slug] of [
			['organisation', 'kurzeme-own'],
			['event', 'kurzeme-event']
		]) {
			const [answer] = await database.sql.query<{ answer: unknown }>(
				'select public.correctable_listing($1, $2) as answer',
				[subject, slug]
			);
			expect(answer?.answer).not.toBeNull();
			expect(JSON.stringify(answer?.answer)).not.toContain('qzxsecret');
		}
	});

	each('the same form sent again waits once', async () => {
		const given = await aboutKurzeme();
		expect(await send(given)).toEqual({ status: 'waiting' });
		expect(await send({ ...given, proposed: { email: 'another@example.org' } })).toEqual({
			status: 'waiting'
		});
		expect(await all()).toHaveLength(1);
	});

	each('markup stays text', async () => {
		const note = '<script>alert(1)</script><img src=x onerror=alert(1)>';
		const id = await proposed({ note, proposed: { street: '<b>iela</b>' } });
		expect(await call(database.sql, 'coordinator', 'correction', { id })).toMatchObject({
			note,
			proposed: { street: '<b>iela</b>' }
		});
	});

	each('one network has six an hour and twenty a day', async () => {
		for (let day = 0; day < 4; day += 1) {
			let taken = 0;
			for (let count = 0; count < 8; count += 1) {
				const over = { network: shade(1), id: count % 2 ? rows.kurzeme : rows.zemgale };
				const { status } = await send(await aboutKurzeme({ ...over, readVersion: 1 }));
				taken += Number(status === 'waiting');
			}
			expect(taken).toBe([6, 6, 6, 2][day]);
			await database.sql.exec(
				"update internal.corrections set put_at = put_at - interval '61 minutes'"
			);
		}
		expect(await send(await aboutKurzeme({ network: shade(1) }))).toEqual({
			status: 'full',
			what: 'network'
		});
		expect((await send(await aboutKurzeme({ network: shade(2), id: rows.zemgale }))).status).toBe(
			'full'
		);
	});

	each('a flood of 2,000 fills a queue: ten a listing, five hundred in all', async () => {
		const published = await database.sql.query<{ id: string; version: number }>(
			"select id, version from public.organisations where publication = 'published' order by id"
		);
		const [flood] = await database.sql.query<{ taken: number; full: number }>(
			`with sent as (
				select internal.propose_correction(jsonb_build_object('attempt', gen_random_uuid(),
					'subject', 'organisation', 'id', one.id, 'readVersion', one.version,
					'proposed', jsonb_build_object('street', 'Iela ' || number), 'language', 'lv',
					'network', 'network_shade_number_' || number)) as answer
				from generate_series(1, 2000) as number
				join (select id, version, row_number() over (order by id) - 1 as place from public.organisations
					where publication = 'published') as one on one.place = number % $1::integer
			) select count(*) filter (where answer ->> 'status' = 'waiting')::integer as taken,
				count(*) filter (where answer ->> 'status' = 'full')::integer as full from sent`,
			[published.length]
		);
		const most = Math.min(500, 10 * published.length);
		expect(flood).toEqual({ taken: most, full: 2000 - most });
		// However much waits, each person gets one mail a day.
		await older(4);
		await database.sql.exec('select public.remind_of_corrections()');
		await database.sql.exec('select public.remind_of_corrections()');
		const mails = await database.sql.query<{ recipient: string }>(
			"select recipient from internal.mails where sort = 'corrections-wait'"
		);
		expect(new Set(mails.map(({ recipient }) => recipient)).size).toBe(mails.length);
		expect(mails.length).toBeGreaterThan(0);
	});

	each('reminds coordinators after 3 days, deputies after 7, administrators after 14', async () => {
		await proposed();
		const reminded = async () => {
			await database.sql.exec(
				"update internal.mails set put_at = put_at - interval '1 day'; select public.remind_of_corrections()"
			);
			const mails = await database.sql.query<{ recipient: string }>(
				"select recipient from internal.mails where sort = 'corrections-wait' order by put_at"
			);
			return mails.map(({ recipient }) => recipient.split('@')[0]);
		};
		expect(await reminded()).toEqual([]);
		await older(3.1);
		expect(await reminded()).toEqual(['coordinator']);
		expect(await reminded()).toEqual(['coordinator']);
		await older(4);
		expect(await reminded()).toEqual(['coordinator', 'deputy']);
		await older(7);
		expect(await reminded()).toEqual(['coordinator', 'deputy', 'administrator']);
		expect(await reminded()).toHaveLength(3);
	});

	each('of a region nobody coordinates the administrators are told at once', async () => {
		await database.sql.query("delete from public.memberships where region_id = 'zemgale'");
		await proposed({ id: rows.zemgale, readVersion: await version(rows.zemgale) });
		await database.sql.exec('select public.remind_of_corrections()');
		const mails = await database.sql.query<{ recipient: string; about: unknown }>(
			'select recipient, about from internal.mails'
		);
		expect(mails).toMatchObject([{ recipient: 'administrator@example.org', about: { count: 1 } }]);
		await database.sql.query(
			"insert into public.memberships (person_id, role, region_id) values ($1, 'coordinator', 'zemgale')",
			[cast.neighbour]
		);
	});

	each('its sender is told once, answers once, and is forgotten after 90 days', async () => {
		const id = await proposed({ email: 'sutitajs@example.org', language: 'en' });
		const due = async () =>
			(
				await database.sql.query<{ due: unknown[] }>('select public.corrections_to_tell() as due')
			)[0]?.due;
		const hash = 'a'.repeat(64);
		const tell = async () =>
			(
				await database.sql.query<{ told: boolean }>(
					'select public.tell_correction($1, $2::text::jsonb, $3) as told',
					[id, JSON.stringify({ id: attempt(), sealed: 'unreadable' }), hash]
				)
			)[0]?.told;
		const answer = async (text: string, by = hash) =>
			(
				await database.sql.query<{ done: boolean }>(
					'select public.answer_correction($1, $2) as done',
					[by, text]
				)
			)[0]?.done;
		expect(await tell()).toBe(false);
		await decide('coordinator', id, 'declined', 'Pārbaudījām.');
		// A slip of the hand is taken back before anybody reads of it.
		expect(await due()).toEqual([]);
		await older(0.01);
		expect(await due()).toEqual([{ id, language: 'en' }]);
		expect(await tell()).toBe(true);
		expect(await tell()).toBe(false);
		expect(await due()).toEqual([]);
		const mails = await database.sql.query('select * from internal.mails');
		expect(mails).toMatchObject([
			{
				sort: 'correction',
				recipient: 'sutitajs@example.org',
				language: 'en',
				about: { state: 'declined', reason: 'Pārbaudījām.', partly: false }
			}
		]);
		expect(await answer('Tomēr nav pareizi.', 'b'.repeat(64))).toBe(false);
		expect(await answer('   ')).toBe(false);
		expect(await answer('x'.repeat(2001))).toBe(false);
		expect(await answer('Tomēr nav pareizi.')).toBe(true);
		expect(await answer('Vēlreiz.')).toBe(false);
		const list = await call(database.sql, 'coordinator', 'my_corrections', { size: 10 });
		expect(list?.answered).toMatchObject([{ id, answer: 'Tomēr nav pareizi.' }]);
		expect(await call(database.sql, 'neighbour', 'read_answer', { correction: id })).toBe(false);
		expect(await call(database.sql, 'deputy', 'read_answer', { correction: id })).toBe(true);
		await older(91);
		await database.sql.exec('select public.clean_up()');
		expect((await all())[0]).toMatchObject({ sender_email: null, answer_hash: null });
	});

	each('of the sender’s network nothing is known after two days', async () => {
		await proposed({ network: shade(3) });
		await database.sql.exec('select public.clean_up()');
		expect((await all())[0]?.network).toBe(shade(3));
		await older(2.1);
		await database.sql.exec('select public.clean_up()');
		expect((await all())[0]?.network).toBeNull();
	});
});
