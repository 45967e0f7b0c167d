// A listing as the public will see it, published or not.
import { requirePerson } from '$lib/coordinator/access';
import { openListing } from '$lib/coordinator/saving/listings.server';
import { organisationPreview } from '$lib/organisation/organisation-detail.server';
import { readOpeningHours } from '$lib/organisation/opening-hours.server';
import { phoneOf } from '$lib/organisation/phone.server';
import { pathOf } from '$lib/page/paths';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const { publication } = await openListing(person, 'organisation', params.slug);
	const organisation = await organisationPreview(person, params.slug);
	if (!organisation) error(404, 'no such organisation');
	const now = new Date();
	return {
		publication,
		organisation,
		phones: organisation.phones.map(phoneOf),
		personPhones: organisation.contactPersons.map(({ phone }) =>
			phone === null ? null : phoneOf(phone)
		),
		contactPhones: organisation.regionContact?.phones.map(phoneOf) ?? [],
		hours: organisation.openingHours
			? await readOpeningHours(organisation.openingHours, now)
			: null,
		now: now.toISOString(),
		address: url.origin + pathOf('/organisation/:slug', locals.locale, organisation.slug)
	};
};
