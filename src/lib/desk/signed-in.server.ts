// What a page says about whoever is signed in, for their bar. Of anybody else nothing is added:
// their pages are kept for all, and not one of them may hold a trace of a person.
import type { Person } from '#lib/account/person.ts';
import { editHref } from '#lib/listing/listing-words.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { listingsOf } from './desk.server.ts';

/** The bar's person, as CoordinatorNav takes it. */
export const barOf = ({ name, administrator, regions }: Person) => ({
	name,
	administrator,
	inviting: administrator || regions.length > 0
});

/** What a page that everybody reads adds for somebody signed in. */
export const signedIn = ({ person }: Pick<App.Locals, 'person'>) =>
	person ? { me: barOf(person) } : {};

const tables = { organisation: 'organisations', event: 'events' } as const;

/**
 * The same on the page of one listing: whether it is theirs to edit, the database says. Its id is
 * looked up for them alone, because the page of a visitor has no use for it.
 */
export async function signedInAt(
	{ person, locale }: Pick<App.Locals, 'person' | 'locale'>,
	subject: ListingSort,
	slug: string
) {
	if (!person) return {};
	const { data, error: failure } = await person.database
		.from(tables[subject])
		.select('id')
		.eq('slug', slug)
		.maybeSingle();
	if (failure) unanswered(tables[subject], failure);
	const [own] = data ? await listingsOf(person, subject, [data.id], locale) : [];
	const edit = own && { edit: { subject, href: editHref(subject, own.id, locale) } };
	return { me: { ...barOf(person), ...edit } };
}
