// "Is this still true?", on both databases: the whole life of a listing nobody confirms, against a
// model with random commands; links that are good for one thing, once; what keepers enter; and what
// the public is shown of it.
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, databases, type TestDatabase } from './databases.ts';
import { attempt, call, makePeople, persons, rows } from './people.ts';
import { preparedDatabase } from './prepared.ts';

const id = rows.kurzeme;
const hash = (secret: string) => createHash('sha256').update(secret).digest('hex');
const newSecrets = () => ({
	right: randomBytes(32).toString('base64url'),
	closed: randomBytes(32).toString('base64url')
});
type Secrets = ReturnType<typeof newSecrets>;

interface Standing {
	asked: boolean;
	reminded: boolean;
	told: boolean;
	proposed: boolean;
	doubtful: boolean;
	report: string | null;
	mails: number;
	/** ISO date. */
	confirmed: string | null;
}

describe.each(databases)('whether a listing is still true, on $name', ({ name, open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterAll(() => database?.close());
	/** Nothing has happened yet: entered today, with an address, and nobody confirmed it. */
	beforeEach(async () => {
		if (missing) return;
		await database.sql.exec(`
			delete from internal.truth_asks; delete from internal.truth_links; delete from internal.truth_reports;
			delete from internal.truth_marks; delete from internal.mails; delete from internal.mail_stops;
			set session_replication_role = replica;
			update public.organisations set confirmed_on = null, doubtful_since = null, publication = 'published',
				removed_at = null, email = 'own@example.org', created_at = now(), is_example = false where id = '${id}';
			set session_replication_role = origin`);
	});
	const each = test.skipIf(missing);

	const ask = async <T>(text: string, params: unknown[] = [], on = database): Promise<T> =>
		(await on.sql.query<{ answer: T }>(`select ${text} as answer`, params))[0]!.answer;

	/** Lets days pass for the one listing, as if all of it had happened so much earlier. */
	const later = (days: number) =>
		database.sql.exec(`
			set session_replication_role = replica;
			update public.organisations set confirmed_on = confirmed_on - ${days}, doubtful_since = doubtful_since - ${days},
				created_at = created_at - ${days} * interval '1 day' where id = '${id}';
			update internal.truth_asks set asked_at = asked_at - ${days} * interval '1 day',
				reminded_at = reminded_at - ${days} * interval '1 day', told_at = told_at - ${days} * interval '1 day',
				proposed_at = proposed_at - ${days} * interval '1 day';
			update internal.truth_links set expires_at = expires_at - ${days} * interval '1 day';
			set session_replication_role = origin`);

	/** What the job does in a night; the secrets of the mail it put, if it did. */
	async function night(on = database): Promise<Secrets | null> {
		let put: Secrets | null = null;
		const due = await ask<{ id: string; step: string }[]>('public.to_ask(100)', [], on);
		for (const one of due) {
			const secrets = newSecrets();
			if (await putMail(one.id, one.step, secrets, on)) put = secrets;
		}
		await ask('public.age_listings()', [], on);
		return put;
	}
	const putMail = (wanted: string, step: string, secrets: Secrets, on = database) =>
		ask<boolean>(
			'public.ask_if_true($1, $2, $3::text::jsonb, $4::text::jsonb)',
			[
				wanted,
				step,
				JSON.stringify({ id: crypto.randomUUID(), sealed: 'unreadable' }),
				JSON.stringify({ right: hash(secrets.right), closed: hash(secrets.closed) })
			],
			on
		);
	const press = (secret: string, given: object = {}, on = database) =>
		ask<{ status: string }>(
			'public.answer_still_true($1, $2::text::jsonb)',
			[secret, JSON.stringify(given)],
			on
		).then(({ status }) => status);
	const look = (secret: string) =>
		ask<{ state: string; purpose: string } | null>('public.still_true_of($1)', [secret]);
	const standing = async (): Promise<Standing> => {
		const [row] = await database.sql.query<Standing>(
			`select ask.asked_at is not null as asked, ask.reminded_at is not null as reminded,
				ask.told_at is not null as told, ask.proposed_at is not null as proposed,
				one.doubtful_since is not null as doubtful, report.what as report, one.confirmed_on::text as confirmed,
				(select count(*)::integer from internal.mails as mail
					where mail.sort = 'still-true' and mail.state = 'waiting') as mails
			from public.organisations as one
			left join internal.truth_asks as ask on ask.organisation_id = one.id
			left join internal.truth_reports as report on report.organisation_id = one.id where one.id = $1`,
			[id]
		);
		return row!;
	};
	const today = () => ask<string>('internal.today()::text');
	const closing = { what: 'closed', on: '2026-11-01', whereTo: '' };

	each(
		'the whole life: asked, reminded, told, doubtful, proposed, never archived by itself',
		async () => {
			await night();
			expect(await standing()).toMatchObject({ asked: false, mails: 0 });
			await later(150);
			await night();
			expect(await standing()).toMatchObject({ asked: false });
			await later(40);
			const first = await night();
			expect(first).not.toBeNull();
			expect(await standing()).toMatchObject({ asked: true, reminded: false, mails: 1 });
			const [mail] = await database.sql.query<{ recipient: string; about: object }>(
				"select recipient, about from internal.mails where sort = 'still-true'"
			);
			expect(mail).toMatchObject({
				recipient: 'own@example.org',
				about: { again: false, slug: 'kurzeme-own' }
			});
			// Every night is a night like that; nothing is said twice.
			for (let nights = 0; nights < 3; nights += 1) expect(await night()).toBeNull();
			await later(20);
			expect(await night()).toBeNull();
			await later(1);
			const second = await night();
			expect(await standing()).toMatchObject({ reminded: true, told: false, mails: 1 });
			expect(await look(first!.right)).toMatchObject({ state: 'ended' });
			expect(await look(second!.right)).toMatchObject({ state: 'open', purpose: 'right' });
			await later(21);
			await night();
			expect(await standing()).toMatchObject({ told: true, doubtful: false });
			const waits = async (person: (typeof persons)[number]) => {
				const list = await call(database.sql, person, 'my_listings', {
					subject: 'organisation',
					asked: { state: 'unanswered' }
				});
				return (list?.items as { id: string }[]).map((one) => one.id);
			};
			expect(await waits('coordinator')).toContain(id);
			expect(await waits('neighbour')).not.toContain(id);
			await later(21);
			await night();
			expect(await standing()).toMatchObject({ doubtful: true, proposed: false });
			await later(120);
			await night();
			expect(await standing()).toMatchObject({ doubtful: true, proposed: true });
			await later(2000);
			await night();
			expect(await ask('(select publication from public.organisations where id = $1)', [id])).toBe(
				'published'
			);
			const desk = await call(database.sql, 'coordinator', 'desk', {});
			expect(desk?.waits).toMatchObject({ 'organisation-to-archive': { items: [{ id }] } });
			// One answer ends it all.
			await call(database.sql, 'coordinator', 'confirm_listing', { id, attempt: attempt() });
			expect(await standing()).toEqual({
				...{ asked: false, reminded: false, told: false, proposed: false },
				...{ doubtful: false, report: null, mails: 0, confirmed: await today() }
			});
		}
	);

	each('random lives go as a model of the rules says', async () => {
		const command = fc.oneof(
			fc.record({ what: fc.constant('later' as const), days: fc.integer({ min: 1, max: 200 }) }),
			fc.record({
				what: fc.constantFrom(
					...([
						'night',
						'night',
						'night',
						'confirm',
						'answer',
						'report',
						'settle',
						'archive'
					] as const),
					...(['unwanted', 'wanted', 'returned', 'arrives', 'no address', 'address'] as const)
				)
			})
		);
		await fc.assert(
			fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 24 }), async (commands) => {
				await database.sql.exec(`
					delete from internal.truth_asks; delete from internal.truth_links; delete from internal.truth_reports;
					delete from internal.truth_marks; delete from internal.mails;
					set session_replication_role = replica;
					update public.organisations set confirmed_on = null, doubtful_since = null, publication = 'published',
						email = 'own@example.org', created_at = now() where id = '${id}';
					set session_replication_role = origin`);
				// Days ago; null: not yet.
				const model = {
					known: 0,
					asked: null as number | null,
					reminded: null as number | null,
					told: null as number | null,
					doubtful: false,
					proposed: false,
					report: false,
					unwanted: false,
					returned: false,
					email: true
				};
				const reset = () =>
					Object.assign(model, {
						asked: null,
						reminded: null,
						told: null,
						doubtful: false,
						proposed: false,
						report: false
					});
				const now = Date.parse(await today());
				/** Whether so many months have passed since the day so many days ago. */
				const passed = (months: number) => {
					const since = new Date(now - model.known * 86_400_000);
					const day = since.getUTCDate();
					const due = new Date(Date.UTC(since.getUTCFullYear(), since.getUTCMonth() + months, 1));
					const last = new Date(
						Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)
					).getUTCDate();
					due.setUTCDate(Math.min(day, last));
					return due.getTime() <= now;
				};
				const step = () => {
					if (model.report) return;
					const mails = model.email && !model.unwanted && !model.returned;
					const begun = model.asked !== null || model.told !== null;
					if (model.told === null) {
						if (!begun && !passed(6)) return;
						if (!mails) model.told = 0;
						else if (model.asked === null) model.asked = 0;
						else if (model.reminded === null) {
							if (model.asked >= 21) model.reminded = 0;
						} else if (model.reminded >= 21) model.told = 0;
					} else if (!model.doubtful) model.doubtful = model.told >= 21;
					else if (!model.proposed) model.proposed = passed(12);
				};
				let secrets: Secrets | null = null;
				for (const { what, ...rest } of commands) {
					if (what === 'later') {
						const days = 'days' in rest ? rest.days : 0;
						await later(days);
						model.known += days;
						for (const key of ['asked', 'reminded', 'told'] as const)
							if (model[key] !== null) model[key] += days;
					} else if (what === 'night') {
						secrets = (await night()) ?? secrets;
						step();
					} else if (what === 'confirm') {
						const had = (await standing()).confirmed === (await today());
						await call(database.sql, 'coordinator', 'confirm_listing', { id, attempt: attempt() });
						if (!had) reset();
						model.known = 0;
					} else if (what === 'answer' || what === 'report') {
						if (!secrets) continue;
						const link = what === 'answer' ? secrets.right : secrets.closed;
						if ((await press(link, closing)) !== 'done') continue;
						if (what === 'report') model.report = true;
						else {
							reset();
							model.known = 0;
						}
					} else if (what === 'settle') {
						const given = { id, mark: 'reported', given: false };
						await call(database.sql, 'coordinator', 'mark_still_true', given);
						model.report = false;
					} else if (what === 'archive') {
						for (const publication of ['archived', 'published']) {
							const given = { subject: 'organisation', ids: [id], publication };
							await call(database.sql, 'coordinator', 'set_publication', {
								...given,
								...{ publish_at: null, attempt: attempt() }
							});
						}
						reset();
					} else if (what === 'no address' || what === 'address') {
						await database.sql.query('update public.organisations set email = $1 where id = $2', [
							what === 'address' ? 'own@example.org' : null,
							id
						]);
						model.email = what === 'address';
					} else {
						const mark = what === 'unwanted' || what === 'wanted' ? 'unwanted' : 'returned';
						const given = what === 'unwanted' || what === 'returned';
						const said = await call(database.sql, 'editor', 'mark_still_true', { id, mark, given });
						if (said?.status === 'saved') model[mark] = given;
						// A mail cannot have come back from nowhere.
						else expect(model.email).toBe(false);
					}
					expect(await standing(), JSON.stringify(commands)).toMatchObject({
						asked: model.asked !== null,
						reminded: model.reminded !== null,
						told: model.told !== null,
						doubtful: model.doubtful,
						proposed: model.proposed,
						report: model.report ? 'closed' : null
					});
				}
			}),
			{ numRuns: 40 }
		);
	});

	/** Half a year later, asked. */
	const asked = async () => {
		await later(200);
		const put = await night();
		if (!put) throw new Error('no mail was put');
		return put;
	};

	each(
		'a press confirms in the organisation’s own name, and is undone like any other',
		async () => {
			const { right } = await asked();
			expect(await press(right)).toBe('done');
			expect(await standing()).toMatchObject({ confirmed: await today(), asked: false, mails: 0 });
			const history = await call(database.sql, 'coordinator', 'listing_history', {
				subject: 'organisation',
				id
			});
			expect((history?.revisions as object[])[0]).toMatchObject({
				action: 'confirm-own',
				by: null
			});
			const audit = await call(database.sql, 'administrator', 'find_audit', {
				asked: { action: 'confirm-own' }
			});
			expect((audit?.items as object[])[0]).toMatchObject({
				by: 'Organizācija kurzeme-own',
				personId: null,
				subjectId: id
			});
			const [made] = await database.sql.query<{ operation: string }>(
				"select operation from public.revisions where action = 'confirm-own' and subject_id = $1 order by id desc limit 1",
				[id]
			);
			await call(database.sql, 'coordinator', 'undo_operation', {
				operation: made!.operation,
				attempt: attempt()
			});
			expect(await standing()).toMatchObject({ confirmed: null });
		}
	);

	each('a report waits on the desk of its region until somebody decides', async () => {
		const { closed } = await asked();
		expect(
			await press(closed, { what: 'moved', on: '2026-10-05', whereTo: ' Saldus, Lielā iela 1 ' })
		).toBe('done');
		expect(await standing()).toMatchObject({ report: 'moved', confirmed: null, mails: 0 });
		const items = async (person: (typeof persons)[number]) =>
			(
				(await call(database.sql, person, 'desk', {}))?.waits as Record<string, { items: object[] }>
			)['organisation-closing']?.items ?? [];
		expect(await items('coordinator')).toMatchObject([
			{ id, closing: { what: 'moved', on: '2026-10-05', whereTo: 'Saldus, Lielā iela 1' } }
		]);
		expect(await items('neighbour')).toEqual([]);
		// Nothing goes on while it waits.
		await later(400);
		await night();
		expect(await standing()).toMatchObject({ told: false, doubtful: false });
		await call(database.sql, 'coordinator', 'set_publication', {
			...{ subject: 'organisation', ids: [id], publication: 'archived', publish_at: null },
			attempt: attempt()
		});
		expect(await items('coordinator')).toEqual([]);
	});

	each('twenty attacks on links', async () => {
		const first = await asked();
		const before = await standing();
		const other = newSecrets();
		await later(21);
		const second = (await night())!;
		const unchanged = async (what: string) =>
			expect(await standing(), what).toEqual({ ...before, reminded: true });
		// Looking, as often as scanners like, changes nothing.
		for (let times = 0; times < 3; times += 1)
			for (const secret of [second.right, second.closed]) await look(secret);
		await unchanged('looking');
		// Asked as a visitor, who may only read, in a transaction that may not write.
		await database.sql.exec('begin transaction read only');
		await look(second.right);
		await database.sql.exec('commit');
		for (const [what, secret, status] of [
			['no secret', '', 'unknown'],
			['a secret nobody made', other.right, 'unknown'],
			[
				'a guess one letter away',
				`${second.right.slice(0, -1)}${second.right.endsWith('A') ? 'E' : 'A'}`,
				'unknown'
			],
			['the hash instead of the secret', hash(second.right), 'unknown'],
			['the secret in capitals', second.right.toUpperCase(), 'unknown'],
			['the secret and a blank', `${second.right} `, 'unknown'],
			['a NULL', null, 'unknown'],
			['half a megabyte', 'a'.repeat(500_000), 'unknown'],
			['a wildcard', '%', 'unknown'],
			['the link of the mail before', first.right, 'ended'],
			['the other link of the mail before', first.closed, 'ended']
		] as const) {
			expect(await press(secret as string, closing), what).toBe(status);
			await unchanged(what);
		}
		// A link to confirm does not report, whatever comes with it.
		for (const [what, given] of [
			['another state', { ...closing, what: 'archived' }],
			['no state', { on: '2026-11-01' }],
			['no day', { what: 'closed' }],
			['an impossible day', { ...closing, on: '2026-02-31' }],
			['a day of another age', { ...closing, on: '0001-01-01' }],
			['no day but a list', { ...closing, on: ['2026-11-01'] }],
			['moved to nowhere', { ...closing, what: 'moved' }],
			['a novel', { ...closing, whereTo: 'a'.repeat(501) }],
			['control characters', { ...closing, whereTo: 'Saldus \u0007' }]
		] as const) {
			expect(await press(second.closed, given), what).toBe('invalid');
			await unchanged(what);
		}
		// A link of one listing does nothing for another one.
		const [neighbour] = await database.sql.query<{ confirmed_on: string | null }>(
			'select confirmed_on from public.organisations where id = $1',
			[rows.zemgale]
		);
		expect(await press(second.right, { ...closing, id: rows.zemgale })).toBe('done');
		expect(
			await database.sql.query('select confirmed_on from public.organisations where id = $1', [
				rows.zemgale
			])
		).toEqual([neighbour]);
		// Again, and the other one of the same mail.
		expect(await press(second.right)).toBe('ended');
		expect(await press(second.closed, closing)).toBe('ended');
		expect(await standing()).toMatchObject({ report: null, confirmed: await today() });
		// Links end after sixty days, also unused.
		const third = await asked();
		await later(60);
		expect(await look(third.right)).toMatchObject({ state: 'expired' });
		expect(await press(third.right)).toBe('expired');
		// What was taken out of the directory is not confirmed.
		await later(-60);
		await database.sql.exec(
			`update public.organisations set publication = 'archived' where id = '${id}'`
		);
		expect(await press(third.right)).toBe('unknown');
		expect(await look(third.right)).toBeNull();
		// No role of the API reads the tables or puts a mail; a visitor cannot ask who is due.
		for (const role of ['anon', 'authenticated'] as const)
			for (const text of [
				'select * from internal.truth_links',
				"select public.ask_if_true(gen_random_uuid(), 'ask', '{}', '{}')",
				'select public.to_ask(5)',
				'select public.age_listings()'
			])
				expect(await database.as(role, text), text).toMatchObject({ refused: '42501' });
	});

	each('the same step is taken once, whoever is late', async () => {
		await later(200);
		const [one, two] = [newSecrets(), newSecrets()];
		expect(await putMail(id, 'ask', one)).toBe(true);
		expect(await putMail(id, 'ask', two)).toBe(false);
		expect(await putMail(id, 'remind', two)).toBe(false);
		expect(await standing()).toMatchObject({ mails: 1 });
		expect(await look(two.right)).toBeNull();
		await expect(putMail(id, 'tell', two)).resolves.toBe(false);
	});

	each('who does not want it, cannot get it, or has no address is not written to', async () => {
		const mark = (person: (typeof persons)[number], what: string, given = true) =>
			call(database.sql, person, 'mark_still_true', { id, mark: what, given });
		for (const person of ['neighbour', 'former'] as const)
			expect(await mark(person, 'unwanted')).toEqual({ status: 'refused' });
		await asked();
		// What waits to be sent does not go any more.
		expect(await mark('coordinator', 'unwanted')).toEqual({ status: 'saved' });
		expect(await standing()).toMatchObject({ mails: 0 });
		expect(await call(database.sql, 'editor', 'still_true_state', { id })).toMatchObject({
			why: 'unwanted',
			unwanted: true
		});
		expect(await call(database.sql, 'neighbour', 'still_true_state', { id })).toBeNull();
		await night();
		expect(await standing()).toMatchObject({ told: true, reminded: false, mails: 0 });
		// By the link of a mail: the same, without a keeper.
		await mark('coordinator', 'unwanted', false);
		await database.sql.exec(
			"insert into internal.mail_stops values (internal.address_hash('own@example.org'), 'still-true')"
		);
		expect(await ask("internal.why_unasked($1, 'OWN@example.org')", [id])).toBe('unwanted');
		await database.sql.exec('delete from internal.mail_stops');
		// Another address may be written to again.
		await mark('editor', 'returned');
		expect(await ask("internal.why_unasked($1, 'own@example.org')", [id])).toBe('returned');
		expect(await ask("internal.why_unasked($1, 'new@example.org')", [id])).toBeNull();
		await mark('editor', 'returned', false);
		expect(await ask("internal.why_unasked($1, 'own@example.org')", [id])).toBeNull();
		expect(await ask('internal.why_unasked($1, null)', [id])).toBe('no-address');
	});

	each('doubt ranks lower, is marked on the map and changes no version', async () => {
		const listed = async () =>
			(
				await ask<{ id: string; doubtfulSince: string | null }[]>(
					`public.find_organisations('{"regions": ["kurzeme"]}', 'lv', 1, 200)`
				)
			).map((one) => one.id);
		const points = async () =>
			(await ask<unknown[][]>(`public.organisation_points('{}', 'lv')`)).find(
				([slug]) => slug === 'kurzeme-own'
			);
		const version = () =>
			ask<number>('(select version from public.organisations where id = $1)', [id]);
		await database.sql.exec(
			`update public.organisations set name = '{"lv": "Aizpute pirmā"}' where id = '${id}'`
		);
		const fresh = await listed();
		expect(fresh.at(-1)).not.toBe(id);
		expect(await points()).toHaveLength(6);
		const was = await version();
		await database.sql.exec(
			`insert into internal.truth_asks (organisation_id, told_at) values ('${id}', now() - interval '30 days')`
		);
		await later(200);
		await night();
		expect(await listed()).toEqual([...fresh.filter((one) => one !== id), id]);
		expect(await points()).toHaveLength(7);
		expect(await version()).toBe(was);
		// Page by page as in one.
		const paged: string[] = [];
		for (;;) {
			const page = await ask<{ id: string }[]>(
				`public.find_organisations('{"regions": ["kurzeme"]}', 'lv', 1, 3, $1)`,
				[paged.at(-1) ?? null]
			);
			if (page.length === 0) break;
			paged.push(...page.map((one) => one.id));
		}
		expect(paged).toEqual(await listed());
		await call(database.sql, 'coordinator', 'confirm_listing', { id, attempt: attempt() });
		expect(await listed()).toEqual(fresh);
	});

	each('many are confirmed in one go, those of others are not, and it is taken back', async () => {
		const confirmed = (one: string) =>
			ask<string | null>('(select confirmed_on::text from public.organisations where id = $1)', [
				one
			]);
		const ids = [rows.kurzeme, rows.kurzemeDraft, rows.zemgale];
		const said = await call(database.sql, 'coordinator', 'confirm_listings', {
			ids,
			attempt: attempt()
		});
		expect(said).toMatchObject({ status: 'done', refused: [rows.zemgale] });
		expect((said?.done as string[]).sort()).toEqual([rows.kurzeme, rows.kurzemeDraft]);
		expect(await confirmed(rows.kurzeme)).toBe(await today());
		expect(await confirmed(rows.zemgale)).toBeNull();
		const again = await call(database.sql, 'coordinator', 'confirm_listings', {
			ids,
			attempt: attempt()
		});
		expect(again).toMatchObject({ done: [], unchanged: [rows.kurzeme, rows.kurzemeDraft] });
		await call(database.sql, 'coordinator', 'undo_operation', {
			operation: said?.operation,
			attempt: attempt()
		});
		expect(await confirmed(rows.kurzeme)).toBeNull();
		const former = await call(database.sql, 'former', 'confirm_listings', {
			ids,
			attempt: attempt()
		});
		expect(former).toEqual({ status: 'refused' });
	});

	each(
		'the open page counts what was confirmed this year, without examples and drafts',
		async () => {
			const regions = () =>
				ask<{ region: { lv: string }; total: number; confirmed: number }[]>(
					'public.regions_in_the_open()'
				);
			const counted = await database.sql.query<{ name: string; total: number; confirmed: number }>(
				`select region.name ->> 'lv' as name, count(one.id)::integer as total,
				count(one.id) filter (where extract(year from one.confirmed_on) = extract(year from internal.today()))::integer as confirmed
			from public.regions as region
			left join public.organisations as one on one.region_id = region.id and one.publication = 'published' and not one.is_example
			group by region.id order by region.position`
			);
			const shown = (await regions()).map(({ region, total, confirmed }) => ({
				name: region.lv,
				total,
				confirmed
			}));
			expect(shown).toEqual(counted);
			expect(shown.length).toBeGreaterThan(3);
			await call(database.sql, 'coordinator', 'confirm_listing', { id, attempt: attempt() });
			const sum = (list: { confirmed: number }[]) =>
				list.reduce((all, one) => all + one.confirmed, 0);
			expect(sum(await regions())).toBe(sum(counted) + 1);
		}
	);

	each('a dry run tells what would be done and does nothing', async () => {
		await database.sql.exec(
			"insert into internal.jobs (name, every) values ('still-true', '1 day') on conflict do nothing"
		);
		await later(200);
		for (let times = 0; times < 2; times += 1) {
			const ahead = await ask<{ name: string; would: object }[]>('public.jobs_ahead()');
			expect(ahead.find((one) => one.name === 'still-true')?.would).toEqual({ asked: 1 });
		}
		expect(await standing()).toMatchObject({ asked: false, mails: 0 });
	});

	// The embedded database has one connection.
	const ofSeveral = test.skipIf(missing);
	if (name !== 'PGlite')
		ofSeveral('at once: one mail of several servers, one answer of several presses', async () => {
			const [row] = await database.sql.query<{ name: string }>('select current_database() as name');
			const address = new URL(await preparedDatabase());
			address.pathname = `/${row?.name ?? ''}`;
			const others = await Promise.all([1, 2, 3].map(() => connect(address.href)));
			const all = [database, ...others];
			await later(200);
			const put = await Promise.all(all.map((server) => night(server)));
			const [secrets, ...more] = put.filter((one) => one !== null);
			expect(more).toEqual([]);
			expect(await standing()).toMatchObject({ mails: 1 });
			const said = await Promise.all([
				...all.map((server) => press(secrets!.right, {}, server)),
				...all.map((server) => press(secrets!.right, {}, server))
			]);
			expect(said.sort()).toEqual(['done', ...Array(7).fill('ended')]);
			const revisions = await database.sql.query(
				"select from public.revisions where subject_id = $1 and action = 'confirm-own' and saved_at > now() - interval '1 minute'",
				[id]
			);
			expect(revisions.length).toBeGreaterThan(0);
			for (const other of others) await other.close();
		});
});
