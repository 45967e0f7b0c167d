// The network's people before a served database, as the tests of what members do at the same moment
// need them: one set-up, and a call of a function as one of them.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makePeople, token, type Person } from './people.ts';
import { secrets, serveLiteOn, type ServedLite } from './served.ts';

/** Requests let in at once on a server. */
const WIDTH = 8;

/**
 * Serves a database with the people of people.ts to the tests of the suite it is called in, or
 * skips them where there is none. What lite prints of refused statements is not shown.
 */
export function servePeople({ name, missing }: { name: string; missing: boolean }) {
	let lite: ServedLite;
	beforeAll(async () => {
		if (missing) return;
		vi.spyOn(console, 'error').mockImplementation(() => {});
		lite = await serveLiteOn(name, makePeople, name === 'PGlite' ? 1 : WIDTH);
	});
	afterAll(async () => {
		vi.restoreAllMocks();
		await lite?.close();
	});
	/** Calls a function of the data interface as somebody; null: a visitor. */
	const ask = (person: Person | null, fn: string, body: object = {}) =>
		lite.ask(
			`rpc/${fn}`,
			'POST',
			body,
			person === null ? {} : { authorization: `Bearer ${token(person, secrets.jwtSecret)}` }
		);
	return {
		each: missing ? test.skip : test,
		lite: () => lite,
		ask,
		/** The same, for a function that has to answer. */
		async call<Answer>(person: Person, fn: string, body: object): Promise<Answer> {
			const { status, text } = await ask(person, fn, body);
			expect(status, text).toBe(200);
			return JSON.parse(text) as Answer;
		}
	};
}
