// The page of one organisation.
import { signedInAt } from '#lib/desk/signed-in.server.ts';
import { organisationDetail } from '#lib/organisation/organisation-detail.server.ts';
import { organisationPageData } from '#lib/organisation/organisation-page.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const organisation = await organisationDetail(params.slug);
	if (!organisation) error(404, 'no such organisation');
	return {
		...organisationPageData(organisation, new Date()),
		address: url.origin + pathOf('/organisation/:slug', locals.locale, organisation.slug),
		...(await signedInAt(locals, 'organisation', organisation.slug))
	};
};
