// The one editor's tables, by what a listing is: the form of a correction is drawn, read and
// compared with them.
import { backend } from '#lib/backend/backend.server.ts';
import type { Typed } from '#lib/form/form.ts';
import { entryOf } from '#lib/listing/fields/field.ts';
import type { Person } from '#lib/account/person.ts';
import { eventEditing } from '#lib/event/edit/editing.server.ts';
import { findOrganisations } from '#lib/event/edit/event-records.server.ts';
import { fold } from '#lib/i18n/fold.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { Editing, Reading } from '#lib/listing/editor/save.server.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import { organisationEditing } from '#lib/organisation/edit/editing.server.ts';

const editings = { organisation: organisationEditing, event: eventEditing };

/**
 * Entries of the tables that a stranger's form does not show: people, pictures, and what only its
 * keepers know.
 */
const hidden: Record<ListingSort, ReadonlySet<string>> = {
	organisation: new Set(['contact_persons', 'logo', 'picture']),
	event: new Set([
		...['status', 'differences', 'join_url', 'organisers', 'repeats', 'documents', 'funder'],
		'picture'
	])
};

/** Who holds a new event is said by whoever proposes it. */
const shownWhenNew = new Set(['organisers']);

/**
 * A stranger's form with what it does not show as it stood; whatever else was sent for that is
 * dropped.
 */
export function withHidden(subject: ListingSort, isNew: boolean, stood: Typed, sent: Typed): Typed {
	const { table } = editingOf(subject);
	const isHidden = (control: string) => {
		const name = entryOf(table, control)?.name ?? '';
		return hidden[subject].has(name) && !(isNew && shownWhenNew.has(name));
	};
	const some = (typed: Typed, wanted: boolean) =>
		Object.entries(typed).filter(([control]) => isHidden(control) === wanted);
	return Object.fromEntries([
		...some(sent, false),
		...some(stood, true),
		...unnamed(subject, stood)
	]);
}

/** What a form carries beside the controls of its table: an event's rule as it was read. */
const unnamed = (subject: ListingSort, stood: Typed) =>
	Object.entries(stood).filter(
		([control]) => entryOf(editingOf(subject).table, control) === undefined
	);

/**
 * A form in which organisers that were typed by their names are those of the directory, where one
 * alone is called so.
 */
export async function withKnownOrganiser(
	person: Person,
	typed: Typed,
	locale: Locale
): Promise<Typed> {
	const [name = ''] = typed.organisers ?? [];
	if (name.trim() === '') return typed;
	const { organisations } = await findOrganisations(person, 'organisers', name, locale);
	const [one, ...others] = organisations.filter((found) => fold(found.name) === fold(name.trim()));
	return one && others.length === 0 ? { ...typed, organisers: [one.id] } : typed;
}

/** What a sort of listing tells about itself, whatever its form holds beside the fields. */
export const editingOf = (subject: ListingSort) =>
	editings[subject] as unknown as Editing<Reading, unknown>;

/** Somebody who is nobody: asks what every visitor may ask. */
export const stranger = (locale: Locale): Person => ({
	id: '',
	email: '',
	name: '',
	language: locale,
	administrator: false,
	regions: [],
	organisations: [],
	database: backend().visitor
});
