// Names of regions in the field for a place: "Kurzeme", "Kurzemē", "Zemgales reģions", "Riga
// Planning Region". A region is no point with a distance around it but a condition of its own.
import { latinised } from '#lib/geo/latinised.ts';
import { fold } from '#lib/i18n/fold.ts';

/**
 * A name as it is compared: without diacritics, without what sort of region it is, without the
 * ending that says whose or where ("Vidzemes", "Latgalē"). That it is a region stays in it, because
 * a town may be called like one: Rīga and Rīgas reģions.
 */
function regionKey(name: string): string {
	return fold(latinised(name))
		.replaceAll(/\b(?:planosanas|planning)\b/gu, ' ')
		.replaceAll(/\bregion\p{L}*/gu, 'region')
		.split(/[^\p{L}\d]+/u)
		.filter((word) => word !== '')
		.map((word) => word.replace(/(?<=\p{L}{3})s$/u, ''))
		.join(' ');
}

/** Finds the id of a region by any of its names. */
export function regionFinder(
	regions: readonly { id: string; names: readonly string[] }[]
): (name: string) => string | undefined {
	const ids = new Map(
		regions.flatMap(({ id, names }) => names.map((name) => [regionKey(name), id]))
	);
	return (name) => ids.get(regionKey(name));
}
