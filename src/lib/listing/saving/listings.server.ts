// Reading and saving one listing as the signed-in person. The database decides; what it answers
// becomes a redirect, a problem in words, or two versions side by side.
import { unanswered } from '#lib/http/unanswered.server.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { m } from '#lib/paraglide/messages.js';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Problem } from '#lib/form/form.ts';
import type { Person } from '#lib/account/person.ts';
import {
	listingDocument,
	pendingConflictFrom,
	type PendingConflict,
	type SaveAnswer
} from './save-answer.ts';

const listingRow = v.object({
	id: v.string(),
	slug: v.string(),
	version: v.number(),
	publication: v.picklist(['draft', 'published', 'archived', 'removed']),
	publish_at: v.nullable(v.string()),
	removed_at: v.nullable(v.string()),
	is_example: v.boolean(),
	confirmed_on: v.nullable(v.string()),
	corrected_at: v.nullable(v.string()),
	region_id: v.nullable(v.string()),
	updated_at: v.string(),
	listing: listingDocument
});
export type OpenedListing = v.InferOutput<typeof listingRow>;

/** A listing for its form. Not there and not theirs is the same: 404. */
export async function openListing(
	{ database }: Person,
	subject: 'organisation' | 'event',
	id: string
): Promise<OpenedListing> {
	if (!uuidFrom(id)) error(404, 'no such listing');
	const { data, error: failure } = await database.rpc('listing', { subject, id });
	if (failure) unanswered('listing', failure);
	if (data === null) error(404, 'no such listing');
	return v.parse(listingRow, data);
}

/**
 * Names of rules of the database that a form can break though it was checked, and the field to look
 * at.
 */
const brokenRules: Record<string, string> = {
	point_in_network: 'latitude',
	postcode_form: 'postcode',
	registration_number_form: 'registration_number'
};

/**
 * What an answer that saved nothing means for the form, in words. A stale save is none of these: it
 * is shown as two versions.
 * @param regionName of the region the pin would fall into
 */
export function problemOf(
	answer: Exclude<SaveAnswer, { status: 'saved' | 'unchanged' | 'stale' }>,
	regionName: (id: string) => string | undefined
): Problem {
	switch (answer.status) {
		case 'refused':
			return { field: '', message: m.edit_refused() };
		case 'removed':
			return { field: '', message: m.edit_removed() };
		case 'busy':
			return { field: '', message: m.edit_busy() };
		case 'outside': {
			const region = answer.region_id === null ? undefined : regionName(answer.region_id);
			return {
				field: 'latitude',
				message: region ? m.edit_outside({ region }) : m.edit_outside_nowhere()
			};
		}
		case 'invalid':
			return {
				field: brokenRules[answer.constraint ?? ''] ?? '',
				message: m.edit_invalid({ rule: answer.constraint ?? '?' })
			};
	}
}

/** The stale save of a listing that waits for this person, or null. */
export async function pendingConflict(
	{ database }: Person,
	subject: 'organisation' | 'event',
	id: string
): Promise<PendingConflict | null> {
	const { data, error: failure } = await database.rpc('pending_conflict', { subject, id });
	if (failure) unanswered('pending_conflict', failure);
	return pendingConflictFrom(data);
}
