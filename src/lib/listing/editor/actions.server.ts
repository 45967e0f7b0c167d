// What a listing's form does when it is sent: saves, publishes, schedules, or only rearranges
// itself. The page of a new listing and that of a known one have the same actions.
import { postedInPart } from '#lib/http/posted.server.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { network } from '#network';
import { m } from '#lib/paraglide/messages.js';
import { requirePerson } from '#lib/account/access.ts';
import type { Person } from '#lib/account/person.ts';
import { readForm, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { inOrder } from '#lib/listing/fields/field.ts';
import { editHref } from '#lib/listing/listing-words.ts';
import { receivePicture } from '#lib/listing/pictures/pictures.server.ts';
import { instantOf } from '#lib/time/local-time.ts';
import { dayFrom, localFrom, timeFrom } from '#lib/time/written-dates.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { withPastedPoint } from '#lib/listing/pin/pin.ts';
import { doneWords, mergedWords, type Done } from './done-words.ts';
import { noQuestions, type EditorForm } from './form.ts';
import { saveListing, type Act, type Editing, type Reading } from './save.server.ts';

/**
 * What was posted, its pictures already saved: a file is not lost while something else is mended.
 */
export async function received(
	event: Pick<RequestEvent, 'locals'>,
	person: Person,
	pictures: readonly string[]
): Promise<{ typed: Typed; problems: Problem[]; status: 400 | 413 }> {
	const sent = postedInPart(event);
	const read = await readForm(withPastedPoint(sent.form), v.unknown());
	let { typed } = read;
	const problems = read.ok ? [] : [...read.problems];
	for (const field of sent.cut) problems.push({ field, message: m.edit_problem_cut() });
	for (const name of pictures) {
		const picture = await receivePicture(sent, typed, name, person);
		typed = picture.typed;
		if (picture.problem) problems.push(picture.problem);
	}
	const isWhole = sent.cut.length + sent.dropped.length === 0 && !sent.tooLarge;
	return { typed, problems, status: isWhole ? 400 : 413 };
}

/** When a draft is to be published; a problem while that cannot be read or lies behind us. */
function publishAt(typed: Typed): { at: string } | { problem: Problem } {
	const wrong = (field: string, message: string) => ({ problem: { field, message } });
	const day = dayFrom(typedText(typed, 'publish_day'));
	const time = typedText(typed, 'publish_time');
	const clock = time === '' ? '09:00' : timeFrom(time);
	if (day === undefined) return wrong('publish_day', m.edit_publish_day_wrong());
	if (clock === undefined) return wrong('publish_time', m.edit_event_problem_time());
	const at = instantOf(localFrom(day, clock), network.timeZone);
	return Date.parse(at) > Date.now() ? { at } : wrong('publish_day', m.edit_publish_past());
}

/**
 * The actions of the form.
 * @param allowed who may have this page at all; throws for anybody else
 */
export function listingActions<Read extends Reading, Asked, Form extends EditorForm>(
	editing: Editing<Read, Asked, Form>,
	allowed: (event: RequestEvent) => Person = ({ locals, url }) => requirePerson(locals, url)
) {
	const shown = async (
		person: Person,
		typed: Typed,
		event: RequestEvent,
		problems: readonly Problem[] = []
	) => ({ form: await editing.form(person, typed, event.locals.locale, problems) });

	const saving = (act: Act, what: Done) => async (event: RequestEvent) => {
		const person = allowed(event);
		const { typed, problems, status: wrong } = await received(event, person, editing.pictures);
		const when = what === 'scheduled' ? publishAt(typed) : null;
		if (when && 'problem' in when) problems.push(when.problem);
		if (problems.length > 0) {
			// Everything that is wrong is said at once.
			const read = await editing.read(typed);
			const all = inOrder(editing.table, [...problems, ...(read.ok ? [] : read.problems)]);
			return fail(wrong, { ...(await shown(person, typed, event, all)), questions: noQuestions });
		}
		const whole = when && 'at' in when ? { ...act, publish_at: when.at } : act;
		const id = event.params.id ?? null;
		const outcome = await saveListing(editing, person, id, typed, whole, event.locals.locale);
		if (outcome.saved) {
			const said = outcome.merged
				? mergedWords(outcome.merged)
				: doneWords(outcome.changed ? what : 'unchanged');
			leaveFlash(event.cookies, said, { saved: true });
			redirect(303, editHref(editing.subject, outcome.id, event.locals.locale));
		}
		const { status, questions } = outcome;
		return fail(status, {
			...(await shown(person, outcome.typed, event, outcome.problems)),
			questions
		});
	};
	return {
		save: saving({}, 'saved'),
		/** What is not public yet stays so; a new one is a draft. */
		draft: saving({}, 'draft'),
		publish: saving({ publication: 'published' }, 'published'),
		schedule: saving({ publication: 'draft' }, 'scheduled')
	};
}

/**
 * An action that saves nothing: it adds, takes away or looks something up, and the form comes
 * again.
 */
export const rearranging =
	<Read extends Reading, Asked, Form extends EditorForm>(
		editing: Editing<Read, Asked, Form>,
		rearranged: (typed: Typed, event: RequestEvent) => Typed,
		allowed: (event: RequestEvent) => Person = ({ locals, url }) => requirePerson(locals, url)
	) =>
	async (event: RequestEvent) => {
		const person = allowed(event);
		const { typed, problems } = await received(event, person, editing.pictures);
		const next = rearranged(typed, event);
		return {
			form: await editing.form(person, next, event.locals.locale, problems),
			questions: noQuestions
		};
	};
