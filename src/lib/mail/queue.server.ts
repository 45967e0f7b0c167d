// Mails that wait in the database until a mail server takes them (135_mails.sql): put there with
// what causes them, taken by one server at a time, tried again until they are out or too old. A
// server that ends between sending a mail and noting it leaves a mail that is sent once more, with
// the same Message-ID: SMTP has no way to ask whether it arrived.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { backend, type IssuedCode } from '#lib/backend/backend.server.ts';
import { Text } from '#lib/backend/answer.ts';
import { log, stackOf } from '#lib/log/log.server.ts';
import { localeOf, type Locale } from '#lib/i18n/languages.ts';
import { extractLocaleFromUrl } from '#lib/paraglide/runtime.js';
import * as v from 'valibot';
import { mailer, type Outcome } from './mailer.server.ts';
import { stopLink } from './stops.server.ts';
import { isUnasked } from './unasked.ts';
import { writeMail, type MailSecret, type MailSort, type PlannedMail } from './mails.server.ts';

/**
 * What came of a try. stopped: whose address it is does not want such mails. void: there is nothing
 * left to say.
 */
type Result = Outcome | { state: 'stopped' | 'void' };

/**
 * What is known of a mail. queued: it is in the queue, or being sent. none: nothing is mailed here.
 */
export type MailState = Result['state'] | 'queued' | 'none';

/**
 * Whether mails leave this server at all. Without a mail server they are only files on it; without
 * a key of its own (hosted Supabase with only its public key) it may not read its queue.
 */
export const sendsMail = (): boolean => mailer().way === 'smtp' && hasQueue();

const hasQueue = (): boolean => backend().server !== null;

/** A mail as the functions of the database put it into the queue. */
export interface NewMail {
	id: string;
	sealed: string | null;
}

/** Null where there is no queue: then nothing is mailed. */
export function newMail(sort: MailSort, secret: MailSecret = {}): NewMail | null {
	if (!hasQueue()) return null;
	const id = randomUUID();
	const isSecret = Object.keys(secret).length > 0;
	const sealed = isSecret ? backend().encrypt(JSON.stringify(secret), `${sort} ${id}`) : null;
	return { id, sealed };
}

const Taken = v.object({
	id: v.string(),
	sort: v.string(),
	recipient: v.string(),
	language: v.string(),
	about: v.unknown(),
	sealed: Text,
	lease: v.string()
});
type TakenMail = v.InferOutput<typeof Taken>;
const Answer = v.nullable(v.union([Taken, v.object({ stopped: v.literal(true) })]));

const Secret = v.object({
	link: v.optional(v.string()),
	code: v.optional(v.string()),
	answers: v.optional(v.object({ right: v.string(), change: v.string(), closed: v.string() }))
});

/** Null: it was not encrypted by this installation for this mail. */
function secretOf({ id, sort, sealed }: TakenMail): MailSecret | null {
	if (sealed === null) return {};
	const text = backend().decrypt(sealed, `${sort} ${id}`);
	return text === null ? null : v.parse(Secret, JSON.parse(text));
}

/** Null: none is due, or somebody else has it. */
async function take(wanted?: string): Promise<TakenMail | 'stopped' | null> {
	const answer = await backend().server?.rpc('take_mail', wanted ? { wanted } : {});
	if (!answer) return null;
	if (answer.error) throw new Error(answer.error.message);
	const taken = v.parse(Answer, answer.data);
	return taken && 'stopped' in taken ? 'stopped' : taken;
}

/** Seconds after which it is tried again to note what came of a mail. */
const NOTING_PAUSES = [0, 1, 4, 15, 60, 120];

/** Notes what came of a try; as long as nobody knows that a mail is out it would be sent again. */
async function note(mail: Pick<TakenMail, 'id' | 'lease'>, outcome: Result): Promise<void> {
	for (const seconds of NOTING_PAUSES) {
		if (seconds > 0) await pause(seconds * 1000, null, { ref: false });
		const answer = await backend().server?.rpc('end_mail', {
			mail: mail.id,
			by: mail.lease,
			outcome: outcome.state,
			...('reason' in outcome && { reason: outcome.reason })
		});
		if (!answer?.error) return;
	}
	log('error', `What came of the mail ${mail.id} (${outcome.state}) could not be noted.`);
}

async function handOver(planned: PlannedMail): Promise<Outcome> {
	const mail = writeMail(planned);
	return mail
		? await mailer().send(mail)
		: { state: 'refused', reason: 'This server cannot read what the mail has to say.' };
}

/** Hands over what its reader has asked for, or has not said no to. */
async function handOverWanted(mail: TakenMail): Promise<Result> {
	const { recipient, sort, language } = mail;
	if (mail.about === null) return { state: 'void' };
	const isAsked = !isUnasked(sort);
	const stop = isAsked ? null : await stopLink(recipient, sort, localeOf(language));
	if (!isAsked && stop === null) return { state: 'stopped' };
	// What cannot be read is missing, and the writer refuses what it needs.
	return await handOver({ ...mail, stop, secret: secretOf(mail) ?? {} });
}

/** One try of a mail that was taken; who waits for it does not wait for the note. */
async function deliver(mail: TakenMail): Promise<{ outcome: Result; noted: Promise<unknown> }> {
	const outcome = await handOverWanted(mail);
	const noted = note(mail, outcome).then(() => (outcome.state === 'later' ? wake() : undefined));
	noted.catch((error: unknown) => log('error', `A mail could not be noted: ${stackOf(error)}`));
	return { outcome, noted };
}

/** Puts a mail into the queue whose secret the database has just told, and tries it at once. */
export async function queue(
	mail: NewMail | null,
	put: (mail: Record<string, string | null>) => PromiseLike<{ error: unknown }> | undefined
): Promise<MailState> {
	if (mail === null) return 'none';
	const answer = await put({ ...mail });
	if (answer && !answer.error) return await sendQueued(mail);
	log('error', `The mail ${mail.id} could not be put into the queue.`);
	return 'none';
}

/** Milliseconds somebody waits at most to be told what came of the first try. */
const PATIENCE = 3000;

/** Tries a mail that was just put into the queue, at once. Never throws. */
export async function sendQueued(mail: NewMail | null): Promise<MailState> {
	if (mail === null) return 'none';
	const tried = (async (): Promise<MailState> => {
		const taken = await take(mail.id);
		if (taken === 'stopped') return taken;
		return taken ? (await deliver(taken)).outcome.state : 'queued';
	})().catch((error: unknown): MailState => {
		log(
			'error',
			`A mail waits in the queue, since the database does not answer: ${stackOf(error)}`
		);
		return 'queued';
	});
	return await Promise.race([tried, pause(PATIENCE, 'queued' as const, { ref: false })]);
}

/** The language of a page, from its address. */
const languageOf = (address: string | null): Locale =>
	localeOf(address === null ? undefined : extractLocaleFromUrl(address));

/**
 * Mails a link and a code to somebody who asked to sign in, in the language of the page the link
 * opens. It is sent at once, and by a database that does not answer just then it is not kept back:
 * then there is one try. Never throws.
 */
export async function mailSignInCode(issued: IssuedCode, redirectTo: string | null): Promise<void> {
	const link = redirectTo === null ? null : new URL(redirectTo);
	link?.searchParams.set('token_hash', backend().seal(issued.tokenHash));
	const secret = { code: issued.code, ...(link && { link: link.href }) };
	const { email: recipient } = issued;
	const language = languageOf(redirectTo);
	const mail = newMail('sign-in', secret) ?? { id: randomUUID(), sealed: null };
	const answer = await backend().server?.rpc('put_sign_in_mail', {
		mail: { ...mail },
		recipient,
		language
	});
	if (answer?.error) log('error', `A mail to sign in has one try only: ${answer.error.message}`);
	const about = {};
	const planned = { id: mail.id, sort: 'sign-in', recipient, language, about, secret, stop: null };
	const outcome = await handOver(planned);
	if (!answer || answer.error) return;
	await note({ id: mail.id, lease: answer.data }, outcome);
	if (outcome.state === 'later') await wake();
}

/** How many mails of one round came to what. */
export type Sent = Record<Outcome['state'], number>;

/** Mails handed over at the same time. */
const AT_ONCE = 3;

/**
 * Sends all that is due, until none is left or the mail server is away.
 * @throws when the database does not answer
 */
export async function sendDue(): Promise<Sent> {
	const sent: Sent = { sent: 0, later: 0, refused: 0 };
	let isAway = false;
	const line = async () => {
		while (!isAway) {
			const taken = await take();
			if (taken === null || taken === 'stopped') return;
			const { outcome, noted } = await deliver(taken);
			if (outcome.state !== 'stopped' && outcome.state !== 'void') sent[outcome.state] += 1;
			isAway ||= outcome.state === 'later' && outcome.away;
			await noted;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, line));
	return sent;
}

// On globalThis, because the dev server evaluates this module anew at each change.
const shelf = globalThis as typeof globalThis & { tiklsMailAlarm?: NodeJS.Timeout };

/** Seconds between two looks at the queue by the job of that name (jobs/jobs.server.ts). */
const LOOK_EVERY = 60;
/** A mail server that is away is not asked more often (seconds). */
const SOONEST = 5;

/** Sends what is due before the queue is looked at anyway: a code is good for ten minutes only. */
async function wake(): Promise<void> {
	const answer = await backend().server?.rpc('next_mail');
	const seconds = answer?.data ?? LOOK_EVERY;
	if (seconds >= LOOK_EVERY) return;
	clearTimeout(shelf.tiklsMailAlarm);
	shelf.tiklsMailAlarm = setTimeout(
		() =>
			void sendDue().catch((error: unknown) =>
				log('error', `Mails could not be sent: ${stackOf(error)}`)
			),
		Math.max(seconds, SOONEST) * 1000
	);
	shelf.tiklsMailAlarm.unref();
}
