// What a description (`text`, in Markdown or as it was pasted) will look like to the public: asked
// while it is typed, so that the form shows what the page will show. Nothing is kept.
import { previewOf } from '#lib/event/description.server.ts';
import { refusal } from '#lib/http/refusal.ts';
import { posted } from '#lib/http/posted.server.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	if (event.locals.person === null) return refusal(403, 'only for members');
	const text = posted(event).get('text');
	return json(await previewOf(typeof text === 'string' ? text : ''));
};
