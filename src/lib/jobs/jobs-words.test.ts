// Every sort of mail and every job has words: what the database knows by name is shown by name only
// when a newer server has noted it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { alarmName, jobName, mailLine } from './jobs-words.ts';
import { alarmSorts } from './metrics.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

/** The texts a column of a table may hold. */
function allowed(file: string, column: string): string[] {
	const [, list = ''] =
		new RegExp(`create table [^;]*?check \\(${column} in \\(([^)]*)\\)`).exec(
			read('supabase', 'schemas', file)
		) ?? [];
	return [...list.matchAll(/'([^']+)'/g)].map(([, one = '']) => one);
}

it('names every warning, and programs that watch are told of the same ones', () => {
	expect(allowed('207_alarms.sql', 'what')).toEqual([...alarmSorts]);
	expect(alarmSorts.filter((what) => alarmName(what) === what)).toEqual([]);
});

it('names every sort of mail the database takes', () => {
	const sorts = allowed('135_mails.sql', 'sort');
	expect(sorts.length).toBeGreaterThan(10);
	const unnamed = sorts.filter((sort) => mailLine({ sort, recipient: '' }).includes(sort));
	expect(unnamed).toEqual([]);
});

it('names every job the server runs', () => {
	const code = read('src', 'lib', 'jobs', 'jobs.server.ts');
	const jobs = [...code.matchAll(/\{ name: '([^']+)', every/g)].map(([, name = '']) => name);
	expect(jobs.length).toBeGreaterThan(5);
	expect([...jobs, 'upkeep', 'backup'].filter((name) => jobName(name) === name)).toEqual([]);
});
