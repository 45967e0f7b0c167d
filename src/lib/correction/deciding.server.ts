// Deciding about a correction. What is accepted is saved by the one editor's own save, on the
// version its sender has seen: whatever others saved meanwhile becomes a conflict as for any save.
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { requirePerson } from '#lib/account/access.ts';
import type { Person } from '#lib/account/person.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import type { Typed } from '#lib/form/form.ts';
import { fieldsOf } from '#lib/history/fields.server.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { posted } from '#lib/http/posted.server.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { sameField } from '#lib/listing/fields/change.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import { editHref } from '#lib/listing/listing-words.ts';
import { alreadyDecided, Decision } from '#lib/listing/saving/decision.ts';
import { choiceName, chosenDocument, differencesBetween } from '#lib/listing/saving/conflict.ts';
import { openListing, type OpenedListing } from '#lib/listing/saving/listings.server.ts';
import { saveListing } from '#lib/listing/editor/save.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { readyReasons, ToldCorrection, type WholeCorrection } from './correction.ts';
import { editingOf } from './editings.server.ts';
import { correctionOf, listed } from './queue.server.ts';
import { similarListings } from './similar.server.ts';

type Asked = Pick<RequestEvent, 'locals' | 'url' | 'cookies'> & { params: { id: string } };

/** The listing a correction is about; null: it is not there yet, or not theirs to edit. */
async function listingOf(person: Person, one: WholeCorrection): Promise<OpenedListing | null> {
	return one.listing === null ? null : await openListing(person, one.subject, one.listing);
}

/** What its page shows. */
export async function decidingPage({ params, locals, url }: Asked) {
	const person = requirePerson(locals, url);
	const one = await correctionOf(person, params.id);
	const editing = editingOf(one.subject);
	const record = one.state === 'waiting' ? await listingOf(person, one) : null;
	const now: ListingDocument = record?.listing ?? one.base ?? {};
	const fields = fieldsOf(one.subject);
	const names = await editing.names(person, [now, one.proposed], locals.locale);
	const changes = differencesBetween(fields, one.base, now, one.proposed, names).map(
		({ field, name, theirs, mine, base }) => ({
			field,
			name,
			before: theirs,
			after: mine,
			/** Somebody has changed it since it was sent. */
			since: record !== null && base !== null && base !== theirs
		})
	);
	return {
		correction: listed(v.parse(ToldCorrection, one)),
		changes,
		similar:
			one.isNew && one.state === 'waiting'
				? await similarListings(person.database, one.subject, one.proposed)
				: [],
		slug: record?.publication === 'published' ? record.slug : null
	};
}

const queuePath = (locale: Locale) => pathOf('/coordinator/corrections', locale);

/** The form of the listing with what is proposed standing in it. */
const formPath = (subject: ListingSort, listing: string | null, id: string, locale: Locale) =>
	(listing === null
		? pathOf(
				subject === 'event' ? '/coordinator/events/new' : '/coordinator/organisations/new',
				locale
			)
		: editHref(subject, listing, locale)) + `?correction=${id}`;

/** Whether a field of what was proposed is not in the listing now. */
const differs = (subject: ListingSort, one: WholeCorrection, now: ListingDocument) =>
	fieldsOf(subject).filter((field) => !sameField(field, now, { ...now, ...one.proposed }));

/** Accepts what was chosen, with one press. */
export async function acceptCorrection(event: Asked) {
	const { params, locals, url, cookies } = event;
	const person = requirePerson(locals, url);
	const form = posted({ locals });
	const one = await correctionOf(person, params.id);
	if (one.state !== 'waiting') return fail(409, { problem: alreadyDecided(one) });
	if (one.listing === null) return await publishProposed(event, person, one);
	const record = await listingOf(person, one);
	if (!record) error(404, 'no such listing');
	const chosen = new Set(form.getAll('field').map(String));
	const open = differs(one.subject, one, record.listing);
	if (open.length > 0 && !open.some(({ field }) => chosen.has(field)))
		return fail(422, { problem: m.correction_choose_some() });
	const left: Typed = Object.fromEntries(
		open
			.filter(({ field }) => !chosen.has(field))
			.map(({ field }) => [choiceName(field), ['theirs']])
	);
	const editing = editingOf(one.subject);
	const listing = chosenDocument(open, one.proposed, record.listing, left);
	const typed: Typed = {
		...(await editing.fill({ ...record.listing, ...listing })),
		version: [String(one.readVersion ?? record.version)],
		attempt: [String(form.get('attempt'))],
		correction: [one.id]
	};
	const save = (filled: Typed) =>
		saveListing(editing, person, one.listing, filled, {}, locals.locale);
	let outcome = await save(typed);
	// Field by field it was looked at already; what becomes of dates people know is asked in the
	// form.
	if (!outcome.saved && outcome.status === 422 && outcome.questions.asked === null)
		outcome = await save(outcome.typed);
	if (outcome.saved) {
		leaveFlash(cookies, m.correction_done_accepted());
		redirect(303, queuePath(locals.locale));
	}
	const [problem] = outcome.problems;
	const form_ = formPath(one.subject, one.listing, one.id, locals.locale);
	// Two versions of one field wait for a choice, as after any save.
	if (outcome.status === 409) redirect(303, `${form_}&kept`);
	if (outcome.status === 422) redirect(303, form_);
	return fail(outcome.status, { problem: problem?.message ?? m.correction_refused() });
}

/**
 * Publishes a proposed listing that is complete, with one press. What is wrong or asked about it is
 * said in the form.
 */
async function publishProposed({ locals, cookies }: Asked, person: Person, one: WholeCorrection) {
	const editing = editingOf(one.subject);
	const typed: Typed = {
		...(await editing.fill(one.proposed)),
		attempt: [String(posted({ locals }).get('attempt'))],
		correction: [one.id]
	};
	const act = { publication: 'published' } as const;
	const outcome = await saveListing(editing, person, null, typed, act, locals.locale);
	if (outcome.saved) {
		leaveFlash(cookies, m.propose_done_published());
		redirect(303, queuePath(locals.locale));
	}
	if (outcome.status === 503 || outcome.status === 507)
		return fail(outcome.status, { problem: outcome.problems[0]?.message ?? '' });
	const said = [...outcome.problems, ...outcome.questions.hints].map(({ message }) => message);
	leaveFlash(cookies, m.propose_look_first({ what: said.join(' ') }));
	redirect(303, formPath(one.subject, null, one.id, locals.locale));
}

const Decided = v.variant('status', [
	v.object({ status: v.picklist(['done', 'refused', 'invalid']) }),
	v.object({ status: v.literal('decided'), decision: Decision })
]);

async function decide(event: Asked, outcome: 'accepted' | 'declined', reason: string | null) {
	const { params, locals, url, cookies } = event;
	const person = requirePerson(locals, url);
	const { data, error: failure } = await person.database.rpc('decide_correction', {
		id: params.id,
		outcome,
		...(reason !== null && { reason })
	});
	if (failure) unanswered('decide_correction', failure);
	const answer = v.parse(Decided, data);
	if (answer.status === 'refused') error(404, 'no such correction');
	if (answer.status === 'decided') return fail(409, { problem: alreadyDecided(answer.decision) });
	if (answer.status === 'invalid') return fail(422, { problem: m.correction_reason_missing() });
	leaveFlash(
		cookies,
		outcome === 'accepted' ? m.correction_done_accepted() : m.correction_done_declined()
	);
	return redirect(303, queuePath(locals.locale));
}

/** Declines it: own words go before a ready reason. */
export async function declineCorrection(event: Asked & Pick<RequestEvent, 'locals'>) {
	const form = posted(event);
	const own = String(form.get('own') ?? '').trim();
	const ready = readyReasons[String(form.get('reason') ?? '')];
	const reason = own || ready?.() || '';
	if (reason === '' || reason.length > 1000)
		return fail(422, { problem: m.correction_reason_missing() });
	return await decide(event, 'declined', reason);
}

/** One that only says something was done. */
export const noteDone = (event: Asked) => decide(event, 'accepted', null);

const Back = v.object({ status: v.picklist(['done', 'waiting', 'changed', 'refused']) });

/** Takes a decision back, and with it what was saved. */
export async function takeBack({ params, locals, url, cookies }: Asked) {
	const person = requirePerson(locals, url);
	const { data, error: failure } = await person.database.rpc('take_back_correction', {
		id: params.id
	});
	if (failure) unanswered('take_back_correction', failure);
	const { status } = v.parse(Back, data);
	if (status === 'refused') error(404, 'no such correction');
	if (status === 'changed') return fail(409, { problem: m.correction_back_changed() });
	contentChanged();
	leaveFlash(cookies, m.correction_done_back());
	return redirect(303, pathOf('/coordinator/corrections/:id', locals.locale, params.id));
}

/** The sender's answer was read. */
export async function answerRead({ params, locals, url, cookies }: Asked) {
	const person = requirePerson(locals, url);
	const { data, error: failure } = await person.database.rpc('read_answer', {
		correction: params.id
	});
	if (failure) unanswered('read_answer', failure);
	if (!data) error(404, 'no such correction');
	leaveFlash(cookies, m.correction_done_read());
	redirect(303, queuePath(locals.locale));
}
