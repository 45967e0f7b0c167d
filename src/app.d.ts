// What every request carries and what an error may tell a visitor.
import type { HalfSignedIn } from '#lib/account/half-signed-in.ts';
import type { Person, Stranger } from '#lib/account/person.ts';
import type { barOf } from '#lib/desk/signed-in.server.ts';
import type { WithdrawnPage } from '#lib/event/event.ts';
import type { AddressProblem } from '#lib/filter/filter.ts';
import type { Posted } from '#lib/http/body.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';

declare global {
	namespace App {
		interface Error {
			/** Safe to show; never holds internals. */
			message: string;
			/** Stable short code the person can quote; the log holds the rest under it. */
			id?: string;
			/** Why this person's rights do not reach, and whose do, in words. */
			reach?: string;
			/** What is left to say of an event that was taken back. */
			withdrawn?: WithdrawnPage;
		}
		interface PageData {
			/** Whoever is signed in, for their bar. */
			me?: ReturnType<typeof barOf> & { edit?: { subject: ListingSort; href: string } };
		}
		interface Locals {
			locale: Locale;
			/** What the address held that its page knows nothing of; the page says so. */
			leftOut: readonly AddressProblem[];
			/** The signed-in member, as the database knows them now. */
			person: Person | null;
			/** Signed in, but without any membership. */
			stranger: Stranger | null;
			/** Signed in by one factor where two are asked for. */
			half: HalfSignedIn | null;
			/** What a form brought; absent where none was read. */
			posted?: Posted;
		}
	}
}

export {};
