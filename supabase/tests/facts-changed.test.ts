// Beside the facts of a listing stands when somebody who keeps it last changed them, on both
// databases: by group, as days, of nobody's word nothing, and of a hidden listing nothing to
// anybody but who edits it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleEvent } from '#lib/event/sample-event.ts';
import { detailFrom } from '#lib/event/event-detail-rows.ts';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, attempt, call, makePeople, rows } from './people.ts';

describe.each(databases)('when facts were changed, on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	type Sort = 'organisation' | 'event';
	const save = async (
		id: string,
		listing: Record<string, unknown>,
		sort: Sort = 'organisation'
	) => {
		const [row] = await database.sql.query<{ version: number }>(
			`select version from public.${sort}s where id = $1`,
			[id]
		);
		const given = { id, read_version: row?.version, attempt: attempt(), listing, act: {} };
		expect(
			await call(database.sql, 'coordinator', `save_${sort}`, {
				...given,
				...(sort === 'event' && { dates: null })
			})
		).toMatchObject({ status: 'saved' });
	};
	const changed = async (id: string, sort: Sort = 'organisation') => {
		const [row] = await database.sql.query<{ told: Record<string, string | null> }>(
			'select internal.facts_changed($1, $2) as told',
			[sort, id]
		);
		return row?.told;
	};
	/** Lets days pass. */
	const later = (days: number) =>
		database.sql.exec(
			`update public.revisions set saved_at = saved_at - ${days} * interval '1 day'`
		);
	const days = async (ago: number) => {
		const [row] = await database.sql.query<{ day: string }>(
			`select ((now() - ${ago} * interval '1 day') at time zone internal.time_zone())::date::text as day`
		);
		return row?.day;
	};

	each('each group has the day of its own last change', async () => {
		expect(await changed(rows.kurzeme)).toEqual({ contact: null, hours: null, where: null });
		await save(rows.kurzeme, { email: 'jauns@example.org' });
		await later(30);
		await save(rows.kurzeme, { opening_hours: 'Mo-Fr 09:00-17:00' });
		await later(10);
		await save(rows.kurzeme, { street: 'Iela 1' });
		// What belongs to no group changes none.
		await save(rows.kurzeme, { abbreviation: 'KO' });
		expect(await changed(rows.kurzeme)).toEqual({
			contact: await days(40),
			hours: await days(10),
			where: await days(0)
		});
		const [page] = await database.sql.query<{ told: unknown }>(
			"select public.organisation_detail('kurzeme-own') -> 'changedOn' as told"
		);
		expect(page?.told).toEqual(await changed(rows.kurzeme));
	});

	each('of an event each of its facts has its own day, and its page tells them', async () => {
		const never = sampleEvent([]).changedOn;
		expect(await changed(rows.kurzemeEvent, 'event')).toEqual(never);
		await save(rows.kurzemeEvent, { free: true }, 'event');
		await later(20);
		await save(rows.kurzemeEvent, { status: 'full', venue_name: 'Bibliotēka' }, 'event');
		await later(5);
		await save(rows.kurzemeEvent, { contact_name: 'Anna' }, 'event');
		// What belongs to no fact changes none.
		await save(rows.kurzemeEvent, { summary: { lv: 'Citādi.' } }, 'event');
		const told = {
			...never,
			fee: await days(25),
			when: await days(5),
			where: await days(5),
			contact: await days(0)
		};
		expect(await changed(rows.kurzemeEvent, 'event')).toEqual(told);
		const [page] = await database.sql.query<{ told: unknown }>(
			"select public.event_detail('kurzeme-event') as told"
		);
		expect(detailFrom(page?.told)?.changedOn).toEqual(told);
		await save(rows.kurzemeEventDraft, { free: true }, 'event');
		expect(await changed(rows.kurzemeEventDraft, 'event')).toEqual(never);
	});

	each('every field a fact is said to have is one of its listing', async () => {
		const named = await database.sql.query<{ field: string }>(
			`select sort.subject || '.' || field as field
			from internal.listing_sorts as sort, jsonb_each(sort.facts) as fact,
				jsonb_array_elements_text(fact.value) as field`
		);
		expect(named.length).toBeGreaterThan(20);
		const documents = await database.sql.query<{ field: string }>(
			`select 'organisation.' || jsonb_object_keys(internal.organisation_document($1)) as field
			union select 'event.' || jsonb_object_keys(internal.event_document($2))`,
			[rows.kurzeme, rows.kurzemeEvent]
		);
		const known = new Set(documents.map(({ field }) => field));
		expect(named.filter(({ field }) => !known.has(field))).toEqual([]);
	});

	each('what nobody has said is nobody’s word', async () => {
		await database.sql.query(
			"update public.organisations set email = 'x@example.org' where id = $1",
			[rows.zemgale]
		);
		expect(await changed(rows.zemgale)).toEqual({ contact: null, hours: null, where: null });
	});

	each('of a draft it is told to who edits it, and to nobody else', async () => {
		await save(rows.kurzemeDraft, { email: 'jauns@example.org' });
		expect(await changed(rows.kurzemeDraft)).toMatchObject({ contact: null });
		for (const [person, sees] of [
			['coordinator', true],
			['neighbour', false]
		] as const) {
			const [row] = await asPerson(
				database.sql,
				person,
				"select internal.facts_changed('organisation', $1) as told",
				[rows.kurzemeDraft]
			);
			const { contact } = row?.told as { contact: string | null };
			expect(contact !== null, person).toBe(sees);
		}
	});
});
