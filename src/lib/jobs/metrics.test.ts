// What programs that watch are told, read by the reader Prometheus itself has for Python.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMissing, pythonAnswer } from '../../../tests/setup/programs.ts';
import { temporaryFolder } from '../../../tests/setup/server.ts';
import { alarmSorts, metricsOf, openMetrics, type Metric } from './metrics.ts';
import type { Operation } from './operation.server.ts';

/** [[name, type, [[sample name, labels, value]]]] of each exposition of a JSON file of them. */
const reader = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read
print(json.dumps([[[f.name, f.type, [[s.name, s.labels, s.value] for s in f.samples]] for f in read(text)]
	for text in json.load(open(sys.argv[1]))]))
`;

function asRead(texts: string[]): unknown {
	const folder = temporaryFolder('metrics');
	const file = join(folder, 'texts.json');
	writeFileSync(file, JSON.stringify(texts));
	try {
		return pythonAnswer(reader, [file], folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const suffixes = { gauge: '', counter: '_total', info: '_info' };
const asMeant = (metrics: readonly Metric[]) =>
	metrics
		.filter(({ samples }) => samples.length > 0)
		.map(({ name, type, samples }) => [
			name,
			type,
			samples.map(({ labels = {}, value }) => [`${name}${suffixes[type]}`, labels, value])
		]);

const instant = fc.integer({ min: 0, max: 4e12 }).map((time) => new Date(time).toISOString());
const count = fc.nat(1e9);
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const job = fc.record({
	name: text,
	every: count,
	nextAt: instant,
	beganAt: maybe(instant),
	endedAt: maybe(instant),
	did: fc.constant({}),
	failures: count,
	failedAt: maybe(instant),
	failure: maybe(text),
	running: fc.boolean()
});
const operation: fc.Arbitrary<Operation> = fc.record({
	version: text,
	node: text,
	backend: fc.constantFrom('embedded' as const, 'postgres' as const, 'supabase' as const),
	startedAt: instant,
	memory: fc.record({ resident: count, heap: count }),
	room: maybe(fc.record({ takenPercent: fc.nat(100), freeBytes: count })),
	report: maybe(
		fc.record({
			database: fc.record({ version: text, bytes: count, organisations: count, events: count }),
			jobs: fc.uniqueArray(job, { selector: ({ name }) => name, maxLength: 8 }),
			mails: fc.record({
				waiting: count,
				late: count,
				failed: count,
				sent: count,
				lastSentAt: maybe(instant)
			}),
			alarms: fc.array(fc.record({ what: fc.constantFrom(...alarmSorts), since: instant }))
		})
	)
});
const health = fc.record({
	pages: fc.constantFrom('answered' as const, 'kept' as const, 'failing' as const),
	database: fc.constantFrom('ok' as const, 'busy' as const, 'away' as const, 'failing' as const),
	saves: fc.constantFrom('taken' as const, 'refused' as const),
	disk: fc.constantFrom('ok' as const, 'filling' as const, 'full' as const, 'unreadable' as const)
});
const answers = fc
	.dictionary(fc.constantFrom('2', '3', '4', '5'), fc.record({ count, seconds: count }))
	.map((given) => new Map(Object.entries(given)));

test.skipIf(isMissing('openmetrics'))(
	'whatever an installation is like, what is read is what was meant',
	() => {
		const all = fc
			.sample(fc.tuple(operation, health, answers), 200)
			.map((one) => metricsOf(...one));
		expect(asRead(all.map(openMetrics))).toEqual(all.map(asMeant));
	}
);

test('an answer that fails, a save that is refused and a warning that lasts each move one number', () => {
	const [one] = fc.sample(operation, { numRuns: 1, seed: 7 });
	if (!one) throw new Error('no sample');
	const value = (
		name: string,
		[pages, saves]: [pages: 'answered' | 'kept' | 'failing', saves: 'taken' | 'refused'],
		label?: string
	) =>
		metricsOf(one, { pages, database: 'ok', saves, disk: 'ok' }, new Map())
			.find((metric) => metric.name === name)
			?.samples.find(({ labels }) => !label || Object.values(labels ?? {}).includes(label))?.value;
	expect(value('tikls_pages_answered', ['kept', 'taken'], 'made')).toBe(0);
	expect(value('tikls_pages_answered', ['kept', 'taken'], 'kept')).toBe(1);
	expect(value('tikls_pages_answered', ['failing', 'taken'], 'kept')).toBe(0);
	expect(value('tikls_pages_answered', ['answered', 'taken'], 'made')).toBe(1);
	expect(value('tikls_saves_taken', ['answered', 'refused'])).toBe(0);
	expect(value('tikls_saves_taken', ['answered', 'taken'])).toBe(1);
});
