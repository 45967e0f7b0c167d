// What a phone shows of the site that somebody puts on its first screen (W3C Web Application
// Manifest).
import { network } from '#network';
import { pathOf } from '#lib/page/paths.ts';
import { languageOf } from '#lib/search/language.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) => {
	const locale = languageOf(url.searchParams);
	if (!locale) return new Response('unknown language\n', { status: 400 });
	const manifest = {
		// Both languages are one site.
		id: pathOf('/', 'lv'),
		name: `${network.name[locale]} · ${network.subtitle[locale]}`,
		short_name: network.name[locale],
		lang: locale,
		start_url: pathOf('/', locale),
		scope: '/',
		display: 'browser',
		background_color: '#f6f3ec',
		theme_color: '#f6f3ec',
		icons: [
			{ src: '/favicon.svg', type: 'image/svg+xml', sizes: 'any' },
			{ src: '/icon-192.png', type: 'image/png', sizes: '192x192' },
			{ src: '/icon-512.png', type: 'image/png', sizes: '512x512', purpose: 'any maskable' }
		]
	};
	return Response.json(manifest, { headers: { 'content-type': 'application/manifest+json' } });
};
