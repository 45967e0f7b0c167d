// Asks for the directory in numbers: those everybody may know, kept as long as the content stays as
// it is, and those of members. What is counted is the database's to know (209_numbers.sql).
import { LocalisedText, Text } from '#lib/backend/answer.ts';
import type { Person } from '#lib/account/person.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import { QueryCache } from '#lib/backend/query-cache.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { writeUnfound } from '#lib/search/unfound.server.ts';
import * as v from 'valibot';

const count = v.number();
const Both = { held: count, planned: count };
const named = { id: Text, name: v.nullable(LocalisedText) };

const entries = {
	/** The day they were counted on, in the network's zone. */
	today: v.string(),
	organisations: count,
	doubtful: count,
	kinds: v.array(v.object({ id: v.string(), count })),
	/** In the regions' order; the last one without an id: what lies in none. */
	regions: v.array(v.object({ ...named, total: count, confirmed: count })),
	complete: v.object({
		phone: count,
		email: count,
		website: count,
		hours: count,
		pin: count,
		exact: count,
		access: count,
		texts: v.record(v.string(), count)
	}),
	corrections: v.object({
		waiting: count,
		oldest: Text,
		decided: count,
		/** Days from arrival to decision. */
		median: v.nullable(count),
		longest: v.nullable(count),
		months: v.array(
			v.object({
				month: v.string(),
				received: count,
				accepted: count,
				declined: count,
				median: v.nullable(count)
			})
		)
	}),
	events: v.object({
		months: v.array(v.object({ month: v.string(), ...Both })),
		regions: v.array(v.object({ ...named, ...Both })),
		topics: v.array(v.object({ ...named, ...Both })),
		kinds: v.array(v.object({ id: v.string(), ...Both }))
	})
};
const Numbers = v.object(entries);
export type DirectoryNumbers = v.InferOutput<typeof Numbers>;

const MemberNumbers = v.object({
	...entries,
	states: v.nullable(
		v.array(
			v.object({
				subject: v.picklist(['organisation', 'event']),
				draft: count,
				scheduled: count,
				published: count,
				archived: count
			})
		)
	)
});
export type MemberNumbers = v.InferOutput<typeof MemberNumbers>;

const Unfound = v.nullable(
	v.array(
		v.object({
			words: v.string(),
			subject: v.picklist(['organisation', 'event']),
			hours: count,
			days: count,
			last: v.string()
		})
	)
);
export type UnfoundWords = NonNullable<v.InferOutput<typeof Unfound>>;

/** The page and its tables ask for the same; what depends on the clock is a minute old at most. */
const open = new QueryCache<DirectoryNumbers>({ answers: 1, maxAge: 60_000 });

/** What everybody may know. */
export async function numbersInTheOpen(): Promise<DirectoryNumbers> {
	return await open.get(await contentVersion(), '', async () => {
		const { data, error: failure } = await backend().visitor.rpc('numbers_in_the_open');
		if (failure) unanswered('numbers_in_the_open', failure);
		return v.parse(Numbers, data);
	});
}

/** @param region its id; null for the whole network */
export async function numbersForMembers(
	person: Person,
	region: string | null
): Promise<MemberNumbers> {
	const { data, error: failure } = await person.database.rpc(
		'numbers_for_members',
		region === null ? {} : { region }
	);
	if (failure) unanswered('numbers_for_members', failure);
	return v.parse(MemberNumbers, data);
}

/**
 * Searches of the last 90 days that found nothing, the most frequent first; null for who
 * coordinates no region. What this server has collected is written first.
 */
export async function unfoundWords(person: Person): Promise<UnfoundWords | null> {
	await writeUnfound();
	const { data, error: failure } = await person.database.rpc('unfound_words_of');
	if (failure) unanswered('unfound_words_of', failure);
	return v.parse(Unfound, data);
}
