// Listings that a proposed one may be the same as: whoever proposes it is asked, and whoever
// decides sees them.
import * as v from 'valibot';
import { LocalisedText, Text } from '#lib/backend/answer.ts';
import type { Backend } from '#lib/backend/backend.server.ts';
import type { Json } from '#lib/backend/database.types.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';

const Similar = v.array(
	v.object({
		id: v.string(),
		slug: v.string(),
		name: LocalisedText,
		/** Local start of an event; null of an organisation. */
		when: Text,
		publication: v.picklist(['draft', 'published', 'archived'])
	})
);
export type SimilarListing = v.InferOutput<typeof Similar>[number];

/**
 * The likeliest, five at most, as far as the one who asks may see them.
 * @param database null: strangers cannot be let in here
 * @throws when it does not answer
 */
export async function similarListings(
	database: Pick<Backend['visitor'], 'rpc'> | null,
	subject: ListingSort,
	proposed: ListingDocument
): Promise<SimilarListing[]> {
	const answer = await database?.rpc('similar_listings', { subject, proposed: proposed as Json });
	if (answer?.error) unanswered('similar_listings', answer.error);
	return v.parse(Similar, answer?.data ?? []);
}
