// The jobs and the mails that are not out, as administrators see them.
import { Instant, Text } from '#lib/backend/answer.ts';
import type { Person } from '#lib/account/person.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';

const When = v.nullable(Instant);

export const Jobs = v.array(
	v.object({
		name: v.string(),
		every: v.number(),
		nextAt: Instant,
		beganAt: When,
		endedAt: When,
		did: v.record(v.string(), v.number()),
		failures: v.number(),
		failedAt: When,
		failure: Text,
		running: v.boolean()
	})
);

const Overview = v.object({
	jobs: Jobs,
	waiting: v.number(),
	sent: v.number(),
	mails: v.array(
		v.object({
			id: v.string(),
			sort: v.string(),
			recipient: v.string(),
			state: v.string(),
			tries: v.number(),
			putAt: Instant,
			at: Instant,
			reason: Text
		})
	)
});
export type JobsOverview = v.InferOutput<typeof Overview>;
export type ListedJob = JobsOverview['jobs'][number];
export type ListedMail = JobsOverview['mails'][number];

const Alarms = v.array(v.object({ what: v.string(), since: Instant, detail: Text, endedAt: When }));
export type Alarm = v.InferOutput<typeof Alarms>[number];

/** What administrators were warned of; the database answers nobody else. */
export async function alarmsOverview(me: Person): Promise<Alarm[]> {
	const { data, error: fault } = await me.database.rpc('alarms_overview');
	if (fault || data === null) error(503);
	return v.parse(Alarms, data);
}

/** For administrators; the database answers nobody else. */
export async function jobsOverview(me: Person): Promise<JobsOverview> {
	const { data, error: fault } = await me.database.rpc('jobs_overview');
	if (fault || data === null) error(503);
	return v.parse(Overview, data);
}
