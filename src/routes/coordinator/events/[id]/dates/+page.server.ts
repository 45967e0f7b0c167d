// The dates of a series: cancelled, postponed, moved or as planned, one by one, from one on, or all
// of them. An event with one date has no other day than its form says, so its dates are that form.
import { posted } from '#lib/http/posted.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import type { Person } from '#lib/account/person.ts';
import {
	changeDate,
	changeWhole,
	divide,
	type DateOutcome
} from '#lib/event/edit/date-acts.server.ts';
import { datesPage } from '#lib/event/edit/dates-page.server.ts';
import {
	eventRecord,
	seriesOfRecord,
	type EventRecord
} from '#lib/event/edit/event-records.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { doneWords, type Done } from '#lib/listing/editor/done-words.ts';
import { pathOf, type PageRoute } from '#lib/page/paths.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const record = await eventRecord(person, params.id);
	// Nor can anything be done about the dates of what is deleted.
	if (seriesOfRecord(record).rule === null || record.publication === 'removed')
		redirect(303, pathOf('/coordinator/events/:id', locals.locale, record.id));
	return await datesPage(person, record, url.searchParams.get('date'), locals.locale);
};

type Work = (
	person: Person,
	record: EventRecord,
	form: FormData,
	locale: Locale
) => Promise<DateOutcome>;

const acting =
	(form: 'date' | 'split' | 'whole', work: Work, route: PageRoute, done: Done) =>
	async (event: RequestEvent) => {
		const person = requirePerson(event.locals, event.url);
		const record = await eventRecord(person, event.params.id ?? '');
		const outcome = await work(person, record, posted(event), event.locals.locale);
		// 422 asks, as everywhere; 400 is what is wrong.
		if (!outcome.ok)
			return fail(outcome.problems.hints.length > 0 ? 422 : 400, { form, ...outcome.problems });
		leaveFlash(event.cookies, doneWords(outcome.changed ? done : 'unchanged'));
		redirect(303, pathOf(route, event.locals.locale, outcome.id));
	};

export const actions: Actions = {
	date: acting('date', changeDate, '/coordinator/events/:id/dates', 'date'),
	split: acting('split', divide, '/coordinator/events/:id', 'split'),
	whole: acting('whole', changeWhole, '/coordinator/events/:id/dates', 'saved')
};
