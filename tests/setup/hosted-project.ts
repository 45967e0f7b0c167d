// A hosted project as `npm run hosted-check` meets it: a database migrated by the Supabase CLI and
// filled, behind the stand-in.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkHosted } from '../../scripts/hosted-check/check.ts';
import { isGood, lineOf } from '../../scripts/hosted-check/finding.ts';
import { projectFrom } from '../../scripts/hosted-check/project.ts';
import { connect, projectRoot } from '../../supabase/tests/databases.ts';
import { preparedDatabase } from '../../supabase/tests/prepared.ts';
import { serveHosted, type HostedStandIn } from './hosted.ts';
import { rowCounts } from './row-counts.ts';

interface Checking {
	env?: Record<string, string>;
	/** Milliseconds for each check: more than any needs, unless a test is about it. */
	patience?: number;
	interrupted?: AbortSignal;
}

export interface HostedProject {
	standIn: HostedStandIn;
	/** What the command reads of the environment. */
	settings: Record<string, string>;
	/** As the owner of its database. */
	exec(text: string): Promise<void>;
	query<T>(text: string): Promise<T[]>;
	/** What people and checks leave; the sign-in service writes down by itself who signed in. */
	counts(): Promise<Record<string, number>>;
	/** Runs the checks. `failing` are the lines of those that fail. */
	check(how?: Checking): Promise<{ lines: string[]; failing: string[]; isGood: boolean }>;
	stop(): Promise<void>;
}

/** Starts one; it needs PostgreSQL and a run of vitest. */
export async function startHostedProject(): Promise<HostedProject> {
	const dataDir = mkdtempSync(join(tmpdir(), 'tikls-hosted-'));
	const databaseUrl = await preparedDatabase();
	const standIn = await serveHosted({ databaseUrl, dataDir, projectRoot, seed: false });
	const { sql, close } = await connect(databaseUrl);
	const settings = {
		PUBLIC_SUPABASE_URL: standIn.url,
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: standIn.publishableKey,
		SUPABASE_SECRET_KEY: standIn.secretKey,
		DATABASE_URL: databaseUrl
	};
	return {
		standIn,
		settings,
		exec: (text) => sql.exec(text),
		query: (text) => sql.query(text),
		async counts() {
			const kept = Object.entries(await rowCounts(databaseUrl));
			return Object.fromEntries(kept.filter(([name]) => name !== 'auth.audit_log_entries'));
		},
		async check({ env = {}, patience = 50_000, interrupted } = {}) {
			const lines: string[] = [];
			const findings = await checkHosted(projectFrom({ ...settings, ...env }), projectRoot, {
				patience,
				interrupted: interrupted ?? new AbortController().signal,
				tell: (name, finding) => lines.push(lineOf(name, finding))
			});
			const failing = lines.filter((line) => line.startsWith('✗'));
			return { lines, failing, isGood: isGood(findings) };
		},
		async stop() {
			await close();
			await standIn.stop();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
