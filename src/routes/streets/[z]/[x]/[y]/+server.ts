// A tile of the street map. Where there is none the answer is empty: a browser would write a
// missing one to its console as a fault, and the bundled map is seen there.
import { refusal } from '#lib/http/refusal.ts';
import { TooMany } from '#lib/http/visitor-turns.ts';
import { log } from '#lib/log/log.server.ts';
import { streetTile } from '#lib/map/streets/street-map.server.ts';
import { tileFrom } from '#lib/map/streets/tile.ts';
import type { RequestHandler } from './$types';

/** Its address holds the version of the map; a browser keeps it for a month. */
const kept = { 'cache-control': 'public, max-age=2592000' };

export const GET: RequestHandler = async ({ params }) => {
	const tile = tileFrom(params);
	if (!tile) return refusal(404, 'no such tile');
	try {
		const found = await streetTile(tile);
		if (!found)
			return new Response(null, {
				status: 204,
				headers: { 'cache-control': 'public, max-age=3600' }
			});
		return new Response(found.bytes, {
			headers: { ...kept, 'content-type': found.type, 'x-content-type-options': 'nosniff' }
		});
	} catch (error) {
		if (!(error instanceof TooMany))
			log(
				'warning',
				`tile ${tile.z}/${tile.x}/${tile.y}: ${error instanceof Error ? error.message : 'unknown'}`
			);
		return new Response('the tile cannot be had now\n', {
			status: 503,
			headers: { 'retry-after': '10' }
		});
	}
};
