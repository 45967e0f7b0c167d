// What became of a correction, for the sender who left an address, and one answer.
import { answerOutcome, outcomePage } from '#lib/correction/outcome.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) => outcomePage(event);

export const actions: Actions = { default: answerOutcome };
