// What keeps people from taking part: an event that can only be joined through a link nobody gets,
// one without a place, one that asks people to register and does not say how. Allowed, and asked
// about before it is published.
import { m } from '#lib/paraglide/messages.js';
import type { Problem } from '#lib/form/form.ts';
import { isObject, textOf, type ListingDocument } from '#lib/listing/fields/values.ts';
import type { Day } from '#lib/time/days.ts';

/** Any of these says where it is. */
const placeKeys = ['venue_organisation_id', 'venue_name', 'street', 'place_id', 'latitude'];
/** Any of these says how one registers. */
const registrationKeys = ['registration_url', 'registration_email', 'registration_phone'];
/** Any of these says that one registers. */
const askedToRegister = ['registration_deadline', 'registration_places'];

/**
 * What is missing for taking part, each at the control that would say it. Nothing is missing of an
 * event that is cancelled or over.
 * @param today in the network's zone
 */
export function missingFor(listing: ListingDocument, today: Day): Problem[] {
	const over = textOf(listing.recurrence) === '' && textOf(listing.ends_local).slice(0, 10) < today;
	if (over || listing.status === 'cancelled') return [];
	const says = (keys: readonly string[]) => keys.some((key) => textOf(listing[key]) !== '');
	const online = listing.attendance !== 'on-site';
	const link = isObject(listing.join_link) ? listing.join_link : null;
	const registers = says(registrationKeys);
	const missing: Problem[] = [];
	if (listing.attendance !== 'online' && !says(placeKeys))
		missing.push({ field: 'venue_name', message: m.edit_event_hint_no_place() });
	if (online && !registers && !link)
		missing.push({ field: 'join_url', message: m.edit_event_hint_no_link() });
	if (online && !registers && link && textOf(link.visible_minutes) === '')
		missing.push({ field: 'join_minutes', message: m.edit_event_hint_link_hidden() });
	if (!registers && says(askedToRegister))
		missing.push({ field: 'registration_url', message: m.edit_event_hint_no_registration() });
	return missing;
}

/** What is missing now and was not when it was last published: that was asked about then. */
export function newlyMissing(
	listing: ListingDocument,
	published: ListingDocument | null,
	today: Day
): Problem[] {
	const known = new Set((published ? missingFor(published, today) : []).map(({ field }) => field));
	return missingFor(listing, today).filter(({ field }) => !known.has(field));
}
