// A picture of a listing. The database decides who sees it. It never changes under its address, so
// that a browser that has it need not ask again; one that only its editors may see stays in their
// browser.
import { uuidFrom } from '#lib/formats/uuid.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestHandler } from './$types';
import { log } from '#lib/log/log.server.ts';

const row = v.nullable(v.object({ content: v.string(), shared: v.boolean() }));

export const GET: RequestHandler = async ({ params, locals, request }) => {
	if (!uuidFrom(params.id)) error(404, 'no such picture');
	const database = locals.person?.database ?? backend().visitor;
	const { data, error: failure } = await database.rpc('picture', { id: params.id });
	if (failure) {
		log('error', `picture was not answered: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	const picture = v.parse(row, data);
	if (!picture) error(404, 'no such picture');
	const etag = `"${params.id}"`;
	const headers = {
		etag,
		'cache-control': picture.shared ? 'public, max-age=31536000, immutable' : 'private, max-age=300'
	};
	if (request.headers.get('if-none-match') === etag)
		return new Response(null, { status: 304, headers });
	return new Response(Buffer.from(picture.content, 'base64'), {
		headers: {
			...headers,
			'content-type': 'image/webp',
			'content-security-policy': "default-src 'none'; sandbox",
			'x-content-type-options': 'nosniff'
		}
	});
};
