// Contact persons whom only the history still names, and taking one of them out of it for good.
import { posted } from '#lib/http/posted.server.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import { historyHref } from '#lib/listing/listing-words.ts';
import type { Person } from '#lib/account/person.ts';
import { statusOf } from '#lib/listing/saving/status.ts';
import type { PersonInHistory } from './history.ts';
import { historyOf } from './history.server.ts';

const persons = v.array(v.object({ name: v.string(), versions: v.number() }));

/** In alphabetical order; nobody when the listing is not this person's. */
export async function personsInHistory(
	person: Person,
	subject: ListingSort,
	id: string
): Promise<PersonInHistory[]> {
	const { data, error: failure } = await person.database.rpc('persons_in_history', { subject, id });
	if (failure) unanswered('persons_in_history', failure);
	return v.parse(persons, data);
}

/**
 * Takes the person named by the form out of every kept state. The name travels in the form alone:
 * addresses are written into logs.
 */
export async function takePersonOut(
	subject: ListingSort,
	{
		locals,
		url,
		params,
		cookies
	}: Pick<RequestEvent, 'locals' | 'url' | 'cookies'> & { params: { id: string } }
) {
	const person = requirePerson(locals, url);
	const name = posted({ locals }).get('person');
	// A listing that is not theirs has no history for them either: 404.
	await historyOf(person, subject, params.id);
	const { data, error: failure } = await person.database.rpc('take_person_out', {
		subject,
		id: params.id,
		person: typeof name === 'string' ? name : ''
	});
	if (failure) unanswered('take_person_out', failure);
	const status = statusOf(data);
	if (status === 'done') {
		leaveFlash(cookies, m.history_person_out_done());
		redirect(303, historyHref(subject, params.id, locals.locale));
	}
	return fail(status === 'listed' ? 409 : 422, {
		problem: status === 'listed' ? ('listed' as const) : ('nobody' as const),
		of: 0,
		by: null
	});
}
