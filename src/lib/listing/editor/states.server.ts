// What is done to a listing as a whole: publishing, moving to the drafts, archiving, deleting,
// restoring.
import { posted } from '#lib/http/posted.server.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { requirePerson } from '#lib/account/access.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { anyText } from '#lib/listing/fields/localised.ts';
import { editHref, listHref } from '#lib/listing/listing-words.ts';
import { setPublication } from '#lib/listing/saving/listing-acts.server.ts';
import { openListing } from '#lib/listing/saving/listings.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { doneWords, type Done } from './done-words.ts';

/** What the buttons ask for, and what is said afterwards. */
const steps = new Map<unknown, { publication: string; done: Done }>([
	['publish', { publication: 'published', done: 'published' }],
	['unpublish', { publication: 'draft', done: 'unpublished' }],
	['archive', { publication: 'archived', done: 'archived' }],
	['unarchive', { publication: 'draft', done: 'unarchived' }],
	['remove', { publication: 'removed', done: 'removed' }],
	['restore', { publication: 'restored', done: 'restored' }]
]);

/**
 * Where a press on a row of a list leads: back to that list, as it was asked for. On the listing's
 * own page, back to it.
 */
function backTo(subject: ListingSort, id: string, url: URL, locale: Locale): string {
	const from = url.searchParams.get('from');
	if (from === 'removed') return pathOf('/coordinator/removed', locale);
	if (from !== 'list') return editHref(subject, id, locale);
	const asked = new URLSearchParams(url.searchParams.get('asked') ?? '').toString();
	return listHref(subject, locale) + (asked && `?${asked}`);
}

/**
 * The action of the buttons. What this person may not do, or what is no step, is said on the page.
 */
export const stateAction = (subject: ListingSort) => async (event: RequestEvent) => {
	const person = requirePerson(event.locals, event.url);
	const form = posted(event);
	const id = event.params.id ?? '';
	const step = steps.get(form.get('step'));
	if (!step) return fail(400, { refused: true });
	const attempt = uuidFrom(String(form.get('attempt'))) ?? crypto.randomUUID();
	const { publication } = step;
	const answer = await setPublication(person, subject, [id], { publication, attempt });
	if (!answer || answer.refused.length > 0) return fail(403, { refused: true });
	const changed = answer.done.length > 0;
	if (changed) contentChanged();
	const said = doneWords(changed ? step.done : 'unchanged');
	const { locale } = event.locals;
	const back = backTo(subject, id, event.url, locale);
	if (back === editHref(subject, id, locale)) leaveFlash(event.cookies, said);
	else {
		// Among others it has to be said of which.
		const { listing } = await openListing(person, subject, id);
		leaveFlash(event.cookies, `${anyText(listing.name ?? listing.title, locale)}: ${said}`);
	}
	redirect(303, back);
};
