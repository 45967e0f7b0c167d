// Who has answered, and what that says of the line.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultOfData, faultOfForm } from './line-fault.ts';

const answer = (status: number, type: string | null) =>
	new Response(null, { status, headers: type === null ? {} : { 'content-type': type } });
const json = 'application/json';
const html = 'text/html; charset=utf-8';

it.each([
	[413, html, 'large'],
	[413, json, 'large'],
	[502, html, 'silent'],
	[504, html, 'silent'],
	[503, html, 'busy'],
	[503, json, 'busy'],
	[429, json, 'busy'],
	[500, json, 'failed'],
	[500, html, 'silent'],
	[408, json, 'silent'],
	[200, json, null],
	[403, json, null],
	// A network that wants to be signed in to answers everything with a page of its own.
	[200, html, 'silent'],
	[404, html, 'silent']
])('a form answered %s with %s', (status, type, fault) => {
	expect(faultOfForm(answer(status, type))).toBe(fault);
});

it.each([
	[413, html, 'large'],
	[502, html, 'silent'],
	[502, null, 'silent'],
	[504, html, 'silent'],
	[503, html, 'busy'],
	[503, json, null],
	[500, json, null],
	[404, json, null],
	[200, json, null]
])('data answered %s with %s', (status, type, fault) => {
	expect(faultOfData(answer(status, type))).toBe(fault);
});

it('never takes a page of somebody else for the answer to a form', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 200, max: 599 }),
			fc.constantFrom(html, 'text/plain', 'application/xml', null),
			(status, type) => faultOfForm(answer(status, type)) !== null
		)
	);
});
