// `npm run icons`: the site's icon as those want it who cannot draw static/favicon.svg: old
// browsers and robots an ICO, phones a PNG without round corners (they cut their own), and one
// whose drawing keeps clear of any edge a launcher may cut. A test holds the files against the
// drawing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { root } from './prepare.js';

const drawing = readFileSync(join(root, 'static/favicon.svg'), 'utf8');

/** The drawing to all four edges, its lines within the middle `part` of it (1 = as they are). */
function squared(part: number): string {
	const [, ground = '', lines = ''] = /(<rect[^>]*\/>)(.*)<\/svg>/s.exec(drawing) ?? [];
	const edge = (16 * (1 - part)).toFixed(2);
	return drawing.replace(
		ground + lines,
		`${ground.replace(/ rx="\d+"/, '')}<g transform="translate(${edge} ${edge}) scale(${part})">${lines}</g>`
	);
}

const png = (svg: string, size: number) =>
	sharp(Buffer.from(svg), { density: (72 * size) / 32 })
		.resize(size, size)
		.png({ palette: true, colours: 32, compressionLevel: 9 })
		.toBuffer();

/**
 * One picture in the container that `/favicon.ico` has been since 1999 (a PNG inside it since
 * 2006).
 */
function ico(picture: Buffer, size: number): Buffer {
	const head = Buffer.alloc(22);
	head.writeUInt16LE(1, 2); // an icon
	head.writeUInt16LE(1, 4); // of one picture
	head.writeUInt8(size, 6);
	head.writeUInt8(size, 7);
	head.writeUInt16LE(1, 10); // planes
	head.writeUInt16LE(32, 12); // bits of a pixel
	head.writeUInt32LE(picture.length, 14);
	head.writeUInt32LE(head.length, 18);
	return Buffer.concat([head, picture]);
}

/** The files by their paths from the root. */
export async function icons(): Promise<Map<string, Buffer>> {
	return new Map([
		['src/routes/favicon.ico/favicon.ico', ico(await png(drawing, 32), 32)],
		['static/apple-touch-icon.png', await png(squared(0.9), 180)],
		['static/icon-192.png', await png(drawing, 192)],
		['static/icon-512.png', await png(squared(0.8), 512)]
	]);
}

if (process.argv[1] === import.meta.filename)
	for (const [name, file] of await icons()) {
		writeFileSync(join(root, name), file);
		console.log(`${name}: ${file.length} bytes`);
	}
