// `npm run bench`: every measurement, one after the other; `npm run bench -- NAME` one of them, `--
// --quick` each less often. Everything runs on this machine: the browser and the load come from the
// same processors as the server, so a busy machine gives worse figures, never better ones.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { build, giveUp, Refusal } from './prepare.js';

/** By name: what is measured, and the module whose `bench(quick)` measures and prints it. */
const benches: Record<
	string,
	{ about: string; load: () => Promise<{ bench(quick: boolean): Promise<void> }> }
> = {
	visits: {
		about: 'what a visit and a start cost, beside three public systems',
		load: () => import('./bench/visits.ts')
	},
	scale: {
		about: 'what a question costs as the directory grows to 100,000 organisations',
		load: () => import('./bench/scale.ts')
	},
	search: {
		about: 'how good the search is, and what it costs as the directory grows',
		load: () => import('./bench/search.ts')
	},
	attack: {
		about: 'what visitors notice while thirty strangers ask for the dearest things for a minute',
		load: () => import('./bench/attack.ts')
	},
	memory: {
		about: 'how much memory the server takes, and which part of it is what',
		load: () => import('./bench/memory.ts')
	},
	map: {
		about: 'how smoothly the map moves with many organisations on a slow processor',
		load: () => import('./bench/map.ts')
	},
	events: {
		about: 'agenda, month, map and feeds with 1,000 and 100,000 dates, beside Gancio',
		load: () => import('./bench/events.ts')
	}
};

try {
	const { values, positionals } = parseArgs({
		options: { quick: { type: 'boolean', default: false } },
		allowPositionals: true
	});
	const unknown = positionals.find((name) => !(name in benches));
	if (unknown)
		throw new Refusal(
			`There is no bench named ${unknown}; there are ${Object.keys(benches).join(', ')}.`
		);
	await build();
	for (const [name, { about, load }] of Object.entries(benches)) {
		if (positionals.length > 0 && !positionals.includes(name)) continue;
		console.log(`\n== ${name}: ${about}`);
		await (await load()).bench(values.quick);
		const busy = loadavg()[0]?.toFixed(1);
		console.log(
			`${availableParallelism()} processors, load ${busy} at the end; ${values.quick ? 'quick' : 'full'} run.`
		);
	}
} catch (error) {
	giveUp(error);
}
