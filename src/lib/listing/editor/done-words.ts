// What was just done to a listing, as the next page says it.
import { doerName } from '#lib/account/doer.ts';
import type { Conflict } from '#lib/listing/saving/conflict.ts';
import { m } from '#lib/paraglide/messages.js';

const words = {
	saved: m.edit_done_saved,
	draft: m.edit_done_draft,
	published: m.edit_done_published,
	scheduled: m.edit_done_scheduled,
	unpublished: m.edit_done_unpublished,
	archived: m.edit_done_archived,
	unarchived: m.edit_done_unarchived,
	removed: m.edit_done_removed,
	restored: m.edit_done_restored,
	date: m.edit_event_done_date,
	split: m.edit_event_done_split,
	unchanged: m.edit_done_unchanged
};
export type Done = keyof typeof words;

/** "Publicēts. To tagad redz visi." */
export const doneWords = (done: Done): string => words[done]();

/** Who made a change between two versions; oneself in another tab is nobody else. */
export const whoSaved = ({ own, by }: { own: boolean; by: string | null }): string =>
	own ? m.edit_yourself() : (doerName(by) ?? m.edit_somebody());

/** "Saglabāts. Paturēts arī tas, kas saglabāts pa to laiku: Anna (Tālrunis, E-pasts)." */
export const mergedWords = (changes: Conflict['changes']): string =>
	m.edit_done_merged({
		changes: [...new Set(changes.map((one) => `${whoSaved(one)} (${one.fields.join(', ')})`))].join(
			'; '
		)
	});
