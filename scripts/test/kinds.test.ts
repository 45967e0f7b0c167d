// Which project of vitest a test belongs to, and that a pure one cannot do what it did not say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesByKind, hasStandIns, reachesOut } from './kinds.ts';

const root = join(import.meta.dirname, '..', '..');

const waysOfImporting = (name: string) => [
	`import { one } from '${name}';`,
	`import {\n\tone,\n\ttwo\n} from '${name}';`,
	`import '${name}';`,
	`const { one } = await import('${name}');`
];

describe('the kind of a test', () => {
	it('follows from what it imports', () => {
		for (const name of [
			'../../../supabase/tests/databases.ts',
			'../tests/setup/server',
			'../backend/embedded/sql.ts',
			'node:net',
			'@electric-sql/pglite'
		])
			for (const text of waysOfImporting(name)) expect(reachesOut(text), text).toBe(true);
		for (const name of ['fast-check', 'node:fs', './recurrence.ts', './postgres-words.ts'])
			for (const text of waysOfImporting(name)) expect(reachesOut(text), text).toBe(false);
	});

	it('is another one with a stand-in for a module', () => {
		const call = ['vi', 'mock'].join('.');
		expect(hasStandIns(`${call}('#network', () => ({}));`)).toBe(true);
		expect(hasStandIns(`${call.replace('mock', 'doMock')}('#network');`)).toBe(true);
		expect(hasStandIns('const { rpc } = vi.hoisted(() => ({ rpc: vi.fn() }));')).toBe(false);
	});

	it('is one of four, for every file', () => {
		const { pure, standIns, thorough, database } = filesByKind(root);
		expect(standIns).toContain('src/lib/organisation/third-language.test.ts');
		expect(pure).toContain('scripts/test/kinds.test.ts');
		expect(thorough).toContain('src/lib/event/recurrence/recurrence.thorough.test.ts');
		expect(database).toContain('supabase/tests/rights.test.ts');
		// By way of the command it tries.
		expect(database).toContain('scripts/chaos/kills.test.ts');
		const all = [...pure, ...standIns, ...thorough, ...database];
		expect(new Set(all).size).toBe(all.length);
		for (const file of [...pure, ...standIns, ...thorough])
			expect(reachesOut(readFileSync(join(root, file), 'utf8')), file).toBe(false);
	});
});

describe('a pure test', () => {
	it('starts no program, no thread, no server and no connection', () => {
		const { spawn, execFileSync } = process.getBuiltinModule('node:child_process');
		const { createServer, connect } = process.getBuiltinModule('node:net');
		const { Worker } = process.getBuiltinModule('node:worker_threads');
		const attempts = [
			() => spawn('true'),
			() => execFileSync('true'),
			() => createServer().listen(0),
			() => connect(9),
			() => new Worker('')
		];
		for (const attempt of attempts) expect(attempt).toThrow('in a pure test');
	});
});
