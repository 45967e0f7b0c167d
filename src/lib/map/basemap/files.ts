// Fetches the basemap's files in the browser, once each. Vite gives them addresses with a hash and
// compresses them beforehand.
import { decodeBasemap } from './basemap.ts';
import type { Basemap, BasemapTopology, Level } from './basemap.ts';
import detailUrl from './detail.json?url';
import type { LabelRow } from './labels.ts';
import labelsUrl from './labels.json?url';
import overviewUrl from './overview.json?url';

const urls: Readonly<Record<Level, string>> = { overview: overviewUrl, detail: detailUrl };

// The files never change and belong to nobody, so sharing them between all maps of a page is safe.
const basemaps = new Map<Level, Promise<Basemap>>();
let labels: Promise<readonly LabelRow[]> | undefined;

async function fetchJson(url: string): Promise<unknown> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url} answered ${response.status}`);
	return response.json();
}

/** One level of the basemap. Rejects when it cannot be fetched; the next call tries again. */
export function loadBasemap(level: Level): Promise<Basemap> {
	let known = basemaps.get(level);
	if (!known) {
		known = fetchJson(urls[level]).then((file) => decodeBasemap(file as BasemapTopology));
		known.catch(() => basemaps.delete(level));
		basemaps.set(level, known);
	}
	return known;
}

/** The names on the map. Rejects when they cannot be fetched; the next call tries again. */
export function loadLabels(): Promise<readonly LabelRow[]> {
	if (!labels) {
		labels = fetchJson(labelsUrl).then((file) => file as readonly LabelRow[]);
		labels.catch(() => (labels = undefined));
	}
	return labels;
}
