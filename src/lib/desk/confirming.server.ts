// What is said when a listing was confirmed, and taking that back.
import type { Cookies } from '@sveltejs/kit';
import type { Person } from '#lib/account/person.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import type { Confirmation } from '#lib/listing/saving/listing-acts.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { listingsOf, undo } from './desk.server.ts';

/** Leaves the word that it is confirmed, by name, with the way back where anything changed. */
export function tellConfirmed(cookies: Cookies, said: Confirmation, locale: Locale): void {
	contentChanged();
	const name = wordsIn(said.name, locale);
	leaveFlash(
		cookies,
		m.desk_confirmed_now({ name }),
		said.status === 'saved' ? { undo: said.operation } : {}
	);
}

/**
 * Takes a confirmation back: the day of the one before stands again.
 * @param operation what {@link Confirmation} names; what the person may not undo changes nothing
 * @returns what became of it, in words
 */
export async function takeConfirmationBack(
	person: Person,
	operation: string,
	locale: Locale
): Promise<string> {
	const done = await undo(person, operation, crypto.randomUUID());
	if (!done || done.done.length === 0) return m.desk_not_unconfirmed();
	contentChanged();
	const [listing] = await listingsOf(person, 'organisation', done.done, locale);
	return m.desk_unconfirmed_now({ name: listing ? wordsIn(listing.name, locale) : '' });
}
