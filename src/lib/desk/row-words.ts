// What rows of one's listings say: what a list is narrowed to and sorted by, how a listing stands,
// where and when.
import { textIn } from '#lib/i18n/localised.ts';
import { stateWords } from '#lib/event/words.ts';
import { closingWords } from '#lib/organisation/closing-words.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { DeskEvent, DeskListing, DeskOrganisation } from '#lib/listing/desk-listing.ts';
import { stateName } from '#lib/listing/listing-words.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayWords, instantWords, momentWords, spanWords } from '#lib/time/dates.ts';
import type { ListSort, ListState } from './list-asked.ts';

const filters: Record<ListState, () => string> = {
	published: m.desk_state_published,
	draft: m.desk_state_draft,
	scheduled: m.desk_state_scheduled,
	archived: m.desk_state_archived,
	example: m.desk_state_example,
	refused: m.desk_state_refused,
	closing: m.desk_state_closing,
	unanswered: m.desk_state_unanswered,
	'to-archive': m.desk_state_to_archive,
	unconfirmed: m.desk_state_unconfirmed,
	'without-date': m.desk_state_without_date,
	'without-place': m.desk_state_without_place,
	ending: m.desk_state_ending
};

/** What a list can be narrowed to. */
export const filterName = (state: ListState) => filters[state]();

const sorts: Record<ListSort, () => string> = {
	name: m.desk_sort_name,
	changed: m.desk_sort_changed,
	confirmed: m.desk_sort_confirmed,
	date: m.desk_sort_date
};

/** What a list can be sorted by. */
export const sortName = (sort: ListSort) => sorts[sort]();

/**
 * Everything short there is to know of how it stands: "Uzmetums", "Publicēts · Neapstiprināts",
 * ...
 */
export function marksOf(listing: DeskListing, locale: Locale): string[] {
	const marks = [
		listing.state === 'scheduled' && listing.publishAt !== null
			? m.desk_scheduled_at({ when: momentWords(listing.publishAt, locale) })
			: stateName(listing.state)
	];
	if (listing.isExample) marks.push(m.desk_state_example());
	else if (listing.subject === 'organisation' && listing.state === 'published')
		marks.push(
			listing.confirmedOn !== null
				? m.desk_confirmed_on({ date: dayWords(listing.confirmedOn, locale) })
				: listing.correctedAt !== null
					? m.desk_corrected_on({ date: instantWords(listing.correctedAt, locale) })
					: m.desk_never_confirmed()
		);
	if (listing.subject === 'organisation' && listing.closing)
		marks.push(closingWords(listing.closing, locale));
	if (listing.subject === 'event' && !['planned', 'confirmed'].includes(listing.status))
		marks.push(stateWords(listing.status));
	return marks;
}

/** Whether people would look for something here in vain: how to call, write to or find it open. */
export const missesFacts = ({ phones, email, openingHours }: DeskOrganisation): boolean =>
	phones.length === 0 || email === null || openingHours === null;

/** When an event is: its next date, or its last one. */
export function dateOf(event: DeskEvent, locale: Locale): string {
	if (!event.date) return m.desk_no_date();
	const words = spanWords(event.date, locale);
	return event.series ? m.desk_next_of_series({ date: words }) : words;
}

/** Where a listing is, as short as a row has room for; empty when nobody knows. */
export function placeOf(listing: DeskListing, locale: Locale): string {
	if (listing.subject === 'event' && listing.online) return m.desk_online();
	const town = listing.place ? textIn(listing.place, locale)?.text : null;
	const venue = listing.subject === 'event' ? listing.venue : null;
	return [venue, listing.street, town].filter(Boolean).join(', ');
}

export const changedWords = (listing: DeskListing, locale: Locale) =>
	m.desk_changed_on({ date: instantWords(listing.updatedAt, locale, 'when') });
