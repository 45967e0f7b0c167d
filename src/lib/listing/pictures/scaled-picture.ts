// A picture somebody chose, made smaller by the browser before it is sent: a photograph of a phone
// has 15 MB, most of which the server would throw away after a slow line had carried it, and may be
// HEIC, which some browsers read and the server does not.
import { longestSide } from './pictures.ts';

/** What the server reads as it is (encode.ts). */
const readByServer = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];
/** Up to so many octets a file goes as it is: making it anew would cost it sharpness. */
const light = 1_000_000;
/** How much of a picture's detail is kept, of 1. */
const quality = 0.9;

export interface ScaledPicture {
	/** What is sent in place of what was chosen. */
	file: File;
	/** Pixels. */
	width: number;
	height: number;
}

/** A size within the longest side that is kept, in whole pixels, never larger and never nothing. */
export function sizeWithin(width: number, height: number): { width: number; height: number } {
	const by = Math.min(1, longestSide / Math.max(width, height));
	const whole = (side: number) => Math.max(1, Math.round(side * by));
	return { width: whole(width), height: whole(height) };
}

/** True for a file the server reads and a slow line carries as it is. */
export function goesAsItIs({ type, size }: { type: string; size: number }): boolean {
	return readByServer.includes(type) && size <= light;
}

/**
 * Draws a file on a canvas, turned the way it is meant, and makes of it what is sent: the file
 * itself when it is small, else a smaller picture.
 * @returns null for what this browser cannot read as a picture
 */
export async function scaledPicture(
	file: File,
	canvas: HTMLCanvasElement
): Promise<ScaledPicture | null> {
	const bitmap = await createImageBitmap(file).catch(() => null);
	if (!bitmap) return null;
	const { width, height } = sizeWithin(bitmap.width, bitmap.height);
	canvas.width = width;
	canvas.height = height;
	const drawing = canvas.getContext('2d');
	if (drawing) {
		drawing.imageSmoothingQuality = 'high';
		drawing.drawImage(bitmap, 0, 0, width, height);
	}
	const original = { file, width: bitmap.width, height: bitmap.height };
	bitmap.close();
	if (!drawing || goesAsItIs(file)) return original;
	// What can be seen through stays so; a browser that writes no WebP writes PNG.
	const type = file.type === 'image/jpeg' || !readByServer.includes(file.type) ? 'jpeg' : 'webp';
	const made = await new Promise<Blob | null>((answer) =>
		canvas.toBlob(answer, `image/${type}`, quality)
	);
	if (!made || made.size >= file.size) return original;
	return { file: new File([made], file.name, { type: made.type }), width, height };
}
