// `npm run hosted-check` against the stand-in: a good project holds in every point and is left as
// it was, whatever happens to the check.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postgresInstalled } from '../supabase/tests/throwaway.ts';
import { startHostedProject, type HostedProject } from '../tests/setup/hosted-project.ts';
import { withoutSettings } from '../tests/setup/server.ts';
import { pinnedNode, root } from './prepare.js';

const missing = !postgresInstalled() && process.env.CI !== 'true';

describe.skipIf(missing)('a hosted project', () => {
	let project: HostedProject;

	beforeAll(async () => {
		project = await startHostedProject();
	}, 300_000);
	beforeEach(() => project.standIn.instead.clear());
	afterAll(async () => await project?.stop());

	test('that is good holds in every point and is left as it was', async () => {
		const before = await project.counts();
		const { lines, isGood } = await project.check();
		expect(lines.filter((line) => !line.startsWith('✓'))).toEqual([]);
		expect(lines).toHaveLength(12);
		expect(isGood).toBe(true);
		// It was tried, not left out.
		expect(project.standIn.requests.join('\n')).toMatch(
			/POST \/rest\/v1\/rpc\/save_organisation[^]*DELETE \/auth\/v1\/admin\/users/
		);
		expect(await project.counts()).toEqual(before);
	});

	test('is good without DATABASE_URL, which says what was left out', async () => {
		const { lines, isGood } = await project.check({ env: { DATABASE_URL: '' } });
		const left = lines.filter((line) => !line.startsWith('✓'));
		expect(left).toEqual([
			expect.stringMatching(/^– the rights .*: could not be tried: DATABASE_URL is not set$/),
			expect.stringMatching(/^– a coordinator .*: could not be tried: DATABASE_URL is not set$/),
			expect.stringMatching(/^– statements .*: could not be tried: DATABASE_URL is not set$/)
		]);
		expect(isGood).toBe(true);
	});

	test('without DATABASE_URL a missing table is seen, and what needs it is not tried', async () => {
		await project.exec('alter table public.topics rename to elsewhere');
		const { lines, failing } = await project
			.check({ env: { DATABASE_URL: '' } })
			.finally(() => project.exec('alter table public.elsewhere rename to topics'));
		expect(failing).toEqual([
			expect.stringMatching(/^✗ the schema .*the table topics is not as it should be \(/)
		]);
		expect(lines).toContainEqual(
			expect.stringMatching(
				/^– the feeds .*could not be tried: it needs "the directory is filled"$/
			)
		);
	});

	test('what cannot be removed is named', async () => {
		await project.exec(
			"create function public.stay() returns trigger language plpgsql as $$ begin raise 'it stays'; end $$; create trigger stay before delete on auth.users for each row execute function public.stay()"
		);
		const { failing } = await project
			.check()
			.finally(() => project.exec('drop trigger stay on auth.users; drop function public.stay'));
		const left = await project.query<{ email: string }>('delete from auth.users returning email');
		expect(left).not.toEqual([]);
		expect(failing.join('\n')).toContain(
			`what it made for trying is still there: the account ${left[0]?.email} (HTTP 500). Remove it by hand`
		);
	});

	test('that takes too long counts as one nobody knows of', async () => {
		const { lines, isGood } = await project.check({ patience: 1 });
		expect(lines).toContainEqual(
			expect.stringMatching(/^– the schema .*could not be tried: it took longer than 0\.001 s$/)
		);
		expect(isGood).toBe(false);
	});

	test('is left as it was when the check is interrupted in the middle', async () => {
		const before = await project.counts();
		const interrupt = new AbortController();
		let saved: unknown;
		project.standIn.instead.set('POST /rest/v1/rpc/save_organisation', (said) => {
			if ((said as { status: string }).status !== 'saved') return said;
			saved = said;
			interrupt.abort();
			return said;
		});
		const { lines, isGood } = await project.check({ interrupted: interrupt.signal });
		expect(saved).toMatchObject({ status: 'saved' });
		expect(lines.slice(-3)).toEqual([
			expect.stringMatching(/^– a coordinator .*could not be tried: it was interrupted$/),
			expect.stringMatching(/^– the feeds .*could not be tried: it was interrupted$/),
			expect.stringMatching(/^– statements .*could not be tried: it was interrupted$/)
		]);
		expect(isGood).toBe(false);
		expect(await project.counts()).toEqual(before);
	});

	const start = (env: Record<string, string>) =>
		spawn(pinnedNode, [join(root, 'scripts/hosted-check.ts')], {
			cwd: root,
			env: { ...withoutSettings(process.env), TIKLS_CHECK_PATIENCE: '50000', ...env },
			stdio: ['ignore', 'pipe', 'pipe']
		});
	const ended = (child: ReturnType<typeof start>) =>
		new Promise<{ code: number | null; output: string }>((resolve) => {
			let output = '';
			child.stdout.on('data', (data: Buffer) => (output += data.toString()));
			child.stderr.on('data', (data: Buffer) => (output += data.toString()));
			child.on('close', (code) => resolve({ code, output }));
		});
	/** The command itself. @returns its exit code and what it printed */
	const command = (env: Record<string, string>) => ended(start(env));

	test('is left as it was when somebody presses Ctrl-C', async () => {
		const before = await project.counts();
		const child = start(project.settings);
		const told = new Promise<void>((resolve) => {
			child.stdout.on('data', (data: Buffer) => {
				if (data.toString().includes('Interrupted;')) resolve();
			});
		});
		project.standIn.instead.set('POST /rest/v1/rpc/save_organisation', async (said) => {
			if ((said as { status: string }).status !== 'saved') return said;
			child.kill('SIGINT');
			await told;
			return said;
		});
		const { code, output } = await ended(child);
		expect(code).toBe(1);
		expect(output).toMatch(/\n– a coordinator .*could not be tried: it was interrupted\n/);
		expect(await project.counts()).toEqual(before);
	});

	test('is answered by the command with its exit code and no secret', async () => {
		const good = await command(project.settings);
		expect(good).toMatchObject({ code: 0, output: expect.stringMatching(/\n12 hold, 0 fail\n$/) });
		expect(good.output).not.toContain(project.standIn.secretKey);
		const away = await command({ ...project.settings, PUBLIC_SUPABASE_URL: 'http://127.0.0.1:9' });
		expect(away.code).toBe(1);
		expect(away.output).toMatch(
			/^✗ the project answers: nothing answers at http:\/\/127\.0\.0\.1:9 \(/
		);
		expect(away.output).toMatch(/1 fail, 10 could not be tried\n$/);
		expect(away.output.match(/^✗/gm)).toHaveLength(1);
		const nothing = await command({});
		expect(nothing).toMatchObject({
			code: 1,
			output: expect.stringMatching(/^Set PUBLIC_SUPABASE_URL, [^\n]+\.\n$/)
		});
	});

	test.each([
		['another key', { PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_of_another_project' }],
		['another secret key', { SUPABASE_SECRET_KEY: 'sb_secret_of_another_project' }]
	])('is faulty with %s', async (_, env) => {
		const { failing, isGood } = await project.check({ env });
		expect(failing).toHaveLength(1);
		expect(failing[0]).toMatch(/Copy the (publishable|secret) key of this project/);
		expect(isGood).toBe(false);
	});

	test('takes what docs/running.md says for its SQL editor', async () => {
		const page = readFileSync(join(root, 'docs/running.md'), 'utf8');
		const [, section = ''] = /^### Hosted Supabase$([^]*?)^## /m.exec(page) ?? [];
		const blocks = [...section.matchAll(/^```sql\n([^]*?)^```$/gm)].map(([, text]) => text ?? '');
		expect(blocks).toHaveLength(2);
		await project.exec(
			`begin; insert into auth.users (id, email) values (gen_random_uuid(), 'name@example.org'); ${blocks.join(';')}`
		);
		const made = await project
			.query(
				`select person.name, membership.role, (select rolconfig from pg_roles where rolname = 'anon') as limits
				from public.people as person join public.memberships as membership on person_id = person.id`
			)
			.finally(() => project.exec('rollback'));
		expect(made).toEqual([
			{ name: 'Name', role: 'administrator', limits: ['statement_timeout=4500ms'] }
		]);
	});
});
