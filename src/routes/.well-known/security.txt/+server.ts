// Where to report a weakness (RFC 9116). The contact is the operator's, from network.config.ts;
// while none is named, the page about the network is, since the field may be a web address.
import { network } from '#network';
import { pathOf } from '#lib/page/paths.ts';
import type { RequestHandler } from './$types';

const DAY = 24 * 60 * 60 * 1000;

export const GET: RequestHandler = ({ url }) => {
	const contact = network.operator?.email
		? `mailto:${network.operator.email}`
		: `${url.origin}${pathOf('/about', 'en')}`;
	// The RFC asks for less than a year ahead; midnight, so that the file changes once a day and not
	// every second.
	const expires = new Date(Math.floor(Date.now() / DAY) * DAY + 180 * DAY).toISOString();
	return new Response(
		[
			`Contact: ${contact}`,
			`Expires: ${expires}`,
			'Preferred-Languages: lv, en',
			`Canonical: ${url.origin}/.well-known/security.txt`,
			''
		].join('\n'),
		{ headers: { 'content-type': 'text/plain; charset=utf-8' } }
	);
};
