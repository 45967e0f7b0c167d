// The form with which anybody proposes an event. Nothing on it moves: it needs no script.
import { correctionPage, sendCorrection } from '#lib/correction/proposing.server.ts';
import { signedIn } from '#lib/desk/signed-in.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async (event) => ({
	...(await correctionPage('event', event)),
	...signedIn(event.locals)
});

export const actions: Actions = {
	default: (event) => sendCorrection('event', event)
};
