// The page of one organisation: its listing, and what only the server can work out (numbering plans, opening hours).
import { organisationDetail } from '$lib/organisation/organisation-detail.server';
import { readOpeningHours } from '$lib/organisation/opening-hours.server';
import { phoneOf } from '$lib/organisation/phone.server';
import { pathOf } from '$lib/page/paths';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const organisation = await organisationDetail(params.slug);
	if (!organisation) error(404, 'no such organisation');
	const now = new Date();
	return {
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
