// What an event's kind, state and attendance are called, in the language of the page being made.
import { m } from '#lib/paraglide/messages.js';
import {
	accessibilityWords,
	type AccessibilityWord,
	type Attendance,
	type EventKind,
	type EventState
} from './event.ts';

const kinds: Record<EventKind, () => string> = {
	seminar: m.event_kind_seminar,
	discussion: m.event_kind_discussion,
	training: m.event_kind_training,
	conference: m.event_kind_conference,
	forum: m.event_kind_forum,
	'information-day': m.event_kind_information_day,
	'experience-exchange': m.event_kind_experience_exchange,
	other: m.event_kind_other
};

const states: Record<EventState, () => string> = {
	planned: m.event_state_planned,
	confirmed: m.event_state_confirmed,
	postponed: m.event_state_postponed,
	moved: m.event_state_moved,
	cancelled: m.event_state_cancelled,
	full: m.event_state_full
};

const attendances: Record<Attendance, () => string> = {
	'on-site': m.event_attendance_on_site,
	online: m.event_attendance_online,
	both: m.event_attendance_both
};

const accessibilityNames: Record<AccessibilityWord, () => string> = {
	'step-free': m.event_facts_step_free,
	lift: m.event_facts_lift,
	'accessible-toilet': m.event_facts_accessible_toilet,
	'accessible-parking': m.event_facts_accessible_parking,
	'public-transport': m.event_facts_public_transport,
	'hearing-loop': m.event_facts_hearing_loop,
	'sign-language': m.event_facts_sign_language,
	interpretation: m.event_facts_interpretation,
	captions: m.event_facts_captions,
	'easy-language': m.event_facts_easy_language,
	'large-print': m.event_facts_large_print,
	'assistance-dogs': m.event_facts_assistance_dogs,
	'personal-assistant': m.event_facts_personal_assistant,
	'quiet-room': m.event_facts_quiet_room,
	'child-care': m.event_facts_child_care
};

/** What a venue or an event offers: "induction loop", as an item of a list. */
export const accessibilityName = (word: AccessibilityWord) => accessibilityNames[word]();
/** All of it in one line, in the order it is told; a word nobody knows is left out. */
export const accessibilityLine = (words: readonly string[]) =>
	accessibilityWords
		.filter((word) => words.includes(word))
		.map(accessibilityName)
		.join(', ');

/** "seminārs", in lower case; the start of a line capitalises it itself. */
export const kindWords = (kind: EventKind) => kinds[kind]();
export const stateWords = (state: EventState) => states[state]();
export const attendanceWords = (attendance: Attendance) => attendances[attendance]();

/** What nobody may miss who reads an event's name alone. */
const noted: ReadonlySet<EventState> = new Set(['cancelled', 'postponed', 'moved']);

/**
 * What stands before an event's name in the title and the heading of its page: `Piemērs, atcelts`;
 * '' for an event that is held as it was announced.
 */
export function nameNotes({ isExample, state }: { isExample: boolean; state: EventState }): string {
	const notes = [
		...(isExample ? [m.event_mark_example()] : []),
		...(noted.has(state) ? [stateWords(state)] : [])
	];
	return notes.map((note, at) => (at === 0 ? note : note.toLocaleLowerCase())).join(', ');
}

/** Whether an event in this state takes place at the time shown. */
export const takesPlace = (state: EventState) => state !== 'cancelled' && state !== 'postponed';
