// Pictures nobody sends who means well, made for tests and for `npm run bench -- attack`.
import sharp from 'sharp';

/** The octets of a marker segment of a JPEG: `FF`, its sign, its length, its content. */
const segments = (jpeg: Buffer) => {
	const found: { sign: number; at: number; end: number }[] = [];
	for (let at = 2; jpeg[at] === 0xff && jpeg[at + 1] !== 0xd9; ) {
		const sign = jpeg[at + 1] ?? 0;
		const end = at + 2 + jpeg.readUInt16BE(at + 2);
		found.push({ sign, at, end });
		at = end;
		// The content of a scan follows its head; it ends at the next marker that is neither a stuffed octet nor a restart.
		if (sign === 0xda)
			while (jpeg[at] !== 0xff || jpeg[at + 1] === 0 || ((jpeg[at + 1] ?? 0) & 0xf8) === 0xd0) at++;
	}
	return found;
};

/**
 * A progressive JPEG whose last scan stands there `count` times more: each one makes the decoder go through all its blocks again.
 * @param side of the picture in pixels
 */
export async function manyScans(count: number, side = 2000): Promise<Buffer> {
	const jpeg = await sharp({
		create: { width: side, height: side, channels: 3, background: '#808080' }
	})
		.jpeg({ progressive: true })
		.toBuffer();
	const last = segments(jpeg).findLast(({ sign }) => sign === 0xda);
	if (!last) throw new Error('no scan in the JPEG');
	const end = jpeg.length - 2;
	const scan = jpeg.subarray(last.at, end);
	return Buffer.concat([
		jpeg.subarray(0, end),
		...Array.from({ length: count }, () => scan),
		jpeg.subarray(end)
	]);
}
