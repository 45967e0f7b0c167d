// The history of a listing: what was saved, and which two states are to be compared.
import type { Localised } from '#lib/i18n/languages.ts';
import type { Act } from './act.ts';

/** One saved state. */
export interface Revision {
	version: number;
	at: string;
	/** Null: the directory itself, or an account that is gone. */
	by: string | null;
	act: Act;
	/** What changed, in words of the form. */
	fields: string[];
	publication: string;
	/** Instant for which publishing was set. */
	publishAt: string | null;
	/** The version it brought back. */
	restored: number | null;
	/** Changed together with other listings. */
	many: boolean;
	/**
	 * Instant at which a contact person was last taken out of this state; null = it says everything
	 * it ever said.
	 */
	personTakenOutAt: string | null;
}

/** A contact person whom earlier states name and the listing does not name any more. */
export interface PersonInHistory {
	/** An event's contact without a name is known by address or phone. */
	name: string;
	/** How many states name them; none when only the reader's own unsaved version does. */
	versions: number;
}

export interface ListingHistory {
	id: string;
	slug: string;
	name: Localised;
	/** The version that stands now. */
	version: number;
	publication: 'draft' | 'published' | 'archived' | 'removed';
	updatedAt: string;
	/** How many states are kept. */
	total: number;
	/** Newest first. */
	revisions: Revision[];
}

/** Saved states on one page. */
export const historySize = 50;

const version = (value: string | null) =>
	value !== null && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;

/**
 * The two versions to compare, the older first; null when the address names none or twice the same.
 */
export function comparedIn(parameters: URLSearchParams): { from: number; to: number } | null {
	const [one, other] = [version(parameters.get('from')), version(parameters.get('to'))];
	if (one === null || other === null || one === other) return null;
	return { from: Math.min(one, other), to: Math.max(one, other) };
}
