// What a listing is called, how it stands before the public, and where its pages are.
import { textIn } from '#lib/i18n/localised.ts';
import { m } from '#lib/paraglide/messages.js';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale, Localised } from '#lib/i18n/languages.ts';
import type { ListingState, ListingSort } from './desk-listing.ts';

const states: Record<ListingState, () => string> = {
	draft: m.desk_state_draft,
	scheduled: m.desk_state_scheduled,
	published: m.desk_state_published,
	archived: m.desk_state_archived
};

/** How a listing stands before the public, in a word or two. */
export const stateName = (state: ListingState) => states[state]();

/**
 * The name in the page's language, or in the other one with that language named; a listing without
 * any says so.
 */
export function nameOf(name: Localised, locale: Locale) {
	return textIn(name, locale) ?? { text: m.desk_no_name(), lang: undefined };
}

const routes = {
	organisation: {
		edit: '/coordinator/organisations/:id',
		history: '/coordinator/organisations/:id/history',
		preview: '/coordinator/organisations/:id/preview',
		page: '/organisation/:slug',
		list: '/coordinator/organisations'
	},
	event: {
		edit: '/coordinator/events/:id',
		history: '/coordinator/events/:id/history',
		preview: '/coordinator/events/:id/preview',
		page: '/event/:slug',
		list: '/coordinator/events'
	}
} as const;

/** Where a listing is edited. */
export const editHref = (subject: ListingSort, id: string, locale: Locale) =>
	pathOf(routes[subject].edit, locale, id);
export const historyHref = (subject: ListingSort, id: string, locale: Locale) =>
	pathOf(routes[subject].history, locale, id);
export const previewHref = (subject: ListingSort, id: string, locale: Locale) =>
	pathOf(routes[subject].preview, locale, id);
/** Where everybody reads it. */
export const pageHref = (subject: ListingSort, slug: string, locale: Locale) =>
	pathOf(routes[subject].page, locale, slug);
/** The list of one's listings. */
export const listHref = (subject: ListingSort, locale: Locale) =>
	pathOf(routes[subject].list, locale);
