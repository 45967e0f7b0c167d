// Questions about the history of a listing, and bringing an earlier state back: a save like any
// other, made on the version the person has seen, so that it overwrites nobody unseen.
import { LocalisedText } from '#lib/backend/answer.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { createHash } from 'node:crypto';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import type { Json } from '#lib/backend/database.types.ts';
import { eventDates, namesOfDocuments, partSpans } from '#lib/event/edit/event-records.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { changesBetween, type Change } from '#lib/listing/fields/change.ts';
import type { Person } from '#lib/account/person.ts';
import {
	listingDocument,
	saveAnswerFrom,
	type SaveAnswer
} from '#lib/listing/saving/save-answer.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import { acts, tellsFields } from './act.ts';
import { fieldNames, fieldsOf } from './fields.server.ts';
import { historySize, type ListingHistory } from './history.ts';
import { restoredEvent } from './restored-dates.ts';

const text = v.nullable(v.string());
const publication = v.picklist(['draft', 'published', 'archived', 'removed']);

const History = v.object({
	id: v.string(),
	slug: v.string(),
	name: LocalisedText,
	version: v.number(),
	publication,
	updated_at: v.string(),
	total: v.number(),
	revisions: v.array(
		v.object({
			version: v.number(),
			at: v.string(),
			by: text,
			action: v.picklist(acts),
			fields: v.array(v.string()),
			publication: v.string(),
			publish_at: text,
			restored: v.nullable(v.number()),
			many: v.boolean(),
			person_taken_out_at: text
		})
	)
});

/** @throws 404 when it is not there or not this person's: the two are the same */
export async function historyOf(
	person: Person,
	subject: ListingSort,
	id: string,
	page = 1
): Promise<ListingHistory> {
	if (!uuidFrom(id)) error(404, 'no such listing');
	const { data, error: failure } = await person.database.rpc('listing_history', {
		subject,
		id,
		page,
		size: historySize
	});
	if (failure) unanswered('listing_history', failure);
	if (data === null) error(404, 'no such listing');
	const { updated_at, revisions, ...rest } = v.parse(History, data);
	return {
		...rest,
		updatedAt: updated_at,
		revisions: revisions.map(
			({ action, fields, publish_at, person_taken_out_at, ...revision }) => ({
				...revision,
				personTakenOutAt: person_taken_out_at,
				act: action,
				fields: tellsFields(action) ? fieldNames(subject, fields) : [],
				publishAt: publish_at
			})
		)
	};
}

const Versions = v.array(
	v.object({
		version: v.number(),
		at: v.string(),
		by: text,
		publication,
		listing: listingDocument
	})
);
type Version = v.InferOutput<typeof Versions>[number];

/** The states of these versions, older first; one that nobody wrote down is missing. */
async function versionsOf(
	person: Person,
	subject: ListingSort,
	id: string,
	versions: readonly number[]
): Promise<Version[]> {
	const { data, error: failure } = await person.database.rpc('listing_versions', {
		subject,
		id,
		versions: [...versions]
	});
	if (failure) unanswered('listing_versions', failure);
	return v.parse(Versions, data);
}

/** Two states and what differs between them, in words. */
export interface Comparison {
	older: Omit<Version, 'listing'>;
	newer: Omit<Version, 'listing'>;
	changes: Change[];
}

/** @returns null when one of the two is not there */
export async function compare(
	person: Person,
	subject: ListingSort,
	id: string,
	{ from, to }: { from: number; to: number },
	locale: Locale
): Promise<Comparison | null> {
	const [older, newer] = await versionsOf(person, subject, id, [from, to]);
	if (!older || !newer) return null;
	const names = await namesOfDocuments(person, [older.listing, newer.listing], locale);
	const without = ({ listing: _, ...rest }: Version) => rest;
	return {
		older: without(older),
		newer: without(newer),
		changes: changesBetween(fieldsOf(subject), older.listing, newer.listing, names)
	};
}

/**
 * One page offers many versions: the number of its rendering becomes a number for each, the same
 * one each time.
 */
function attemptAt(attempt: string, version: number): string {
	const digits = createHash('sha256').update(`${attempt} ${version}`).digest('hex');
	return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The answer to bringing a state back, and whether something stayed that was not for it. */
export type Restoring = SaveAnswer & { stays?: boolean };

/**
 * Saves an earlier state anew. Whether it is published does not change; what the person may not do,
 * and what somebody else saved since the history was read, the database answers as for any save.
 * @param read the version that stood when the history was read
 * @returns null when there is no such version
 */
export async function restore(
	person: Person,
	subject: ListingSort,
	id: string,
	{ of, read, attempt }: { of: number; read: number; attempt: string }
): Promise<Restoring | null> {
	const versions = await versionsOf(person, subject, id, [of, read]);
	const wanted = versions.find(({ version }) => version === of)?.listing;
	if (!wanted) return null;
	const call = {
		id,
		read_version: read,
		attempt: attemptAt(attempt, of),
		listing: wanted as Json,
		act: { action: 'restore', of }
	};
	let stays = false;
	let save: typeof call & { dates?: Json } = call;
	if (subject === 'event') {
		const now = versions.find(({ version }) => version === read);
		const [dates, parts] = await Promise.all([eventDates(person, id), partSpans(person, id)]);
		const event = restoredEvent(
			wanted,
			now?.listing ?? null,
			{
				published: now?.publication === 'published',
				known: dates.map((date) => ({ ...date, cancelled: date.status === 'cancelled' })),
				parts
			},
			new Date().toISOString()
		);
		const { listing, divide } = event;
		stays = event.stays;
		const act = { ...call.act, ...(divide && { divide }) };
		save = { ...call, listing: listing as Json, act, dates: event.dates as unknown as Json };
	}
	const { data, error: failure } = await person.database.rpc(`save_${subject}`, save as never);
	if (failure) unanswered('restoring', failure);
	const answer = saveAnswerFrom(data);
	if (answer.status === 'saved') contentChanged();
	return { ...answer, stays };
}
