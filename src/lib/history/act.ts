// What can be done to a listing, in words that say who did it: history, the desk and the audit tell
// it with these.
import { doerName } from '#lib/account/doer.ts';
import { m } from '#lib/paraglide/messages.js';

/**
 * `found`: how it stood when somebody first touched it, or after something outside had changed it.
 */
export const acts = [
	'found',
	'create',
	'save',
	'dates',
	'split',
	'publish',
	'schedule',
	'unpublish',
	'archive',
	'unarchive',
	'remove',
	'bring-back',
	'topics',
	'confirm',
	'confirm-own',
	'restore',
	'undo'
] as const;
export type Act = (typeof acts)[number];

const words: Record<Act, () => string> = {
	found: m.history_act_found,
	create: m.history_act_create,
	save: m.history_act_save,
	dates: m.history_act_dates,
	split: m.history_act_split,
	publish: m.history_act_publish,
	schedule: m.history_act_schedule,
	unpublish: m.history_act_unpublish,
	archive: m.history_act_archive,
	unarchive: m.history_act_unarchive,
	remove: m.history_act_remove,
	'bring-back': m.history_act_bring_back,
	topics: m.history_act_topics,
	confirm: m.history_act_confirm,
	'confirm-own': m.history_act_confirm_own,
	restore: m.history_act_restore,
	undo: m.history_act_undo
};

/** "saved changes", after a name; of a restore with the version that came back. */
export function actWords(act: Act, restored: number | null = null): string {
	return act === 'restore' && restored !== null
		? m.history_act_restore_version({ version: restored })
		: words[act]();
}

/**
 * Whether it is worth telling which fields changed: what is new is everything, and topics are in
 * the words already.
 */
export const tellsFields = (act: Act) => !['found', 'create', 'topics'].includes(act);

/**
 * Who did it. The clock publishes what is due; anybody else without a name has no account any more.
 */
export function doerWords(by: string | null, act: Act): string {
	if (by !== null) return doerName(by);
	if (act === 'confirm-own') return m.history_by_organisation();
	return act === 'publish' || act === 'found' ? m.history_by_directory() : m.history_by_gone();
}
