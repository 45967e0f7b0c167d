// What is allowed and yet perhaps a slip: an event in the past, on a Sunday, at night. The form says so once; whoever saves again
// has seen it. Nothing here refuses anything.
import { m } from '#lib/paraglide/messages.js';
import { typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { callingCode, readPhone } from '#lib/formats/reading.server.ts';
import { weekdayWords } from '#lib/time/calendar-names.ts';
import { addDays, daysBetween, type Day } from '#lib/time/days.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { EventSave } from './event-save.ts';
import { instantOf } from '#lib/time/local-time.ts';
import { weekdayOf } from './recurrence-choices.ts';

/** Hours after which one wonders whether the end was meant. */
const longHours = 12;

function hintsOfTime({ series }: EventSave, today: Day, locale: Locale): Problem[] {
	const hints: Problem[] = [];
	const { startsLocal, endsLocal, allDay, rule } = series;
	const first = startsLocal.slice(0, 10);
	const hour = Number(startsLocal.slice(11, 13));
	if (first < today) hints.push({ field: 'starts_day', message: m.edit_event_hint_past() });
	if (first > addDays(today, 550))
		hints.push({ field: 'starts_day', message: m.edit_event_hint_far() });
	if (['SA', 'SU'].includes(weekdayOf(first)) && rule === null)
		hints.push({
			field: 'starts_day',
			message: m.edit_event_hint_weekend({ day: weekdayWords(first, locale) })
		});
	if (allDay) return hints;
	if (hour < 6) hints.push({ field: 'starts_time', message: m.edit_event_hint_night() });
	const hours = (Date.parse(`${endsLocal}Z`) - Date.parse(`${startsLocal}Z`)) / 3_600_000;
	if (hours > longHours && daysBetween(first, endsLocal.slice(0, 10)) < 2)
		hints.push({ field: 'ends_time', message: m.edit_event_hint_long({ hours }) });
	return hints;
}

/** A number written without its country, with what will be saved. */
function hintOfPhone(typed: Typed, field: string): Problem[] {
	const read = readPhone(typedText(typed, field));
	if (!read?.assumed) return [];
	const code = callingCode();
	const shown = `${code} ${read.number.slice(code.length)}`;
	return [{ field, message: m.edit_event_hint_phone({ number: shown }) }];
}

/**
 * What the person may want to look at again before it is saved, in the order of the form.
 * @param today in the network's zone
 */
export function hintsOf(save: EventSave, typed: Typed, today: Day, locale: Locale): Problem[] {
	const { listing, series } = save;
	const deadline = listing.registration_deadline;
	const late =
		typeof deadline === 'string' &&
		Date.parse(deadline) > Date.parse(instantOf(series.startsLocal, series.timeZone));
	const nobody = Array.isArray(listing.organisers) && listing.organisers.length === 0;
	return [
		...hintsOfTime(save, today, locale),
		...(nobody ? [{ field: 'organiser_search', message: m.edit_event_hint_nobody() }] : []),
		...(late ? [{ field: 'deadline_day', message: m.edit_event_hint_deadline() }] : []),
		...hintOfPhone(typed, 'registration_phone'),
		...hintOfPhone(typed, 'contact_phone')
	];
}
