// One act on many listings: what it is, and beforehand what it will change and what not. The
// database decides by the same rules when it is done; what somebody changes in between, it sees and
// this preview cannot.
import { uuidFrom } from '#lib/formats/uuid.ts';
import type { DeskListing, ListingSort, ListingState } from '#lib/listing/desk-listing.ts';

export const deeds = [
	'publish',
	'draft',
	'archive',
	'remove',
	'confirm',
	'add-topic',
	'remove-topic'
] as const;
export type Deed = (typeof deeds)[number];

/** What can be done to many of a sort: an event is not confirmed, it is held. */
export const deedsOf = (subject: ListingSort): readonly Deed[] =>
	subject === 'organisation' ? deeds : deeds.filter((deed) => deed !== 'confirm');

/** What is to be done: a state for all of them, or a topic more or less. */
export type BulkAct =
	| { deed: 'publish' | 'draft' | 'archive' | 'remove' | 'confirm' }
	| { deed: 'add-topic' | 'remove-topic'; topic: string };

/** More than one page of a list has; the database takes 500 at once. */
export const maxAtOnce = 100;

/** The ids among these texts, each once. */
export function chosenIds(values: readonly unknown[]): string[] {
	const ids = values.filter(
		(value): value is string => typeof value === 'string' && uuidFrom(value) === value
	);
	return [...new Set(ids)].slice(0, maxAtOnce);
}

/** @returns null when nothing is said, or a topic that is not there */
export function actFrom(
	subject: ListingSort,
	deed: string | null,
	topic: string | null,
	topics: readonly string[]
): BulkAct | null {
	const known = deedsOf(subject).find((one) => one === deed);
	if (known === undefined) return null;
	if (known !== 'add-topic' && known !== 'remove-topic') return { deed: known };
	return topic !== null && topics.includes(topic) ? { deed: known, topic } : null;
}

const stateAfter: Record<'publish' | 'draft' | 'archive', ListingState> = {
	publish: 'published',
	draft: 'draft',
	archive: 'archived'
};

function already(act: BulkAct, listing: DeskListing): boolean {
	// Whether it was confirmed today already, the database sees.
	if (act.deed === 'remove' || act.deed === 'confirm') return false;
	if (act.deed === 'add-topic') return listing.topics.includes(act.topic);
	if (act.deed === 'remove-topic') return !listing.topics.includes(act.topic);
	return listing.state === stateAfter[act.deed];
}

export interface BulkPreview {
	changing: DeskListing[];
	/** It is so already; nothing is done to them. */
	already: DeskListing[];
	/**
	 * How many of the chosen ones are not there or not this person's: nothing else is said about
	 * them.
	 */
	notTheirs: number;
}

/** @param listings those of the chosen ones this person keeps */
export function previewOf(
	act: BulkAct,
	ids: readonly string[],
	listings: readonly DeskListing[]
): BulkPreview {
	const there = new Map(listings.map((listing) => [listing.id, listing]));
	const theirs = ids.flatMap((id) => there.get(id) ?? []);
	return {
		changing: theirs.filter((listing) => !already(act, listing)),
		already: theirs.filter((listing) => already(act, listing)),
		notTheirs: ids.length - theirs.length
	};
}
