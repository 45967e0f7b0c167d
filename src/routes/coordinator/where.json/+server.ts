// In which municipality and region a point lies (`lat`, `lng`, WGS84 degrees): asked while a pin is
// moved, so that the form can say at once when pin and address disagree. The map of municipalities
// is public.
import { whereaboutsOf } from '#lib/listing/pin/pin.server.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url }) => {
	const [lat, lng] = ['lat', 'lng'].map((name) => {
		const value = url.searchParams.get(name);
		return value !== null && /^-?\d{1,3}(\.\d{1,20})?$/.test(value) ? Number(value) : null;
	});
	return json(await whereaboutsOf(lat ?? null, lng ?? null));
};
