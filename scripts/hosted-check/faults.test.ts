// Each fault put into a hosted project is named by `npm run hosted-check`, with what to do, and by
// no other check than those it breaks.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postgresInstalled } from '../../supabase/tests/throwaway.ts';
import { startHostedProject, type HostedProject } from '../../tests/setup/hosted-project.ts';

const missing = !postgresInstalled() && process.env.CI !== 'true';

describe.skipIf(missing)('a hosted project', () => {
	let project: HostedProject;

	beforeAll(async () => {
		project = await startHostedProject();
	}, 300_000);
	beforeEach(() => project.standIn.instead.clear());
	afterAll(async () => await project?.stop());

	/** Settings of the sign-in service as they would be, with one changed. */
	const setting = (change: object) => () =>
		project.standIn.instead.set('GET /auth/v1/settings', (said) => ({
			...(said as object),
			...change
		}));
	const without = (name: string, request: string) => () =>
		project.standIn.instead.set(request, (said) => ({ ...(said as object), [name]: undefined }));

	test.each([
		[
			'signing in by mail is off',
			setting({ external: { email: false } }),
			[/^✗ people sign in .*switched off, so that nobody gets in\. Run "npx supabase config push"/]
		],
		[
			'anybody may sign up',
			setting({ disable_signup: false }),
			[/^✗ people sign in .*anybody may make an account\. Run/]
		],
		[
			'no code is given out',
			without('email_otp', 'POST /auth/v1/admin/generate_link'),
			[/^✗ an account .*no code was given out \(HTTP 200\)\. Look at the logs of Auth/]
		],
		[
			'no token comes of a code',
			without('access_token', 'POST /auth/v1/verify'),
			[/^✗ an account .*the code was not taken/]
		],
		[
			'tokens last an hour',
			() =>
				project.standIn.instead.set('POST /auth/v1/verify', (said) => ({
					...(said as object),
					expires_in: 3600
				})),
			[/^✗ an account .*tokens last 3600 s, not 6 and 900\. Run "npx supabase config push"/]
		]
	])('is faulty when %s', async (_, breakIt, faults) => {
		const before = await project.counts();
		breakIt();
		const { failing, isGood } = await project.check();
		expect(failing).toEqual(faults.map((fault) => expect.stringMatching(fault) as string));
		expect(isGood).toBe(false);
		expect(await project.counts()).toEqual(before);
	});

	test.each([
		[
			'a migration is another one',
			"update supabase_migrations.schema_migrations set version = 'was-' || version",
			'update supabase_migrations.schema_migrations set version = substr(version, 5)',
			[/^✗ the schema .*migrations this version does not know \(was-/]
		],
		[
			'no migration was pushed',
			'alter table supabase_migrations.schema_migrations rename to elsewhere',
			'alter table supabase_migrations.elsewhere rename to schema_migrations',
			[/^✗ the schema .*migrations are missing \(\d{14}\)\. Run "npx supabase db push/]
		],
		[
			'a visitor may write to a table',
			'grant insert, delete on public.topics to anon',
			'revoke insert, delete on public.topics from anon',
			[
				/^✗ visitors write .*rows may be put into topics .*; rows of topics may be deleted \(HTTP 204/,
				/^✗ the rights .*too much: anon: delete on table public\.topics; too much: anon: insert on/
			]
		],
		[
			'who is signed in may write to a table',
			'grant insert on public.memberships to authenticated',
			'revoke insert on public.memberships from authenticated',
			[
				/^✗ the rights .*too much: authenticated: insert on table public\.memberships\./,
				/^✗ an account .*: rows may be put into memberships/
			]
		],
		[
			'a visitor may read a closed table',
			'grant select on public.people to anon',
			'revoke select on public.people from anon',
			[
				/^✗ visitors read .*people is not closed \(HTTP 200\)/,
				/^✗ the rights .*on table public\.people/
			]
		],
		[
			'a visitor may not read an open one',
			'revoke select (id) on public.topics from anon',
			'grant select (id) on public.topics to anon',
			[
				/^✗ visitors read .*topics cannot be read \(permission denied/,
				/^✗ the rights .*missing: anon: select on column public\.topics\.id\./,
				/^✗ the feeds .*events cannot be read \(permission denied for table topics/
			]
		],
		[
			'a visitor may call what is the server’s',
			'grant execute on function public.operation_report(), internal.operation_report() to anon',
			'revoke execute on function public.operation_report(), internal.operation_report() from anon',
			[
				/^✗ visitors write .*operation_report answers \(HTTP 200\)/,
				/^✗ the rights .*public\.operation_report\(\)/
			]
		],
		[
			'drafts are public',
			'create policy ajar on public.organisations for select to anon using (true)',
			'drop policy ajar on public.organisations',
			[/^✗ a coordinator .*anybody reads it \(HTTP 200\)/]
		],
		[
			'row level security is off',
			'alter table public.conflicts disable row level security',
			'alter table public.conflicts enable row level security',
			[/^✗ the rights .*conflicts has no row level security\./]
		],
		[
			'saving does not work',
			"create function public.broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$; create trigger broken before insert on public.organisations for each row execute function public.broken()",
			'drop trigger broken on public.organisations; drop function public.broken',
			[/^✗ a coordinator .*the draft is not saved \(.*HTTP 500\)\. Look at/]
		],
		[
			'a feed may not be asked',
			'revoke execute on function public.feed_calendar from anon',
			'grant execute on function public.feed_calendar to anon',
			[
				/^✗ the rights .*missing: anon: execute on function public\.feed_calendar/,
				/^✗ the feeds .*events cannot be read \(permission denied for function feed_calendar/
			]
		],
		[
			'it follows another configuration',
			'update internal.network set administrators_need_second_factor = not administrators_need_second_factor',
			'update internal.network set administrators_need_second_factor = not administrators_need_second_factor',
			[/^✗ the directory .*Run "update internal\.network set administrators_need_second_factor = /]
		],
		[
			'nothing is published',
			"alter table public.organisations disable trigger user; update public.organisations set publication = 'draft'",
			"update public.organisations set publication = 'published'; alter table public.organisations enable trigger user",
			[/^✗ the directory .*no published organisation\. Run "npm run fill/]
		]
	])('is faulty when %s', async (_, breakIt, mendIt, faults) => {
		const before = await project.counts();
		await project.exec(breakIt);
		const { failing, isGood } = await project.check().finally(() => project.exec(mendIt));
		expect(failing).toEqual(faults.map((fault) => expect.stringMatching(fault) as string));
		expect(isGood).toBe(false);
		expect(await project.counts()).toEqual(before);
	});
});
