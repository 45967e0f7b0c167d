// Publishing, taking back, archiving, removing and bringing back an event as a whole.
import { contentChanged } from '$lib/backend/content-version.server';
import { requirePerson } from '$lib/coordinator/access';
import { pathOf } from '$lib/page/paths';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { uuidFrom } from '../event-form';
import { unavailable } from './event-records.server';

/** What the buttons ask for, and what the page says afterwards. */
const wanted = new Map([
	['publish', { publication: 'published', done: 'published' }],
	['unpublish', { publication: 'draft', done: 'unpublished' }],
	['archive', { publication: 'archived', done: 'archived' }],
	['remove', { publication: 'removed', done: 'removed' }],
	['bring-back', { publication: 'draft', done: 'back' }]
]);

const answer = v.object({
	status: v.string(),
	done: v.optional(v.array(v.string()), []),
	unchanged: v.optional(v.array(v.string()), [])
});

/** The action of the buttons. */
export async function setState(event: RequestEvent): Promise<never> {
	const person = requirePerson(event.locals, event.url);
	const form = await event.request.formData();
	const id = event.params.slug ?? '';
	const asked = form.get('state');
	const attempt = form.get('attempt');
	const state = typeof asked === 'string' ? wanted.get(asked) : undefined;
	if (!state) error(400, 'no such state');
	const { data, error: failure } = await person.database.rpc('set_publication', {
		subject: 'event',
		ids: [id],
		publication: state.publication,
		publish_at: null,
		attempt: (typeof attempt === 'string' && uuidFrom(attempt)) || crypto.randomUUID()
	} as never);
	if (failure) unavailable('set_publication', failure);
	const { done, unchanged } = v.parse(answer, data);
	if (done.length + unchanged.length === 0) error(404, 'no such event');
	if (done.length > 0) await contentChanged();
	const path = pathOf('/coordinator/events/:slug', event.locals.locale, id);
	redirect(303, `${path}?done=${done.length > 0 ? state.done : 'unchanged'}`);
}
