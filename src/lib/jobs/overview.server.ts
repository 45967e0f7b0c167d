// How the installation is, with the mails that are not out and what was warned of, as
// administrators see it (209_operation.sql, 207_alarms.sql).
import { Instant, Text } from '#lib/backend/answer.ts';
import type { Person } from '#lib/account/person.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';

const When = v.nullable(Instant);

const Job = v.object({
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
});
export type ListedJob = v.InferOutput<typeof Job>;

/** What the database knows of an installation: counts and times, nobody's address. */
export const Report = v.object({
	database: v.object({
		version: v.string(),
		bytes: v.number(),
		organisations: v.number(),
		events: v.number()
	}),
	jobs: v.array(Job),
	mails: v.object({
		waiting: v.number(),
		late: v.number(),
		failed: v.number(),
		sent: v.number(),
		lastSentAt: When
	}),
	alarms: v.array(v.object({ what: v.string(), since: Instant }))
});
export type Report = v.InferOutput<typeof Report>;

const Mail = v.object({
	id: v.string(),
	sort: v.string(),
	recipient: v.string(),
	state: v.string(),
	tries: v.number(),
	putAt: Instant,
	at: Instant,
	reason: Text
});
export type ListedMail = v.InferOutput<typeof Mail>;

const Overview = v.object({ ...Report.entries, unsent: v.array(Mail) });

const Alarms = v.array(v.object({ what: v.string(), since: Instant, detail: Text, endedAt: When }));
export type Alarm = v.InferOutput<typeof Alarms>[number];

/** What administrators were warned of; the database answers nobody else. */
export async function alarmsOverview(me: Person): Promise<Alarm[]> {
	const { data, error: fault } = await me.database.rpc('alarms_overview');
	if (fault || data === null) error(503);
	return v.parse(Alarms, data);
}

/** How the installation is, for administrators; the database answers nobody else. */
export async function operationOverview(me: Person): Promise<v.InferOutput<typeof Overview>> {
	const { data, error: fault } = await me.database.rpc('operation_overview');
	if (fault || data === null) error(503);
	return v.parse(Overview, data);
}
