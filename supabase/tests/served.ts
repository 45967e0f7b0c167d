// lite over one of the two databases, migrated and seeded, as the worker of the product serves it:
// the door through which every request of a page, and every attack, goes.
import { serveLite, type Answer } from '#lib/backend/embedded/lite.ts';
import { Queue } from '#lib/backend/embedded/queue.ts';
import { inTransaction, type SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { openEmbedded, openPostgres, type OpenStore } from '#lib/backend/embedded/stores.ts';
import { preparedData, preparedDatabase } from './prepared.ts';

export const secrets = {
	jwtSecret: '0'.repeat(64),
	publishableKey: 'sb_publishable_for_the_api_test_only',
	secretKey: 'sb_secret_for_the_api_test_only_too'
};

export interface ServedLite {
	store: OpenStore;
	/** lite itself. */
	answer: Answer;
	/** Asks the data interface; `path` follows `/rest/v1/`. Headers come on top of a visitor's. */
	ask(
		path: string,
		method?: string,
		body?: object,
		headers?: Record<string, string>
	): Promise<{ status: number; text: string }>;
	close(): Promise<void>;
}

/**
 * Serves a new database with a connection of its own.
 * @param name one of the names of databases.ts
 * @param fill writes the rows of the test, as the owner, in one transaction
 * @param width requests let in at once; the embedded database bears one
 */
export async function serveLiteOn(
	name: string,
	fill: (sql: SqlExecutor) => Promise<void>,
	width = 1
): Promise<ServedLite> {
	const store =
		name === 'PGlite'
			? await openEmbedded('memory://', { content: await preparedData() })
			: await openPostgres(await preparedDatabase(), width);
	const answer = await stand(store, fill, width);
	return {
		store,
		answer,
		async ask(path, method = 'GET', body, headers = {}) {
			const response = await answer(
				new Request(`http://embedded.invalid/rest/v1/${path}`, {
					method,
					headers: {
						apikey: secrets.publishableKey,
						'content-type': 'application/json',
						...headers
					},
					body: body === undefined ? null : JSON.stringify(body)
				})
			);
			return { status: response.status, text: await response.text() };
		},
		async close() {
			await store.close();
		}
	};
}

async function stand(
	store: OpenStore,
	fill: (sql: SqlExecutor) => Promise<void>,
	width: number
): Promise<Answer> {
	await store.asOwner((sql) => inTransaction(sql, () => fill(sql)));
	return await serveLite(
		store.connection,
		secrets,
		new Queue({ width, waiting: 100, patience: 60_000 })
	);
}
