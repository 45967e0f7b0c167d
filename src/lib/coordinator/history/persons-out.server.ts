// Contact persons whom only the history still names, and taking one of them out of it for good.
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { unanswered } from '../../backend/unanswered.server';
import { requirePerson } from '../access';
import type { Subject } from '../desk/kept-listing';
import { historyHref } from '../desk/listing-words';
import type { Person } from '../person';
import { statusOf } from '../saving/status';
import type { PersonInHistory } from './history';
import { historyOf } from './history.server';

const persons = v.array(v.object({ name: v.string(), versions: v.number() }));

/** In alphabetical order; nobody when the listing is not this person's. */
export async function personsInHistory(
	person: Person,
	subject: Subject,
	id: string
): Promise<PersonInHistory[]> {
	const { data, error: failure } = await person.database.rpc('persons_in_history', { subject, id });
	if (failure) unanswered('persons_in_history', failure);
	return v.parse(persons, data);
}

/** Takes the person named by the form out of every kept state. The name travels in the form alone: addresses are written into logs. */
export async function takePersonOut(
	subject: Subject,
	{
		locals,
		url,
		params,
		request
	}: Pick<RequestEvent, 'locals' | 'url' | 'request'> & { params: { slug: string } }
) {
	const person = requirePerson(locals, url);
	const name = (await request.formData()).get('person');
	// A listing that is not theirs has no history for them either: 404.
	await historyOf(person, subject, params.slug);
	const { data, error: failure } = await person.database.rpc('take_person_out', {
		subject,
		id: params.slug,
		person: typeof name === 'string' ? name : ''
	});
	if (failure) unanswered('take_person_out', failure);
	const status = statusOf(data);
	if (status === 'done') redirect(303, `${historyHref(subject, params.slug, locals.locale)}?out`);
	return fail(status === 'listed' ? 409 : 422, {
		problem: status === 'listed' ? ('listed' as const) : ('nobody' as const),
		of: 0,
		by: null
	});
}
