// Pictures nobody sends who means well, made for tests and for `npm run bench -- attack`.
import sharp from 'sharp';

/** The segments of a JPEG: sign of the marker, where it begins, and where the next one does. */
function segmentsOf(jpeg: Buffer) {
	const found: { sign: number; at: number; end: number }[] = [];
	for (let at = 2; jpeg[at] === 0xff && jpeg[at + 1] !== 0xd9;) {
		const sign = jpeg[at + 1] ?? 0;
		let end = at + 2 + jpeg.readUInt16BE(at + 2);
		// The content of a scan follows its head; it ends at the next marker that is no stuffed octet.
		if (sign === 0xda) while (jpeg[end] !== 0xff || jpeg[end + 1] === 0) end++;
		found.push({ sign, at, end });
		at = end;
	}
	return found;
}

/**
 * A progressive JPEG in which one scan stands `count` times more. Each is valid and some dozen
 * octets long, and makes the decoder go through all blocks of the picture again.
 * @param side of the picture in pixels
 */
export async function manyScans(count: number, side = 4000): Promise<Buffer> {
	const jpeg = await sharp({
		create: { width: side, height: side, channels: 3, background: '#808080' }
	})
		.jpeg({ progressive: true })
		.toBuffer();
	const segments = segmentsOf(jpeg);
	// Of a scan with one component the head has ten octets; the last three tell which coefficients it
	// brings, and with which of their bits. One that brings all of them can come again and again.
	const first = segments.findIndex(
		({ sign, at }) => sign === 0xda && jpeg[at + 4] === 1 && (jpeg[at + 7] ?? 0) > 0
	);
	const [scan, before] = [segments[first], segments[first - 1]];
	if (!scan || before?.sign !== 0xc4) throw new Error('no scan with its table in the JPEG');
	const again = Buffer.from(jpeg.subarray(before.at, scan.end));
	again[scan.at - before.at + 9] = 0;
	const end = jpeg.length - 2;
	return Buffer.concat([
		jpeg.subarray(0, end),
		...Array.from({ length: count }, () => again),
		jpeg.subarray(end)
	]);
}
