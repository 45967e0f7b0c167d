// Set-up of the project `pure` of vitest: whoever starts a program, opens a connection or a
// database in one of its tests is told that the test belongs to the other project (kinds.ts says
// how files are told apart). Without this a slow test would slip in behind somebody else's import.
import childProcess from 'node:child_process';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';
import { vi } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';

// Files share their modules; none begins in the language of the one before.
overwriteGetLocale(() => baseLocale);

// `npm run test:pure` is asked again and again while somebody works: there no property draws random
// values for longer than this. `npm test` and the build server draw all of them.
const MILLISECONDS_A_PROPERTY = 200;
if (process.env.npm_lifecycle_event === 'test:pure') {
	const { configureGlobal } = await import('fast-check');
	configureGlobal({ interruptAfterTimeLimit: MILLISECONDS_A_PROPERTY });
}

function refuse(what: string): never {
	throw new Error(
		`${what} in a pure test. A test that needs this imports what opens it (supabase/tests, ` +
			`tests/setup, src/lib/backend/embedded) itself: scripts/test/kinds.ts.`
	);
}

for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'])
	Reflect.set(childProcess, name, () => refuse('A program is started'));
net.Server.prototype.listen = () => refuse('A server is started');
net.Socket.prototype.connect = () => refuse('A connection is opened');
Reflect.set(
	workerThreads,
	'Worker',
	class {
		constructor() {
			refuse('A thread is started');
		}
	}
);
syncBuiltinESMExports();

vi.mock('@electric-sql/pglite', () => {
	const open = () => refuse('A database is opened');
	return {
		PGlite: class {
			static create = open;
			constructor() {
				open();
			}
		}
	};
});
