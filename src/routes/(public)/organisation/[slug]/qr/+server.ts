// A QR code with the address of an organisation's page, for the printed sheet and for a phone held
// to the screen.
import { organisationDetail } from '#lib/organisation/organisation-detail.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { error } from '@sveltejs/kit';
import { toString as qrCode } from 'qrcode';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
	const organisation = await organisationDetail(params.slug);
	if (!organisation) error(404, 'no such organisation');
	const address = url.origin + pathOf('/organisation/:slug', locals.locale, organisation.slug);
	// Always dark on light with its quiet zone (ISO/IEC 18004 asks for four modules), also on a dark
	// page: scanners need it.
	const svg = await qrCode(address, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
	return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
};
