// A tiny street map for tests: PMTiles, version 3
// (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), one directory, nothing packed.
// And a vector tile with one street and one park, as Mapbox Vector Tile 2.1
// (https://github.com/mapbox/vector-tile-spec) writes them.
import { deflateSync, gzipSync } from 'node:zlib';

export interface TestTile {
	z: number;
	x: number;
	y: number;
	bytes: Uint8Array;
}

function varint(value: number): number[] {
	const bytes: number[] = [];
	while (value > 127) {
		bytes.push((value % 128) | 128);
		value = Math.floor(value / 128);
	}
	return [...bytes, value];
}

/** Number of a tile along the Hilbert curve of its zoom, after all tiles of the zooms before. */
function tileId(z: number, x: number, y: number): number {
	let id = (4 ** z - 1) / 3;
	for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
		const right = (x & side) > 0 ? 1 : 0;
		const below = (y & side) > 0 ? 1 : 0;
		id += side * side * ((3 * right) ^ below);
		if (below === 0) {
			if (right === 1) [x, y] = [side - 1 - x, side - 1 - y];
			[x, y] = [y, x];
		}
	}
	return id;
}

/** The bytes of the file. `pack`: directory, metadata and tiles are packed with gzip. */
export function pmtilesOf(
	tiles: readonly TestTile[],
	{ type, attribution, pack = false }: { type: 'mvt' | 'png'; attribution: string; pack?: boolean }
): Uint8Array {
	const packed = (bytes: Uint8Array) => (pack ? gzipSync(bytes) : Buffer.from(bytes));
	const sorted = tiles
		.map((tile) => ({ id: tileId(tile.z, tile.x, tile.y), content: packed(tile.bytes) }))
		.sort((a, b) => a.id - b.id);
	const offsets = sorted.map((_, i) =>
		sorted.slice(0, i).reduce((sum, { content }) => sum + content.length, 0)
	);
	const directory = packed(
		Uint8Array.from([
			...varint(sorted.length),
			...sorted.flatMap(({ id }, i) => varint(id - (sorted[i - 1]?.id ?? 0))),
			...sorted.flatMap(() => varint(1)),
			...sorted.flatMap(({ content }) => varint(content.length)),
			...offsets.flatMap((offset) => varint(offset + 1))
		])
	);
	const metadata = packed(Buffer.from(JSON.stringify({ attribution, vector_layers: [] })));
	const data = Buffer.concat(sorted.map(({ content }) => content));
	const header = Buffer.alloc(127);
	header.write('PMTiles', 0, 'latin1');
	header.writeUInt8(3, 7);
	const parts = [
		[127, directory.length],
		[127 + directory.length, metadata.length],
		[127 + directory.length + metadata.length, 0],
		[127 + directory.length + metadata.length, data.length],
		[sorted.length, sorted.length]
	];
	parts.flat().forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + i * 8));
	header.writeBigUInt64LE(BigInt(sorted.length), 88);
	const compression = pack ? 2 : 1;
	const zooms = tiles.map(({ z }) => z);
	[1, compression, compression, type === 'mvt' ? 1 : 2].forEach((value, i) =>
		header.writeUInt8(value, 96 + i)
	);
	header.writeUInt8(Math.min(...zooms), 100);
	header.writeUInt8(Math.max(...zooms), 101);
	return Buffer.concat([header, directory, metadata, data]);
}

const field = (number: number, content: Uint8Array) =>
	Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(content.length)]), content]);
const plain = (number: number, value: number) => Buffer.from([number << 3, ...varint(value)]);
const text = (number: number, value: string) => field(number, Buffer.from(value));
const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value);

/** One layer with one feature: type 2 a line, type 3 an area; its points in 4096ths of the tile. */
function layer(
	name: string,
	type: 2 | 3,
	points: readonly (readonly [number, number])[],
	tags: Readonly<Record<string, string>>
): Buffer {
	const steps = points.map(([x, y], i) => {
		const [px, py] = points[i - 1] ?? [0, 0];
		return [zigzag(x - px), zigzag(y - py)];
	});
	const geometry = [
		9,
		...(steps[0] ?? []),
		((points.length - 1) << 3) | 2,
		...steps.slice(1).flat(),
		...(type === 3 ? [15] : [])
	].flatMap(varint);
	const keys = Object.keys(tags);
	const feature = Buffer.concat([
		field(2, Buffer.from(keys.flatMap((_, i) => [i, i]))),
		plain(3, type),
		field(4, Buffer.from(geometry))
	]);
	return field(
		3,
		Buffer.concat([
			text(1, name),
			field(2, feature),
			...keys.map((key) => text(3, key)),
			...Object.values(tags).map((value) => field(4, text(1, value))),
			plain(5, 4096),
			plain(15, 2)
		])
	);
}

/** A tile of land with a park in its middle and a street through it. */
export const streetTile = (): Uint8Array =>
	Buffer.concat([
		layer(
			'earth',
			3,
			[
				[0, 0],
				[4096, 0],
				[4096, 4096],
				[0, 4096]
			],
			{ kind: 'earth' }
		),
		layer(
			'landuse',
			3,
			[
				[1024, 1024],
				[3072, 1024],
				[3072, 3072],
				[1024, 3072]
			],
			{ kind: 'park' }
		),
		layer(
			'roads',
			2,
			[
				[0, 2048],
				[4096, 2048]
			],
			{ kind: 'major_road', name: 'Brīvības iela' }
		)
	]);

/** A picture of one colour, 1 × 1 px: PNG of the W3C, without a library that draws. */
export function pngTile(red: number, green: number, blue: number): Uint8Array {
	const chunk = (type: string, data: Uint8Array) => {
		const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
		const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
		length.writeUInt32BE(data.length);
		let crc = 0xffffffff;
		for (const byte of body) {
			crc ^= byte;
			for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
		}
		sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
		return Buffer.concat([length, body, sum]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(1, 0);
	head.writeUInt32BE(1, 4);
	head.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(Buffer.from([0, red, green, blue]))),
		chunk('IEND', Buffer.alloc(0))
	]);
}
