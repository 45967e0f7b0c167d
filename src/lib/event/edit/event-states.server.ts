// Publishing, taking back, archiving, removing and bringing back an event as a whole.
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import { setPublication } from '#lib/listing/saving/listing-acts.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';

/** What the buttons ask for, and what the page says afterwards. */
const wanted = new Map([
	['publish', { publication: 'published', done: 'published' }],
	['unpublish', { publication: 'draft', done: 'unpublished' }],
	['archive', { publication: 'archived', done: 'archived' }],
	['remove', { publication: 'removed', done: 'removed' }],
	['bring-back', { publication: 'draft', done: 'back' }]
]);

/** The action of the buttons. */
export async function setState(event: RequestEvent): Promise<never> {
	const person = requirePerson(event.locals, event.url);
	const form = await event.request.formData();
	const id = event.params.id ?? '';
	const asked = form.get('state');
	const attempt = form.get('attempt');
	const state = typeof asked === 'string' ? wanted.get(asked) : undefined;
	if (!state) error(400, 'no such state');
	const answer = await setPublication(person, 'event', [id], {
		publication: state.publication,
		attempt: (typeof attempt === 'string' && uuidFrom(attempt)) || crypto.randomUUID()
	});
	if (!answer || answer.refused.length > 0) error(404, 'no such event');
	const changed = answer.done.length > 0;
	if (changed) contentChanged();
	const path = pathOf('/coordinator/events/:slug', event.locals.locale, id);
	redirect(303, `${path}?done=${changed ? state.done : 'unchanged'}`);
}
