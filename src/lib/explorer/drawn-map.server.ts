// The map without scripts, drawn once on the server. It becomes HTML here and not in the page's own
// components, because the browser would otherwise receive the basemap and every pin a second time
// to take the drawing over.
import labels from '#lib/map/basemap/labels.json';
import type { LabelRow } from '#lib/map/basemap/labels.ts';
import StaticMap from '#lib/map/StaticMap.svelte';
import type { ComponentProps } from 'svelte';
import { render } from 'svelte/server';

type DrawnMap = Omit<ComponentProps<typeof StaticMap>, 'width' | 'height' | 'towns'>;

/** Names for groups of which only the number is known. */
const towns = labels as unknown as readonly LabelRow[];

/**
 * Nearly square, like the room beside the list. On a narrow screen the letters shrink with it, so
 * it is no larger than needed.
 */
export const drawnSize = { width: 640, height: 600 };

export function drawnMap(map: DrawnMap): string {
	const { body } = render(StaticMap, { props: { ...map, ...drawnSize, towns } });
	// The marks Svelte leaves for taking a page over would end this part too early, and nobody takes
	// it over.
	return body.replace(/<!--.*?-->/g, '');
}
