// Invented load data for a stopped installation or DATABASE_URL:
//   npm run seed -- --organisations 1000 --events 500 --seed 1 Every row says "Slodzes tests" and
//   is an example; `npm run examples:remove` takes all of it away. The same seed replaces what it
//   wrote before. --today YYYY-MM-DD dates the events from another day.
import { parseArgs } from 'node:util';
import { network } from '#network';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { writeLoad } from '#lib/seed/load.ts';
import { onStoppedInstallation, runScript, todayIn } from './installation.ts';

/** More than any country has; a slip of the keyboard must not fill a disk. */
const max = 1_000_000;

function count(name: string, text: string): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || value > max) {
		throw new StartError(
			'CONFIGURATION',
			`--${name} must be a number from 0 to ${max}, not '${text}'.`
		);
	}
	return value;
}

function readOptions() {
	try {
		return parseArgs({
			options: {
				organisations: { type: 'string', default: '1000' },
				events: { type: 'string', default: '500' },
				seed: { type: 'string', default: '1' },
				today: { type: 'string', default: todayIn(network.timeZone) }
			}
		}).values;
	} catch (error) {
		throw new StartError(
			'CONFIGURATION',
			error instanceof Error ? error.message : 'Unknown option.'
		);
	}
}

await runScript(async () => {
	const { seed, today, ...counts } = readOptions();
	if (!/^[a-z0-9]{1,20}$/.test(seed)) {
		throw new StartError('CONFIGURATION', '--seed must be 1 to 20 lower-case letters and digits.');
	}
	if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today))) {
		throw new StartError(
			'CONFIGURATION',
			`--today must be a date like 2026-11-23, not '${today}'.`
		);
	}
	const organisations = count('organisations', counts.organisations);
	const events = count('events', counts.events);
	const began = performance.now();
	let told = began;
	await onStoppedInstallation((sql) =>
		writeLoad(sql, {
			organisations,
			events,
			seed,
			today,
			onProgress(done, of, what) {
				if (performance.now() - told < 2000) return;
				told = performance.now();
				console.log(`  ${done} of ${of} ${what}`);
			}
		})
	);
	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	return `Load data of seed ${seed}: ${organisations} organisations and ${events} events in ${seconds} s.`;
});
