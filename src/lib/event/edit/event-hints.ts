// What is allowed and yet perhaps a slip: an event in the past, on a Sunday, at night. The form
// says so once; whoever saves again has seen it. Nothing here refuses anything.
import { m } from '#lib/paraglide/messages.js';
import { typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { callingCode, readPhone } from '#lib/formats/reading.server.ts';
import { dayWords } from '#lib/time/dates.ts';
import type { Day } from '#lib/time/days.ts';
import { holidayOn } from '#lib/time/holidays.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { EventSave } from './event-save.ts';
import { instantOf } from '#lib/time/local-time.ts';
import { expand, type Series } from '#lib/event/recurrence/recurrence.ts';
import { spanOf } from './event-time.ts';
import { timeTold, timeWas } from './event-typed.ts';
import { doubtsOfTime } from './time-doubts.ts';

/** Holidays named at once; whoever sees so many looks at the whole list. */
const maxNamed = 6;

/** The event's own controls of its time. */
const controls = { day: 'starts_day', from: 'starts_time', until: 'ends_time', zone: 'time_zone' };

/** Dates of a series that fall on public holidays. */
async function holidaysOf(series: Series, today: Day, locale: Locale): Promise<Problem[]> {
	if (series.rule === null) return [];
	const found: string[] = [];
	for (const { starts } of expand(series, today).dates) {
		const day = starts.slice(0, 10);
		const holiday = day < today || found.length >= maxNamed ? null : await holidayOn(day);
		if (holiday !== null) found.push(`${dayWords(day, locale)} (${holiday})`);
	}
	if (found.length === 0) return [];
	return [{ field: 'repeats', message: m.edit_event_hint_holidays({ dates: found.join(', ') }) }];
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
export async function hintsOf(
	save: EventSave,
	typed: Typed,
	today: Day,
	locale: Locale
): Promise<Problem[]> {
	const { listing, series } = save;
	const deadline = listing.registration_deadline;
	const late =
		typeof deadline === 'string' &&
		Date.parse(deadline) > Date.parse(instantOf(series.startsLocal, series.timeZone));
	const nobody = Array.isArray(listing.organisers) && listing.organisers.length === 0;
	// Of a month or a year nobody chose a day.
	const dated = listing.date_precision === 'minute' || listing.date_precision === 'day';
	// How long it lasted, where the end was left as it was: who types another one means it. Whole
	// days that get hours are another matter.
	const told = timeTold(typedText(typed, 'time_was'));
	const left =
		told !== null &&
		(told.exactness === 'day') === series.allDay &&
		(told.ends_time ?? '') === typedText(typed, 'ends_time') &&
		(told.ends_day ?? '') === typedText(typed, 'ends_day');
	const before = left ? spanOf(told) : null;
	const time = {
		starts: series.startsLocal,
		ends: series.endsLocal,
		allDay: series.allDay,
		timeZone: series.timeZone,
		byRule: series.rule !== null || !dated,
		before,
		original: null,
		zoneBefore: null
	};
	// What stands since it was looked at is not asked again.
	const looked = typedText(typed, 'time_was') === timeWas((name) => typedText(typed, name));
	return [
		...(looked ? [] : await doubtsOfTime(time, controls, today, locale)),
		...(await holidaysOf(series, today, locale)),
		...(nobody ? [{ field: 'organiser_search', message: m.edit_event_hint_nobody() }] : []),
		...(late
			? [
					{
						field: 'deadline_day',
						message:
							series.rule === null
								? m.edit_event_hint_deadline()
								: m.edit_event_hint_deadline_series()
					}
				]
			: []),
		...hintOfPhone(typed, 'registration_phone'),
		...hintOfPhone(typed, 'contact_phone')
	];
}
