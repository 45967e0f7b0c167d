// The history on the page about the network says what the file of facts says: no source of its own,
// no fact left out.
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { history } from './history.ts';

const Fact = v.object({ source: v.string(), verified: v.union([v.boolean(), v.string()]) });
const File = v.object({ project: v.record(v.string(), Fact), network_facts: v.array(Fact) });
const file = v.parse(
	File,
	JSON.parse(
		readFileSync(new URL('../../../../supabase/data/organisations.json', import.meta.url), 'utf8')
	)
);
const facts = [...Object.values(file.project), ...file.network_facts];
const sourcesOf = (fact: { source: string }) => fact.source.split(' ; ').map((text) => text.trim());
const told = new Set(history.flatMap((entry) => entry.sources));

it('names only sources that were read', () => {
	const read = new Set(facts.filter((fact) => fact.verified === true).flatMap(sourcesOf));
	expect([...told].filter((source) => !read.has(source))).toEqual([]);
});

it('leaves out no fact about the network or its project', () => {
	expect(facts.flatMap(sourcesOf).filter((source) => !told.has(source))).toEqual([]);
});

it('has words and a date for each', () => {
	for (const entry of history) {
		expect(entry.when({}, { locale: 'lv' })).not.toBe('');
		expect(entry.text({}, { locale: 'lv' })).not.toBe(entry.text({}, { locale: 'en' }));
	}
});
