// What anybody may do with the publishable key, which is in everybody's hands: read what is
// published, and nothing else. Asked the way an attacker would; what is tried would change nothing
// even if it were let through.
import { readGrants, type Grants } from '#lib/backend/embedded/grants.ts';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import type { ExpectedTable } from './expected.ts';
import { fails, holds, untried } from './finding.ts';
import { wordsOf, type Answer, type Asker, type Project } from './project.ts';
import type { Check } from './run.ts';
import { pathOf, schema } from './schema.ts';

/** Functions of the server that only read, so that one that answers has done nothing. */
const SERVERS_OWN = ['operation_report', 'jobs_ahead', 'corrections_to_tell'];

/**
 * SQLSTATE generated_always: PostgreSQL writes the column itself, and says so before it asks who.
 */
const COMPUTED = '428C9';

const AGAIN =
	'Its rights were changed in the dashboard; begin with a new project, or give and take them as supabase/grants.json lists them';

/** Refused for want of the right itself, not by row level security behind it. */
const isForbidden = ({ code, message }: Answer) =>
	code === '42501' && /^permission denied/.test(message);

export const reading: Check = {
	name: 'visitors read what is public and nothing else',
	needs: [schema.name],
	async run({ project, expected }) {
		const faults = await Promise.all(
			expected.tables.map(async ({ name, columns, open }) => {
				const isOpen = open.length > 0;
				const path = pathOf(name, isOpen ? open : columns);
				const answer = await project.ask('visitor', `${path}&limit=1`);
				if (isOpen)
					return answer.status === 200 ? null : `${name} cannot be read (${wordsOf(answer)})`;
				return isForbidden(answer) ? null : `${name} is not closed (${wordsOf(answer)})`;
			})
		);
		const found = faults.filter((one) => one !== null);
		if (found.length > 0) return fails(found.join('; '), AGAIN);
		const open = expected.tables.filter((table) => table.open.length > 0).length;
		return holds(`${open} tables are open, ${expected.tables.length - open} closed`);
	}
};

export const writing: Check = {
	name: 'visitors write nothing and call nothing of the server’s',
	needs: [schema.name],
	async run({ project, expected }) {
		const faults = [
			...(await writable(project, 'visitor', expected.tables)),
			...(
				await Promise.all(
					SERVERS_OWN.map(async (name) => {
						const answer = await project.ask('visitor', `/rest/v1/rpc/${name}`, { body: {} });
						return isForbidden(answer) ? [] : [`the function ${name} answers (${wordsOf(answer)})`];
					})
				)
			).flat()
		];
		return faults.length > 0 ? fails(faults.join('; '), AGAIN) : holds('each attempt is refused');
	}
};

/** The tables somebody may write to, each with how. */
export async function writable(
	project: Project,
	asker: Asker,
	tables: readonly ExpectedTable[]
): Promise<string[]> {
	const found = await Promise.all(
		tables.map(async ({ name, columns }) => {
			// Where the right is there, row level security or the values that are missing refuse the
			// row, in other words; and no row is both NULL and not.
			const inserted = await insertInto(project, asker, { name, columns });
			const [column = 'id'] = columns;
			const deleted = await project.ask(
				asker,
				`/rest/v1/${name}?${column}=is.null&${column}=not.is.null`,
				{ method: 'DELETE' }
			);
			return [
				...(isForbidden(inserted) ? [] : [`rows may be put into ${name} (${wordsOf(inserted)})`]),
				...(isForbidden(deleted) ? [] : [`rows of ${name} may be deleted (${wordsOf(deleted)})`])
			];
		})
	);
	return found.flat();
}

/** A row of one NULL, in the first column that may be written at all. */
async function insertInto(
	project: Project,
	asker: Asker,
	{ name, columns }: Pick<ExpectedTable, 'name' | 'columns'>
): Promise<Answer> {
	const [column = 'id', ...others] = columns;
	const answer = await project.ask(asker, `/rest/v1/${name}`, { body: { [column]: null } });
	return answer.code === COMPUTED && others.length > 0
		? await insertInto(project, asker, { name, columns: others })
		: answer;
}

export const listedRights: Check = {
	name: 'the rights are those of the list',
	needs: [schema.name],
	async run({ project, expected }) {
		if (project.owner === null) return untried('DATABASE_URL is not set', true);
		const { actual, open } = await project.owner(async (sql) => ({
			actual: await readGrants(sql),
			open: await withoutRowSecurity(sql, expected.tables)
		}));
		const wrong = [...differences(actual, expected.grants), ...open];
		if (wrong.length === 0) return holds('supabase/grants.json, and row level security everywhere');
		const rest = wrong.length > 5 ? `; and ${wrong.length - 5} more` : '';
		return fails(`${wrong.slice(0, 5).join('; ')}${rest}`, AGAIN);
	}
};

/**
 * What differs of what is ours. A hosted project has functions, schemas and rights for the future
 * of its own, which no list of ours knows.
 */
function differences(actual: Grants, wanted: Grants): string[] {
	const [is, ought] = [new Set(actual), new Set(wanted)];
	const ours = new Set(wanted.map(objectOf));
	return [
		...actual
			.filter((line) => !ought.has(line) && / on (table|column|sequence|function) /.test(line))
			.filter((line) => !line.includes(' on function ') || ours.has(objectOf(line)))
			.map((line) => `too much: ${line}`),
		...wanted
			.filter((line) => !is.has(line) && !line.includes(' on future '))
			.map((line) => `missing: ${line}`)
	];
}

const objectOf = (line: string) => line.slice(line.indexOf(' on '));

async function withoutRowSecurity(
	sql: SqlExecutor,
	tables: readonly ExpectedTable[]
): Promise<string[]> {
	const rows = await sql.query<{ name: string }>(
		`select relname::text as name from pg_class
		where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity
			and relname in (select jsonb_array_elements_text($1::text::jsonb))`,
		[JSON.stringify(tables.map(({ name }) => name))]
	);
	return rows.map(({ name }) => `${name} has no row level security`);
}
