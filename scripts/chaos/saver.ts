// The victim of saves.ts: opens a data folder with the whole schema, says how the listing stands
// and what its history holds, then lets three people save it over and over, each on top of the
// others, and says each version only after it was acknowledged.
//
// Lines on standard output as those of writer.ts; `found` is a JSON array of one Found, and behind
// each mark are the milliseconds its save took. With a fourth word `upkeep` the nightly upkeep runs
// all the time. SIGTERM ends it in order.
import { openEmbeddedEngine } from '#lib/backend/embedded/open-embedded.ts';
import { attempt, rows, token, type Person } from '../../supabase/tests/people.ts';
import type { Found } from './saves.ts';

const [dataDir, projectRoot, prefix, upkeep] = process.argv.slice(2);
if (dataDir === undefined || projectRoot === undefined || prefix === undefined)
	throw new Error('usage: saver.ts DATA_DIR PROJECT_ROOT PREFIX [upkeep]');

const begun = performance.now();
const { engine, secrets, close } = await openEmbeddedEngine(dataDir, { projectRoot, seed: false });
console.log(`ready ${Math.round(performance.now() - begun)}`);

async function ask<Answer>(person: Person, path: string, body?: object): Promise<Answer> {
	const response = await engine.fetch(`http://embedded.invalid/rest/v1/${path}`, {
		method: body ? 'POST' : 'GET',
		headers: {
			apikey: secrets.publishableKey,
			authorization: `Bearer ${token(person, secrets.jwtSecret)}`,
			'content-type': 'application/json'
		},
		...(body ? { body: JSON.stringify(body) } : {})
	});
	if (response.status !== 200)
		throw new Error(`refused with ${response.status}: ${await response.text()}`);
	return (await response.json()) as Answer;
}

const listing = await ask<Found['listing']>('coordinator', 'rpc/listing', {
	subject: 'organisation',
	id: rows.kurzeme
});
const history: Found['history'] = [];
for (let from = 0; ; from += 500) {
	const page = await ask<Found['history']>(
		'coordinator',
		`revisions?subject_id=eq.${rows.kurzeme}&select=version,listing&order=version&limit=500&offset=${from}`
	);
	history.push(...page);
	if (page.length < 500) break;
}
console.log(`found ${JSON.stringify([{ listing, history } satisfies Found])}`);

let version = listing.version;
let number = 0;
let ending = false;
process.once('SIGTERM', () => (ending = true));
/**
 * One person: saves texts, topics and contacts in one go; who was overtaken reads the new version
 * and saves again.
 */
async function keepSaving(person: Person): Promise<void> {
	while (!ending) {
		const asked = performance.now();
		number += 1;
		const mark = `${prefix}-${number}`;
		const answer = await ask<{ status: string; version: number }>(person, 'rpc/save_organisation', {
			id: rows.kurzeme,
			read_version: version,
			attempt: attempt(),
			listing: {
				summary: { en: mark },
				topics: number % 2 ? ['training'] : ['project-funding'],
				contact_persons: [{ name: mark, purpose: mark }]
			},
			act: {}
		});
		version = Math.max(version, answer.version);
		if (answer.status === 'saved') {
			const took = (performance.now() - asked).toFixed(1);
			console.log(`kept ${answer.version} ${mark} ${took}`);
		} else if (answer.status !== 'stale') throw new Error(JSON.stringify(answer));
	}
}
async function keepUp(): Promise<void> {
	while (!ending && upkeep === 'upkeep') await engine.maintain();
}
await Promise.all([...(['coordinator', 'deputy', 'editor'] as const).map(keepSaving), keepUp()]);
await close();
process.exit();
