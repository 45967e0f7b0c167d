// Beside the facts of an organisation stands when somebody who keeps it last changed them, on both
// databases: by group, as days, of nobody's word nothing, and of a hidden listing nothing to
// anybody but who edits it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

	const save = async (id: string, listing: Record<string, unknown>) => {
		const [row] = await database.sql.query<{ version: number }>(
			'select version from public.organisations where id = $1',
			[id]
		);
		const given = { id, read_version: row?.version, attempt: attempt(), listing, act: {} };
		expect(await call(database.sql, 'coordinator', 'save_organisation', given)).toMatchObject({
			status: 'saved'
		});
	};
	const changed = async (id: string) => {
		const [row] = await database.sql.query<{ told: Record<string, string | null> }>(
			'select internal.facts_changed($1) as told',
			[id]
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
				'select internal.facts_changed($1) as told',
				[rows.kurzemeDraft]
			);
			const { contact } = row?.told as { contact: string | null };
			expect(contact !== null, person).toBe(sees);
		}
	});
});
