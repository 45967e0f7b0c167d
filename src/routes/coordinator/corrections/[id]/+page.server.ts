// One correction, and what can be decided about it.
import {
	acceptCorrection,
	answerRead,
	decidingPage,
	declineCorrection,
	noteDone,
	takeBack
} from '#lib/correction/deciding.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await decidingPage(event)),
	attempt: crypto.randomUUID()
});

export const actions: Actions = {
	accept: acceptCorrection,
	done: noteDone,
	decline: declineCorrection,
	back: takeBack,
	read: answerRead
};
