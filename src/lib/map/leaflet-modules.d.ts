// The types of the Leaflet modules that leaflet.ts takes one by one; they are those of the bundle.
declare module 'leaflet/src/map/index.js' {
	export { map } from 'leaflet';
}
declare module 'leaflet/src/dom/DomEvent.js' {
	import { DomEvent } from 'leaflet';
	export const on: typeof DomEvent.on;
	export const stopPropagation: typeof DomEvent.stopPropagation;
}
declare module 'leaflet/src/dom/DomUtil.js' {
	import { DomUtil } from 'leaflet';
	export const create: typeof DomUtil.create;
	export const remove: typeof DomUtil.remove;
	export const removeClass: typeof DomUtil.removeClass;
}
declare module 'leaflet/src/layer/tile/GridLayer.js' {
	export { GridLayer } from 'leaflet';
}
declare module 'leaflet/src/layer/tile/TileLayer.js' {
	export { TileLayer } from 'leaflet';
}
declare module 'leaflet/src/layer/Layer.js';
declare module 'leaflet/src/dom/Draggable.js' {
	export { Draggable } from 'leaflet';
}
