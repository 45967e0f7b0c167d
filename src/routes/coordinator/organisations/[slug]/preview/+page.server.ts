// A listing as the public will see it, published or not.
import { requirePerson } from '$lib/coordinator/access';
import { openListing } from '$lib/coordinator/saving/listings.server';
import { organisationPreview } from '$lib/organisation/organisation-detail.server';
import { organisationPageData } from '$lib/organisation/organisation-page.server';
import { pathOf } from '$lib/page/paths';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const { publication } = await openListing(person, 'organisation', params.slug);
	const organisation = await organisationPreview(person, params.slug);
	if (!organisation) error(404, 'no such organisation');
	return {
		publication,
		...(await organisationPageData(organisation, new Date())),
		address: url.origin + pathOf('/organisation/:slug', locals.locale, organisation.slug)
	};
};
