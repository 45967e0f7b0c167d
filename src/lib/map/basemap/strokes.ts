// How strong each border is drawn at a zoom: one table for the canvas and the SVG. Regions are
// clearly stronger than municipalities at every zoom, and both grow slowly, so that the map stays
// calm.

/** Borders that are drawn as lines. */
export type Stroke = 'coast' | 'foreign' | 'municipality' | 'region' | 'state';

const widths: Readonly<Record<Stroke, readonly [at6: number, at12: number]>> = {
	coast: [0.6, 1.2],
	foreign: [0.6, 1.2],
	municipality: [0.5, 1.2],
	region: [1.3, 2.4],
	state: [1.5, 2.6]
};

/** Line width in CSS px at a zoom, between the values for 6 and 12. */
export function strokeWidth(stroke: Stroke, zoom: number): number {
	const [a, b] = widths[stroke];
	const t = Math.min(1, Math.max(0, (zoom - 6) / 6));
	return Math.round((a + (b - a) * t) * 100) / 100;
}
