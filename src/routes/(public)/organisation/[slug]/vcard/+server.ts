// The business card of an organisation, to be saved in an address book.
import { cardOf } from '#lib/organisation/about-organisation.ts';
import { organisationDetail } from '#lib/organisation/organisation-detail.server.ts';
import { vcard } from '#lib/organisation/vcard.ts';
import { pathOf } from '#lib/page/paths.ts';
import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
	const organisation = await organisationDetail(params.slug);
	if (!organisation) error(404, 'no such organisation');
	const { locale } = locals;
	const address = url.origin + pathOf('/organisation/:slug', locale, organisation.slug);
	return new Response(vcard(cardOf(organisation, address, locale)), {
		headers: {
			'content-type': 'text/vcard; charset=utf-8',
			'content-language': locale,
			// The slug is lower-case ASCII with hyphens by a rule of the database.
			'content-disposition': `attachment; filename="${organisation.slug}.vcf"`
		}
	});
};
