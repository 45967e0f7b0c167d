// Questions of the desk and its lists, asked with the rights of the person they are for.
import { unanswered } from '#lib/http/unanswered.server.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Locale } from '#lib/i18n/languages.ts';
import {
	confirmListings,
	doneFrom,
	setPublication,
	type Done
} from '#lib/listing/saving/listing-acts.server.ts';
import type { Person } from '#lib/account/person.ts';
import type { BulkAct } from './bulk.ts';
import type { Desk, OpenInvitation } from './desk.ts';
import { deskFrom, deskLists, RemovedListings, type RemovedListing } from './desk-rows.server.ts';
import type { DeskList, DeskListing, ListingSort } from '#lib/listing/desk-listing.ts';
import { listSize, type ListAsked, type ListState } from './list-asked.ts';

const max = 5;

/** Everything the first page shows. */
export async function deskOf(person: Person, locale: Locale): Promise<Desk> {
	const { data, error: failure } = await person.database.rpc('desk', {
		language: locale,
		max_rows: max
	});
	if (failure) unanswered('desk', failure);
	if (data === null) error(403, 'Forbidden');
	return deskFrom(data);
}

const Invitations = v.array(
	v.object({ id: v.string(), name: v.string(), email: v.string(), expires_at: v.string() })
);

/**
 * Invitations nobody has answered yet, the one that ends first on top; row level security shows
 * them to administrators.
 */
export async function openInvitations(person: Person): Promise<OpenInvitation[]> {
	if (!person.administrator) return [];
	const { data, error: failure } = await person.database
		.from('invitations')
		.select('id, name, email, expires_at')
		.is('accepted_at', null)
		.is('withdrawn_at', null)
		.order('expires_at')
		.limit(20);
	if (failure) unanswered('invitations', failure);
	return v.parse(Invitations, data).map(({ expires_at, ...invitation }) => ({
		...invitation,
		expiresAt: expires_at,
		over: Date.parse(expires_at) <= Date.now()
	}));
}

/** A page of the person's listings. */
export async function myListings(
	person: Person,
	subject: ListingSort,
	asked: ListAsked,
	locale: Locale
): Promise<DeskList> {
	return ask(person, subject, {
		words: asked.words,
		...(asked.state && { state: asked.state }),
		...(asked.region && { region: asked.region }),
		...(asked.lacks && { lacks: asked.lacks }),
		sort: asked.sort,
		language: locale,
		page: asked.page,
		size: listSize
	});
}

/** How many of the person's listings are in a state. */
export async function listingCount(
	person: Person,
	subject: ListingSort,
	state: ListState
): Promise<number> {
	return (await ask(person, subject, { state, size: 1 })).total;
}

/** Those of these listings that this person keeps, by name. */
export async function listingsOf(
	person: Person,
	subject: ListingSort,
	ids: readonly string[],
	locale: Locale
): Promise<DeskListing[]> {
	if (ids.length === 0) return [];
	const list = await ask(person, subject, {
		ids: [...ids],
		language: locale,
		sort: 'name',
		size: 100
	});
	return list.items;
}

async function ask(
	person: Person,
	subject: ListingSort,
	asked: Record<string, string | number | string[]>
): Promise<DeskList> {
	const { data, error: failure } = await person.database.rpc('my_listings', { subject, asked });
	if (failure) unanswered('my_listings', failure);
	return v.parse(deskLists[subject], data);
}

export async function removedListings(person: Person): Promise<RemovedListing[]> {
	const { data, error: failure } = await person.database.rpc('removed_listings');
	if (failure) unanswered('removed_listings', failure);
	return v.parse(RemovedListings, data);
}

const publications = {
	publish: 'published',
	draft: 'draft',
	archive: 'archived',
	remove: 'removed'
} as const;

/**
 * Does it to all of them. Null: nothing of it may this person do, or the same form is still being
 * worked on.
 */
export async function actOnListings(
	person: Person,
	subject: ListingSort,
	ids: readonly string[],
	act: BulkAct,
	attempt: string
): Promise<Done | null> {
	if (act.deed === 'confirm') return await confirmListings(person, ids, attempt);
	if (act.deed !== 'add-topic' && act.deed !== 'remove-topic')
		return await setPublication(person, subject, ids, {
			publication: publications[act.deed],
			attempt
		});
	const { data, error: failure } = await person.database.rpc('set_topics', {
		subject,
		ids: [...ids],
		add: act.deed === 'add-topic' ? [act.topic] : [],
		remove: act.deed === 'remove-topic' ? [act.topic] : [],
		attempt
	});
	if (failure) unanswered('set_topics', failure);
	return doneFrom(data);
}

/** Takes one go back, as far as nobody has changed a listing since. */
export async function undo(
	person: Person,
	operation: string,
	attempt: string
): Promise<Done | null> {
	const { data, error: failure } = await person.database.rpc('undo_operation', {
		operation,
		attempt
	});
	if (failure) unanswered('undo_operation', failure);
	return doneFrom(data);
}
