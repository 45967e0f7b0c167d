// The server's drawing: small enough to be sent with every page, no colour but by class, names
// whole and apart.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit } from '#lib/geo/projection.ts';
import type { MapView } from '#lib/geo/projection.ts';
import { decodeBasemap, levelFor } from './basemap.ts';
import type { Basemap, BasemapTopology, Level } from './basemap.ts';
import { clipLine, clipRing, pathData, roundedPathData, thin } from './clip.ts';
import { drawBasemap } from './drawing.ts';
import { estimateWidth, labelStyles, narrowScale, placeLabels } from './labels.ts';
import type { LabelKind, LabelRow } from './labels.ts';
import { basemapSvg, svgMarkup } from './svg.ts';

const text = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const labels = JSON.parse(text('labels.json')) as LabelRow[];
const basemaps = Object.fromEntries(
	(['overview', 'detail'] as const).map((level) => [
		level,
		decodeBasemap(JSON.parse(text(`${level}.json`)) as BasemapTopology)
	])
) as Record<Level, Basemap>;
const draw = (view: MapView) => basemapSvg(basemaps[levelFor(view.zoom)], labels, view, 'lv');
const country = fit({ south: 55.67, west: 20.95, north: 58.09, east: 28.25 }, 640, 420, 14);

describe('size', () => {
	it('is at most 12 KB for the whole country and 6 KB for a small map, compressed', () => {
		expect(brotliCompressSync(svgMarkup(draw(country))).length).toBeLessThan(12 * 1024);
		for (const [lat, lng] of [
			[56.97, 21.97],
			[56.95, 24.1],
			[55.87, 26.53]
		] as const) {
			const small = { centre: { lat, lng }, zoom: 11, width: 400, height: 260 };
			expect(brotliCompressSync(svgMarkup(draw(small))).length).toBeLessThan(6 * 1024);
		}
	});
});

describe('markup', () => {
	it('needs no style attribute and escapes names', () => {
		const rows: LabelRow[] = [['capital', 56.95, 24.1, '<b>"&"</b>']];
		const markup = svgMarkup(basemapSvg(basemaps.overview, rows, country, 'lv'));
		expect(markup).not.toMatch(/style=|fill="|<b>/);
		expect(markup).toContain('&lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;');
	});

	it('writes English names for English pages', () => {
		expect(drawBasemap(country, 'en')).toContain('>Riga<');
		expect(drawBasemap(country, 'lv')).toContain('>Rīga<');
	});

	it('is remembered: the same view is the same string', () => {
		expect(drawBasemap(country, 'lv')).toBe(drawBasemap({ ...country }, 'lv'));
	});
});

describe('names', () => {
	const everyZoom = [6, 6.5, 7, 7.25, 8, 8.5, 9, 10, 11, 12];

	it.each(everyZoom)('do not touch one another at zoom %d', (zoom) => {
		const boxes = placeLabels(labels, zoom, 'lv').map((l) => ({
			...l,
			top: l.textY - labelStyles[l.kind].fontSize * 0.8,
			bottom: l.textY + labelStyles[l.kind].fontSize * 0.25
		}));
		expect(boxes.length).toBeGreaterThan(8);
		for (const a of boxes)
			for (const b of boxes)
				if (a !== b)
					expect(
						a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
						`${a.text} and ${b.text}`
					).toBe(false);
	});

	it('always include Rīga, and every town at zoom 12', () => {
		for (const zoom of everyZoom)
			expect(placeLabels(labels, zoom, 'lv').map((l) => l.text)).toContain('Rīga');
		const towns = labels.filter(([kind]) => labelStyles[kind].dot).length;
		const shown = placeLabels(labels, 12, 'lv').filter((l) => labelStyles[l.kind].dot);
		expect(shown).toHaveLength(towns);
	});

	it('are not cut by the edge of the view, also when enlarged on a phone', () => {
		for (const label of draw(country).labels) {
			expect(label.left).toBeGreaterThanOrEqual(0);
			expect(label.right).toBeLessThanOrEqual(country.width);
			if (label.fitsNarrow) expect(label.narrowRight).toBeLessThanOrEqual(country.width);
		}
		const narrow = draw(country).labels.filter((l) => l.fitsNarrow);
		expect(narrow.map((l) => l.text)).toEqual(
			expect.arrayContaining(['Rīga', 'Liepāja', 'Daugavpils'])
		);
	});

	it('stand at the same place of the world whatever part of it is shown', () => {
		const west = draw({ ...country, centre: { lat: 56.9, lng: 24 } });
		const east = draw({ ...country, centre: { lat: 56.9, lng: 24.5 } });
		const [a, b] = [west, east].map((d) => d.labels.find((l) => l.text === 'Rīga'));
		expect(a?.anchor).toBe(b?.anchor);
		expect((a?.textX ?? 0) - (a?.x ?? 0)).toBeCloseTo((b?.textX ?? 1) - (b?.x ?? 1), 6);
	});

	it('have the size and weight in basemap.css that their places were reckoned with', () => {
		const css = text('basemap.css');
		const rule = (selector: string) =>
			[...css.matchAll(new RegExp(`^${selector.replaceAll('.', '\\.')} \\{([^}]*)\\}`, 'gm'))]
				.map(([, body]) => body)
				.join('');
		for (const [kind, style] of Object.entries(labelStyles) as [
			LabelKind,
			(typeof labelStyles)[LabelKind]
		][]) {
			const own = rule(`.bm-label.bm-${kind}`);
			expect(/--size: ([\d.]+)/.exec(own)?.[1] ?? '12', kind).toBe(String(style.fontSize));
			expect(/font-weight: (\d+)/.exec(own)?.[1] ?? '400', kind).toBe(String(style.weight));
			expect(/letter-spacing: ([\d.]+)em/.exec(own)?.[1] ?? '0', kind).toBe(String(style.spacing));
			expect(own.includes('italic'), kind).toBe(style.italic);
		}
		expect(css).toContain(`--map-type: ${narrowScale}`);
	});

	it('are wider the more letters they have', () => {
		expect(estimateWidth('Rīga', labelStyles.town)).toBeLessThan(
			estimateWidth('Salacgrīva', labelStyles.town)
		);
	});
});

describe('cutting', () => {
	const window = { left: 0, top: 0, right: 100, bottom: 100 };
	const number = fc.double({ min: -300, max: 400, noNaN: true, noDefaultInfinity: true });

	it('keeps a ring within the window and leaves one inside alone', () => {
		expect(clipRing([10, 10, 90, 10, 50, 90], window)).toEqual([10, 10, 90, 10, 50, 90]);
		expect(clipRing([-50, -50, -10, -50, -10, -10], window)).toEqual([]);
		fc.assert(
			fc.property(fc.array(number, { minLength: 6, maxLength: 40 }), (values) => {
				const ring = values.length % 2 ? values.slice(1) : values;
				for (const v of clipRing(ring, window)) {
					expect(v).toBeGreaterThanOrEqual(-1e-6);
					expect(v).toBeLessThanOrEqual(100 + 1e-6);
				}
			})
		);
	});

	it('cuts half of a square away', () => {
		const cut = clipRing([-100, 20, 50, 20, 50, 80, -100, 80], window);
		expect(cut).toHaveLength(8);
		expect(Math.min(...cut.filter((_, i) => i % 2 === 0))).toBe(0);
	});

	it('drops what a line does outside and begins anew', () => {
		expect(clipLine([10, 10, 20, 10, 300, 10, 300, 50, 20, 50], window)).toEqual([
			[10, 10, 20, 10, 300, 10],
			[300, 50, 20, 50]
		]);
	});

	it('thins points but keeps the ends', () => {
		expect(thin([0, 0, 0.1, 0, 5, 0, 5.1, 0], 1)).toEqual([0, 0, 5.1, 0]);
	});
});

describe('path data', () => {
	it('is relative and short', () => {
		expect(pathData([1, 2, 1.5, 2, 1.5, 0.5], true)).toBe('M1 2l.5 0 0-1.5z');
		expect(pathData([1, 1, 1.01, 1.01], false)).toBe('');
	});

	it('does not let rounding errors add up', () => {
		const points = Array.from({ length: 2000 }, (_, i) => (i % 2 ? 0 : i * 0.333));
		const moved = [...pathData(points, false).matchAll(/[\d.]+/g)].map(([n]) => Number(n));
		const x = moved.filter((_, i) => i % 2 === 0).reduce((sum, n) => sum + n, 0);
		expect(x).toBeCloseTo(1998 * 0.333, 0);
	});

	it('rounds a square through the middles of its sides', () => {
		expect(roundedPathData([0, 0, 10, 0, 10, 10, 0, 10])).toBe('M0 5q0-5 5-5t5 5-5 5-5-5z');
	});
});
