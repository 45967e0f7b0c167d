// What the explorer page shows: one answer to one filter, for the list and for the map beside it.
import type { EventSummary } from '#lib/event/event.ts';
import type { MapShape } from '#lib/map/shapes.ts';
import type { ListPage } from '#lib/filter/pages.ts';
import type { OrganisationListing } from '#lib/organisation/organisation.ts';
import type { Bounds } from '#lib/geo/position.ts';
import type { ServerOnly } from '#lib/page/server-only.ts';
import type { Asked } from '#lib/search/asked.ts';

/** One page of the list, of organisations or of dates of events. */
export type ExplorerList =
	| { subject: 'organisations'; page: ListPage<OrganisationListing> }
	| { subject: 'events'; page: ListPage<EventSummary> };

export interface Exploration extends Asked {
	list: ExplorerList;
	/** What the filter draws on the map. */
	shapes: MapShape[];
	/** The box round all pins of the filter; null when it has none. */
	pinned: Bounds | null;
	/**
	 * Organisations of the filter that have no pin. Always 0 for events: a pin is an event there, a
	 * row a date of one.
	 */
	withoutPlace: number;
	/**
	 * Dates that can be followed online, wherever one is: they have a place of their own beside the
	 * map.
	 */
	onlineDates: number;
	/** The instant of this answer, so that server and browser agree on what is today. */
	now: string;
	/** The map as the server drew it, as HTML. */
	map: ServerOnly<string>;
}
