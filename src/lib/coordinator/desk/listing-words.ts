// What rows of one's listings say: how a listing stands, where and when, and where its pages are.
import { m } from '$lib/paraglide/messages.js';
import { stateWords } from '../../event/words.ts';
import { textIn, type PartlyLocalised } from '../../organisation/organisation.ts';
import { dayWords, instantWords, momentWords, spanWords } from '../../page/dates.ts';
import { pathOf, type Locale } from '../../page/paths.ts';
import type { KeptEvent, KeptListing, ListingState, Subject } from './kept-listing.ts';
import type { ListSort, ListState } from './list-asked.ts';

const states: Record<ListingState, () => string> = {
	draft: m.desk_state_draft,
	scheduled: m.desk_state_scheduled,
	published: m.desk_state_published,
	archived: m.desk_state_archived
};

/** How a listing stands before the public, in a word or two. */
export const stateName = (state: ListingState) => states[state]();

const filters: Record<ListState, () => string> = {
	published: m.desk_state_published,
	draft: m.desk_state_draft,
	scheduled: m.desk_state_scheduled,
	archived: m.desk_state_archived,
	example: m.desk_state_example,
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

/** The name in the page's language, or in the other one with that language named; a listing without any says so. */
export function nameOf(name: PartlyLocalised, locale: Locale) {
	return textIn(name, locale) ?? { text: m.desk_no_name(), lang: undefined };
}

/** Everything short there is to know of how it stands: "Uzmetums", "Publicēts · Neapstiprināts", ... */
export function marksOf(listing: KeptListing, locale: Locale): string[] {
	const marks = [
		listing.state === 'scheduled' && listing.publishAt !== null
			? m.desk_scheduled_at({ when: momentWords(listing.publishAt, locale) })
			: stateName(listing.state)
	];
	if (listing.isExample) marks.push(m.desk_state_example());
	else if (listing.subject === 'organisation' && listing.state === 'published')
		marks.push(
			listing.confirmedOn === null
				? m.desk_never_confirmed()
				: m.desk_confirmed_on({ date: dayWords(listing.confirmedOn, locale) })
		);
	if (listing.subject === 'event' && !['planned', 'confirmed'].includes(listing.status))
		marks.push(stateWords(listing.status));
	return marks;
}

/** When an event is: its next date, or its last one. */
export function dateOf(event: KeptEvent, locale: Locale): string {
	if (!event.date) return m.desk_no_date();
	const words = spanWords(event.date, locale);
	return event.series ? m.desk_next_of_series({ date: words }) : words;
}

/** Where a listing is, as short as a row has room for; empty when nobody knows. */
export function placeOf(listing: KeptListing, locale: Locale): string {
	if (listing.subject === 'event' && listing.online) return m.desk_online();
	const town = listing.place ? textIn(listing.place, locale)?.text : null;
	const venue = listing.subject === 'event' ? listing.venue : null;
	return [venue, listing.street, town].filter(Boolean).join(', ');
}

export const changedWords = (listing: KeptListing, locale: Locale) =>
	m.desk_changed_on({ date: instantWords(listing.updatedAt, locale, 'when') });

const routes = {
	organisation: {
		edit: '/coordinator/organisations/:slug',
		history: '/coordinator/organisations/:slug/history',
		page: '/organisation/:slug',
		list: '/coordinator/organisations'
	},
	event: {
		edit: '/coordinator/events/:slug',
		history: '/coordinator/events/:slug/history',
		page: '/event/:slug',
		list: '/coordinator/events'
	}
} as const;

/** Where a listing is edited. */
export const editHref = (subject: Subject, id: string, locale: Locale) =>
	pathOf(routes[subject].edit, locale, id);
export const historyHref = (subject: Subject, id: string, locale: Locale) =>
	pathOf(routes[subject].history, locale, id);
/** Where everybody reads it. */
export const pageHref = (subject: Subject, slug: string, locale: Locale) =>
	pathOf(routes[subject].page, locale, slug);
/** The list of one's listings. */
export const listHref = (subject: Subject, locale: Locale) => pathOf(routes[subject].list, locale);
