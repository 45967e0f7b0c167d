// The database of a hosted Supabase project, reached by its owner with the direct connection string
// of the dashboard: only for commands. What serves pages reaches a hosted project by HTTP alone.
import postgres from 'postgres';
import { PostgresLink, type Connect } from './postgres-link.ts';
import { serverAddress } from './server-address.ts';
import type { SqlExecutor } from './sql.ts';
import { StartError, codeOf, reasonOf } from './start-error.ts';

/** Where Supabase's pooler gives each transaction another connection. */
const TRANSACTION_POOLER = '6543';

/** What the dashboard calls "direct connection", for sentences that ask for it. */
export const DIRECT_CONNECTION =
	'postgresql://postgres:PASSWORD@db.PROJECT.supabase.co:5432/postgres?sslmode=require';

export interface OwnerOptions {
	/** Milliseconds a statement may take; 0 for as long as it needs, also where the role has less. */
	statementTimeout: number;
}

/** A connection of its own, for looking at what the work waits for. */
type Beside = () => ReturnType<Connect>;

/**
 * Does work on one connection and closes it.
 * @throws {StartError} CONFIGURATION for an address that is none, or that of a pooler on which a
 * transaction loses its connection; DATABASE_UNREACHABLE. Neither says the password.
 */
export async function asHostedOwner<T>(
	databaseUrl: string,
	{ statementTimeout }: OwnerOptions,
	work: (sql: SqlExecutor, beside: Beside) => Promise<T>
): Promise<T> {
	const { url, socketFolder, name } = checked(databaseUrl);
	const connect: Connect = (onclose) =>
		postgres(url, {
			...(socketFolder === null ? {} : { host: socketFolder }),
			max: 1,
			connect_timeout: 5,
			max_lifetime: null,
			onnotice: () => {},
			onclose,
			connection: { application_name: 'tikls', statement_timeout: statementTimeout }
		});
	const link = new PostgresLink(connect, 1, { onAway() {}, onBack() {} });
	try {
		await link
			.alone((sql) => sql.query('select 1'))
			.catch((error: unknown) => {
				throw new StartError(
					'DATABASE_UNREACHABLE',
					`The PostgreSQL server ${name} cannot be used (${codeOf(error) || reasonOf(error)}).`,
					{ cause: error }
				);
			});
		return await link.alone((sql) => work(sql, () => connect(() => {})));
	} finally {
		await link.close();
	}
}

function checked(databaseUrl: string): ReturnType<typeof serverAddress> {
	if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(serverAddress(databaseUrl).url))
		throw new StartError(
			'CONFIGURATION',
			`The address of the project's database is not one; its dashboard shows it under Connect as ${DIRECT_CONNECTION}.`
		);
	const address = serverAddress(databaseUrl);
	if (new URL(address.url).port === TRANSACTION_POOLER)
		throw new StartError(
			'CONFIGURATION',
			`Port ${TRANSACTION_POOLER} is Supabase's transaction pooler, which keeps no connection; name the direct connection or the session pooler, both on port 5432.`
		);
	return address;
}
