// The directory in numbers, for everybody.
import { signedIn } from '#lib/desk/signed-in.server.ts';
import { numbersInTheOpen } from '#lib/numbers/numbers.server.ts';
import { openTables } from '#lib/numbers/tables.ts';
import type { PageServerLoad } from './$types';

// Nothing on it moves: it needs no script.
export const csr = false;

export const load: PageServerLoad = async ({ locals }) => {
	const numbers = await numbersInTheOpen();
	return {
		today: numbers.today,
		tables: openTables(numbers, locals.locale),
		...signedIn(locals)
	};
};
