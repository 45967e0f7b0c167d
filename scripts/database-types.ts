// Writes src/lib/backend/database.types.ts from the migrations: `npm run types`. With --check it
// only says whether the committed file is stale. Needs PostgreSQL 15 with PostGIS; the Supabase CLI
// applies the migrations and reads the schema.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { supabase } from '../supabase/tests/cli.ts';
import { startThrowawayServer } from '../supabase/tests/throwaway.ts';

const target = fileURLToPath(new URL('../src/lib/backend/database.types.ts', import.meta.url));
const heading = `// The database as TypeScript sees it. Made from supabase/migrations by \`npm run types\`; never changed by hand.\n`;

/** The text database.types.ts must have, from a database that has the migrations. */
export async function databaseTypes(address: string): Promise<string> {
	const { stdout } = await supabase(
		'gen',
		'types',
		'typescript',
		'--schema',
		'public',
		`--remote=${address}`
	);
	const style = (await resolveConfig(target)) ?? {};
	return await format(heading + stdout, { ...style, parser: 'typescript' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const server = await startThrowawayServer();
	try {
		const address = await server.freshDatabase('types');
		await supabase('db', 'push', `--remote=${address}`);
		const types = await databaseTypes(address);
		const committed = await readFile(target, 'utf8').catch(() => '');
		if (types === committed) console.log('database.types.ts is up to date.');
		else if (process.argv.includes('--check')) {
			console.error('database.types.ts is stale: run `npm run types`.');
			process.exitCode = 1;
		} else {
			await writeFile(target, types);
			console.log('database.types.ts is written.');
		}
	} finally {
		await server.stop();
	}
}
