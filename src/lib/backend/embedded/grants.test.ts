// The list of rights: made from the migrations, the same on both databases, restored when somebody
// changed it. Also the proof that lite, left alone, would throw it away. `npx vitest run grants -u`
// writes supabase/grants.json anew.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { App } from '@supabase/lite';
import { postgresInstalled, startThrowawayServer } from '../../../../tests/setup/postgres.ts';
import type { ThrowawayServer } from '../../../../tests/setup/postgres.ts';
import {
	SMALL_GRANTS,
	makeSmallProject,
	type SmallProject
} from '../../../../tests/setup/small-project.ts';
import { bootstrap } from './bootstrap.ts';
import { enforceGrants, readGrants, statement } from './grants.ts';
import { serveLite } from './lite.ts';
import { applyMigrations, readMigrations } from './migrations.ts';
import { Queue } from './queue.ts';
import { openEmbedded, openPostgres, type OpenStore } from './stores.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const secrets = {
	jwtSecret: '0'.repeat(64),
	publishableKey: 'sb_publishable_for_the_grants_test_only',
	secretKey: 'sb_secret_for_the_grants_test_only_too'
};

let small: SmallProject;
let server: ThrowawayServer | undefined;
beforeAll(async () => {
	// lite prints every refused statement; the worker silences it the same way.
	vi.spyOn(console, 'error').mockImplementation(() => {});
	small = makeSmallProject();
	if (postgresInstalled()) server = await startThrowawayServer();
});
afterAll(async () => {
	await server?.stop();
	small.remove();
});

async function migrated(opening: Promise<OpenStore>, projectRoot: string): Promise<OpenStore> {
	const store = await opening;
	await store.asOwner(async (sql) => {
		await bootstrap(sql);
		await applyMigrations(sql, await readMigrations(projectRoot));
	});
	return store;
}

async function listed(store: OpenStore): Promise<string> {
	try {
		return JSON.stringify(await store.asOwner(readGrants), null, '\t') + '\n';
	} finally {
		await store.close();
	}
}

describe('supabase/grants.json', () => {
	const file = `${repository}supabase/grants.json`;

	test('is what the migrations grant on the embedded database', async () => {
		const store = await migrated(openEmbedded('memory://'), repository);
		await expect(await listed(store)).toMatchFileSnapshot(file);
	}, 180_000);

	test.skipIf(!postgresInstalled())('is what they grant on PostgreSQL', async () => {
		const url = await server!.freshDatabase('grants');
		await expect(
			await listed(await migrated(openPostgres(url, 2), repository))
		).toMatchFileSnapshot(file);
	});
});

describe('the rights of a small project', () => {
	test('are listed exactly, columns and functions too', async () => {
		const store = await migrated(openEmbedded('memory://'), small.root);
		expect(JSON.parse(await listed(store))).toEqual(SMALL_GRANTS);
	});

	test('are lost to lite when nobody stops it: if this fails, lite has changed and lite.ts may be simpler', async () => {
		const store = await migrated(openEmbedded('memory://'), small.root);
		const app = new App({ connection: store.connection });
		await app.fetch(new Request('http://embedded.invalid/rest/v1/notes?select=body'));
		const rights = await store.asOwner(readGrants);
		expect(rights).toContain('anon: delete on table public.notes');
		expect(await store.asOwner((sql) => enforceGrants(sql, SMALL_GRANTS))).not.toEqual([]);
		expect(await store.asOwner(readGrants)).toEqual(SMALL_GRANTS);
		await store.close();
	});

	test('are left alone by lite as it is configured here', async () => {
		const store = await migrated(openEmbedded('memory://'), small.root);
		const queue = new Queue({ width: 1, waiting: 10, patience: 1000 });
		const answer = await serveLite(store.connection, secrets, queue);
		for (const path of ['notes?select=body', 'notes?select=hidden', 'rpc/readable'])
			await answer(
				new Request(`http://embedded.invalid/rest/v1/${path}`, {
					headers: { apikey: secrets.publishableKey }
				})
			);
		expect(await store.asOwner(readGrants)).toEqual(SMALL_GRANTS);
		await store.close();
	});

	test('come back after every kind of tampering', async () => {
		const store = await migrated(openEmbedded('memory://'), small.root);
		const changes = await store.asOwner(async (sql) => {
			await sql.exec(`
				grant all on public.notes to anon, authenticated with grant option;
				grant update (hidden) on public.notes to public;
				grant create on schema public to anon;
				grant execute on function public.complain() to public;
				revoke select (id) on public.notes from anon;
				alter default privileges in schema public grant all on tables to anon;
				create table public.later (secret text);
			`);
			return await enforceGrants(sql, SMALL_GRANTS);
		});
		expect(changes).toContain('+ anon: select on column public.notes.id');
		expect(changes).toContain('- anon: delete on table public.later');
		expect(changes).toContain('- anon: insert on future tables in public');
		expect(await store.asOwner(readGrants)).toEqual(SMALL_GRANTS);
		await store.close();
	});

	test('that cannot be set refuse the start', async () => {
		const store = await migrated(openEmbedded('memory://'), small.root);
		const impossible = [...SMALL_GRANTS, 'anon: select on table public.missing'];
		await expect(store.asOwner((sql) => enforceGrants(sql, impossible))).rejects.toMatchObject({
			code: 'GRANTS_CHANGED'
		});
		await store.close();
	});
});

test('a line that is no right is refused instead of run', () => {
	expect(() => statement('postgres: all on table public.notes', 'grant')).toThrow();
	expect(() => statement('anon: select; drop on table x', 'grant')).toThrow();
	expect(statement('anon: select on column public.notes."a.b"', 'revoke')).toBe(
		'revoke select ("a.b") on table public.notes from anon'
	);
});
