// Fills an empty database with the network: regions, places, topics, organisations, past events and
// labelled examples of upcoming ones. Runs in plain Node as the database's owner, in the
// transaction of whoever calls it.
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { addExamples } from './examples.ts';
import { insertNetwork, insertPlaces, insertRegions } from './network-rows.ts';
import { insertOrganisations, listOrganisations } from './organisations.ts';
import { insertEvents, listPastEvents } from './past-events.ts';

export interface SeedOptions {
	/** ISO date of today in the network's zone; the examples are dated from it. */
	today: string;
}

export interface Seeded {
	organisations: number;
	/** Past events and examples together. */
	events: number;
	places: number;
}

/**
 * Seeds an empty, migrated database. Call it in a transaction: half a seed would never be
 * completed.
 */
export async function seed(sql: SqlExecutor, options: SeedOptions): Promise<Seeded> {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(options.today))
		throw new Error(`not an ISO date: ${options.today}`);
	await insertNetwork(sql);
	await insertRegions(sql);
	const places = await insertPlaces(sql);
	const organisations = await insertOrganisations(sql);
	const past = listPastEvents(listOrganisations());
	await insertEvents(sql, past, options.today);
	const examples = await addExamples(sql, options.today);
	return { organisations, events: past.length + examples, places };
}
