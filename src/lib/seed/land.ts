// Whether a point lies in a municipality, without asking the database: load data needs tens of
// thousands of answers before its rows exist.
import { sourceFiles } from './source-files.ts';

interface Piece {
	south: number;
	west: number;
	north: number;
	east: number;
	rings: number[][][];
}

/**
 * Even-odd rule on a ray to the east. Degrees are good enough: an edge is a few hundred metres
 * long.
 */
function inside(rings: number[][][], lat: number, lng: number): boolean {
	let odd = false;
	for (const ring of rings) {
		let [previousLng = 0, previousLat = 0] = ring.at(-1) ?? [];
		for (const [nextLng = 0, nextLat = 0] of ring) {
			if (nextLat > lat !== previousLat > lat) {
				const crossing =
					previousLng + ((lat - previousLat) / (nextLat - previousLat)) * (nextLng - previousLng);
				if (lng < crossing) odd = !odd;
			}
			[previousLng, previousLat] = [nextLng, nextLat];
		}
	}
	return odd;
}

/**
 * A function that says whether a point (WGS84 degrees) lies in any municipality; always true while
 * there are no areas.
 */
export function landFinder(): (lat: number, lng: number) => boolean {
	const areas = sourceFiles.municipalityAreas();
	if (!areas) return () => true;
	const pieces: Piece[] = areas.features.flatMap(({ geometry }) => {
		const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
		return polygons.map((rings) => {
			const outer = rings[0] ?? [];
			const lngs = outer.map(([lng = 0]) => lng);
			const lats = outer.map(([, lat = 0]) => lat);
			return {
				south: Math.min(...lats),
				west: Math.min(...lngs),
				north: Math.max(...lats),
				east: Math.max(...lngs),
				rings
			};
		});
	});
	return (lat, lng) =>
		pieces.some(
			(piece) =>
				lat >= piece.south &&
				lat <= piece.north &&
				lng >= piece.west &&
				lng <= piece.east &&
				inside(piece.rings, lat, lng)
		);
}
