// The form of a new organisation. It becomes a draft that only its editors see, or is published at
// once.
import { requirePerson } from '#lib/account/access.ts';
import { listingActions, rearranging } from '#lib/listing/editor/actions.server.ts';
import { openNew } from '#lib/listing/editor/open.server.ts';
import { organisationEditing } from '#lib/organisation/edit/editing.server.ts';
import { withoutPerson, withPerson } from '#lib/organisation/edit/persons.ts';
import { withWebsiteMoved } from '#lib/organisation/edit/social-address.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { error } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

/** Editors keep one organisation; new ones are listed by who answers for a region. */
function requireLister({ locals, url }: { locals: App.Locals; url: URL }) {
	const person = requirePerson(locals, url);
	if (!person.administrator && person.regions.length === 0)
		error(403, { message: 'Forbidden', reach: m.ui_forbidden_listers() });
	return person;
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const person = requireLister({ locals, url });
	return await openNew(organisationEditing, person, { locals, url }, () =>
		organisationEditing.fill({})
	);
};

export const actions: Actions = {
	...listingActions(organisationEditing, requireLister),
	addPerson: rearranging(organisationEditing, withPerson, requireLister),
	moveWebsite: rearranging(organisationEditing, withWebsiteMoved, requireLister),
	removePerson: rearranging(
		organisationEditing,
		(typed, { url }) => withoutPerson(typed, Number(url.searchParams.get('row'))),
		requireLister
	)
};
