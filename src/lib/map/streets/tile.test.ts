import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tileSize, unproject } from '#lib/geo/projection.ts';
import { boundsOfTile, deepestTile, farthestTile, isWithin, tileFrom } from './tile.ts';
import { creditFrom } from './tile-source.ts';

const asText = ({ z, x, y }: { z: number; x: number; y: number }) => ({
	z: `${z}`,
	x: `${x}`,
	y: `${y}`
});
const inside = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const zoom = fc.integer({ min: farthestTile, max: deepestTile });

it('the tile of a place shows the place, and its neighbours do not', () => {
	fc.assert(
		fc.property(zoom, fc.nat(2047), fc.nat(2047), inside, inside, (z, x, y, right, down) => {
			const at = unproject({ x: (x + right) * tileSize, y: (y + down) * tileSize }, z);
			const box = { south: at.lat, north: at.lat, west: at.lng, east: at.lng };
			const tile = tileFrom(asText({ z, x, y }));
			expect(tile).toEqual({ z, x, y });
			expect(isWithin({ z, x, y }, box)).toBe(true);
			for (const [dx, dy] of [
				[1, 0],
				[-1, 0],
				[0, 1],
				[0, -1]
			] as const)
				expect(isWithin({ z, x: x + dx, y: y + dy }, box)).toBe(false);
		})
	);
});

it('tiles of one zoom meet at their edges', () => {
	fc.assert(
		fc.property(zoom, fc.nat(2000), fc.nat(2000), (z, x, y) => {
			expect(boundsOfTile({ z, x, y }).east).toBe(boundsOfTile({ z, x: x + 1, y }).west);
			expect(boundsOfTile({ z, x, y }).south).toBe(boundsOfTile({ z, x, y: y + 1 }).north);
		})
	);
});

it('what names no tile is none', () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			const known = /^(0|[1-9]\d{0,3})$/.test(text) && Number(text) < 4096;
			expect(tileFrom({ z: '12', x: text, y: '7' }) !== null).toBe(known);
		})
	);
	for (const z of ['10', '20', '-1', '1e1', '012', ' 12', ''])
		expect(tileFrom({ z, x: '1', y: '1' })).toBeNull();
	expect(tileFrom({ z: '12', x: '4096', y: '0' })).toBeNull();
});

it('a credit is words, whatever was written', () => {
	expect(
		creditFrom(
			'<a href="https://www.openstreetmap.org/copyright" target="_blank">&copy; OpenStreetMap</a>'
		)
	).toEqual({ text: '© OpenStreetMap', href: 'https://www.openstreetmap.org/copyright' });
	expect(creditFrom('LĢIA &#169; 2026')).toEqual({ text: 'LĢIA © 2026' });
	expect(creditFrom('<script>x()</script>')).toEqual({ text: 'x()' });
	expect(creditFrom('  ')).toBeNull();
	fc.assert(
		fc.property(fc.string({ maxLength: 3000 }), (written) => {
			const credit = creditFrom(written);
			expect(credit?.text.length ?? 0).toBeLessThanOrEqual(200);
			if (credit?.href) expect(new URL(credit.href).protocol).toMatch(/^https?:$/);
		})
	);
});
