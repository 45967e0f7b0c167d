// What a project of this version has and gives to whom, read from the list of rights that is made
// from the migrations.
import { expectedGrants, type Grants } from '#lib/backend/embedded/grants.ts';

export interface ExpectedTable {
	name: string;
	/** All columns that anybody may read, as far as the list names them. */
	columns: string[];
	/** Those a visitor may read; none: the table is private. */
	open: string[];
}

export interface Expected {
	grants: Grants;
	/** The tables the data interface shows. */
	tables: ExpectedTable[];
}

const LINE =
	/^(anon|authenticated|service_role): select on (?:table|column) public\.(\w+)(?:\.(\w+))?$/;

/** @param projectRoot where supabase/grants.json lies */
export async function readExpected(projectRoot: string): Promise<Expected> {
	const grants = await expectedGrants(projectRoot);
	const tables = new Map<string, { columns: Set<string>; open: Set<string> }>();
	for (const line of grants) {
		const [, role, name, column] = LINE.exec(line) ?? [];
		if (name === undefined) continue;
		const table = tables.get(name) ?? { columns: new Set(), open: new Set() };
		tables.set(name, table);
		if (column === undefined) continue;
		table.columns.add(column);
		if (role === 'anon') table.open.add(column);
	}
	return {
		grants,
		tables: [...tables].map(([name, { columns, open }]) => ({
			name,
			columns: [...columns],
			open: [...open]
		}))
	};
}
