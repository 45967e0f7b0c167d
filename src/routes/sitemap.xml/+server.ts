// Every public page for search engines. Examples are left out: nobody should find an invented
// event.
import { backend } from '#lib/backend/backend.server.ts';
import { sitemap, type SitemapPage } from '#lib/page/sitemap.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const Addresses = v.object({
	organisations: v.array(v.tuple([v.string(), v.string()])),
	events: v.array(v.tuple([v.string(), v.string()]))
});

export const GET: RequestHandler = async ({ url }) => {
	const { data, error: failure } = await backend().visitor.rpc('page_addresses');
	if (failure) error(503, 'the directory does not answer');
	const addresses = v.parse(Addresses, data);
	const pages: SitemapPage[] = [
		{ route: '/' },
		{ route: '/events' },
		{ route: '/about' },
		{ route: '/numbers' },
		{ route: '/privacy' },
		{ route: '/accessibility' },
		...addresses.organisations.map(([slug, changed]) => ({
			route: '/organisation/:slug' as const,
			slug,
			changed
		})),
		...addresses.events.map(([slug, changed]) => ({
			route: '/event/:slug' as const,
			slug,
			changed
		}))
	];
	return new Response(sitemap(url.origin, pages), {
		headers: { 'content-type': 'application/xml; charset=utf-8' }
	});
};
