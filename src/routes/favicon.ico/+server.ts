// The icon where everybody looks who was not told of another. No file of static/: what serves those
// knows no type for it, and browsers are told not to guess.
import { read } from '$app/server';
import type { RequestHandler } from './$types';
import icon from './favicon.ico';

export const GET: RequestHandler = () =>
	new Response(read(icon).body, {
		headers: { 'content-type': 'image/x-icon', 'cache-control': 'public, max-age=86400' }
	});
