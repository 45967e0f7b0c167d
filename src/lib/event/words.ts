// What an event's kind, state and attendance are called, in the language of the page being made.
import { m } from '$lib/paraglide/messages.js';
import type { Attendance, EventKind, EventState } from './event';

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

/** "seminārs", in lower case; the start of a line capitalises it itself. */
export const kindWords = (kind: EventKind) => kinds[kind]();
export const stateWords = (state: EventState) => states[state]();
export const attendanceWords = (attendance: Attendance) => attendances[attendance]();
/** The same as the beginning of a line: "Seminārs". */
export const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Whether an event in this state takes place at the time shown. */
export const takesPlace = (state: EventState) => state !== 'cancelled' && state !== 'postponed';
