// What time does without anybody asking: the list of jobs, and running those that are due. Which
// are due, and that only one server runs each, is the database's to know (205_jobs.sql).
import { backend } from '#lib/backend/backend.server.ts';
import { percentTaken } from '#lib/backend/embedded/disk.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { putCorrectionMails } from '#lib/mail/correction-mails.server.ts';
import { askWhetherTrue } from './asking.server.ts';
import { sendDue } from '#lib/mail/queue.server.ts';
import { tellWhatWaits } from './waits.server.ts';
import { log } from '#lib/log/log.server.ts';
import * as v from 'valibot';

/** How many of what a run did. */
export type Did = Record<string, number>;

interface Job {
	name:
		'listings' | 'corrections' | 'waits' | 'mails' | 'still-true' | 'clean-up' | 'alarms' | 'sets';
	/** Seconds from one run to the next. */
	every: number;
	/** Seconds a run takes at the very most: so long no other server begins one. */
	lease: number;
	/** @throws when it could not do its work */
	run(): Promise<Did>;
}

export const jobs: readonly Job[] = [
	{ name: 'listings', every: 60, lease: 300, run: publishAndErase },
	{ name: 'corrections', every: 60, lease: 300, run: putCorrectionMails },
	{ name: 'waits', every: 60, lease: 300, run: tellWhatWaits },
	{ name: 'mails', every: 60, lease: 300, run: sendDue },
	{ name: 'still-true', every: 24 * 60 * 60, lease: 900, run: askWhetherTrue },
	{ name: 'clean-up', every: 24 * 60 * 60, lease: 300, run: cleanUp },
	{ name: 'alarms', every: 60, lease: 60, run: checkAlarms },
	{ name: 'sets', every: 60, lease: 600, run: makeSets }
];

const Counts = v.record(v.string(), v.number());

/**
 * Drafts are published when their time has come, what was removed thirty days ago goes for good,
 * and pictures nobody uses any more go, too. The clock is nobody, so a visitor asks for it.
 */
async function publishAndErase(): Promise<Did> {
	const { data, error } = await backend().visitor.rpc('run_jobs');
	if (error) throw new Error(error.message);
	const did = v.parse(Counts, data);
	// What was refused stays as it was, and pictures that go were shown nowhere: no visitor needs a
	// page anew for them.
	if ((did.published ?? 0) + (did.erased ?? 0) > 0) contentChanged();
	if ((did.refused ?? 0) > 0)
		log('warning', 'a rule refused what was due: it waits on the desk of who keeps it');
	return did;
}

async function cleanUp(): Promise<Did> {
	const answer = await backend().server?.rpc('clean_up');
	if (answer?.error) throw new Error(answer.error.message);
	return v.parse(Counts, answer?.data ?? {});
}

/** Administrators are told of a disk that fills, and of backups and mails that fail. */
async function checkAlarms(): Promise<Did> {
	const open = backend();
	const seen = await open.look();
	const disk = seen?.disk && {
		filling: seen.room !== 'enough',
		taken: percentTaken(seen.disk),
		free: Math.floor(seen.disk.free / 1024 / 1024)
	};
	const answer = await open.server?.rpc('check_alarms', disk ? { disk } : {});
	if (answer?.error) throw new Error(answer.error.message);
	return v.parse(Counts, answer?.data ?? {});
}

/**
 * In a large directory, what is counted beside a list is prepared (245_sets.sql), a portion at a
 * time, so that visitors and saves come in between.
 */
async function makeSets(): Promise<Did> {
	for (;;) {
		const answer = await backend().server?.rpc('make_next_sets');
		if (answer?.error) throw new Error(answer.error.message);
		if (answer?.data !== true) return {};
	}
}

export interface Run {
	name: string;
	did: Did;
	/** Null: it came to its end. */
	failure: string | null;
}

const Taken = v.object({
	jobs: v.array(v.object({ name: v.string(), lease: v.string() })),
	wait: v.nullable(v.number())
});

async function attempt({ name, run }: Job): Promise<Run> {
	try {
		return { name, did: await run(), failure: null };
	} catch (error) {
		return { name, did: {}, failure: error instanceof Error ? error.message : String(error) };
	}
}

/**
 * Runs what is due, each job by one of all servers of this database.
 * @returns what was run, and in how many seconds the next is due
 * @throws when the database cannot be asked
 */
export async function runDue(): Promise<{ runs: Run[]; wait: number }> {
	const { server } = backend();
	// Hosted Supabase with only its public key: what a visitor may ask for is done, noted nowhere.
	if (server === null) {
		const [first] = jobs;
		return { runs: first ? [await attempt(first)] : [], wait: first?.every ?? 60 };
	}
	const known = jobs.map(({ name, every, lease }) => ({ name, every, lease }));
	const { data, error } = await server.rpc('take_jobs', { known });
	if (error) throw new Error(error.message);
	const taken = v.parse(Taken, data);
	const done = await Promise.all(
		taken.jobs.map(async ({ name, lease }) => {
			const job = jobs.find((one) => one.name === name);
			if (!job) throw new Error(`no job is called ${name}`);
			const run = await attempt(job);
			const noted = await server.rpc('end_job', {
				job: name,
				by: lease,
				did: run.did,
				...(run.failure !== null && { failure: run.failure })
			});
			return { run, wait: noted.data };
		})
	);
	const waits = [taken.wait, ...done.map(({ wait }) => wait)].filter((one) => one !== null);
	return { runs: done.map(({ run }) => run), wait: Math.min(...waits) };
}

const Ahead = v.array(
	v.object({
		name: v.string(),
		nextAt: v.string(),
		running: v.boolean(),
		would: Counts
	})
);

/** What each job would do now. @throws when the database cannot be asked, or keeps no jobs */
export async function jobsAhead(): Promise<v.InferOutput<typeof Ahead>> {
	const answer = await backend().server?.rpc('jobs_ahead');
	if (!answer) throw new Error('without SUPABASE_SECRET_KEY no jobs are kept');
	if (answer.error) throw new Error(answer.error.message);
	return v.parse(Ahead, answer.data);
}

/**
 * Notes what the server did with its own files by a clock of its own (open-embedded.ts). Never
 * throws: the log has it already.
 */
export async function noteNight(run: {
	job: string;
	began: Date;
	next: Date;
	failure: string | null;
}): Promise<void> {
	const answer = await backend()
		.server?.rpc('note_job', {
			job: run.job,
			began_at: run.began.toISOString(),
			next_at: run.next.toISOString(),
			...(run.failure !== null && { failure: run.failure })
		})
		.then(
			({ error }) => error?.message ?? null,
			(error: unknown) => String(error)
		);
	if (answer) log('error', `that ${run.job} ran could not be noted: ${answer}`);
}
