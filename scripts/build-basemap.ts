// Builds the bundled basemap from npm packages (see NOTICE for their licences) and writes the
// committed files:
//   src/lib/map/basemap/{overview,detail}.json   TopoJSON, zoom 6 to 8 and 9 to 12
//   src/lib/map/basemap/labels.json              names, most important first
//   supabase/data/municipality-areas.json        GeoJSON, which municipality a pin lies in
// Run: npm run basemap [-- folder to write to instead]. The packages are those of
// scripts/basemap/packages, installed there when they are missing. The same packages give the same
// bytes, so `git diff` afterwards shows what a change to these scripts or to a version does.
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { neighbours } from './basemap/context.ts';
import { corrections, partOverrides } from './basemap/corrections.ts';
import { faultsOfShapes } from './basemap/faults.ts';
import { labels } from './basemap/labels.ts';
import { installPackages } from './basemap/packages.ts';
import { inRing } from './basemap/plane.ts';
import { buildShapes } from './basemap/shapes.ts';
import { readCities, readGeography, readLand, readNaturalEarth } from './basemap/sources.ts';
import type { Position } from './basemap/sources.ts';
import { giveUp, root } from './prepare.js';

/** Where to write instead of the repository. */
const target = process.argv[2];

await installPackages().catch(giveUp);

const geography = readGeography(join(root, 'supabase/data/geography.json'));
for (const [part, to] of Object.entries(partOverrides)) geography.ofPart.set(part, to);

const shapes = buildShapes({
	land: readLand(['LVA', ...Object.keys(neighbours)]),
	naturalEarth: readNaturalEarth(),
	municipalities: geography.municipalities,
	ofPart: geography.ofPart,
	corrections
});
const faults = faultsOfShapes(shapes);
if (faults.length) throw new Error(`the map would be wrong:\n${faults.join('\n')}`);

function write(name: string, value: unknown): void {
	const text = JSON.stringify(value) + '\n';
	writeFileSync(target ? join(target, basename(name)) : join(root, name), text);
	const kb = (bytes: { length: number }) => (bytes.length / 1024).toFixed(1);
	console.log(
		`${name}: ${kb(text)} KB, gzip ${kb(gzipSync(text, { level: 9 }))}, brotli ${kb(brotliCompressSync(text))}`
	);
}

write('src/lib/map/basemap/overview.json', shapes.overview);
write('src/lib/map/basemap/detail.json', shapes.detail);
write(
	'src/lib/map/basemap/labels.json',
	labels(geography.towns, geography.centres, readCities(), (lng, lat) => {
		const lake = shapes.lakes.find((ring) => inRing([lng, lat], ring));
		if (!lake) throw new Error(`a lake's label stands on land at ${lat}, ${lng}`);
		// The middle of the lake's box, unless that is on land (a bent lake): then the place named in
		// the list.
		const xs = lake.map(([x]) => x);
		const ys = lake.map(([, y]) => y);
		const middle: Position = [
			(Math.min(...xs) + Math.max(...xs)) / 2,
			(Math.min(...ys) + Math.max(...ys)) / 2
		];
		return inRing(middle, lake) ? middle : [lng, lat];
	})
);
write('supabase/data/municipality-areas.json', shapes.areas);
