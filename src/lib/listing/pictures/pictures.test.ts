// Uploaded pictures: what is let through is a picture and nothing else, whatever it calls itself.
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makePicture, maxBytes } from './pictures.server.ts';

/** Red on the left, blue on the right. */
const flag = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#c00' } }).composite([
		{
			input: {
				create: { width: Math.ceil(width / 2), height, channels: 3, background: '#00c' }
			},
			left: Math.floor(width / 2),
			top: 0
		}
	]);

/** A black PNG of one bit a pixel, which no encoder has to look at pixel by pixel. */
function blankPng(width: number, height: number): Buffer {
	const chunk = (type: string, data: Buffer) => {
		const named = Buffer.concat([Buffer.from(type), data]);
		const framed = Buffer.alloc(named.length + 8);
		framed.writeUInt32BE(data.length, 0);
		named.copy(framed, 4);
		framed.writeUInt32BE(crc32(named), named.length + 4);
		return framed;
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head[8] = 1;
	const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0))
	]);
}

describe('a picture', () => {
	it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
		'comes through as WebP from %s',
		async (format) => {
			const made = await makePicture(await flag(60, 40).toFormat(format).toBuffer());
			if (typeof made === 'string') throw new Error(made);
			expect(made).toMatchObject({ width: 60, height: 40 });
			expect((await sharp(made.content).metadata()).format).toBe('webp');
		}
	);

	it('is made smaller, turned the way it is meant, and loses what it says about its owner', async () => {
		const photograph = await flag(4000, 2000)
			.jpeg()
			.withExif({ IFD0: { Copyright: 'Ada' }, IFD3: { GPSLatitude: '56/1 57/1 0/1' } })
			.withMetadata({ orientation: 6 })
			.toBuffer();
		expect((await sharp(photograph).metadata()).exif).toBeDefined();
		const made = await makePicture(photograph);
		if (typeof made === 'string') throw new Error(made);
		expect(made).toMatchObject({ width: 800, height: 1600 });
		const about = await sharp(made.content).metadata();
		expect([about.exif, about.icc, about.xmp, about.orientation]).toEqual([
			undefined,
			undefined,
			undefined,
			undefined
		]);
		// Turned to the right, what was on the left is at the top.
		const { data } = await sharp(made.content)
			.extract({ left: 400, top: 10, width: 1, height: 1 })
			.raw()
			.toBuffer({ resolveWithObject: true });
		expect(data[0]).toBeGreaterThan(150);
		expect(data[2]).toBeLessThan(60);
	});
});

describe('refused is', () => {
	it.each([
		['nothing', ''],
		[
			'a drawing with a script',
			'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
		],
		['a page', '<!doctype html><script>alert(1)</script>'],
		['an animation of 1989', 'GIF89a\x01\x00\x01\x00'],
		['a program', '\x7fELF\x02\x01\x01']
	])('%s', async (_, text) => {
		expect(await makePicture(Buffer.from(text, 'latin1'))).toBe('no-picture');
	});

	it('what only begins like a picture', async () => {
		const start = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
		expect(await makePicture(Buffer.concat([start, Buffer.from('<svg></svg>')]))).toBe(
			'unreadable'
		);
		const whole = await flag(60, 40).png().toBuffer();
		expect(await makePicture(whole.subarray(0, 60))).toBe('unreadable');
	});

	it('a file that is too large, and a small one that would unfold to too much', async () => {
		expect(await makePicture(Buffer.alloc(maxBytes + 1, 0xff))).toBe('too-large');
		const bomb = blankPng(9000, 9000);
		expect(bomb.length).toBeLessThan(maxBytes);
		expect(await makePicture(blankPng(90, 60))).toMatchObject({ width: 90, height: 60 });
		expect(await makePicture(bomb)).toBe('too-many-pixels');
	});
});
