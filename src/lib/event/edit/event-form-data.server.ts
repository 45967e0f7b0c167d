// What the event's form is opened with: a known event, a new one, or one like another.
import type { Person } from '#lib/account/person.ts';
import { typedPin } from '#lib/listing/pin/pin.ts';
import { offeredPlaces, whereaboutsTyped } from '#lib/listing/pin/pin.server.ts';
import { typedText, type Problem, type Typed } from '#lib/form/form.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { todayAt } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import { network } from '#network';
import { languages as networkLanguages } from '#lib/listing/fields/localised.ts';
import {
	eventChoices,
	eventRecord,
	findOrganisations,
	namesOfTyped,
	presetOrganisers
} from './event-records.server.ts';
import { joinMinutes, typedOf } from './event-typed.ts';
import type { EventFormData } from './form-view.ts';
import { previewTyped, repetitionsFrom, wordsOf } from './series-preview.server.ts';
import { dayFrom, localFrom, timeFrom } from '#lib/time/written-dates.ts';

/** What a form shows whose fields hold this. */
export async function formData(
	person: Person,
	typed: Typed,
	locale: Locale,
	problems: readonly Problem[] = []
): Promise<EventFormData> {
	const [choices, places, names, at, found, preview] = await Promise.all([
		eventChoices(locale, typed.languages),
		offeredPlaces(),
		namesOfTyped(person, typed, locale),
		whereaboutsTyped(typed),
		foundFor(person, typed, locale),
		previewTyped(typed, todayAt(new Date()), locale)
	]);
	return {
		typed,
		problems,
		choices,
		places,
		names,
		at,
		found,
		preview: typedText(typed, 'repeats') === '' ? null : preview,
		repetitions: repetitionsFrom(dayFrom(typedText(typed, 'starts_day')), locale),
		storedRule: storedRule(typed, locale),
		attempt: crypto.randomUUID()
	};
}

/** Organisations the form has asked for. */
async function foundFor(person: Person, typed: Typed, locale: Locale) {
	const field = typedText(typed, 'find');
	if (field !== 'organisers' && field !== 'venue_organisation_id') return null;
	const words = typedText(typed, field === 'organisers' ? 'organiser_search' : 'venue_search');
	return await findOrganisations(person, field, words, locale);
}

/** The rule a form carries, in words, when no choice says it. */
function storedRule(typed: Typed, locale: Locale): string | null {
	const rule = typedText(typed, 'rule');
	const day = dayFrom(typedText(typed, 'starts_day'));
	if (rule === '' || day === undefined || typedText(typed, 'rule_kept') === '') return null;
	const starts = localFrom(day, timeFrom(typedText(typed, 'starts_time')) ?? '00:00');
	const words = wordsOf(
		{
			startsLocal: starts,
			endsLocal: starts,
			timeZone: typedText(typed, 'time_zone') || network.timeZone,
			allDay: false,
			rule,
			exceptions: []
		},
		locale
	);
	return words ?? m.edit_event_rule_other();
}

/** The controls of a known event. */
export async function typedDocument(listing: ListingDocument): Promise<Typed> {
	return { ...typedOf(listing), ...typedPin(listing, await offeredPlaces()) };
}

/** What belongs to one event and not to another like it: its time, its state, its link. */
const own = [
	'starts_day',
	'starts_time',
	'ends_day',
	'ends_time',
	'left_out',
	'deadline_day',
	'deadline_time',
	'until',
	'count',
	'rule',
	'rule_kept',
	'repeats',
	'ends',
	'status',
	'time_was',
	...networkLanguages.map((language) => `reason_${language}`),
	'join_url'
];

/**
 * The fields of a new event: empty but for who holds it, or those of an event like it without its
 * dates and notices.
 */
export async function typedNew(person: Person, like: string | null): Promise<Typed> {
	if (like === null)
		return { organisers: await presetOrganisers(person), join_minutes: [joinMinutes] };
	const { listing } = await eventRecord(person, like);
	const typed = await typedDocument(listing);
	return Object.fromEntries(Object.entries(typed).filter(([name]) => !own.includes(name)));
}
