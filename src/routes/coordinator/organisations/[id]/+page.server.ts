// The form of one organisation, and what can be done with its listing.
import { requirePerson } from '#lib/account/access.ts';
import { tellConfirmed } from '#lib/desk/confirming.server.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { posted } from '#lib/http/posted.server.ts';
import { listingActions, rearranging } from '#lib/listing/editor/actions.server.ts';
import { openEditor } from '#lib/listing/editor/open.server.ts';
import { stateAction } from '#lib/listing/editor/states.server.ts';
import { editHref } from '#lib/listing/listing-words.ts';
import { confirmListing } from '#lib/listing/saving/listing-acts.server.ts';
import { organisationEditing } from '#lib/organisation/edit/editing.server.ts';
import { leaveEvent, namedBeside } from '#lib/organisation/edit/named-beside.server.ts';
import { withoutPerson, withPerson } from '#lib/organisation/edit/persons.ts';
import { withWebsiteMoved } from '#lib/organisation/edit/social-address.server.ts';
import {
	markStillTrue,
	stillTrueMarks,
	stillTrueState
} from '#lib/organisation/still-true.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const me = requirePerson(event.locals, event.url);
	const opened = await openEditor(organisationEditing, me, event);
	const [named, asking] = await Promise.all([
		namedBeside(me, event.params.id),
		stillTrueState(me, event.params.id)
	]);
	return { ...opened, named, asking };
};

export const actions: Actions = {
	...listingActions(organisationEditing),
	addPerson: rearranging(organisationEditing, withPerson),
	moveWebsite: rearranging(organisationEditing, withWebsiteMoved),
	removePerson: rearranging(organisationEditing, (typed, { url }) =>
		withoutPerson(typed, Number(url.searchParams.get('row')))
	),
	state: stateAction('organisation'),
	leave: async (event) => {
		const { params, locals, url, cookies } = event;
		const left = String(posted(event).get('event'));
		if (!(await leaveEvent(requirePerson(locals, url), left, params.id)))
			return fail(403, { refused: true });
		leaveFlash(cookies, m.edit_named_left());
		redirect(303, editHref('organisation', params.id, locals.locale));
	},
	/** What is known about writing to it, and that what it has reported is settled. */
	mark: async (event) => {
		const { params, locals, url, cookies } = event;
		const form = posted(event);
		const mark = stillTrueMarks.find((known) => known === form.get('mark'));
		const me = requirePerson(locals, url);
		if (!mark || !(await markStillTrue(me, params.id, mark, form.get('given') === 'yes')))
			return fail(403, { refused: true });
		leaveFlash(cookies, m.still_true_marked());
		redirect(303, editHref('organisation', params.id, locals.locale));
	},
	confirm: async ({ params, locals, url, cookies }) => {
		const said = await confirmListing(requirePerson(locals, url), params.id);
		if (!said) return fail(403, { refused: true });
		tellConfirmed(cookies, said, locals.locale);
		redirect(303, editHref('organisation', params.id, locals.locale));
	}
};
