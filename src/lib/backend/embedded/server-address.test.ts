import fc from 'fast-check';
import { expect, test } from 'vitest';
import { serverAddress } from './server-address.ts';

test.each([
	['postgres://anna:secret@db.example:5433/tikls?sslmode=require', 'db.example:5433/tikls', null],
	['postgresql://db.example/tikls', 'db.example/tikls', null],
	['postgres://anna@/tikls?host=/run/postgresql', '/run/postgresql/tikls', '/run/postgresql'],
	['postgres:///tikls?host=/run/postgresql&port=5433', '/run/postgresql/tikls', '/run/postgresql'],
	['postgres://anna@%2Frun%2Fpostgresql/tikls', '/run/postgresql/tikls', '/run/postgresql'],
	['postgres://anna@/tikls', 'localhost/tikls', null],
	['postgres://anna:pass word@[half', 'of DATABASE_URL', null]
])('%s', (given, name, socketFolder) => {
	expect(serverAddress(given)).toMatchObject({ name, socketFolder });
});

test('an address of a server is handed on with its user, password, database and settings', () => {
	const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
	fc.assert(
		fc.property(word, fc.string({ minLength: 1 }), word, word, (user, password, host, database) => {
			const given = `postgres://${user}:${encodeURIComponent(password)}@${host}.example:5433/${database}?sslmode=require`;
			expect(new URL(serverAddress(given).url)).toEqual(new URL(given));
			expect(serverAddress(given).name).toBe(`${host}.example:5433/${database}`);
		})
	);
});

test('by the socket too: the folder is told apart, the rest stays', () => {
	const { url, socketFolder } = serverAddress(
		'postgres://anna:a%2Fb@/tikls?host=/run/postgresql&port=5433&sslmode=disable'
	);
	expect(socketFolder).toBe('/run/postgresql');
	expect(url).toBe('postgres://anna:a%2Fb@localhost:5433/tikls?sslmode=disable');
});
