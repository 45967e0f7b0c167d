// The worker thread: the database and lite live here, so that a slow query stalls this thread and
// never the pages, and so that it can be ended when it hangs (PGlite has no working
// statement_timeout). The main thread (engine.ts) speaks to it in the messages of protocol.ts and
// lets no request in beside another where the store cannot bear it.
//
// Run by Node directly, outside the bundle: imports are relative and end in .ts, nothing of
// SvelteKit is known here.
import { parentPort, workerData } from 'node:worker_threads';
import { takeConsole } from '#lib/log/log.server.ts';
import { copyDatabase, proveBackup } from './backup-copy.ts';
import { bootstrap } from './bootstrap.ts';
import { enforceGrants, expectedGrants } from './grants.ts';
import { serveLite, type Answer } from './lite.ts';
import { applyMigrations, readMigrations } from './migrations.ts';
import type {
	FromWorker,
	IssuedCode,
	Opened,
	RequestMessage,
	ToWorker,
	WorkerTask
} from './protocol.ts';
import { Queue } from './queue.ts';
import { seedIfEmpty } from './seeding.ts';
import { openEmbedded, openPostgres, type OpenStore } from './stores.ts';
import { StartError, reasonOf } from './start-error.ts';
import { checkRecovery } from './recovery.ts';
import { dropLeases, upkeepStep } from './upkeep.ts';

if (parentPort === null) throw new Error('worker.ts runs as a worker thread only');
const main = parentPort;
const task = workerData as WorkerTask;

// lite prints every refused statement with its parameters, which are what people wrote. What
// matters comes back as an answer and is logged once, by the engine.
takeConsole();

function say(message: FromWorker, transfer: ArrayBuffer[] = []): void {
	main.postMessage(message, transfer);
}

/** Everything between an open database and one that may be served. */
async function bringUpToDate(store: OpenStore): Promise<Opened> {
	const migrations = await readMigrations(task.projectRoot);
	// Another server may be at work alone for minutes: for what is done already nobody waits.
	if (task.again && (await store.isPrepared?.(migrations.map(({ version }) => version))))
		return { migrations: [], seeded: null, grantsRestored: [] };
	const expected = await expectedGrants(task.projectRoot);
	return await store.asOwner(async (sql) => {
		await bootstrap(sql);
		const applied = await applyMigrations(sql, migrations, (name) =>
			say({ type: 'progress', step: 'migrating', message: `Applying the migration ${name}` })
		);
		if (applied.changed.length > 0)
			say({
				type: 'note',
				text: `Migrations were changed after they had been applied, which has no effect: ${applied.changed.join(', ')}`
			});
		if (task.store.kind === 'embedded') await dropLeases(sql);
		const grantsRestored = await enforceGrants(sql, expected);
		const seeded = task.seed
			? await seedIfEmpty(sql, task.projectRoot, () =>
					say({ type: 'progress', step: 'seeding', message: 'Filling the empty database' })
				)
			: null;
		return { migrations: applied.now, seeded, grantsRestored };
	});
}

/** Ends this thread; the main thread answers 503 for what was inside and starts another. */
function giveUp(error: unknown): never {
	say({
		type: 'note',
		text: `The database no longer answers (${reasonOf(error)}); restarting it.`
	});
	process.exit(1);
}

async function answer(store: OpenStore, lite: Answer, message: RequestMessage): Promise<void> {
	const request = new Request(new URL(message.path, 'http://embedded.invalid'), {
		method: message.method,
		headers: message.headers,
		body: message.body
	});
	const issued: IssuedCode[] = [];
	const response = await lite(request, issued, message.readOnly);
	// A crashed WebAssembly module and a transaction that was left open both look like one failed
	// request and then fail every one after it. Asked before the answer is given, because the next
	// request comes as soon as it is.
	if (response.status >= 500 && task.store.kind === 'embedded') await store.ping().catch(giveUp);
	const content = await response.arrayBuffer();
	const body = content.byteLength > 0 ? content : null;
	say(
		{
			type: 'response',
			id: message.id,
			status: response.status,
			headers: [...response.headers],
			body,
			// One whose request failed may not be in the database: mailing it would be a promise nobody
			// keeps.
			codes: response.ok ? issued : []
		},
		body === null ? [] : [body]
	);
}

async function serve(store: OpenStore): Promise<void> {
	const opened = await bringUpToDate(store);
	store.trim();
	// The main thread lets in as many as `width` says; this is the same wall once more, where no
	// other sender can get round it.
	const queue = new Queue({ width: task.width, waiting: Infinity, patience: 60_000 });
	const lite = await serveLite(store.connection, task.secrets, queue);
	main.on('message', (message: ToWorker) => {
		void handle(message).catch((error: unknown) => {
			say({ type: 'note', text: `The backend failed on a ${message.type}: ${reasonOf(error)}` });
			if (message.type === 'request')
				say({ type: 'response', id: message.id, status: 500, headers: [], body: null, codes: [] });
			else if (message.type !== 'close') say({ type: 'done', id: message.id, ok: false });
		});
	});
	async function handle(message: ToWorker): Promise<void> {
		if (message.type === 'request') {
			await answer(store, lite, message);
			return await boundLog();
		}
		if (message.type === 'close') return await finish(store);
		if (message.type === 'alive') return say({ type: 'done', id: message.id, ok: true });
		const more = await queue.run(async () => {
			if (message.type === 'ping') await store.ping();
			else if (message.type === 'maintain')
				return await store.asOwner((sql) => upkeepStep(sql, message.step));
			else if (task.store.kind === 'embedded')
				await copyDatabase(store, task.store.directory, message.folder, message.seen);
			return false;
		});
		say({ type: 'done', id: message.id, ok: true, more });
	}
	/** Who was answered waits for it no more; who comes next does, a tenth of a second. */
	async function boundLog(): Promise<void> {
		await queue.run(store.boundLog).catch((error: unknown) => {
			say({ type: 'note', text: `No checkpoint could be made (${reasonOf(error)}).` });
		});
	}
	say({ type: 'ready', opened });
	await boundLog();
}

async function finish(store: OpenStore): Promise<void> {
	await store.close();
	say({ type: 'closed' });
	main.close();
}

async function run(): Promise<void> {
	if (task.task === 'prove' && task.step !== undefined && task.store.kind === 'embedded') {
		await proveBackup(task.store.directory, task.step, task.projectRoot);
		say({ type: 'closed' });
		return main.close();
	}
	const isAfterCrash = task.task === 'recover' || task.task === 'rehearse';
	if (isAfterCrash && task.store.kind === 'embedded') await checkRecovery(task.store.directory);
	if (task.task === 'recover') {
		say({ type: 'closed' });
		return main.close();
	}
	const store =
		task.store.kind === 'embedded'
			? // One being made is put on the disk as a whole, a copy is thrown away.
				await openEmbedded(task.store.directory, { isFlushed: task.task === 'serve' })
			: await openPostgres(task.store.databaseUrl, task.store.connections, {
					onAway: (reason) => say({ type: 'away', reason }),
					onBack: () => say({ type: 'back' }),
					onWait: (message) => say({ type: 'progress', step: 'waiting', message })
				});
	try {
		if (task.task === 'serve') return await serve(store);
		say({ type: 'ready', opened: await bringUpToDate(store) });
	} catch (error) {
		// Closed before the sentence is sent: the main thread ends this worker as soon as it has read
		// it.
		await store.close().catch(() => {});
		throw error;
	}
	await finish(store);
}

run().catch((error: unknown) => {
	say(
		error instanceof StartError
			? { type: 'failed', code: error.code, message: error.message }
			: {
					type: 'failed',
					code: 'OPENING_FAILED',
					message: `The database could not be opened (${reasonOf(error)}).`
				}
	);
});
