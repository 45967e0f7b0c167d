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
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const me = requirePerson(event.locals, event.url);
	const opened = await openEditor(organisationEditing, me, event);
	return { ...opened, named: await namedBeside(me, event.params.id) };
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
	confirm: async ({ params, locals, url, cookies }) => {
		const said = await confirmListing(requirePerson(locals, url), params.id);
		if (!said) return fail(403, { refused: true });
		tellConfirmed(cookies, said, locals.locale);
		redirect(303, editHref('organisation', params.id, locals.locale));
	}
};
