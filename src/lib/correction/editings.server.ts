// The one editor's tables, by what a listing is: the form of a correction is drawn, read and
// compared with them.
import { backend } from '#lib/backend/backend.server.ts';
import type { Typed } from '#lib/form/form.ts';
import { entryOf } from '#lib/listing/fields/field.ts';
import type { Person } from '#lib/account/person.ts';
import { eventEditing } from '#lib/event/edit/editing.server.ts';
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

/**
 * A stranger's form with what it does not show as it stood; whatever else was sent for that is
 * dropped.
 */
export function withHidden(subject: ListingSort, stood: Typed, sent: Typed): Typed {
	const { table } = editingOf(subject);
	const isHidden = (control: string) => hidden[subject].has(entryOf(table, control)?.name ?? '');
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
