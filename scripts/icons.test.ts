// The icons are what the drawing makes of them, in the sizes and forms those who ask for them need.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { icons } from './icons.ts';
import { root } from './prepare.js';

const made = await icons();
const kept = (name: string) => readFileSync(join(root, name));
const pictureIn = (name: string, file: Buffer) =>
	name.endsWith('.ico') ? file.subarray(file.readUInt32LE(18)) : file;
const pixels = (name: string, file: Buffer) =>
	sharp(pictureIn(name, file)).ensureAlpha().raw().toBuffer();

it.each([...made.keys()])('%s is the drawing', async (name) => {
	const [now, own] = await Promise.all(
		[made.get(name)!, kept(name)].map((file) => pixels(name, file))
	);
	expect(own?.length).toBe(now?.length);
	const differing = own?.filter((value, at) => Math.abs(value - (now?.[at] ?? 0)) > 16).length ?? 0;
	// Another release of the library may smooth an edge otherwise.
	expect(differing / (own?.length ?? 1)).toBeLessThan(0.01);
});

it.each([
	['src/routes/favicon.ico/favicon.ico', 32],
	['static/apple-touch-icon.png', 180],
	['static/icon-192.png', 192],
	['static/icon-512.png', 512]
])('%s is a square of %i', async (name, size) => {
	const { width, height } = await sharp(pictureIn(name, kept(name))).metadata();
	expect([width, height]).toEqual([size, size]);
});

it.each(['static/apple-touch-icon.png', 'static/icon-512.png'])(
	'%s has no corner to see through',
	async (name) => {
		const raw = await pixels(name, kept(name));
		expect(raw[3]).toBe(255);
	}
);

it('favicon.ico begins as an icon does, with one picture', () => {
	expect([...kept('src/routes/favicon.ico/favicon.ico').subarray(0, 6)]).toEqual([
		0, 0, 1, 0, 1, 0
	]);
});
