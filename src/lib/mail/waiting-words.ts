// What can wait for somebody, counted: the desk and the mail of what waits say the same.
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';

type Counted = (input: { count: number }, options?: { locale?: Locale }) => string;

const titles: Record<string, Counted> = {
	refused: m.desk_wait_refused,
	closing: m.desk_wait_closing,
	unanswered: m.desk_wait_unanswered,
	'to-archive': m.desk_wait_to_archive,
	unconfirmed: m.desk_wait_unconfirmed,
	'without-date': m.desk_wait_without_date,
	'without-place': m.desk_wait_without_place,
	ending: m.desk_wait_ending,
	scheduled: m.desk_wait_scheduled,
	draft: m.desk_wait_draft,
	correction: m.correction_desk_wait,
	conflict: m.desk_wait_conflicts,
	invitation: m.desk_wait_invitations,
	answer: m.waits_answers,
	begins: m.waits_begins,
	confirm: m.waits_confirm,
	returned: m.waits_returned,
	mail: m.waits_mails,
	job: m.waits_jobs
};
const ofEvents: Record<string, Counted> = {
	draft: m.desk_wait_draft_events,
	scheduled: m.desk_wait_scheduled_events
};

/**
 * "3 organisations to check".
 * @param what as the database calls it (280_desk.sql, 285_waits.sql); of an unknown one the count
 * alone
 * @param locale of a mail; a page has its own
 */
export function waitingTitle(
	{ subject, what, count }: { subject: string | null; what: string; count: number },
	locale?: Locale
): string {
	const words = (subject === 'event' ? ofEvents[what] : undefined) ?? titles[what];
	return words?.({ count }, locale && { locale }) ?? String(count);
}
