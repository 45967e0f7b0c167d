// An act on many listings in words: as a choice, as what is about to happen, as what happened.
import { m } from '#lib/paraglide/messages.js';
import type { BulkAct, Deed } from './bulk.ts';

const names: Record<Deed, () => string> = {
	publish: m.edit_act_publish,
	draft: m.edit_act_unpublish,
	archive: m.edit_act_archive,
	remove: m.edit_act_delete,
	confirm: m.desk_act_confirm,
	'add-topic': m.desk_do_add_topic,
	'remove-topic': m.desk_do_remove_topic
};

/** As one of several to choose from. */
export const deedName = (deed: Deed) => names[deed]();

/** The whole act, its topic included. */
export function actName(act: BulkAct, topicName: string): string {
	return 'topic' in act ? `${deedName(act.deed)}: ${topicName}` : deedName(act.deed);
}

/** How many listings an act on several has changed, or taking it back. */
export const outcomeWords = ({ done }: { done: number }, undone: boolean): string =>
	undone ? m.desk_bulk_undone({ count: done }) : m.desk_bulk_done({ count: done });
