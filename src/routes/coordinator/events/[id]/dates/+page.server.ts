// The dates of an event: cancelled, postponed, moved or as planned, one by one, from one on, or all of them.
import { requirePerson } from '#lib/account/access.ts';
import type { Person } from '#lib/account/person.ts';
import {
	changeDate,
	changeWhole,
	divide,
	type DateOutcome
} from '#lib/event/edit/date-acts.server.ts';
import { datesPage } from '#lib/event/edit/dates-page.server.ts';
import { eventRecord, type EventRecord } from '#lib/event/edit/event-records.server.ts';
import { pathOf, type PageRoute } from '#lib/page/paths.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const record = await eventRecord(person, params.id);
	return {
		...(await datesPage(person, record, url.searchParams.get('date'), locals.locale)),
		done: url.searchParams.get('done')
	};
};

type Work = (person: Person, record: EventRecord, form: FormData) => Promise<DateOutcome>;

const acting =
	(form: 'date' | 'split' | 'whole', work: Work, route: PageRoute, done: string) =>
	async (event: RequestEvent) => {
		const person = requirePerson(event.locals, event.url);
		const record = await eventRecord(person, event.params.id ?? '');
		const outcome = await work(person, record, await event.request.formData());
		if (!outcome.ok) return fail(400, { form, ...outcome.problems });
		const path = pathOf(route, event.locals.locale, outcome.id);
		redirect(303, `${path}?done=${outcome.changed ? done : 'unchanged'}`);
	};

export const actions: Actions = {
	date: acting('date', changeDate, '/coordinator/events/:slug/dates', 'date'),
	split: acting('split', divide, '/coordinator/events/:slug', 'split'),
	whole: acting('whole', changeWhole, '/coordinator/events/:slug/dates', 'saved')
};
