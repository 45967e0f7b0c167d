// What a corrected form says otherwise than the listing did: only that is proposed, so that what
// others change meanwhile in other fields is never put back.
import { sameField, type ListingField } from '#lib/listing/fields/change.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';

/**
 * The keys in which two documents differ, as the second one has them. Fields with a key that may
 * not be proposed are left out whole.
 * @param allowed keys that may be proposed
 */
export function differing(
	fields: readonly ListingField[],
	allowed: ReadonlySet<string>,
	before: ListingDocument,
	after: ListingDocument
): ListingDocument {
	const changed = fields.filter(
		(field) =>
			field.keys.length > 0 &&
			field.keys.every((key) => allowed.has(key)) &&
			!sameField(field, before, after)
	);
	const keys = new Set(changed.flatMap(({ keys: own }) => own));
	return Object.fromEntries([...keys].map((key) => [key, after[key] ?? null]));
}
