// What a list of one's listings was asked for, from its address and back into it: `q` words,
// `state`, `region`, `lacks`, `sort`, `page`. Whatever the address says that means nothing is left
// out, as if it were not there.
import { eventWaits, organisationWaits } from './desk.ts';
import { visibleText } from '#lib/i18n/visible-text.ts';
import { countedFacts } from '#lib/numbers/facts.ts';
import type { ListingState, ListingSort } from '#lib/listing/desk-listing.ts';

/** States a list can be narrowed to: how a listing stands, or what waits for somebody. */
export const listStates = {
	organisation: [
		'published',
		'refused',
		'closing',
		'unanswered',
		'to-archive',
		'unconfirmed',
		'draft',
		'scheduled',
		'archived',
		'example'
	],
	event: [
		'published',
		'refused',
		'without-date',
		'without-place',
		'ending',
		'draft',
		'scheduled',
		'archived',
		'example'
	]
} as const satisfies Record<
	ListingSort,
	readonly (
		ListingState | 'example' | (typeof organisationWaits)[number] | (typeof eventWaits)[number]
	)[]
>;
export type ListState = (typeof listStates)[ListingSort][number];

/** Orders of a list; the first one is its own. */
export const listSorts = {
	organisation: ['name', 'changed', 'confirmed'],
	event: ['date', 'changed', 'name']
} as const;
export type ListSort = (typeof listSorts)[ListingSort][number];

export interface ListAsked {
	words: string;
	state: ListState | null;
	region: string | null;
	/** A fact that is not given. */
	lacks: string | null;
	sort: ListSort;
	/** From 1. */
	page: number;
}

/** Listings on one page. */
export const listSize = 40;

const maxWords = 100;

/** @param regions ids of the regions there are */
export function readAsked(
	parameters: URLSearchParams,
	subject: ListingSort,
	regions: readonly string[]
): ListAsked {
	const one = <T extends string>(name: string, known: readonly T[]): T | null =>
		known.find((value) => value === parameters.get(name)) ?? null;
	const page = parameters.get('page') ?? '';
	return {
		// No text of the database has a NUL, and it reads none.
		words: visibleText(parameters.get('q') ?? '')
			.trim()
			.slice(0, maxWords),
		state: one<ListState>('state', listStates[subject]),
		region: one('region', regions),
		lacks: subject === 'organisation' ? one('lacks', countedFacts) : null,
		sort: one<ListSort>('sort', listSorts[subject]) ?? listSorts[subject][0],
		page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1
	};
}

/** The query of the address of a list, with its question mark; empty when nothing is asked for. */
export function printAsked(asked: Partial<ListAsked>, subject: ListingSort): string {
	const parameters = new URLSearchParams();
	if (asked.words) parameters.set('q', asked.words);
	if (asked.state) parameters.set('state', asked.state);
	if (asked.region) parameters.set('region', asked.region);
	if (asked.lacks) parameters.set('lacks', asked.lacks);
	if (asked.sort && asked.sort !== listSorts[subject][0]) parameters.set('sort', asked.sort);
	if (asked.page && asked.page > 1) parameters.set('page', String(asked.page));
	const query = parameters.toString();
	return query && `?${query}`;
}
