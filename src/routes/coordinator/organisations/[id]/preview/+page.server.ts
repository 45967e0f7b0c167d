// A listing as the public will see it, published or not.
import { requirePerson } from '#lib/account/access.ts';
import { openListing } from '#lib/listing/saving/listings.server.ts';
import { organisationPreview } from '#lib/organisation/organisation-detail.server.ts';
import { organisationPageData } from '#lib/organisation/organisation-page.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const { publication } = await openListing(person, 'organisation', params.id);
	const organisation = await organisationPreview(person, params.id);
	if (!organisation) error(404, 'no such organisation');
	return {
		publication,
		...organisationPageData(organisation, new Date()),
		address: url.origin + pathOf('/organisation/:slug', locals.locale, organisation.slug)
	};
};
