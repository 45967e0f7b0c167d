// What was removed and can still be brought back, for thirty days.
import { posted } from '#lib/http/posted.server.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import { chosenIds } from '#lib/desk/bulk.ts';
import { removedListings } from '#lib/desk/desk.server.ts';
import { daysLeft } from '#lib/desk/days-left.ts';
import { setPublication } from '#lib/listing/saving/listing-acts.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const removed = await removedListings(requirePerson(locals, url));
	const now = new Date();
	return {
		removed: removed.map((one) => ({ ...one, daysLeft: daysLeft(one.removedAt, now) })),
		back: url.searchParams.get('back')
	};
};

export const actions: Actions = {
	async bring({ locals, url }) {
		const person = requirePerson(locals, url);
		const [id] = chosenIds([posted({ locals }).get('id')]);
		// How it was before is asked of the database, not of the form.
		const one = (await removedListings(person)).find((listing) => listing.id === id);
		const done =
			one &&
			(await setPublication(person, one.subject, [one.id], {
				publication: one.publication,
				attempt: crypto.randomUUID()
			}));
		const back = Boolean(done && done.done.length > 0);
		if (back) contentChanged();
		redirect(303, `${pathOf('/coordinator/removed', locals.locale)}?back=${back ? 'yes' : 'no'}`);
	}
};
