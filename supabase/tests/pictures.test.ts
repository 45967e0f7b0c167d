// Who sees a picture, who may put one into a listing, and what the preview and the public page of
// an organisation show, on both databases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, attempt, call, makePeople, rows, type Person } from './people.ts';

/** The smallest thing that calls itself WebP. */
const webp = 'UklGRgAAAABXRUJQVlA4IAAAAAA=';

describe.each(databases)('pictures on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const upload = (by: Person, content = webp, width = 1, height = 1) =>
		call(database.sql, by, 'save_picture', { content_base64: content, width, height });
	const uploaded = async (by: Person) => String((await upload(by))?.id);
	const seenBy = async (person: Person, id: string) =>
		(await call(database.sql, person, 'picture', { id })) !== null;
	const seenByVisitors = async (id: string) => {
		const outcome = await database.as('anon', `select public.picture('${id}') as answer`);
		return (outcome as { rows: { answer: unknown }[] }).rows[0]?.answer !== null;
	};
	const save = async (by: Person, id: string, listing: Record<string, unknown>) => {
		const opened = await call(database.sql, 'administrator', 'listing', {
			subject: 'organisation',
			id
		});
		return await call(database.sql, by, 'save_organisation', {
			id,
			read_version: opened?.version,
			attempt: attempt(),
			listing,
			act: {}
		});
	};

	each(
		'one is seen by who uploaded it, then by who edits the listing, then by everybody',
		async () => {
			const id = await uploaded('coordinator');
			expect(await seenBy('coordinator', id)).toBe(true);
			expect(await seenBy('deputy', id)).toBe(false);
			expect(await seenByVisitors(id)).toBe(false);

			await save('coordinator', rows.kurzemeDraft, { logo_id: id, logo_alt: { lv: 'Zīme' } });
			expect(await seenBy('deputy', id)).toBe(true);
			expect(await seenBy('neighbour', id)).toBe(false);
			expect(await seenByVisitors(id)).toBe(false);

			await save('coordinator', rows.kurzeme, { picture_id: id, picture_alt: { lv: 'Nams' } });
			expect(await seenBy('neighbour', id)).toBe(true);
			expect(await seenByVisitors(id)).toBe(true);
		}
	);

	each(
		'the picture of somebody else’s draft cannot be made public; what a listing had before can return',
		async () => {
			const id = await uploaded('neighbour');
			await save('neighbour', rows.zemgaleDraft, { logo_id: id, logo_alt: { lv: 'Zīme' } });
			expect(
				await save('coordinator', rows.kurzeme, { logo_id: id, logo_alt: { lv: 'Mana' } })
			).toEqual({
				status: 'invalid',
				constraint: 'picture_of_somebody_else'
			});
			expect(await seenByVisitors(id)).toBe(false);
			const unknown = { logo_id: crypto.randomUUID(), logo_alt: { lv: 'Nav' } };
			expect(await save('coordinator', rows.kurzeme, unknown)).toMatchObject({ status: 'invalid' });

			const own = await uploaded('coordinator');
			await save('coordinator', rows.kurzeme, { logo_id: own, logo_alt: { lv: 'Sava' } });
			await save('coordinator', rows.kurzeme, { logo_id: null, logo_alt: {} });
			expect(await seenBy('deputy', own)).toBe(false);
			expect(
				await save('deputy', rows.kurzeme, { logo_id: own, logo_alt: { lv: 'Sava' } })
			).toMatchObject({
				status: 'saved'
			});
		}
	);

	each('only WebP of a sensible size is taken, from members, a hundred a day', async () => {
		expect(await upload('coordinator', 'PHN2Zz48L3N2Zz4gICAgICAgICAgICAg')).toEqual({
			status: 'invalid',
			constraint: 'picture_is_webp'
		});
		expect(await upload('coordinator', '%%%')).toEqual({ status: 'invalid', constraint: 'base64' });
		expect(await upload('coordinator', webp, 9000, 1)).toMatchObject({ status: 'invalid' });
		expect(await upload('former')).toEqual({ status: 'refused' });
		for (let made = 0; made < 100; made += 1)
			expect(await upload('editor')).toMatchObject({ status: 'saved' });
		expect(await upload('editor')).toEqual({ status: 'refused' });
	});

	each(
		'what nobody uses goes after thirty days, a few at a time; what may come back stays',
		async () => {
			const there = async (ids: string[]) =>
				(
					await database.sql.query<{ id: string }>(
						'select id from public.pictures where id = any ($1::uuid[])',
						[`{${ids.join()}}`]
					)
				).map(({ id }) => id);
			/** One more day has passed for every picture of these. */
			const nextDay = (ids: string[]) =>
				database.sql.query(
					"update public.pictures set looked_at = looked_at - interval '25 hours' where id = any ($1::uuid[])",
					[`{${ids.join()}}`]
				);
			const clock = async () =>
				(
					await database.sql.query<{ answer: { pictures: number } }>(
						'select public.run_jobs() as answer'
					)
				)[0]?.answer.pictures;
			const ids: string[] = [];
			for (let made = 0; made < 7; made += 1) ids.push(await uploaded('deputy'));
			const [
				young = '',
				unused = '',
				shown = '',
				earlier = '',
				typed = '',
				poster = '',
				last = ''
			] = ids;
			// The hundred of the test before are old and unused, too: fifty a minute.
			await database.sql.exec(
				`update public.pictures set created_at = now() - interval '31 days' where id <> '${young}'`
			);
			await save('deputy', rows.kurzeme, { logo_id: earlier, logo_alt: { lv: 'Agrāk' } });
			await save('deputy', rows.kurzeme, { logo_id: shown, logo_alt: { lv: 'Tagad' } });
			await call(database.sql, 'deputy', 'save_organisation', {
				id: rows.kurzeme,
				read_version: 1,
				attempt: attempt(),
				listing: { picture_id: typed, picture_alt: { lv: 'Vēl nav' } },
				act: {}
			});
			const event = await call(database.sql, 'deputy', 'save_event', {
				id: null,
				read_version: null,
				attempt: attempt(),
				listing: {
					kind: 'seminar',
					title: { lv: 'Ar plakātu' },
					starts_local: '2027-06-01T10:00:00',
					ends_local: '2027-06-01T12:00:00',
					place_id: 'kuldiga',
					image_path: `/pictures/${poster}.webp`,
					image_width: 1,
					image_height: 1,
					image_alt: { lv: 'Plakāts' }
				},
				dates: {
					known_until: null,
					dates: [{ starts: '2027-06-01T10:00:00', ends: '2027-06-01T12:00:00' }]
				}
			});
			expect(event).toMatchObject({ status: 'saved' });

			const swept = [await clock(), await clock(), await clock(), await clock()];
			expect(swept[0]).toBeGreaterThan(0);
			expect(Math.max(...swept.map(Number))).toBeLessThanOrEqual(50);
			expect(swept.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBeGreaterThan(100);
			expect(swept.at(-1)).toBe(0);
			expect(await there(ids)).toEqual(
				expect.arrayContaining([young, shown, earlier, typed, poster])
			);
			expect(await there([unused, last])).toEqual([]);
			// What a kept state names can be brought back, long after.
			expect(
				await save('deputy', rows.kurzeme, { logo_id: earlier, logo_alt: { lv: 'Agrāk' } })
			).toMatchObject({ status: 'saved' });
			// The version that waited is thrown away, the event erased with its history: nothing names
			// these two any more.
			await call(database.sql, 'deputy', 'drop_conflict', {
				subject: 'organisation',
				id: rows.kurzeme
			});
			await call(database.sql, 'deputy', 'set_publication', {
				subject: 'event',
				ids: [String(event?.id)],
				publication: 'removed',
				publish_at: null,
				attempt: attempt()
			});
			await database.sql.exec(
				`update public.events set removed_at = now() - interval '31 days' where id = '${String(event?.id)}'`
			);
			await nextDay(ids);
			expect(await clock()).toBe(2);
			expect((await there(ids)).sort()).toEqual([young, shown, earlier].sort());
			// Each is asked about once a day.
			expect(await clock()).toBe(0);
		}
	);

	each('nobody reads the content or the uploader from the table', async () => {
		for (const column of ['content', 'uploaded_by', 'created_at'])
			await expect(
				asPerson(database.sql, 'administrator', `select ${column} from public.pictures`)
			).rejects.toThrow(/permission denied/);
	});

	each(
		'the preview shows a draft to its editors and nothing to others; the page only who agreed',
		async () => {
			await save('coordinator', rows.kurzemeDraft, {
				contact_persons: [
					{ name: 'Anna', purpose: 'jautājumi', consent_on: '2026-11-01', shown: true },
					{ name: 'Juris', purpose: 'līgumi', consent_on: null, shown: false }
				]
			});
			const preview = (by: Person) =>
				call(database.sql, by, 'organisation_preview', { id: rows.kurzemeDraft });
			const seen = await preview('deputy');
			expect(seen).toMatchObject({
				name: { lv: 'Organizācija kurzeme-draft' },
				logo: { width: 1 }
			});
			expect(seen?.contactPersons).toEqual([{ name: 'Anna', role: {}, phone: null, email: null }]);
			for (const hidden of [
				...['publication', 'pin_by_hand', 'logo_id', 'publish_at', 'removed_at'],
				...['pinByHand', 'logoId', 'publishAt', 'removedAt']
			])
				expect(seen).not.toHaveProperty(hidden);
			for (const other of ['neighbour', 'editor', 'former'] as const)
				expect(await preview(other)).toBeNull();
			const outcome = await database.as(
				'anon',
				`select public.organisation_detail('kurzeme-draft') as answer`
			);
			expect(outcome).toMatchObject({ rows: [{ answer: null }] });
		}
	);
});
