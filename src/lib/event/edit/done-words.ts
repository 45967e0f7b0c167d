// What was just done, as the page says it after the redirect. An unknown word says nothing.
import { m } from '#lib/paraglide/messages.js';

const words = new Map<string, () => string>([
	['saved', m.edit_event_done_saved],
	['draft', m.edit_event_done_draft],
	['published', m.edit_event_done_published],
	['scheduled', m.edit_event_done_scheduled],
	['unpublished', m.edit_event_done_unpublished],
	['archived', m.edit_event_done_archived],
	['removed', m.edit_event_done_removed],
	['back', m.edit_event_done_back],
	['date', m.edit_event_done_date],
	['split', m.edit_event_done_split],
	['unchanged', m.edit_event_done_unchanged]
]);

/** "Publicēts."; null when nothing is to be said. */
export function doneWords(done: string | null): string | null {
	return (done !== null && words.get(done)?.()) || null;
}
