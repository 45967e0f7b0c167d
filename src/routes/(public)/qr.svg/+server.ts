// A QR code with the address of one of this site's pages, for what is printed. It says nothing of
// what the page shows: nothing is asked.
import { refusal } from '#lib/http/refusal.ts';
import { longestPaperPath, paperPath } from '#lib/page/paper-path.ts';
import { toString as qrCode } from 'qrcode';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url }) => {
	const to = paperPath(url.searchParams);
	if (to === null)
		return refusal(400, `to must be a path of this site, at most ${longestPaperPath} characters`);
	// Always dark on light with its quiet zone (ISO/IEC 18004 asks for four modules).
	const svg = await qrCode(url.origin + to, {
		type: 'svg',
		errorCorrectionLevel: 'M',
		margin: 4
	});
	return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
};
