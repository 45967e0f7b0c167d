// The buttons of the event's form that change the form and save nothing: adding and taking away
// organisers, choosing a venue. The server answers with the form rearranged, so that they work
// without scripts; nothing typed is lost.
import { typedText, type Typed } from '#lib/form/form.ts';

/** Buttons and what belongs to one sending; they are not carried over. */
const passing = ['add_organiser', 'remove_organiser', 'choose_venue', 'attempt'];

/** The form after a button was pressed. */
export function rearranged(typed: Typed): Typed {
	const next: Typed = Object.fromEntries(
		Object.entries(typed).filter(([name]) => !passing.includes(name))
	);
	const organisers = (typed.organisers ?? []).filter((one) => one.trim() !== '');
	const added = typedText(typed, 'add_organiser').trim();
	const removed = typed.remove_organiser?.[0];
	if (added !== '' && !organisers.includes(added)) organisers.push(added);
	next.organisers = organisers.filter((one) => one !== removed);
	if (added !== '') delete next.organiser_search;
	if (typed.choose_venue) {
		const venue = typedText(typed, 'choose_venue');
		next.venue_organisation_id = venue === '' ? [] : [venue];
		delete next.venue_search;
	}
	return next;
}
