// What the event's form is opened with: a known event, a new one, one like another, or a save that met somebody else's.
import { conflictFrom, type Conflict } from '#lib/listing/saving/conflict.ts';
import { pendingConflict } from '#lib/listing/saving/listings.server.ts';
import type { Person } from '#lib/account/person.ts';
import { typedPin } from '#lib/listing/pin/pin.ts';
import { offeredPlaces, whereaboutsOf } from '#lib/listing/pin/pin.server.ts';
import { typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { todayAt } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import { network } from '#network';
import { eventFields } from './event-fields.ts';
import {
	eventChoices,
	eventRecord,
	namesOfDocuments,
	namesOfTyped,
	presetOrganisers,
	type EventRecord
} from './event-records.server.ts';
import { typedOf } from './event-typed.ts';
import type { EventFormData, FoundOrganisations } from './form-view.ts';
import { previewTyped, wordsOf } from './series-preview.server.ts';
import { dayFrom, localFrom, timeFrom } from './written-dates.ts';

const asNumber = (text: string) => (text.trim() === '' ? null : Number(text.replace(',', '.')));

/** What a form shows whose fields hold this. */
export async function formData(
	person: Person,
	typed: Typed,
	locale: Locale,
	found: FoundOrganisations | null = null,
	problems: readonly Problem[] = []
): Promise<EventFormData> {
	const [choices, names, at, preview] = await Promise.all([
		eventChoices(locale, typed.languages),
		namesOfTyped(person, typed, locale),
		whereaboutsOf(asNumber(typedText(typed, 'latitude')), asNumber(typedText(typed, 'longitude'))),
		previewTyped(typed, todayAt(new Date()), locale)
	]);
	return {
		typed,
		problems,
		choices,
		names,
		at,
		found,
		preview: typedText(typed, 'repeats') === '' ? null : preview,
		storedRule: storedRule(typed, locale),
		attempt: crypto.randomUUID()
	};
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

/** The fields of a known event. */
export async function typedRecord({ listing }: EventRecord): Promise<Typed> {
	return { ...typedOf(listing), ...typedPin(listing, await offeredPlaces()) };
}

/** The form with a stale save of this person that waits for them to choose; null when none does. */
export async function pendingEvent(
	person: Person,
	record: EventRecord,
	locale: Locale
): Promise<{ typed: Typed; conflict: Conflict } | null> {
	const kept = await pendingConflict(person, 'event', record.id);
	if (kept === null) return null;
	const typed = await typedRecord({ ...record, listing: { ...kept.listing, ...kept.mine } });
	const documents = [kept.listing, kept.mine, ...(kept.base ? [kept.base] : [])];
	const names = await namesOfDocuments(person, documents, locale);
	return { typed, conflict: conflictFrom(eventFields, kept, kept.mine, typed, names) };
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
	'join_url'
];

/** The fields of a new event: empty but for who holds it, or those of an event like it without its dates and notices. */
export async function typedNew(person: Person, like: string | null): Promise<Typed> {
	if (like === null) return { organisers: await presetOrganisers(person) };
	const typed = await typedRecord(await eventRecord(person, like));
	return Object.fromEntries(Object.entries(typed).filter(([name]) => !own.includes(name)));
}

/** What the form calls its fields. */
export function fieldNames(): Record<string, string> {
	return Object.fromEntries(eventFields.map(({ field, name }) => [field, name()]));
}
