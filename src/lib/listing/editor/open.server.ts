// What the page of a listing's form is opened with.
import type { Person } from '#lib/account/person.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { Typed } from '#lib/form/form.ts';
import { anyText } from '#lib/listing/fields/localised.ts';
import { openListing, proposedListing } from '#lib/listing/saving/listings.server.ts';
import type { EditedListing, EditorForm } from './form.ts';
import { pendingForm, type Editing, type Reading } from './save.server.ts';

/**
 * The form of a new listing: with `?correction=` in the address, what the public proposes stands in
 * it, and saving it accepts that.
 * @param typed what stands in it otherwise
 */
export async function openNew<Read extends Reading, Asked, Form extends EditorForm>(
	editing: Editing<Read, Asked, Form>,
	person: Person,
	{ locals, url }: { locals: { locale: Locale }; url: URL },
	typed: () => Typed | Promise<Typed>
) {
	const asked = url.searchParams.get('correction');
	const proposal = await proposedListing(person, editing.subject, null, asked);
	const filled = proposal
		? { ...(await editing.fill(proposal.proposed)), correction: [proposal.id] }
		: await typed();
	return {
		person: person.id,
		form: await editing.form(person, filled, locals.locale, [])
	};
}

/**
 * The form as the listing stands; with `?kept` in the address, the stale save of this person that
 * waits for a choice; with `?correction=`, what the public proposes stands in it, and saving it
 * accepts that.
 */
export async function openEditor<Read extends Reading, Asked, Form extends EditorForm>(
	editing: Editing<Read, Asked, Form>,
	person: Person,
	{ params, locals, url }: { params: { id: string }; locals: { locale: Locale }; url: URL }
) {
	const record = await openListing(person, editing.subject, params.id);
	const kept = url.searchParams.has('kept')
		? await pendingForm(editing, person, params.id, locals.locale)
		: null;
	const correction = await proposedListing(
		person,
		editing.subject,
		params.id,
		url.searchParams.get('correction')
	);
	const typed = kept?.typed ?? (await editing.fill({ ...record.listing, ...correction?.proposed }));
	if (correction) {
		typed.correction = [correction.id];
		// What others saved since its sender has seen the listing is a conflict, as for any save.
		if (!kept) typed.version = [String(correction.readVersion ?? record.version)];
	}
	if (kept && correction) kept.conflict.typed.correction = [correction.id];
	const listing: EditedListing = {
		id: record.id,
		slug: record.slug,
		version: record.version,
		publication: record.publication,
		publishAt: record.publish_at,
		removedAt: record.removed_at,
		confirmedOn: record.confirmed_on,
		correctedAt: record.corrected_at,
		updatedAt: record.updated_at,
		isExample: record.is_example
	};
	return {
		person: person.id,
		listing,
		/** What it is called: the first field of every table. */
		title: anyText(record.listing[editing.table[0]?.name ?? ''], locals.locale),
		form: await editing.form(person, typed, locals.locale, []),
		kept: kept?.conflict ?? null,
		/** A correction stands in it. */
		corrects: correction !== null
	};
}
