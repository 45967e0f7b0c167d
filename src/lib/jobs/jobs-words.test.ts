// Every sort of mail and every job has words: what the database knows by name is shown by name only
// when a newer server has noted it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jobName, mailLine } from './jobs-words.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

it('names every sort of mail the database takes', () => {
	const [, list = ''] =
		/create table internal\.mails [^;]*?check \(sort in \(([^)]*)\)/.exec(
			read('supabase', 'schemas', '135_mails.sql')
		) ?? [];
	const sorts = [...list.matchAll(/'([^']+)'/g)].map(([, sort = '']) => sort);
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
