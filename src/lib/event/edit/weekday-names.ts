// What the days of the week are called in the form.
import { m } from '#lib/paraglide/messages.js';
import type { Weekday } from '#lib/event/recurrence/weekdays.ts';

const names: Record<Weekday, () => string> = {
	MO: m.edit_event_monday,
	TU: m.edit_event_tuesday,
	WE: m.edit_event_wednesday,
	TH: m.edit_event_thursday,
	FR: m.edit_event_friday,
	SA: m.edit_event_saturday,
	SU: m.edit_event_sunday
};

/** "Otrdiena", "Tuesday". */
export const weekdayName = (day: Weekday): string => names[day]();
