// Listings that the public proposes, on both databases: they wait like corrections, in the region
// where they lie; what is accepted is a new listing, made once; undone, that is removed and the
// proposal waits again; and twenty ways to get around it change nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import {
	attempt,
	call,
	cast,
	jelgava,
	kuldiga,
	makePeople,
	rows,
	secretMark,
	type Person
} from './people.ts';

const hash = 'c'.repeat(64);

describe.each(databases)('proposed listings on $name', ({ open, missing }) => {
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

	const ask = async <T>(text: string, params: unknown[] = []): Promise<T> =>
		(await database.sql.query<{ answer: T }>(`select ${text} as answer`, params))[0]!.answer;
	const send = (over: Record<string, unknown> = {}) =>
		ask<Record<string, unknown>>('public.propose_correction($1::text::jsonb)', [
			JSON.stringify({
				attempt: attempt(),
				subject: 'organisation',
				id: null,
				readVersion: 0,
				proposed: { name: { lv: 'Jauna biedrība' }, kind: 'partner', ...kuldiga },
				note: null,
				email: null,
				language: 'lv',
				network: null,
				...over
			})
		]);
	const last = () =>
		ask<{ id: string; state: string; region_id: string | null; subject_id: string | null }>(
			'(select to_jsonb(one) from internal.corrections as one order by put_at desc, id limit 1)'
		);
	/** Proposes, and answers the id. */
	const proposed = async (over: Record<string, unknown> = {}) => {
		expect(await send(over)).toEqual({ status: 'waiting' });
		return (await last()).id;
	};
	const publish = (
		person: Person,
		correction: string,
		listing: Record<string, unknown>,
		id: string | null = null
	) =>
		call(database.sql, person, 'save_organisation', {
			id,
			read_version: null,
			attempt: attempt(),
			listing,
			act: { correction, publication: 'published' }
		});
	const whole = (name: string) => ({ name: { lv: name }, kind: 'partner', ...kuldiga });
	const back = (person: Person, id: string) =>
		call(database.sql, person, 'take_back_correction', { id });
	const decline = (person: Person, id: string) =>
		call(database.sql, person, 'decide_correction', { id, outcome: 'declined', reason: 'Nē.' });
	const similar = (listing: Record<string, unknown>, subject = 'organisation') =>
		ask<{ slug: string }[]>('public.similar_listings($1, $2::text::jsonb)', [
			subject,
			JSON.stringify(listing)
		]).then((found) => found.map(({ slug }) => slug));
	/** Listings there are, whatever their state. */
	const listed = () =>
		ask<number>(
			"((select count(*) from public.organisations where publication <> 'removed') + (select count(*) from public.events))::integer"
		);

	each.each([
		['its pin', { ...whole('A'), ...jelgava }, 'zemgale'],
		['its place', { name: { lv: 'A' }, place_id: 'kuldiga' }, 'kurzeme'],
		['nothing', { name: { lv: 'A' } }, null],
		['a pin at sea', { name: { lv: 'A' }, latitude: 57.5, longitude: 20 }, null],
		['a region it names itself', { name: { lv: 'A' }, place_id: 'no-such-place' }, null]
	])('belongs where %s lies', async (_, listing, region) => {
		await proposed({ proposed: listing });
		expect((await last()).region_id).toBe(region);
	});

	each('an event without a place belongs where who holds it is at home', async () => {
		const title = { lv: 'Lekcija' };
		const holds = (id: string) => ({ title, organisers: [{ organisation_id: id, name: null }] });
		for (const [id, region] of [
			[rows.zemgale, 'zemgale'],
			// Nobody learns where a hidden one is.
			[rows.zemgaleDraft, null],
			[attempt(), null]
		] as const) {
			await proposed({ subject: 'event', proposed: holds(id) });
			expect((await last()).region_id).toBe(region);
		}
	});

	each('without a region it is the administrators’, who are told at once', async () => {
		const id = await proposed({ proposed: { name: { lv: 'Nezin kur' } } });
		expect(await call(database.sql, 'coordinator', 'correction', { id })).toBeNull();
		expect(await call(database.sql, 'administrator', 'correction', { id })).not.toBeNull();
		const would = await ask<{ name: string; would: unknown }[]>('public.jobs_ahead()');
		await database.sql.exec('select public.remind_of_corrections()');
		const mails = await database.sql.query<{ recipient: string }>(
			'select recipient from internal.mails'
		);
		expect(mails).toEqual([{ recipient: 'administrator@example.org' }]);
		// The dry run counts what the run did, once the jobs are known.
		for (const { name, would: told } of would)
			if (name === 'corrections') expect(told).toEqual({ told: 0, reminded: 1 });
	});

	each('accepted it is a new listing, undone that is removed, and it waits again', async () => {
		const name = `Biedrība ${attempt()}`;
		const id = await proposed({ proposed: whole(name), email: 'sutitajs@example.org' });
		const saved = await publish('coordinator', id, whole(name));
		expect(saved).toMatchObject({ status: 'saved' });
		expect(await last()).toMatchObject({ state: 'accepted', subject_id: saved?.id });
		// Told of it, its sender sees it.
		await database.sql.exec(
			"update internal.corrections set decided_at = decided_at - interval '1 hour'"
		);
		expect(
			await ask('public.tell_correction($1, $2::text::jsonb, $3)', [
				id,
				JSON.stringify({ id: attempt(), sealed: 'unreadable' }),
				hash
			])
		).toBe(true);
		expect(await ask('public.correction_outcome($1)', [hash])).toMatchObject({
			isNew: true,
			slug: saved?.slug,
			name: { lv: name }
		});
		expect(await back('neighbour', id)).toEqual({ status: 'refused' });
		expect(await back('deputy', id)).toEqual({ status: 'done' });
		expect(await last()).toMatchObject({ state: 'waiting', subject_id: null });
		expect(
			await ask('(select publication from public.organisations where id = $1)', [saved?.id])
		).toBe('removed');
		expect(await back('deputy', id)).toEqual({ status: 'waiting' });
		// Once others have changed what it made, that stays.
		const again = await publish('coordinator', id, whole(name));
		await call(database.sql, 'deputy', 'save_organisation', {
			id: String(again?.id),
			read_version: await ask('(select version from public.organisations where id = $1)', [
				again?.id
			]),
			attempt: attempt(),
			listing: { abbreviation: 'XX' },
			act: {}
		});
		expect(await back('coordinator', id)).toEqual({ status: 'changed' });
		expect(await last()).toMatchObject({ state: 'accepted', subject_id: again?.id });
	});

	each('declined, its sender reads its name and the reason, and no other listing’s', async () => {
		const id = await proposed({ proposed: whole('Zzz nosaukums'), email: 'sutitajs@example.org' });
		expect(await decline('coordinator', id)).toEqual({ status: 'done' });
		await database.sql.query('update internal.corrections set answer_hash = $1', [hash]);
		expect(await ask('public.correction_outcome($1)', [hash])).toEqual({
			state: 'declined',
			reason: 'Nē.',
			subject: 'organisation',
			name: { lv: 'Zzz nosaukums' },
			isNew: true,
			slug: null,
			taken: 0,
			answered: false
		});
	});

	each('is compared with what everybody may see, whatever is wrong with it', async () => {
		await database.sql.query(
			"update public.organisations set email = 'viens@example.org', phones = '{+37163000001}' where id = $1",
			[rows.zemgale]
		);
		expect(await similar({ name: { lv: 'organizacija ZEMGALE-own' } })).toContain('zemgale-own');
		expect(await similar({ name: { lv: 'Cita' }, email: 'viens@example.org' })).toEqual([
			'zemgale-own'
		]);
		expect(await similar({ name: { lv: 'Cita' }, phones: ['+37163000001'] })).toEqual([
			'zemgale-own'
		]);
		expect(await similar({ name: { lv: 'Pavisam kas cits' } })).toEqual([]);
		for (const odd of [{}, { name: 'x' }, { name: [] }, { name: null, phones: 'x' }])
			expect(await similar(odd)).toEqual([]);
		const title = { lv: 'Seminārs kurzeme-event' };
		const on = (day: string) => similar({ title, starts_local: `${day}T18:00:00` }, 'event');
		expect(await on('2027-03-04')).toContain('kurzeme-event');
		expect(await on('2027-03-20')).toEqual([]);
		// A draft is shown to whoever may edit it, and to nobody else.
		const draft = { name: { lv: 'Organizācija kurzeme-draft' } };
		expect(await similar(draft)).not.toContain('kurzeme-draft');
		for (const [person, sees] of [
			['coordinator', true],
			['neighbour', false]
		] as const) {
			const found = await call(database.sql, person, 'similar_listings', {
				subject: 'organisation',
				proposed: draft
			});
			expect(JSON.stringify(found).includes('kurzeme-draft'), person).toBe(sees);
			expect(JSON.stringify(found)).not.toContain(secretMark);
		}
	});

	const refused = (constraint: string) => ({ status: 'invalid', constraint });
	each.each([
		['no name', { proposed: { kind: 'partner', ...kuldiga } }, 'proposal_has_a_name'],
		['only a note', { proposed: {}, note: 'Trūkst.' }, 'proposal_has_a_name'],
		['a name that is none', { proposed: { name: 'x' } }, 'proposal_has_a_name'],
		['people', { proposed: { ...whole('A'), contact_persons: [] } }, 'unknown_field'],
		['its state', { proposed: { ...whole('A'), publication: 'published' } }, 'unknown_field'],
		['its region', { proposed: { ...whole('A'), region_id: 'zemgale' } }, 'unknown_field'],
		['that it is confirmed', { proposed: { ...whole('A'), confirmed_on: 'now' } }, 'unknown_field'],
		['a picture', { proposed: { ...whole('A'), picture_id: attempt() } }, 'unknown_field'],
		['who holds an organisation', { proposed: { ...whole('A'), organisers: [] } }, 'unknown_field'],
		[
			'a secret link of an event',
			{ subject: 'event', proposed: { title: { lv: 'A' }, join_link: { url: 'x' } } },
			'unknown_field'
		],
		['a latitude that is none', { proposed: { name: { lv: 'A' }, latitude: 'x' } }, 'form'],
		['far too much', { proposed: whole('A'.repeat(110_000)) }, 'correction_is_small'],
		['another sort', { subject: 'people' }, 'form']
	])('refuses one with %s', async (_, over, constraint) => {
		const before = await listed();
		expect(await send(over)).toEqual(refused(constraint));
		expect(await ask<number>('(select count(*)::integer from internal.corrections)')).toBe(0);
		expect(await listed()).toBe(before);
	});

	each('who may not decide makes no listing of it, and it still waits', async () => {
		const id = await proposed();
		const before = await listed();
		for (const person of ['neighbour', 'editor', 'former'] as const) {
			expect((await publish(person, id, whole('Cita')))?.status, person).not.toBe('saved');
			expect(await decline(person, id), person).toEqual({ status: 'refused' });
			expect(await back(person, id), person).toEqual({ status: 'refused' });
		}
		expect(await listed()).toBe(before);
		expect(await last()).toMatchObject({ state: 'waiting', subject_id: null });
	});

	each('is accepted once, as a new listing of its own sort', async () => {
		const id = await proposed();
		const before = await listed();
		// Not as a change of a listing that is there, and not as an event.
		expect(await publish('coordinator', id, whole('Cita'), rows.kurzeme)).toMatchObject(
			refused('correction_waits')
		);
		const asEvent = await call(database.sql, 'coordinator', 'save_event', {
			id: null,
			read_version: null,
			attempt: attempt(),
			listing: { title: { lv: 'A' }, kind: 'seminar', ...kuldiga },
			dates: null,
			act: { correction: id }
		});
		expect(asEvent?.status).not.toBe('saved');
		// Nor in another region than the decider's.
		expect((await publish('coordinator', id, { ...whole('Cita'), ...jelgava }))?.status).not.toBe(
			'saved'
		);
		expect(await last()).toMatchObject({ state: 'waiting', subject_id: null });
		expect(await listed()).toBe(before);
		expect(await publish('coordinator', id, whole(attempt()))).toMatchObject({ status: 'saved' });
		expect(await publish('deputy', id, whole(attempt()))).toMatchObject(
			refused('correction_waits')
		);
		expect(await decline('deputy', id)).toMatchObject({ status: 'decided' });
		expect(await listed()).toBe(before + 1);
		expect(await ask('(select decided_by from internal.corrections)')).toBe(cast.coordinator);
	});

	each('two hundred may wait, and corrections of what is listed still come in', async () => {
		const [flood] = await database.sql.query<{ taken: number; full: number }>(
			`with sent as (
				select internal.propose_correction(jsonb_build_object('attempt', gen_random_uuid(),
					'subject', 'organisation', 'id', null, 'language', 'lv',
					'proposed', jsonb_build_object('name', jsonb_build_object('lv', 'Biedrība ' || number)),
					'network', 'network_shade_number_' || number)) as answer
				from generate_series(1, 1000) as number
			) select count(*) filter (where answer ->> 'status' = 'waiting')::integer as taken,
				count(*) filter (where answer ->> 'status' = 'full')::integer as full from sent`
		);
		expect(flood).toEqual({ taken: 200, full: 800 });
		expect(
			await send({
				id: rows.kurzeme,
				readVersion: await ask('(select version from public.organisations where id = $1)', [
					rows.kurzeme
				]),
				proposed: { street: 'Iela 1' }
			})
		).toEqual({ status: 'waiting' });
	});

	each('that nobody coordinates a region is told in the open, with the page anew', async () => {
		const regions = () =>
			ask<{ short: { lv: string }; coordinated: boolean }[]>('public.regions_in_the_open()');
		const version = () => ask<string>('(select version::text from public.content_version)');
		const before = await regions();
		expect(before.some(({ coordinated }) => coordinated)).toBe(true);
		const was = await version();
		await database.sql.query("delete from public.memberships where region_id = 'zemgale'");
		expect(await version()).not.toBe(was);
		const told = (list: typeof before) => list.filter(({ coordinated }) => coordinated).length;
		expect(told(await regions())).toBe(told(before) - 1);
		await database.sql.query(
			"insert into public.memberships (person_id, role, region_id) values ($1, 'coordinator', 'zemgale')",
			[cast.neighbour]
		);
		expect(await regions()).toEqual(before);
	});
});
