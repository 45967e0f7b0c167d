// What waits for a person to decide about, as the database lets them see it.
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { fieldNames } from '#lib/history/fields.server.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import type { Person } from '#lib/account/person.ts';
import { Queue, WholeCorrection, type ToldCorrection } from './correction.ts';

/** A correction of a list, with its fields in words. */
export type ListedCorrection = ToldCorrection & { labels: string[]; takenLabels: string[] };

export const listed = (one: ToldCorrection): ListedCorrection => ({
	...one,
	labels: fieldNames(one.subject, one.fields),
	takenLabels: fieldNames(one.subject, one.taken)
});

/** The queue of a person; null for whoever decides about nothing. */
export async function queueOf({ database }: Person, size: number) {
	const { data, error: failure } = await database.rpc('my_corrections', { size });
	if (failure) unanswered('my_corrections', failure);
	const queue = v.parse(Queue, data);
	return (
		queue && {
			total: queue.total,
			waiting: queue.waiting.map(listed),
			answered: queue.answered.map(listed),
			decided: queue.decided.map(listed)
		}
	);
}

/** One of them. @throws 404 when it is not there or not theirs: the two are the same */
export async function correctionOf({ database }: Person, id: string): Promise<WholeCorrection> {
	if (!uuidFrom(id)) error(404, 'no such correction');
	const { data, error: failure } = await database.rpc('correction', { id });
	if (failure) unanswered('correction', failure);
	const found = v.parse(WholeCorrection, data);
	if (!found) error(404, 'no such correction');
	return found;
}
