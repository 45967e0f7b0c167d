// What opening hours (`value`, in the OpenStreetMap syntax) say to visitors: asked while they are
// typed, so that the form shows them as the public page will. Nothing in it is anybody's secret.
import { tellOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** As long as a listing may have them. */
const longest = 500;

export const GET: RequestHandler = ({ url }) =>
	json(tellOpeningHours((url.searchParams.get('value') ?? '').slice(0, longest)));
