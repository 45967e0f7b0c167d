// Pictures people upload. What a file is follows from its first bytes, never from its name or what the browser says; it is decoded
// and written anew as WebP, so that nothing but the picture itself comes through: no metadata, no place where a photograph was taken,
// no second file hidden in the first.
import { m } from '#lib/paraglide/messages.js';
import * as v from 'valibot';
import { typedLocalised } from '#lib/listing/fields/localised.ts';
import type { Problem, Typed } from '#lib/form/form.ts';
import type { Person } from '#lib/account/person.ts';

/** Largest file, in bytes. */
export const maxBytes = 5 * 1024 * 1024;
/** A small file can unfold to gigabytes of pixels; this many are 160 MB. */
const maxPixels = 40_000_000;
/** Longest side of what is kept, in pixels. */
const longestSide = 1600;

export interface MadePicture {
	/** WebP. */
	content: Buffer;
	width: number;
	height: number;
}

export type PictureFault = 'too-large' | 'no-picture' | 'too-many-pixels' | 'unreadable';

/** The format a file begins like, or null. */
function formatOf(bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | 'heif' | null {
	const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
	if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
	if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
	if (text(4, 8) === 'ftyp' && /^(avif|avis)$/.test(text(8, 12))) return 'heif';
	return null;
}

/** One after the other: a picture being decoded takes up to 160 MB. */
let queue: Promise<unknown> = Promise.resolve();

/** Writes a picture anew: turned the way it is meant, within the longest side, as WebP without metadata. */
export function makePicture(bytes: Uint8Array): Promise<MadePicture | PictureFault> {
	const made = queue.then(() => encode(bytes));
	queue = made.catch(() => {});
	return made;
}

async function encode(bytes: Uint8Array): Promise<MadePicture | PictureFault> {
	if (bytes.length > maxBytes) return 'too-large';
	const format = formatOf(bytes);
	if (!format) return 'no-picture';
	// Loaded with the first upload, not at start.
	const { default: sharp } = await import('sharp');
	sharp.cache(false);
	sharp.concurrency(1);
	try {
		const options = { limitInputPixels: maxPixels, failOn: 'error', pages: 1 } as const;
		const about = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
		// A file that begins like one format and is read as another wants to be two things at once.
		if (about.format !== format || (format === 'heif' && about.compression !== 'av1'))
			return 'no-picture';
		if (about.width * about.height > maxPixels) return 'too-many-pixels';
		const { data, info } = await sharp(bytes, options)
			.autoOrient()
			.resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
			.webp({ quality: 82 })
			.timeout({ seconds: 20 })
			.toBuffer({ resolveWithObject: true });
		return { content: data, width: info.width, height: info.height };
	} catch {
		return 'unreadable';
	}
}

const answers = v.variant('status', [
	v.object({ status: v.literal('saved'), id: v.string() }),
	v.object({ status: v.literal('refused') }),
	v.object({ status: v.literal('invalid'), constraint: v.nullable(v.string()) })
]);

const said: Record<PictureFault, () => string> = {
	'too-large': m.edit_picture_too_large,
	'no-picture': m.edit_picture_no_picture,
	'too-many-pixels': m.edit_picture_too_many_pixels,
	unreadable: m.edit_picture_unreadable
};

/**
 * Takes the picture of one field (`PictureField.svelte`) out of a posted form. A file that was sent is saved at once, so that it is
 * not lost while something else is mended, and its id and size stand in `typed` from then on; a picture that was to be taken away is gone
 * from it.
 * @returns what is wrong with the file, or null
 */
export async function receivePicture(
	form: FormData,
	typed: Typed,
	name: string,
	{ database }: Person
): Promise<{ typed: Typed; problem: Problem | null }> {
	const without = Object.fromEntries(
		Object.entries(typed).filter(([field]) => field !== `${name}_remove`)
	);
	const file = form.get(`${name}_file`);
	if (!(file instanceof File) || file.size === 0) {
		const removed = typed[`${name}_remove`] !== undefined;
		return {
			typed: removed
				? { ...without, [`${name}_id`]: [''], ...typedLocalised(`${name}_alt`, {}) }
				: without,
			problem: null
		};
	}
	const failed = (message: string) => ({
		typed: without,
		problem: { field: `${name}_file`, message }
	});
	if (file.size > maxBytes) return failed(said['too-large']());
	const made = await makePicture(new Uint8Array(await file.arrayBuffer()));
	if (typeof made === 'string') return failed(said[made]());
	const { data, error: failure } = await database.rpc('save_picture', {
		content_base64: made.content.toString('base64'),
		width: made.width,
		height: made.height
	});
	if (failure) {
		console.error(`save_picture was not answered: ${failure.code} ${failure.message}`);
		return failed(m.edit_picture_not_saved());
	}
	const answer = v.parse(answers, data);
	if (answer.status !== 'saved') return failed(m.edit_picture_not_saved());
	return {
		typed: {
			...without,
			[`${name}_id`]: [answer.id],
			[`${name}_width`]: [String(made.width)],
			[`${name}_height`]: [String(made.height)]
		},
		problem: null
	};
}
