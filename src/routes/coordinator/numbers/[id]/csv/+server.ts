// One table of the members' numbers as a file, of the region its page is of.
import { requirePerson } from '#lib/account/access.ts';
import { tablesForMember } from '#lib/desk/numbers.server.ts';
import { csvAnswer } from '#lib/numbers/csv-answer.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { tables } = await tablesForMember(requirePerson(locals, url), url, locals.locale);
	return csvAnswer(tables, params.id, locals.locale);
};
