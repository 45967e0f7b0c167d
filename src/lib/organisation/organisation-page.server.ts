// What the page of an organisation shows beside the organisation: numbers as people read them, and
// opening hours read out. The public page and the preview before it are the same page.
import { readOpeningHours } from './opening-hours.server.ts';
import type { OrganisationDetail } from './organisation-detail.ts';
import { phoneOf } from '#lib/formats/phone.server.ts';

export function organisationPageData(organisation: OrganisationDetail, now: Date) {
	const { phones, contactPersons, regionContact, openingHours } = organisation;
	return {
		organisation,
		phones: phones.map(phoneOf),
		personPhones: contactPersons.map(({ phone }) => (phone === null ? null : phoneOf(phone))),
		contactPhones: regionContact?.phones.map(phoneOf) ?? [],
		hours: openingHours ? readOpeningHours(openingHours, now) : null,
		now: now.toISOString()
	};
}
