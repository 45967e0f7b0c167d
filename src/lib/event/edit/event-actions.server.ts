// What the event's form does when it is sent: saves, publishes, schedules, or only rearranges itself. The page of a new event and
// that of a known one differ only in the record.
import { requirePerson } from '#lib/account/access.ts';
import type { Person } from '#lib/account/person.ts';
import { receivePicture } from '#lib/listing/pictures/pictures.server.ts';
import { typedIn, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { network } from '#network';
import { instantOf } from '#lib/time/local-time.ts';
import { inOrder } from './event-schema.ts';
import { formData } from './event-form-data.server.ts';
import { findOrganisations, type EventRecord } from './event-records.server.ts';
import type { Questions } from './form-view.ts';
import { rearranged } from './rearranging.ts';
import { saveForm, type Act } from './saving.server.ts';
import { dayFrom, localFrom, timeFrom } from './written-dates.ts';

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
