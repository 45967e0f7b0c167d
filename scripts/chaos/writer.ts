// The victim of scripts/chaos.ts: opens a data folder, says which notes it finds, then writes notes
// one after the other and says each one's name only after the database has acknowledged it. Ends
// when it is killed, or in order with SIGTERM. With a fourth word `upkeep` the nightly upkeep runs
// all the time.
//
// Lines on standard output: `ready <milliseconds>`, `found <json array of all notes>`, then `kept
// <name>` for each.
import { openEmbeddedEngine } from '#lib/backend/embedded/open-embedded.ts';

const [dataDir, projectRoot, prefix, upkeep] = process.argv.slice(2);
if (dataDir === undefined || projectRoot === undefined || prefix === undefined)
	throw new Error('usage: writer.ts DATA_DIR PROJECT_ROOT PREFIX [upkeep]');

const begun = performance.now();
const { engine, secrets, close } = await openEmbeddedEngine(dataDir, { projectRoot, seed: false });
console.log(`ready ${Math.round(performance.now() - begun)}`);

const headers = { apikey: secrets.publishableKey, 'content-type': 'application/json' };
const address = 'http://embedded.invalid/rest/v1/notes';

const found: string[] = [];
for (let offset = 0; ; offset += 1000) {
	const page = await engine.fetch(`${address}?select=body&order=id&limit=1000&offset=${offset}`, {
		headers
	});
	const rows = (await page.json()) as { body: string }[];
	found.push(...rows.map((row) => row.body));
	if (rows.length < 1000) break;
}
console.log(`found ${JSON.stringify(found)}`);

let ending = false;
process.once('SIGTERM', () => (ending = true));

async function keepWriting(): Promise<void> {
	for (let number = 1; !ending; number += 1) {
		const body = `${prefix}-${number}`;
		const written = await engine.fetch(address, {
			method: 'POST',
			headers,
			body: JSON.stringify({ body })
		});
		if (written.status !== 201) throw new Error(`refused with ${written.status}`);
		console.log(`kept ${body}`);
	}
}
async function keepUp(): Promise<void> {
	while (!ending && upkeep === 'upkeep') await engine.maintain();
}
await Promise.all([keepWriting(), keepUp()]);
await close();
process.exit();
