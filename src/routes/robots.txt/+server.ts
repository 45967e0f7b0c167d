// What search engines may read: everything but filtered lists, which repeat the same organisations
// endlessly.
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) =>
	new Response(
		[
			'User-agent: *',
			'Disallow: /*?*q=',
			'Disallow: /*?*near=',
			'Disallow: /map/',
			'Allow: /',
			'',
			`Sitemap: ${url.origin}/sitemap.xml`,
			''
		].join('\n'),
		{ headers: { 'content-type': 'text/plain; charset=utf-8' } }
	);
