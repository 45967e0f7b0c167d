// One act on several listings: a preview of exactly what will change, then the act, then one way
// back.
import { posted } from '#lib/http/posted.server.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import { actFrom, chosenIds, deeds, previewOf, type BulkAct } from '#lib/desk/bulk.ts';
import { hoursInWords } from '#lib/desk/hours.server.ts';
import { actOnListings, listingsOf, undo } from '#lib/desk/desk.server.ts';
import type { Done } from '#lib/listing/saving/listing-acts.server.ts';
import { subjects, type ListingSort } from '#lib/listing/desk-listing.ts';
import { topicsIn } from '#lib/desk/list-page.server.ts';
import type { Person } from '#lib/account/person.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

/** What was chosen and what is to be done with it, from an address or a form. */
async function askedIn(parameters: URLSearchParams | FormData, locale: Locale) {
	const one = (name: string) => {
		const value = parameters.get(name);
		return typeof value === 'string' ? value : null;
	};
	const topics = await topicsIn(locale);
	const subject: ListingSort = subjects.find((known) => known === one('subject')) ?? 'organisation';
	return {
		subject,
		topics,
		ids: chosenIds(parameters.getAll('id')),
		act: actFrom(
			subject,
			one('do'),
			one('topic'),
			topics.map(({ id }) => id)
		),
		/** What was chosen, also when it is not enough for an act. */
		deed: deeds.find((known) => known === one('do')),
		topic: one('topic') ?? '',
		/** A topic is to be changed, but none was chosen. */
		topicMissing: (one('do') ?? '').endsWith('-topic') && !one('topic')
	};
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const person = requirePerson(locals, url);
	const { act, ids, ...asked } = await askedIn(url.searchParams, locals.locale);
	const listings = await listingsOf(person, asked.subject, ids, locals.locale);
	return {
		...asked,
		ids,
		act,
		preview: act && ids.length > 0 ? previewOf(act, ids, listings) : null,
		listings,
		/** What is confirmed is looked at before. */
		hours:
			act?.deed === 'confirm'
				? hoursInWords(
						listings.filter((listing) => listing.subject === 'organisation'),
						locals.locale
					)
				: {},
		attempt: crypto.randomUUID()
	};
};

/** What came of it, with the names of what was not done: somebody has to look at those. */
async function outcome(person: Person, subject: ListingSort, done: Done, locale: Locale) {
	const left = await listingsOf(person, subject, [...done.skipped, ...done.refused], locale);
	const named = (ids: readonly string[]) => left.filter(({ id }) => ids.includes(id));
	return {
		subject,
		done: done.done.length,
		unchanged: done.unchanged.length,
		refused: done.refused.length,
		skipped: named(done.skipped),
		operation: done.operation,
		attempt: crypto.randomUUID()
	};
}

const uuid = /^[0-9a-f-]{36}$/;

export const actions: Actions = {
	async act({ locals, url }) {
		const person = requirePerson(locals, url);
		const form = posted({ locals });
		const { subject, ids, act } = await askedIn(form, locals.locale);
		const attempt = String(form.get('attempt') ?? '');
		if (!act || ids.length === 0 || !uuid.test(attempt))
			return fail(400, { refused: true as const });
		const done = await actOnListings(person, subject, ids, act satisfies BulkAct, attempt);
		if (!done) return fail(403, { refused: true as const });
		contentChanged();
		return { acted: await outcome(person, subject, done, locals.locale) };
	},

	async undo({ locals, url }) {
		const person = requirePerson(locals, url);
		const form = posted({ locals });
		const { subject } = await askedIn(form, locals.locale);
		const [operation = '', attempt = ''] = ['operation', 'attempt'].map((name) =>
			String(form.get(name) ?? '')
		);
		if (!uuid.test(operation) || !uuid.test(attempt)) return fail(400, { refused: true as const });
		const done = await undo(person, operation, attempt);
		if (!done) return fail(403, { refused: true as const });
		contentChanged();
		return { undone: await outcome(person, subject, done, locals.locale) };
	}
};
