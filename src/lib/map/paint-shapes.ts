// Paints what the filter asks for (a radius, a part of the map) over the ground and under the
// marks: a thin line, so that the map stays calm. The same looks as the server's drawing
// (static-map.css).
import type { PaintFrame } from './canvas-layer.ts';
import { project } from '#lib/geo/projection.ts';
import { outlineOf, type MapShape } from './shapes.ts';

/** How many CSS pixels the middle of a circle is marked by, each way. */
const cross = 6;

export function paintShapes(
	context: CanvasRenderingContext2D,
	shapes: readonly MapShape[],
	{ zoom, topLeft, pixelRatio, colour, halo }: PaintFrame & { colour: string; halo: string }
): void {
	context.save();
	context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
	context.lineJoin = 'round';
	for (const shape of shapes) {
		const at = (position: Parameters<typeof project>[0]) => {
			const { x, y } = project(position, zoom);
			return { x: x - topLeft.x, y: y - topLeft.y };
		};
		context.beginPath();
		for (const corner of outlineOf(shape)) {
			const { x, y } = at(corner);
			context.lineTo(x, y);
		}
		context.closePath();
		context.fillStyle = colour;
		context.globalAlpha = 0.05;
		context.fill();
		context.globalAlpha = 0.8;
		context.lineWidth = 1.5;
		context.strokeStyle = colour;
		context.setLineDash(shape.kind === 'area' ? [7, 5] : []);
		context.stroke();
		context.setLineDash([]);
		if (shape.kind !== 'circle') continue;
		const { x, y } = at(shape.centre);
		context.beginPath();
		context.moveTo(x - cross, y);
		context.lineTo(x + cross, y);
		context.moveTo(x, y - cross);
		context.lineTo(x, y + cross);
		context.globalAlpha = 1;
		context.lineCap = 'round';
		// The name of a town may stand where its middle is.
		context.lineWidth = 6;
		context.strokeStyle = halo;
		context.stroke();
		context.lineWidth = 2.5;
		context.strokeStyle = colour;
		context.stroke();
	}
	context.restore();
}
