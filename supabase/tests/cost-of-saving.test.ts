// What it costs the database to save one changed text from a coordinator's form. The figures may
// fall, and whoever makes them fall writes the new ones here; they may not rise.
import { backend } from '#lib/backend/backend.server.ts';
import { personFrom, rights } from '#lib/account/person.ts';
import { typedOrganisation } from '#lib/organisation/edit/typed-organisation.ts';
import { offeredPlaces } from '#lib/listing/pin/pin.server.ts';
import { openListing } from '#lib/listing/saving/listings.server.ts';
import { saveListing } from '#lib/listing/editor/save.server.ts';
import { organisationEditing } from '#lib/organisation/edit/editing.server.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { serveLite } from '#lib/backend/embedded/lite.ts';
import { Queue } from '#lib/backend/embedded/queue.ts';
import { openPostgres, type OpenStore } from '#lib/backend/embedded/stores.ts';
import { postgresInstalled } from '../../tests/setup/postgres.ts';
import { startWire, type Wire } from '../../tests/setup/wire.ts';
import { attempt, makePeople, rows, token } from './people.ts';
import { preparedDatabase } from './prepared.ts';
import { startSeam, type Seam } from './seam.ts';
import { secrets } from './served.ts';
import { costOf } from './statements.ts';

/**
 * What one save may cost at most, with the request that asks who is there: what was measured last.
 * The first save of a listing also writes down how it stood before. One statement counts the save,
 * and a person's first one looks whether there is such a person. One call asks whether the
 * transaction has counted the change already, which the clock alone cannot tell, and one whether
 * there are sets that must not take the listing for what it was.
 */
const MAX = {
	first: { questions: 2, statements: 73, calls: 82, documents: 2, persons: 3 },
	later: { questions: 2, statements: 67, calls: 74, documents: 1, persons: 3 }
};

describe.skipIf(!postgresInstalled())('one changed text of an organisation', () => {
	let wire: Wire;
	let store: OpenStore;
	let seam: Seam;

	beforeAll(async () => {
		// The version of the content is good for two seconds: on a busy machine it would be asked
		// again.
		vi.useFakeTimers({ toFake: ['Date'] });
		overwriteGetLocale(() => 'lv');
		wire = await startWire(await preparedDatabase());
		store = await openPostgres(wire.address, 1);
		await store.asOwner(makePeople);
		const queue = new Queue({ width: 1, waiting: 100, patience: 60_000 });
		seam = await startSeam(await serveLite(store.connection, secrets, queue));
	});
	afterAll(async () => {
		vi.unstubAllGlobals();
		vi.useRealTimers();
		await store?.close();
		await wire?.close();
	});

	/** Who sends the form, as every request behind the sign-in asks it. */
	const coordinator = async () => {
		const database = backend().as(token('coordinator', secrets.jwtSecret));
		const { data } = await database.rpc('my_rights');
		return personFrom(v.parse(rights, data), database);
	};
	test.each(['first', 'later'] as const)('costs no more than it did, the %s time', async (time) => {
		const opened = await openListing(await coordinator(), 'organisation', rows.kurzeme);
		const typed = {
			...typedOrganisation(opened.listing, await offeredPlaces()),
			summary_lv: [time === 'first' ? 'Palīdz citādi.' : 'Palīdz ikdienā.'],
			version: [String(opened.version)],
			attempt: [attempt()]
		};

		let asked: string[][] = [];
		const cost = await costOf(store, wire, async () => {
			asked = await seam.rounds(async () => {
				const person = await coordinator();
				const id = rows.kurzeme;
				const outcome = await saveListing(organisationEditing, person, id, typed, {}, 'lv');
				expect(outcome).toMatchObject({ saved: true, changed: true });
			});
		});
		const called = (wanted: RegExp) =>
			cost.calls.reduce((sum, [name, count]) => sum + (wanted.test(name) ? count : 0), 0);
		const measured = {
			questions: asked.flat().length,
			statements: cost.statements.length,
			calls: called(/^/),
			documents: called(/_document$/),
			persons: called(/^internal\.person$/)
		};
		for (const [what, max] of Object.entries(MAX[time]))
			expect(measured[what as keyof typeof measured], what).toBeLessThanOrEqual(max);
	});
});
