// What stays of somebody, on both databases: after they are forgotten nothing in any table of any
// schema holds their name, address or number, whatever they did before; and what has had its time
// goes at its time, exactly as a small model says.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { attempt, call, cast, makePeople, rows } from './people.ts';

const gone = {
	id: cast.coordinator,
	name: 'Zelmīra Kvēpene',
	email: 'zelmira.kvepene@biedriba.example'
};
const day = "interval '1 day'";

describe.each(databases)('forgetting on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
		await database.sql.query('update public.people set name = $1 where id = $2', [
			gone.name,
			gone.id
		]);
		await database.sql.query('update auth.users set email = $1 where id = $2', [
			gone.email,
			gone.id
		]);
		// What the sign-in service of hosted Supabase has beside the tables of the embedded one.
		await database.sql.exec(
			'create table if not exists auth.one_time_tokens (id uuid primary key, user_id uuid, relates_to text, created_at timestamptz default now())'
		);
	}, 240_000);
	beforeEach(async () => {
		if (!missing) await database.sql.exec('begin');
	});
	afterEach(async () => {
		if (!missing) await database.sql.exec('rollback');
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	/** As a person within the transaction of the test: `call` begins one of its own. */
	async function as(
		person: keyof typeof cast,
		name: string,
		given: Record<string, unknown>
	): Promise<Record<string, unknown> | null> {
		const within = {
			...database.sql,
			query: database.sql.query.bind(database.sql),
			exec: async (text: string) => {
				const marks: Record<string, string> = {
					begin: 'savepoint step',
					commit: 'reset role; release savepoint step',
					rollback: 'rollback to savepoint step; reset role'
				};
				await database.sql.exec(marks[text] ?? text);
			}
		};
		return await call(within, person, name, given);
	}

	/** Tables, in all schemas, in which a text stands; of the catalogue's own what it has sampled. */
	async function holding(needle: string): Promise<string[]> {
		const tables = await database.sql.query<{ name: string }>(
			`select format('%I.%I', space.nspname, one.relname) as name
			from pg_class as one join pg_namespace as space on space.oid = one.relnamespace
			where one.relkind in ('r', 'm', 'p') and space.nspname <> 'information_schema'
				and (space.nspname not like 'pg_%' or one.relname = 'pg_statistic') order by 1`
		);
		const found: string[] = [];
		for (const { name } of tables) {
			const [row] = await database.sql.query<{ there: boolean }>(
				`select exists (select from ${name} as one where position(lower($1) in lower(one::text)) > 0) as there`,
				[needle]
			);
			if (row?.there) found.push(name);
		}
		return found;
	}

	/** Everything somebody can leave behind, each by itself. */
	const deeds: Record<string, () => Promise<unknown>> = {
		'saves a listing': () =>
			as('coordinator', 'save_organisation', {
				id: rows.kurzemeDraft,
				read_version: 1,
				attempt: attempt(),
				listing: { summary: { lv: 'Cits.' } },
				act: {}
			}),
		'is named in a state from before': () =>
			database.sql.query(
				`insert into public.revisions (subject, subject_id, version, person_id, action, publication, listing)
				values ('organisation', $1, 90, $2, 'save', 'draft', '{}')`,
				[rows.zemgale, gone.id]
			),
		'types against a newer version': () =>
			database.sql.query(
				`insert into public.conflicts (person_id, subject, subject_id, read_version, listing)
				values ($1, 'organisation', $2, 1, '{}')`,
				[gone.id, rows.kurzeme]
			),
		'changes the account': () => as('coordinator', 'save_me', { name: gone.name, language: 'en' }),
		'chooses a password': () =>
			as('coordinator', 'note_password', { mail: { id: attempt(), sealed: 'x' } }),
		'asks for a new address': async () => {
			await as('coordinator', 'ask_new_address', { email: `new.${gone.email}` });
			await database.sql.query(
				`select public.put_new_address_mail(jsonb_build_object('id', $1::text), $2::uuid)`,
				[attempt(), gone.id]
			);
		},
		'invites somebody who waits for the mail': async () => {
			const made = await as('coordinator', 'invite', {
				invitation: {
					email: 'cits@example.org',
					name: 'Cits Cilvēks',
					language: 'lv',
					role: 'editor',
					organisation: rows.kurzeme
				}
			});
			expect(made).toMatchObject({ status: 'saved' });
			await database.sql.query(
				`select public.put_invitation_mail(jsonb_build_object('id', $1::text), $2::uuid)`,
				[attempt(), made?.id]
			);
		},
		'was invited': async () => {
			const made = await as('administrator', 'invite', {
				invitation: {
					email: gone.email,
					name: gone.name,
					language: 'lv',
					role: 'editor',
					organisation: rows.zemgale,
					again: true
				}
			});
			await database.sql.query(
				`select public.put_invitation_mail(jsonb_build_object('id', $1::text), $2::uuid)`,
				[attempt(), made?.id]
			);
		},
		'was given other rights': async () => {
			const [membership] = await database.sql.query<{ id: string }>(
				'select id from public.memberships where person_id = $1',
				[gone.id]
			);
			await as('administrator', 'change_membership', {
				membership: membership?.id,
				becomes: { role: 'coordinator', region: 'kurzeme', deputy: true }
			});
		},
		'gave rights': () =>
			database.sql.query('update public.memberships set granted_by = $1 where person_id = $2', [
				gone.id,
				cast.editor
			]),
		'stopped mails': async () => {
			await database.sql.query(
				"select public.offer_mail_stop($1, 'invitation', repeat('ab', 32))",
				[gone.email]
			);
			await as('coordinator', 'save_my_mails', { wanted: [] });
		},
		'was told of what waits': async () => {
			await as('coordinator', 'save_my_waits', { often: 'at-once' });
			await database.sql.query(
				"update internal.waits set next_at = '-infinity', overview_at = '-infinity' where person_id = $1",
				[gone.id]
			);
			await database.sql.query('select public.look_what_waits()');
		},
		'was mailed, in capitals, and refused': () =>
			database.sql.query(
				`insert into internal.mails (id, sort, recipient, language, expires_at, state, ended_at, reason)
				values (gen_random_uuid(), 'password', upper($1), 'lv', now(), 'refused', now(), '550 no ' || $1)`,
				[gone.email]
			),
		'uploads a picture': () =>
			database.sql.query(
				`insert into public.pictures (id, content, width, height, uploaded_by)
				values (gen_random_uuid(), decode('UklGRgAAAABXRUJQVlA4IAAAAAA=', 'base64'), 1, 1, $1)`,
				[gone.id]
			),
		'corrected a listing as anybody may, and decided about one': () =>
			database.sql.query(
				`insert into internal.corrections (attempt, subject, subject_id, read_version, note, sender_email, language,
					state, decided_at, decided_by)
				values (gen_random_uuid(), 'organisation', $1, 1, 'Nav pareizi', upper($2), 'lv', 'declined', now(), $3)`,
				[rows.kurzeme, gone.email, gone.id]
			),
		'signs in with a second factor': () =>
			database.sql.query(
				`with factor as (
					insert into internal.second_factors (person_id, sealed) values ($1, repeat('ab', 32)) returning person_id
				) insert into internal.recovery_codes (person_id, shade) values ($1, repeat('cd', 32))`,
				[gone.id]
			),
		'is in the tables of the sign-in service': async () => {
			await database.sql.query(
				`insert into auth.refresh_tokens (id, token, user_id, session_id) values (7777, 'token', $1, $1)`,
				[gone.id]
			);
			await database.sql.query(
				`insert into auth.flow_state (id, user_id, authentication_method, provider_type) values (gen_random_uuid(), $1, 'otp', 'email')`,
				[gone.id]
			);
			await database.sql.query(
				`insert into auth.one_time_tokens (id, user_id, relates_to) values (gen_random_uuid(), $1, $2)`,
				[gone.id, gone.email]
			);
			await database.sql.query(
				`insert into auth.identities (id, provider, provider_id, user_id, identity_data)
				values (gen_random_uuid(), 'email', $1::text, $1::uuid, jsonb_build_object('email', $2::text))`,
				[gone.id, gone.email]
			);
			await database.sql.query(
				`insert into auth.audit_log_entries (id, payload) values (gen_random_uuid(), json_build_object('actor_id', $1::text)),
					(gen_random_uuid(), json_build_object('actor_username', upper($2::text)))`,
				[gone.id, gone.email]
			);
		}
	};
	const forget = (person: string = gone.id, by: keyof typeof cast = 'administrator') =>
		as(by, 'forget_person', { person });

	each('nothing anywhere holds their name, address or number', { timeout: 300_000 }, async () => {
		const needles = Object.values(gone);
		let seen = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.shuffledSubarray(Object.keys(deeds), { minLength: 3 }),
				async (chosen) => {
					await database.sql.exec('savepoint story');
					for (const deed of chosen) await deeds[deed]?.();
					for (const needle of needles) {
						const before = await holding(needle);
						expect(before.length, needle).toBeGreaterThan(0);
						seen = Math.max(seen, before.length);
					}
					expect(await forget(), chosen.join(', ')).toEqual({ status: 'saved', name: gone.name });
					await database.sql.exec('analyze');
					for (const needle of needles)
						expect(await holding(needle), `${needle} after: ${chosen.join(', ')}`).toEqual([]);
					await database.sql.exec('rollback to savepoint story');
				}
			),
			{ numRuns: 4, examples: [[Object.keys(deeds)]] }
		);
		expect(seen).toBeGreaterThan(8);
	});

	each('what they did stays, as of somebody who was forgotten', async () => {
		await deeds['saves a listing']?.();
		await deeds['was given other rights']?.();
		const count = async (table: string) =>
			(await database.sql.query<{ count: string }>(`select count(*) from ${table}`))[0]?.count;
		const before = [await count('public.audit'), await count('public.revisions')].map(Number);
		const history = async () =>
			(
				(await as('administrator', 'listing_history', {
					subject: 'organisation',
					id: rows.kurzemeDraft
				})) as unknown as { revisions: { by: string | null; fields: string[] }[] }
			).revisions[0];
		expect(await history()).toMatchObject({ by: gone.name, fields: ['summary'] });
		await forget();
		expect(await history()).toMatchObject({ by: '', fields: ['summary'] });
		const after = [await count('public.audit'), await count('public.revisions')].map(Number);
		// The forgetting itself is a line, and names nobody but who did it.
		expect(after).toEqual([before[0]! + 1, before[1]]);
		const audit = (await as('administrator', 'find_audit', { asked: {} })) as unknown as {
			items: { action: string; by: string; personId: string | null; subjectName: string }[];
		};
		expect(audit.items[0]).toMatchObject({
			action: 'forget',
			by: 'administrator',
			subjectName: ''
		});
		expect(audit.items.find(({ action }) => action === 'save')).toMatchObject({
			by: '',
			personId: null
		});
		expect(audit.items.find(({ action }) => action === 'change-membership')).toMatchObject({
			by: 'administrator',
			subjectName: ''
		});
	});

	each('nobody but an administrator, not oneself, and never the last one', async () => {
		for (const person of ['coordinator', 'deputy', 'editor', 'former'] as const) {
			expect(await forget(cast.neighbour, person), person).toEqual({ status: 'refused' });
			expect(await as(person, 'person_to_forget', { person: gone.id })).toBeNull();
			expect(await as(person, 'former_people', {})).toEqual([]);
		}
		expect(await forget(cast.administrator)).toEqual({ status: 'self' });
		expect(await forget(crypto.randomUUID())).toEqual({ status: 'refused' });
		expect(
			await as('administrator', 'person_to_forget', { person: cast.administrator })
		).toMatchObject({ isMe: true, isLast: true });
		await database.sql.query(
			"insert into public.memberships (person_id, role) values ($1, 'administrator')",
			[cast.deputy]
		);
		expect(await forget(cast.administrator, 'deputy')).toMatchObject({ status: 'saved' });
		expect(await forget(cast.deputy, 'deputy')).toEqual({ status: 'self' });
		expect(await as('deputy', 'person_to_forget', { person: cast.deputy })).toMatchObject({
			isLast: true
		});
	});

	each('the audit loses a person and nothing else, even to its owner', async () => {
		await deeds['changes the account']?.();
		const line = '(select max(id) from public.audit)';
		for (const change of [
			"person_name = 'x', person_id = null",
			"person_name = ''",
			'person_name = null, person_id = null',
			"action = 'x'",
			"detail = '{}', at = now()",
			"subject_name = 'x', subject_id = null",
			'region_id = null, subject = null'
		]) {
			await database.sql.exec('savepoint change');
			await expect(
				database.sql.exec(`update public.audit set ${change} where id = ${line}`),
				change
			).rejects.toThrow('the audit only grows');
			await database.sql.exec('rollback to savepoint change');
		}
	});

	each(
		'accounts, invitations and the log of sign-ins go at their time',
		{ timeout: 120_000 },
		async () => {
			const age = fc.constantFrom(0, 29, 31, 89, 91, 400);
			const end = fc.constantFrom('accepted_at', 'withdrawn_at', 'expires_at');
			await fc.assert(
				fc.asyncProperty(
					fc.record({
						ended: age,
						invited: age,
						end,
						logged: age,
						used: age,
						invitedAgain: fc.boolean()
					}),
					async ({ ended, invited, end: column, logged, used, invitedAgain }) => {
						await database.sql.exec('savepoint story');
						await database.sql.exec(`
						delete from public.memberships where person_id = '${gone.id}';
						update public.people set rights_ended_at = now() - ${ended} * ${day} where id = '${gone.id}';
						insert into public.invitations (email, name, language, role, token_hash, expires_at, ${column === 'expires_at' ? 'invited_at' : column})
						values ('kads@example.org', 'Kāds', 'lv', 'administrator', repeat('a', 64),
							now() - ${invited} * ${day}, now() - ${invited} * ${day});
						insert into auth.audit_log_entries (id, payload, created_at)
						values (gen_random_uuid(), '{}', now() - ${logged} * ${day});
						update auth.sessions set created_at = now() - interval '2 years', updated_at = now() - ${used} * ${day}
						where user_id = '${cast.editor}';`);
						if (invitedAgain)
							await database.sql.exec(`
							insert into public.invitations (email, name, language, role, token_hash, expires_at)
							values ('${gone.email}', 'x', 'lv', 'administrator', repeat('b', 64), now() + ${day})`);
						const ahead = await database.sql.query<{ would: object }>(
							'select internal.would_clean_up() as would'
						);
						const [row] = await database.sql.query<{ did: object }>(
							'select public.clean_up() as did'
						);
						const isErased = ended > 30 && !invitedAgain;
						expect(row?.did).toMatchObject({
							accounts: Number(isErased),
							invitations: Number(invited > 90),
							signins: Number(logged > 90) + Number(used > 90)
						});
						expect(row?.did).not.toHaveProperty('refused');
						expect(ahead[0]?.would).toEqual(row?.did);
						const left = async (from: string) =>
							Number(
								(await database.sql.query<{ count: string }>(`select count(*) from ${from}`))[0]
									?.count
							);
						expect(await left(`auth.users where id = '${gone.id}'`)).toBe(Number(!isErased));
						expect(
							await left(`auth.users where id in ('${cast.administrator}', '${cast.editor}')`)
						).toBe(2);
						// Nothing is left to do.
						const [again] = await database.sql.query<{ would: Record<string, number> }>(
							'select internal.would_clean_up() as would'
						);
						expect(Object.values(again?.would ?? {}).every((count) => count === 0)).toBe(true);
						await database.sql.exec('rollback to savepoint story');
					}
				),
				{ numRuns: 40 }
			);
		}
	);

	each('under what an account did that is gone the name stays, until it is forgotten', async () => {
		await deeds['saves a listing']?.();
		await database.sql.exec(`delete from public.memberships where person_id = '${gone.id}'`);
		expect(await as('administrator', 'former_people', {})).toMatchObject([
			{ name: 'former', email: 'former@example.org' },
			{ id: gone.id, name: gone.name, email: gone.email }
		]);
		await database.sql.exec(
			`update public.people set rights_ended_at = now() - 31 * ${day} where id = '${gone.id}'`
		);
		await database.sql.exec('select public.clean_up()');
		expect(await holding(gone.email)).toEqual(
			expect.not.arrayContaining(['auth.users', 'auth.identities', 'internal.mails'])
		);
		const history = (await as('administrator', 'listing_history', {
			subject: 'organisation',
			id: rows.kurzemeDraft
		})) as unknown as { revisions: { by: string }[] };
		expect(history.revisions[0]?.by).toBe(gone.name);
		expect(await as('administrator', 'former_people', {})).toMatchObject([
			{ name: 'former' },
			{ id: gone.id, name: gone.name, email: null, until: null }
		]);
		expect(await forget()).toEqual({ status: 'saved', name: gone.name });
		await database.sql.exec('analyze');
		for (const needle of Object.values(gone)) expect(await holding(needle), needle).toEqual([]);
	});

	each('rights that come back keep the account', async () => {
		const since = async () =>
			(
				await database.sql.query<{ at: unknown }>(
					'select rights_ended_at as at from public.people where id = $1',
					[gone.id]
				)
			)[0]?.at;
		expect(await since()).toBeNull();
		await database.sql.exec(
			`insert into public.memberships (person_id, role, region_id) values ('${gone.id}', 'coordinator', 'latgale')`
		);
		await database.sql.exec(
			`delete from public.memberships where person_id = '${gone.id}' and region_id = 'kurzeme'`
		);
		expect(await since()).toBeNull();
		await database.sql.exec(`delete from public.memberships where person_id = '${gone.id}'`);
		expect(await since()).not.toBeNull();
		await database.sql.exec(
			`insert into public.memberships (person_id, role, region_id) values ('${gone.id}', 'coordinator', 'latgale')`
		);
		expect(await since()).toBeNull();
	});
});
