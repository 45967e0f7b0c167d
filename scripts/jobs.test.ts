// `npm run jobs` by several servers of one database: everything is sent once, what one that was
// killed had in its hands comes with the same number, and a dry run does nothing.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, type TestDatabase } from '../supabase/tests/databases.ts';
import { postgresInstalled, startThrowawayServer } from '../supabase/tests/throwaway.ts';
import type { ThrowawayServer } from '../supabase/tests/throwaway.ts';
import { withoutSettings } from '../tests/setup/server.ts';
import { startSmtp, type TestSmtp } from '../tests/setup/smtp.ts';
import { pinnedNode, root } from './prepare.js';

const missing = !postgresInstalled() && process.env.CI !== 'true';

describe.skipIf(missing)('on one PostgreSQL', () => {
	let server: ThrowawayServer;
	let database: TestDatabase;
	let databaseUrl: string;
	let dataDir: string;
	let smtp: TestSmtp;
	/** Called for each message before it is taken. */
	let atMessage: () => void = () => {};

	beforeAll(async () => {
		dataDir = mkdtempSync(join(tmpdir(), 'tikls-jobs-'));
		server = await startThrowawayServer();
		databaseUrl = await server.freshDatabase('jobs');
		smtp = await startSmtp((line) => {
			if (line === '.') atMessage();
			return null;
		});
		// Makes the tables.
		expect((await run()).code).toBe(0);
		database = await connect(databaseUrl);
	}, 300_000);
	beforeEach(async () => {
		atMessage = () => {};
		smtp.mails.splice(0);
		await database.sql.exec(
			'delete from internal.mails; update internal.jobs set next_at = now(), lease = null, leased_until = null'
		);
	});
	afterAll(async () => {
		await database?.close();
		await smtp?.close();
		await server?.stop();
		rmSync(dataDir, { recursive: true, force: true });
	});

	const start = (...options: string[]) =>
		spawn(pinnedNode, [join(root, 'scripts/jobs.ts'), ...options], {
			cwd: root,
			env: {
				...withoutSettings(process.env),
				ORIGIN: 'https://tikls.example',
				DATABASE_URL: databaseUrl,
				DATA_DIR: dataDir,
				SMTP_URL: smtp.url,
				MAIL_FROM: 'tikls@example.org'
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
	const ended = (child: ReturnType<typeof start>) =>
		new Promise<{ code: number | null; output: string }>((resolve) => {
			let output = '';
			child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
			child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
			child.on('close', (code) => resolve({ code, output }));
		});
	const run = (...options: string[]) => ended(start(...options));

	const put = async (count: number) => {
		const rows = await database.sql.query<{ id: string }>(
			`insert into internal.mails (id, sort, recipient, language, expires_at)
			select gen_random_uuid(), 'password', 'to' || one || '@example.org', 'lv', now() + interval '3 days'
			from generate_series(1, $1::integer) as one returning id::text`,
			[count]
		);
		return rows.map(({ id }) => id).sort();
	};
	const idsOf = (mails: TestSmtp['mails']) =>
		mails.map(({ messageId }) => messageId.replace(/^<|@.*$/g, '')).sort();
	const states = async () =>
		Object.fromEntries(
			(
				await database.sql.query<{ state: string; count: number }>(
					'select state, count(*)::integer as count from internal.mails group by state'
				)
			).map(({ state, count }) => [state, count])
		);

	test('a dry run says what is due, and does none of it', async () => {
		await put(2);
		const { code, output } = await run('--dry-run');
		expect(output).toMatch(/^mails: is due, sent 2$/m);
		expect(output).toMatch(/^listings: is due, /m);
		expect(code).toBe(0);
		expect(smtp.mails).toEqual([]);
		expect(await states()).toEqual({ waiting: 2 });
		expect((await run('--dry')).code).toBe(1);
	}, 120_000);

	test('two at once send each mail once', async () => {
		const ids = await put(40);
		const both = await Promise.all([run(), run()]);
		expect(both.map(({ code }) => code)).toEqual([0, 0]);
		expect(idsOf(smtp.mails)).toEqual(ids);
		expect(await states()).toEqual({ sent: 40 });
		expect(both.map(({ output }) => output).join('')).toContain('mails: sent 40');
	}, 120_000);

	test('killed between "sent" and "noted": only what it had in its hands comes twice', async () => {
		const ids = await put(20);
		const child = start();
		// The fifth message is taken by the mail server, and whoever sent it never hears of it.
		let messages = 0;
		atMessage = () => {
			messages += 1;
			if (messages === 5) child.kill('SIGKILL');
		};
		expect((await ended(child)).code).toBeNull();
		const before = idsOf(smtp.mails);
		expect(before.length).toBeGreaterThanOrEqual(5);
		// Nobody sends what the dead one may have sent before its time is over.
		await database.sql.exec('update internal.jobs set next_at = now(), leased_until = null');
		expect((await run()).code).toBe(0);
		expect(new Set(idsOf(smtp.mails)).size).toBe(smtp.mails.length);
		const left = (await states()).waiting ?? 0;
		expect(left).toBeGreaterThanOrEqual(1);
		expect(left).toBeLessThanOrEqual(3);
		await database.sql.exec(
			`update internal.mails set leased_until = now(), next_at = now() where state = 'waiting';
			update internal.jobs set next_at = now(), leased_until = null`
		);
		expect((await run()).code).toBe(0);
		const after = idsOf(smtp.mails);
		expect([...new Set(after)].sort()).toEqual(ids);
		expect(after.length - ids.length).toBeLessThanOrEqual(left);
		expect(await states()).toEqual({ sent: 20 });
	}, 180_000);

	test('organisations are asked once, by two servers of which one is killed while it sends', async () => {
		await database.sql.exec(`
			insert into internal.network (south, west, north, east, postcode_pattern, registration_number_pattern,
				time_zone, languages)
			values (55.58, 20.75, 58.18, 28.35, '^LV-[0-9]{4}$', '^[0-9]{11}$', 'Europe/Riga', '{lv,en}');
			insert into public.organisation_kinds (id, position, name) values ('partner', 1, '{"lv": "Partneris"}');
			insert into public.organisations (slug, kind, name, publication, email, created_at)
			select 'biedriba-' || one, 'partner', jsonb_build_object('lv', 'Biedrība ' || one), 'published',
				'org' || one || '@example.org', now() - interval '200 days'
			from generate_series(1, 12) as one`);
		const dry = await run('--dry-run');
		expect(dry.output).toMatch(/^still-true: is due, asked 12$/m);
		let messages = 0;
		const first = start();
		atMessage = () => {
			messages += 1;
			if (messages === 3) first.kill('SIGKILL');
		};
		await Promise.all([ended(first), run()]);
		// What the dead one had in its hands is over, and everything is due again.
		for (let times = 0; times < 2; times += 1) {
			await database.sql.exec(
				`update internal.mails set leased_until = now(), next_at = now() where state = 'waiting';
				update internal.jobs set next_at = now(), leased_until = null`
			);
			expect((await run()).code).toBe(0);
		}
		const [row] = await database.sql.query<Record<string, number>>(
			`select (select count(*)::integer from internal.truth_asks where asked_at is not null) as asks,
				(select count(*)::integer from internal.truth_asks where reminded_at is not null) as reminders,
				(select count(*)::integer from internal.truth_links where ended_at is null) as links,
				(select count(*)::integer from internal.mails where sort = 'still-true') as mails`
		);
		expect(row).toEqual({ asks: 12, reminders: 0, links: 24, mails: 12 });
		// Sent again only under the number it had.
		expect(new Set(idsOf(smtp.mails)).size).toBe(12);
		expect(smtp.mails.length).toBeLessThanOrEqual(12 + 3);
		expect(await states()).toEqual({ sent: 12 });
	}, 180_000);
});
