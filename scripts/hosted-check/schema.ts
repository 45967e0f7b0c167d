// Whether the database of the project is the one this version was made for, and has something in
// it.
import { network } from '#network';
import { compareMigrations, readMigrations } from '#lib/backend/embedded/migrations.ts';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import type { ExpectedTable } from './expected.ts';
import { fails, holds, type Finding } from './finding.ts';
import { wordsOf } from './project.ts';
import { answers, secretKey } from './service.ts';
import type { Bench, Check } from './run.ts';

const PUSH = 'Run "npx supabase db push --linked" with this version of the software';

export const schema: Check = {
	name: 'the schema is that of this version',
	needs: [answers.name, secretKey.name],
	async run(bench) {
		const { owner } = bench.project;
		const known = owner && (await owner((sql) => byMigrations(sql, bench.projectRoot)));
		if (known && known.kind !== 'holds') return known;
		// Also where the migrations are known: what the data interface has not noticed is not there.
		return await byTables(bench);
	}
};

async function byMigrations(sql: SqlExecutor, projectRoot: string): Promise<Finding> {
	const migrations = await readMigrations(projectRoot);
	const { missing, unknown, changed } = await compareMigrations(sql, migrations);
	if (unknown.length > 0)
		return fails(
			`the project has migrations this version does not know (${unknown.join(', ')})`,
			'Update the software'
		);
	if (missing.length > 0)
		return fails(
			`migrations are missing (${missing.map(({ version }) => version).join(', ')})`,
			PUSH
		);
	if (changed.length > 0)
		return fails(
			`the project was made by another text of ${changed.join(', ')}`,
			'Take the version it was pushed from, or begin with a new project'
		);
	return holds('');
}

/** From outside: every table with every column the rights name. */
async function byTables({ project, expected }: Bench): Promise<Finding> {
	const asked = await Promise.all(
		expected.tables.map(async (table) => ({
			table,
			answer: await project.ask('server', `${pathOf(table.name, table.columns)}&limit=0`)
		}))
	);
	const wrong = asked.find(({ answer }) => answer.status !== 200);
	if (wrong === undefined)
		return holds(
			project.owner === null
				? `${asked.length} tables, without DATABASE_URL not their rules`
				: 'by its migrations'
		);
	return fails(
		`the table ${wrong.table.name} is not as it should be (${wordsOf(wrong.answer)})`,
		PUSH
	);
}

/** The address that asks for these columns of a table; all of them where none are named. */
export const pathOf = (name: string, columns: ExpectedTable['columns']): string =>
	`/rest/v1/${name}?select=${columns.length > 0 ? columns.join(',') : '*'}`;

export const filled: Check = {
	name: 'the directory is filled',
	needs: [schema.name],
	async run({ project }) {
		const answer = await project.ask('visitor', '/rest/v1/organisations?select=id&limit=1');
		if (!Array.isArray(answer.body))
			return fails(`organisations cannot be read (${wordsOf(answer)})`, PUSH);
		const FILL = 'Run "npm run fill -- postgresql://..."';
		if (answer.body.length === 0) return fails('it has no published organisation', FILL);
		return (await project.owner?.(followsConfiguration)) ?? holds('there are organisations');
	}
};

async function followsConfiguration(sql: SqlExecutor): Promise<Finding> {
	const [row] = await sql.query<{ languages: boolean; second: boolean }>(
		`select to_jsonb(languages) = $1::text::jsonb as languages,
			administrators_need_second_factor = $2 as second from internal.network`,
		[JSON.stringify(network.languages), network.administratorsNeedSecondFactor]
	);
	if (row === undefined)
		return fails(
			'the network has no row of its own',
			'Begin with a new project and "npm run fill"'
		);
	if (!row.languages)
		return fails(
			'its languages are not those of network.config.ts',
			'Name there the languages it was filled with'
		);
	if (!row.second)
		return fails(
			'what it demands of administrators is not what network.config.ts says',
			`Run "update internal.network set administrators_need_second_factor = ${network.administratorsNeedSecondFactor}" in the SQL editor`
		);
	return holds('and follows network.config.ts');
}
