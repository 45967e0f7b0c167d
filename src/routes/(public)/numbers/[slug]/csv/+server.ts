// One table of the directory in numbers as a file.
import { csvAnswer } from '#lib/numbers/csv-answer.server.ts';
import { numbersInTheOpen } from '#lib/numbers/numbers.server.ts';
import { openTables } from '#lib/numbers/tables.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { locale }, params }) =>
	csvAnswer(openTables(await numbersInTheOpen(), locale), params.slug, locale);
