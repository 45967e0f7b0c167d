// The desk: what waits for this person, their listings, and what others changed.
import { leaveFlash } from '#lib/http/flash.server.ts';
import { posted } from '#lib/http/posted.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import { chosenIds } from '#lib/desk/bulk.ts';
import { takeConfirmationBack, tellConfirmed } from '#lib/desk/confirming.server.ts';
import { queueOf } from '#lib/correction/queue.server.ts';
import { deskOf, openInvitations } from '#lib/desk/desk.server.ts';
import { hoursInWords } from '#lib/desk/hours.server.ts';
import { tellsFields } from '#lib/history/act.ts';
import { fieldNames } from '#lib/history/fields.server.ts';
import { editHref } from '#lib/listing/listing-words.ts';
import { confirmListing, dropConflict } from '#lib/listing/saving/listing-acts.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const person = requirePerson(locals, url);
	const { changes, ...desk } = await deskOf(person, locals.locale);
	const shown = [
		...desk.kept,
		...desk.organisationWaits.flatMap(({ what, list }) =>
			what === 'unconfirmed' || what === 'unanswered' ? list.items : []
		)
	];
	// What an editor keeps stands at the top, with its own button; it need not wait below as well.
	const kept = new Set(desk.kept.map(({ id }) => id));
	const unconfirmed = desk.organisationWaits.find(({ what }) => what === 'unconfirmed');
	const now = Date.now();
	return {
		...desk,
		person: person.id,
		organisationWaits: desk.organisationWaits.filter(
			({ what, list }) =>
				what !== 'unconfirmed' ||
				list.total > list.items.length ||
				list.items.some(({ id }) => !kept.has(id))
		),
		toConfirm: (unconfirmed?.list.items ?? []).map(({ id }) => id).filter((id) => kept.has(id)),
		coming: desk.events.items.filter(({ date }) => date && Date.parse(date.endsAt) > now),
		changes: changes.map((change) => ({
			...change,
			fields: tellsFields(change.act) ? fieldNames(change.subject, change.fields) : []
		})),
		invitations: await openInvitations(person),
		corrections: await queueOf(person, 5),
		hours: hoursInWords(shown, locals.locale),
		confirmed: url.searchParams.get('confirmed')
	};
};

export const actions: Actions = {
	async confirm({ locals, url, cookies }) {
		const person = requirePerson(locals, url);
		const [id] = chosenIds([posted({ locals }).get('id')]);
		const said = id === undefined ? null : await confirmListing(person, id);
		const desk = pathOf('/coordinator', locals.locale);
		if (!said) redirect(303, `${desk}?confirmed=no`);
		tellConfirmed(cookies, said, locals.locale);
		redirect(303, desk);
	},

	/** Takes a confirmation back, from here or from the listing's own form. */
	async unconfirm({ locals, url, cookies }) {
		const person = requirePerson(locals, url);
		const form = posted({ locals });
		const [operation = ''] = chosenIds([form.get('operation')]);
		const [listing] = chosenIds([form.get('listing')]);
		leaveFlash(cookies, await takeConfirmationBack(person, operation, locals.locale));
		redirect(
			303,
			listing === undefined
				? pathOf('/coordinator', locals.locale)
				: editHref('organisation', listing, locals.locale)
		);
	},

	/** Throws away what was typed into a form somebody else overtook. */
	async drop({ locals, url }) {
		const person = requirePerson(locals, url);
		const form = posted({ locals });
		const [id] = chosenIds([form.get('id')]);
		const subject = form.get('subject') === 'event' ? 'event' : 'organisation';
		if (id !== undefined) await dropConflict(person, subject, id);
		redirect(303, pathOf('/coordinator', locals.locale));
	}
};
