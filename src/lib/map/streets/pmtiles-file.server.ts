// A street map in one file: PMTiles, version 3 (https://github.com/protomaps/PMTiles), with
// pictures or with vector tiles, read part by part from the disk.
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { Compression, PMTiles, ResolvedValueCache, TileType, type Source } from 'pmtiles';
import * as v from 'valibot';
import { deepestTile, type Tile } from './tile.ts';
import {
	closestOfPictures,
	closestOfVectors,
	creditFrom,
	type TileBytes,
	type TileSource
} from './tile-source.ts';

/** A part of such a file is some hundred KB; a broken one may name any length. */
const longestPart = 16 * 1024 * 1024;

const types = new Map<TileType, string>([
	[TileType.Mvt, 'application/vnd.mapbox-vector-tile'],
	[TileType.Png, 'image/png'],
	[TileType.Jpeg, 'image/jpeg'],
	[TileType.Webp, 'image/webp'],
	[TileType.Avif, 'image/avif']
]);

const decompressors = {
	[Compression.Gzip]: promisify(gunzip),
	[Compression.Brotli]: promisify(brotliDecompress)
};

async function decompress(part: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
	if (compression === Compression.None || compression === Compression.Unknown) return part;
	if (compression === Compression.Zstd) throw new Error('parts packed with zstd are not read');
	const plain = await decompressors[compression](part, { maxOutputLength: longestPart });
	return plain.buffer.slice(plain.byteOffset, plain.byteOffset + plain.byteLength) as ArrayBuffer;
}

const metadata = v.object({ attribution: v.optional(v.string()) });

/**
 * Opens the file.
 * @param credit whom the map is owed to, when the file does not say it
 * @throws {Error} with one sentence when it is no such file
 */
export async function openPmtiles(path: string, credit: string): Promise<TileSource> {
	const file = await open(path, 'r');
	try {
		const { size, mtimeMs } = await file.stat();
		const source: Source = {
			getKey: () => path,
			async getBytes(offset, length) {
				if (length > longestPart) throw new Error('a part of the file is too long');
				const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
				const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
				return { data: bytes.buffer.slice(0, bytesRead) };
			}
		};
		const archive = new PMTiles(source, new ResolvedValueCache(64, true, decompress), decompress);
		const header = await archive.getHeader().catch((cause: unknown) => {
			throw new Error('it is no PMTiles file of version 3', { cause });
		});
		const type = types.get(header.tileType);
		if (!type) throw new Error('its tiles are neither pictures nor Mapbox vector tiles');
		// Its list of tiles can be read: whoever runs the installation is told now, not each visitor.
		await archive.getZxy(header.minZoom, 0, 0);
		const said = v.safeParse(metadata, await archive.getMetadata());
		const isVector = header.tileType === TileType.Mvt;
		const deepest = Math.min(header.maxZoom, deepestTile);
		const attribution = said.success ? (said.output.attribution ?? '') : '';
		return {
			streets: {
				format: isVector ? 'vector' : 'raster',
				closest: isVector ? closestOfVectors : Math.min(deepest, closestOfPictures),
				deepest,
				credit: creditFrom(credit || attribution),
				version: `${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}`
			},
			async tile({ z, x, y }: Tile): Promise<TileBytes | null> {
				if (z > header.maxZoom || z < header.minZoom) return null;
				const found = await archive.getZxy(z, x, y);
				return found ? { bytes: new Uint8Array(found.data), type } : null;
			},
			close: () => file.close()
		};
	} catch (error) {
		await file.close();
		throw error;
	}
}
