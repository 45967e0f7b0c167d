// Reading and saving one listing as the signed-in person. The database decides; what it answers
// becomes a redirect, a problem in words, or two versions side by side.
import { unanswered } from '#lib/http/unanswered.server.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { m } from '#lib/paraglide/messages.js';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Problem } from '#lib/form/form.ts';
import type { Person } from '#lib/account/person.ts';
import { alreadyDecided } from './decision.ts';
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

/**
 * Ends the page of a listing that is not theirs. One that everybody can read is named as somebody
 * else's, with the region that keeps it; a draft that is not theirs and none at all are the same:
 * 404.
 */
async function notTheirs(
	{ database }: Person,
	subject: 'organisation' | 'event',
	id: string
): Promise<never> {
	const { data, error: failure } = await database
		.from(subject === 'event' ? 'events' : 'organisations')
		.select('region_id')
		.eq('id', id)
		.eq('publication', 'published')
		.maybeSingle();
	if (failure) unanswered('listing', failure);
	if (!data) error(404, 'no such listing');
	const { regions } = await networkOutline();
	const region = regions.find((one) => one.id === data.region_id);
	error(403, {
		message: 'Forbidden',
		reach: region
			? m.ui_forbidden_region({ region: wordsIn(region.name, getLocale()) })
			: m.ui_forbidden_administrators()
	});
}

/** A listing for its form. */
export async function openListing(
	person: Person,
	subject: 'organisation' | 'event',
	id: string
): Promise<OpenedListing> {
	if (!uuidFrom(id)) error(404, 'no such listing');
	const { data, error: failure } = await person.database.rpc('listing', { subject, id });
	if (failure) unanswered('listing', failure);
	if (data === null) return notTheirs(person, subject, id);
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
			if (answer.constraint === 'correction_waits')
				return {
					field: '',
					message: answer.decision ? alreadyDecided(answer.decision) : m.correction_refused()
				};
			if (answer.constraint === 'too_many_saves')
				return { field: '', message: m.edit_too_many_saves() };
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

const proposal = v.nullable(
	v.object({
		subject: v.string(),
		listing: v.nullable(v.string()),
		state: v.string(),
		proposed: listingDocument,
		readVersion: v.nullable(v.number())
	})
);

/**
 * What the public proposes and waits for this person to decide about; null: no such thing, or not
 * about this listing.
 * @param id of the listing; null: a new one
 * @param asked id of the correction, as an address has it
 */
export async function proposedListing(
	{ database }: Person,
	subject: 'organisation' | 'event',
	id: string | null,
	asked: string | null
): Promise<{ id: string; proposed: Record<string, unknown>; readVersion: number | null } | null> {
	const correction = uuidFrom(asked ?? '');
	if (!correction) return null;
	const { data, error: failure } = await database.rpc('correction', { id: correction });
	if (failure) unanswered('correction', failure);
	const found = v.parse(proposal, data);
	if (found?.subject !== subject || found.listing !== id || found.state !== 'waiting') return null;
	return { id: correction, proposed: found.proposed, readVersion: found.readVersion };
}
