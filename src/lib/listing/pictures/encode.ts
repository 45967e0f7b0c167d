// Writes a picture anew: turned the way it is meant, within the longest side, as WebP without
// metadata. What a file is follows from its first bytes, never from its name or what the browser
// says; it is decoded and encoded, so that nothing but the picture itself comes through: no
// metadata, no place where a photograph was taken, no second file hidden in the first.
//
// Run by Node directly, outside the bundle, in a process of its own (picture-process.ts): imports
// are relative and end in .ts.
import sharp from 'sharp';
import { longestSide, maxBytes } from './pictures.ts';

/** A small file can unfold to gigabytes of pixels; this many are 160 MB. */
const maxPixels = 40_000_000;
/**
 * A progressive JPEG of a camera or a program has about ten; each is as much work as the whole
 * picture.
 */
const maxScans = 64;

export interface MadePicture {
	/** WebP. */
	content: Buffer;
	width: number;
	height: number;
}

export type PictureFault =
	'too-large' | 'no-picture' | 'too-many-pixels' | 'too-costly' | 'unreadable';

/** The format a file begins like, or null. */
function formatOf(bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | 'heif' | null {
	const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
	if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
	if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
	if (text(4, 8) === 'ftyp' && /^(avif|avis)$/.test(text(8, 12))) return 'heif';
	return null;
}

/**
 * How often a JPEG begins a scan (marker SOS, ITU-T T.81 annex B). Inside a scan the octet FF is
 * always followed by 00.
 */
function scansOf(jpeg: Buffer): number {
	const marker = Buffer.from([0xff, 0xda]);
	let scans = 0;
	for (let at = jpeg.indexOf(marker); at !== -1; at = jpeg.indexOf(marker, at + 2)) scans += 1;
	return scans;
}

/** The picture as it is kept, or why there is none. Never throws. */
export async function encode(bytes: Buffer): Promise<MadePicture | PictureFault> {
	if (bytes.length > maxBytes) return 'too-large';
	const format = formatOf(bytes);
	if (!format) return 'no-picture';
	if (format === 'jpeg' && scansOf(bytes) > maxScans) return 'too-costly';
	sharp.cache(false);
	sharp.concurrency(1);
	try {
		const options = { limitInputPixels: maxPixels, failOn: 'error', pages: 1 } as const;
		const about = await sharp(bytes, {
			...options,
			pages: -1,
			limitInputPixels: false
		}).metadata();
		// A file that begins like one format and is read as another wants to be two things at once.
		if (about.format !== format || (format === 'heif' && about.compression !== 'av1'))
			return 'no-picture';
		// All pictures of an animation together.
		const height = (about.pageHeight ?? about.height) * (about.pages ?? 1);
		if (about.width * height > maxPixels) return 'too-many-pixels';
		const { data, info } = await sharp(bytes, options)
			.autoOrient()
			.resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
			.webp({ quality: 82 })
			.toBuffer({ resolveWithObject: true });
		return { content: data, width: info.width, height: info.height };
	} catch {
		return 'unreadable';
	}
}
