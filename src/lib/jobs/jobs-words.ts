// Jobs and mails in words. What a newer server has noted and this one does not know keeps its name.
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import { momentWords } from '#lib/time/dates.ts';
import type { Operation } from './operation.server.ts';
import type { ListedJob, ListedMail, Report } from './overview.server.ts';

type Words = () => string;
type Counted = (count: { count: number }) => string;

const names: Record<string, Words> = {
	listings: m.jobs_name_listings,
	mails: m.jobs_name_mails,
	corrections: m.jobs_name_corrections,
	waits: m.jobs_name_waits,
	'still-true': m.jobs_name_still_true,
	'clean-up': m.jobs_name_clean_up,
	alarms: m.jobs_name_alarms,
	sets: m.jobs_name_sets,
	upkeep: m.jobs_name_upkeep,
	backup: m.jobs_name_backup
};

/** What a run did, by the job: two of them refuse something. */
const deeds: Record<string, Record<string, Counted>> = {
	listings: {
		published: m.jobs_did_published,
		erased: m.jobs_did_erased,
		refused: m.jobs_did_refused,
		pictures: m.jobs_did_pictures
	},
	mails: { sent: m.jobs_did_sent, later: m.jobs_did_later, refused: m.jobs_did_returned },
	'still-true': {
		asked: m.jobs_did_asked,
		reminded: m.jobs_did_reminded,
		told: m.jobs_did_told,
		doubted: m.jobs_did_doubted,
		proposed: m.jobs_did_proposed
	},
	'clean-up': {
		mails: m.jobs_did_mails,
		addresses: m.jobs_did_addresses,
		attempts: m.jobs_did_attempts,
		accounts: m.jobs_did_accounts,
		invitations: m.jobs_did_invitations,
		signins: m.jobs_did_signins,
		stops: m.jobs_did_stops,
		answers: m.jobs_did_answers,
		refused: m.jobs_did_kept,
		senders: m.jobs_did_senders,
		searches: m.numbers_did_searches
	},
	alarms: { mailed: m.jobs_did_mailed },
	waits: { mailed: m.jobs_did_waits },
	corrections: { told: m.jobs_did_decisions, reminded: m.jobs_did_reminders }
};

const sorts: Record<string, Words> = {
	'sign-in': m.jobs_mail_sign_in,
	invitation: m.jobs_mail_invitation,
	password: m.jobs_mail_password,
	'new-address': m.jobs_mail_new_address,
	'address-changed': m.jobs_mail_address_changed,
	'second-factor-on': m.jobs_mail_second_factor_on,
	'second-factor-off': m.jobs_mail_second_factor_off,
	'second-factor-removed': m.jobs_mail_second_factor_removed,
	operation: m.jobs_mail_operation,
	correction: m.jobs_mail_correction,
	'corrections-wait': m.jobs_mail_corrections_wait,
	'still-true': m.jobs_mail_still_true,
	waits: m.waits_sort
};

const alarms: Record<string, Words> = {
	disk: m.jobs_alarm_disk,
	backup: m.jobs_alarm_backup,
	mails: m.jobs_alarm_mails
};

/** What administrators are warned of. */
export const alarmName = (what: string): string => alarms[what]?.() ?? what;

export const jobName = (name: string): string => names[name]?.() ?? name;

/** Seconds between two runs, as the house has them: a minute or a day. */
export const everyWords = (seconds: number): string =>
	seconds < 3600 ? m.jobs_every_minute() : m.jobs_every_day();

/** What the last run did that came to its end, in one line. */
export function didWords({ name, did, endedAt }: Pick<ListedJob, 'name' | 'did' | 'endedAt'>) {
	if (endedAt === null) return m.jobs_never();
	const known = deeds[name];
	// A job of which nothing is counted is done or has failed.
	if (!known) return m.jobs_did_done();
	const lines = Object.entries(did)
		.filter(([, count]) => count > 0)
		.map(([what, count]) => known[what]?.({ count }) ?? `${what}: ${count}`);
	return lines.join('; ') || m.jobs_did_nothing();
}

export const mailLine = ({ sort, recipient }: Pick<ListedMail, 'sort' | 'recipient'>): string =>
	m.jobs_mail_line({ sort: sorts[sort]?.() ?? sort, email: recipient });

/** How it stands with a mail that is not out. */
export function mailStateWords({ state, at }: Pick<ListedMail, 'state' | 'at'>, locale: Locale) {
	const date = momentWords(at, locale);
	if (state === 'waiting') return m.jobs_mail_next({ date });
	return state === 'refused' ? m.jobs_mail_refused({ date }) : m.jobs_mail_expired({ date });
}

const databases = {
	embedded: m.jobs_server_database_embedded,
	postgres: m.jobs_server_database_postgres,
	supabase: m.jobs_server_database_supabase
};

/** `embedded, PostgreSQL 17.5, 38 MB` */
export const databaseWords = (
	backend: Operation['backend'],
	{ version, bytes }: Report['database'],
	locale: Locale
) => databases[backend]({ version, size: sizeWords(bytes, locale) });

/** A size in whole megabytes of 2^20 bytes, or in gigabytes from one on. */
export function sizeWords(bytes: number, locale: Locale): string {
	const isLarge = bytes >= 2 ** 30;
	return new Intl.NumberFormat(locale, {
		style: 'unit',
		unit: isLarge ? 'gigabyte' : 'megabyte',
		maximumFractionDigits: isLarge ? 1 : 0
	}).format(bytes / (isLarge ? 2 ** 30 : 2 ** 20));
}
