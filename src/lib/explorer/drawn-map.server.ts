// The map without scripts, drawn once on the server. It becomes HTML here and not in the page's own components, because the
// browser would otherwise receive the basemap and every pin a second time to take the drawing over.
import StaticMap from '$lib/map/StaticMap.svelte';
import type { ComponentProps } from 'svelte';
import { render } from 'svelte/server';

type DrawnMap = Omit<ComponentProps<typeof StaticMap>, 'width' | 'height'>;

/** Nearly square, like the room beside the list. On a narrow screen the letters shrink with it, so it is no larger than needed. */
const size = { width: 640, height: 600 };

export function drawnMap(map: DrawnMap): string {
	const { body } = render(StaticMap, { props: { ...map, ...size } });
	// The marks Svelte leaves for taking a page over would end this part too early, and nobody takes it over.
	return body.replace(/<!--.*?-->/g, '');
}
