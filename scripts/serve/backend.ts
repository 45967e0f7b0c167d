// What the server process knows of the backend that the application opened in it: how to describe
// it in the line that says where the site is, how to close it, and which faults at start are
// sentences for the operator.
import { setTimeout as wait } from 'node:timers/promises';

/** The part of the application's Backend that is used here. */
interface Running {
	kind: string;
	opening: { created: boolean; migrations: string[]; seeded: boolean; milliseconds: number };
	visitor: {
		from(table: string): {
			select(
				columns: string,
				options: { count: 'exact'; head: true }
			): PromiseLike<{ count: number | null }>;
		};
	};
	close(): Promise<void>;
}

const names: Record<string, string> = {
	embedded: 'embedded database',
	postgres: 'PostgreSQL',
	supabase: 'hosted Supabase'
};

/**
 * Where src/lib/backend/backend.server.ts keeps it: the bundle's modules are others than those
 * imported here.
 */
const shelf = globalThis as { tiklsBackend?: { opening: Promise<Running> } };

/**
 * The backend, waiting for it when it is just being opened; undefined when there is none or it did
 * not open.
 */
async function running(): Promise<Running | undefined> {
	return shelf.tiklsBackend?.opening.catch(() => undefined);
}

/** How long the counting may hold up the line that says where the site is (ms). */
const enough = 3000;

/** E.g. `26 organisations and 29 events; embedded database, created`. */
export async function describeBackend(): Promise<string> {
	const backend = await running();
	if (!backend) return 'no database';
	const { created, migrations, seeded } = backend.opening;
	const done = [
		created ? 'created' : '',
		migrations.length && !created ? `${migrations.length} migrations applied` : '',
		seeded ? 'filled with the first data' : ''
	].filter(Boolean);
	const counts = Promise.all([count(backend, 'organisations'), count(backend, 'events')]);
	const counted = await Promise.race([counts, wait(enough, undefined, { ref: false })]);
	// The site is served all the same: a hosted database that is away may come back.
	const holds =
		counted?.[0] === null || !counted
			? 'the database does not answer at the moment'
			: `${counted[0]} organisations and ${counted[1]} events`;
	return `${holds}; ${[names[backend.kind] ?? backend.kind, ...done].join(', ')}`;
}

/** By a column everybody may read: a table as a whole nobody may. */
async function count(backend: Running, table: string): Promise<number | null> {
	return (await backend.visitor.from(table).select('id', { count: 'exact', head: true })).count;
}

/**
 * Closes the database if one was opened. One that is just being opened or created is given
 * `patience` milliseconds to get there; after that it is left: creating is begun anew the next
 * time, and opening survives even kill -9.
 */
export async function closeBackend(patience: number): Promise<void> {
	const backend = await Promise.race([running(), wait(patience, undefined, { ref: false })]);
	await backend?.close();
}

/**
 * The sentence of a fault the operator can put right (the application's StartError, known by its
 * name: it comes from the bundle, so the class itself is another one here), or undefined.
 */
export function sentenceOf(error: unknown): string | undefined {
	return error instanceof Error && error.name === 'StartError' ? error.message : undefined;
}
