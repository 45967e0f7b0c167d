// Whether this installation has a street map, and which.
import { streetMap } from '#lib/map/streets/street-map.server.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () =>
	json({ streets: await streetMap() }, { headers: { 'cache-control': 'public, max-age=3600' } });
