// GeoJSON (RFC 7946): positions as [longitude, latitude] in WGS84, no "crs", a bounding box where
// there is anything to bound.

export interface PointFeature {
	/** UUID. */
	id: string;
	/** Null for what has no known place: it is in the answer all the same. */
	position: { lat: number; lng: number } | null;
	properties: Record<string, unknown>;
}

/** Six decimals are a tenth of a metre. */
const degrees = (value: number) => Math.round(value * 1e6) / 1e6;

/**
 * A FeatureCollection as text.
 * @param members further members of the collection (RFC 7946 §6.1), e.g. how many there are on all
 * pages
 */
export function featureCollection(
	features: readonly PointFeature[],
	members: Record<string, unknown>
): string {
	const box = boundsOf(features);
	const parts = features.map(({ id, position, properties }) =>
		JSON.stringify({
			type: 'Feature',
			id,
			geometry: position && {
				type: 'Point',
				coordinates: [degrees(position.lng), degrees(position.lat)]
			},
			properties
		})
	);
	const head = JSON.stringify({ type: 'FeatureCollection', ...(box && { bbox: box }), ...members });
	// One feature a line: such a file can be read, compared and searched by line.
	return `${head.slice(0, -1)},"features":[\n${parts.join(',\n')}\n]}\n`;
}

/** [west, south, east, north] (RFC 7946 §5); null without a position. */
function boundsOf(features: readonly PointFeature[]): number[] | null {
	let box: [number, number, number, number] | null = null;
	for (const { position } of features) {
		if (!position) continue;
		const { lat, lng } = position;
		box = box
			? [Math.min(box[0], lng), Math.min(box[1], lat), Math.max(box[2], lng), Math.max(box[3], lat)]
			: [lng, lat, lng, lat];
	}
	return box && box.map(degrees);
}
