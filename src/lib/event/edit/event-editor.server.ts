// What the pages of the event's form load and do; the page of a new event and that of a known one differ only in the record.
import { requirePerson } from '$lib/coordinator/access';
import { conflictFrom, type Conflict } from '$lib/coordinator/saving/conflict';
import { typedIn, typedText, type Problem, type Typed } from '$lib/form/form';
import { keptConflict } from '$lib/coordinator/saving/listings.server';
import type { Person } from '$lib/coordinator/person';
import { typedPin } from '$lib/coordinator/pin/pin';
import { offeredPlaces, whereaboutsOf } from '$lib/coordinator/pin/pin.server';
import { network } from '../../../../network.config';
import { todayAt } from '$lib/page/dates';
import { pathOf, type Locale } from '$lib/page/paths';
import { m } from '$lib/paraglide/messages.js';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { receivePicture } from '$lib/coordinator/pictures/pictures.server';
import { eventFields } from './event-fields';
import { inOrder } from './event-form';
import { typedOf } from './event-typed';
import { instantOf } from '../local-time';
import { dayFrom, localFrom, timeFrom } from './written-dates';
import {
	eventChoices,
	eventRecord,
	findOrganisations,
	namesOfDocuments,
	namesOfTyped,
	presetOrganisers,
	type EventRecord
} from './event-records.server';
import type { EventFormData, FoundOrganisations, Questions } from './form-view';
import { rearranged } from './rearranging';
import { saveForm, type Act } from './saving.server';
import { previewTyped, wordsOf } from './series-preview.server';

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
		keptRule: keptRule(typed, locale),
		attempt: crypto.randomUUID()
	};
}

/** The rule a form carries, in words, when no choice says it. */
function keptRule(typed: Typed, locale: Locale): string | null {
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
export async function keptEvent(
	person: Person,
	record: EventRecord,
	locale: Locale
): Promise<{ typed: Typed; conflict: Conflict } | null> {
	const kept = await keptConflict(person, 'event', record.id);
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

const noQuestions: Questions = { hints: [], consequences: null, conflict: null };

/** When a draft is to be published; a problem while that cannot be read or lies behind us. */
function publishAt(typed: Typed): { at: string } | { problem: Problem } {
	const day = dayFrom(typedText(typed, 'publish_day'));
	const time = typedText(typed, 'publish_time');
	const clock = time === '' ? '09:00' : timeFrom(time);
	if (day === undefined)
		return { problem: { field: 'publish_day', message: m.edit_event_problem_publish_day() } };
	if (clock === undefined)
		return { problem: { field: 'publish_time', message: m.edit_event_problem_time() } };
	const at = instantOf(localFrom(day, clock), network.timeZone);
	return Date.parse(at) > Date.now()
		? { at }
		: { problem: { field: 'publish_day', message: m.edit_event_problem_publish_past() } };
}

/**
 * The posted form, its picture already saved: a file is not lost while something else is mended.
 * @returns what is wrong with the picture, or null
 */
async function receive(
	event: RequestEvent,
	person: Person
): Promise<{ form: FormData; problem: Problem | null }> {
	const form = await event.request.formData();
	const { typed, received, problem } = await receivePicture(form, typedIn(form), 'picture', person);
	for (const name of ['picture_file', 'picture_remove']) form.delete(name);
	for (const name of ['picture_id', 'picture_alt_lv', 'picture_alt_en'])
		form.set(name, typedText(typed, name));
	if (received) {
		form.set('picture_width', String(received.width));
		form.set('picture_height', String(received.height));
	}
	return { form, problem };
}

type RecordOf = (event: RequestEvent, person: Person) => Promise<EventRecord | null>;

async function save(event: RequestEvent, recordOf: RecordOf, act: Act, done: string) {
	const person = requirePerson(event.locals, event.url);
	const { locale } = event.locals;
	const record = await recordOf(event, person);
	const { form, problem: picture } = await receive(event, person);
	if (picture)
		return fail(400, {
			form: await formData(person, typedIn(form), locale, null, [picture]),
			questions: noQuestions
		});
	let whole = act;
	if (done === 'scheduled') {
		const typed = typedIn(form);
		const when = publishAt(typed);
		if ('problem' in when)
			return fail(400, {
				form: await formData(person, typed, locale, null, [when.problem]),
				questions: noQuestions
			});
		whole = { ...act, publish_at: when.at };
	}
	const outcome = await saveForm(person, record, form, whole, locale);
	if (!outcome.saved) {
		const { typed, problems, ...questions } = outcome.unsaved;
		return fail(problems.length > 0 ? 400 : 409, {
			form: await formData(person, typed, locale, null, inOrder(problems)),
			questions
		});
	}
	const path = pathOf('/coordinator/events/:slug', locale, outcome.id);
	redirect(303, `${path}?done=${outcome.changed ? done : 'unchanged'}`);
}

/** The actions of both pages. */
export function eventActions(recordOf: RecordOf) {
	const saving = (act: Act, done: string) => (event: RequestEvent) =>
		save(event, recordOf, act, done);
	return {
		save: saving({}, 'saved'),
		draft: saving({ publication: 'draft' }, 'draft'),
		publish: saving({ publication: 'published' }, 'published'),
		schedule: saving({ publication: 'draft' }, 'scheduled'),
		/** Saves nothing: adds and takes away, finds organisations, shows the dates. */
		arrange: async (event: RequestEvent) => {
			const person = requirePerson(event.locals, event.url);
			const { locale } = event.locals;
			const { form, problem } = await receive(event, person);
			const typed = typedIn(form);
			const field = typedText(typed, 'find');
			const next = rearranged(typed);
			const found =
				field === 'organisers' || field === 'venue_organisation_id'
					? await findOrganisations(
							person,
							field,
							typedText(typed, field === 'organisers' ? 'organiser_search' : 'venue_search'),
							locale
						)
					: null;
			const problems = problem ? [problem] : [];
			return {
				form: await formData(person, next, locale, found, problems),
				questions: noQuestions
			};
		}
	};
}
