// A QR code with the address of one of this site's pages, for what is printed. It says nothing of
// what the page shows: nothing is asked.
import { refusal } from '#lib/http/refusal.ts';
import { toString as qrCode } from 'qrcode';
import type { RequestHandler } from './$types';

/** More would be a code too fine for a phone to read from paper. */
const longest = 600;

export const GET: RequestHandler = async ({ url }) => {
	const to = url.searchParams.get('to') ?? '';
	// One slash: two would begin the name of another site.
	if (!/^\/(?![/\\])[!-~]*$/.test(to) || to.length > longest)
		return refusal(400, `to must be a path of this site, at most ${longest} characters`);
	// Always dark on light with its quiet zone (ISO/IEC 18004 asks for four modules).
	const svg = await qrCode(url.origin + to, {
		type: 'svg',
		errorCorrectionLevel: 'M',
		margin: 4
	});
	return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
};
