// Makes a small copy of the PostGIS that comes with the embedded database. PGlite unpacks an
// extension into memory and keeps it there for good: 58 MB of files, twice, of which the scripts
// that update PostGIS from 200 older versions, its topology part and its address search are two
// thirds. Without those a start takes about 120 MB less memory (src/lib/backend/embedded/postgis.ts
// takes the copy when it is there). Done once after an installation; the copy lies beside the
// original and goes with it.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** @param {string} modules the folder node_modules @returns {{ whole: string, trimmed: string }} */
function placesOf(modules) {
	const folder = join(modules, '@electric-sql', 'pglite-postgis', 'dist');
	return {
		whole: join(folder, 'postgis.tar.gz'),
		trimmed: join(folder, 'postgis.trimmed.tar.gz')
	};
}

/** What a database of this product uses: the code, its projections, and the one script that creates
 * the extension.
 * @param {string} name */
export function isNeeded(name) {
	if (/topology|tiger|address_standardizer|\/contrib\//.test(name)) return false;
	return !name.endsWith('.sql') || /\/postgis--\d+\.\d+\.\d+\.sql$/.test(name);
}

/** The entries of a tar archive (POSIX ustar) for which `keep` says yes, as an archive.
 * @param {Buffer} archive @param {(name: string) => boolean} keep */
export function filterTar(archive, keep) {
	/** @param {number} from @param {number} length */
	const text = (from, length) =>
		archive.toString('utf8', from, from + length).replace(/\0.*$/s, '');
	const kept = [];
	for (let at = 0; at + 512 <= archive.length && archive[at] !== 0;) {
		const prefix = text(at + 345, 155);
		const name = prefix ? `${prefix}/${text(at, 100)}` : text(at, 100);
		const size = parseInt(text(at + 124, 12).trim(), 8) || 0;
		const end = at + 512 + Math.ceil(size / 512) * 512;
		// Plain files alone: what else there is (folders, long names) is either made anew by PGlite or
		// not in this archive.
		const plain = archive[at + 156] === 0 || archive[at + 156] === 0x30;
		if (plain && keep(name)) kept.push(archive.subarray(at, end));
		at = end;
	}
	// Two empty blocks end an archive.
	return Buffer.concat([...kept, Buffer.alloc(1024)]);
}

/** Whether the copy is still to be made. @param {string} modules */
export function wantsTrimming(modules) {
	const { whole, trimmed } = placesOf(modules);
	return existsSync(whole) && !existsSync(trimmed);
}

/**
 * Makes the copy. Where nothing may be written the original does as well, only with more memory.
 * @param {string} modules
 */
export function trimPostgis(modules) {
	const { whole, trimmed } = placesOf(modules);
	const unfinished = `${trimmed}.${process.pid}`;
	try {
		writeFileSync(unfinished, gzipSync(filterTar(gunzipSync(readFileSync(whole)), isNeeded)));
		renameSync(unfinished, trimmed);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : '';
		if (!['EACCES', 'EPERM', 'EROFS'].includes(String(code))) throw error;
	}
}
