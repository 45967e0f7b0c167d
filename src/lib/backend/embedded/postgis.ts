// PostGIS for the embedded database: the small copy that scripts/postgis.js makes after an
// installation, or the whole one.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Extension } from '@electric-sql/pglite';
import { postgis as whole } from '@electric-sql/pglite-postgis';

const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-postgis'));
const trimmed = join(folder, 'postgis.trimmed.tar.gz');

/**
 * The same PostGIS in 120 MB less memory: PGlite keeps every file of an extension in memory for as
 * long as it runs.
 */
export const postgis: Extension = existsSync(trimmed)
	? {
			name: whole.name,
			setup: (_database, emscriptenOpts: unknown) =>
				Promise.resolve({ emscriptenOpts, bundlePath: pathToFileURL(trimmed) })
		}
	: whole;
