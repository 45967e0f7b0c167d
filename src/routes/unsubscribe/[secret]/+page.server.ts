// Stopping a sort of mail by the link that stands in it: a look changes nothing, since security
// programs look, too; one press stops it, and so does a mail program by itself (RFC 8058).
import { posted } from '#lib/http/posted.server.ts';
import { stopMails, stopOf } from '#lib/mail/stops.server.ts';
import { unaskedName } from '#lib/mail/unasked.ts';
import { pathOf } from '#lib/page/paths.ts';
import { error, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const stop = await stopOf(params.secret);
	return {
		stop: stop && {
			name: unaskedName(stop.sort),
			stopped: stop.stopped,
			// One's own page shows it among other choices.
			isChoice: stop.sort === 'waits'
		}
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { params, locals } = event;
		const form = posted(event);
		if (!(await stopMails(params.secret, form.get('wanted') === 'yes'))) error(404);
		// A mail program does not follow where it is led.
		if (form.get('List-Unsubscribe') === 'One-Click') return { done: true };
		redirect(303, pathOf('/unsubscribe/:secret', locals.locale, params.secret));
	}
};
