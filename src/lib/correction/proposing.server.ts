// The form a stranger corrects a listing with, or proposes one: the one editor's own fields,
// without an account. What comes back is looked at here (a trap, the time, the signature, the
// fields) and then put into the queue by the database, which holds the limits.
import { fail, error, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { backend } from '#lib/backend/backend.server.ts';
import { LocalisedText, Text } from '#lib/backend/answer.ts';
import type { Json } from '#lib/backend/database.types.ts';
import { check, emailText, text, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { visitorOf } from '#lib/http/visitor.server.ts';
import { lineOf } from '#lib/http/visitor-turns.ts';
import { received } from '#lib/listing/editor/actions.server.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { m } from '#lib/paraglide/messages.js';
import { differing } from './differing.ts';
import { editingOf, stranger, withHidden, withKnownOrganiser } from './editings.server.ts';
import { similarListings, type SimilarListing } from './similar.server.ts';
import { timeOf } from './form-age.ts';
import { signedForm, signForm, type SignedForm } from './signed-form.server.ts';

const Listing = v.nullable(
	v.object({
		/** Null: it is not listed yet. */
		id: Text,
		slug: Text,
		version: v.number(),
		name: LocalisedText,
		regionId: Text,
		/** Keys that can be proposed. */
		fields: v.array(v.string()),
		listing: v.record(v.string(), v.unknown())
	})
);
type CorrectableListing = NonNullable<v.InferOutput<typeof Listing>>;

const Answer = v.variant('status', [
	v.object({ status: v.literal('waiting') }),
	v.object({ status: v.literal('full'), what: v.picklist(['network', 'listing', 'everything']) }),
	v.object({ status: v.literal('gone') }),
	v.object({ status: v.literal('invalid'), constraint: Text })
]);

/**
 * A published listing with what can be corrected of it. Without a key of this server's own (hosted
 * Supabase with only its public key) strangers cannot be let in, and nothing is asked.
 * @param seen the version somebody has seen
 */
async function correctableListing(
	subject: ListingSort,
	slug: string | null,
	seen?: number
): Promise<CorrectableListing | null> {
	if (slug === null) return await unlisted(subject);
	const answer = await backend().server?.rpc('correctable_listing', {
		subject,
		slug,
		...(seen !== undefined && { seen })
	});
	if (!answer) return null;
	if (answer.error) unanswered('correctable_listing', answer.error);
	return v.parse(Listing, answer.data);
}

/** One that is proposed, before anything is known of it. */
async function unlisted(subject: ListingSort): Promise<CorrectableListing | null> {
	const answer = await backend().server?.rpc('proposable', { subject });
	if (!answer) return null;
	if (answer.error) unanswered('proposable', answer.error);
	const fields = v.parse(v.array(v.string()), answer.data);
	return { id: null, slug: null, version: 0, name: {}, regionId: null, fields, listing: {} };
}

const Contact = v.array(
	v.object({
		organisation: v.nullable(v.object({ slug: v.string(), name: LocalisedText, email: Text }))
	})
);

/** Whom to write to instead: who answers for the region. */
async function contactOf(region: string | null) {
	if (region === null) return null;
	const { data, error: failure } = await backend()
		.visitor.from('region_contacts')
		.select('organisation:organisations(slug, name, email)')
		.eq('region_id', region);
	if (failure) unanswered('region_contacts', failure);
	return v.parse(Contact, data)[0]?.organisation ?? null;
}

type Asked = Pick<RequestEvent, 'locals' | 'url' | 'setHeaders'> & { params: { slug?: string } };

/** What a form is signed for. No slug has a blank. */
const aboutOf = (subject: ListingSort, slug: string | null) => `${subject}/${slug ?? 'not listed'}`;

/** What the page of a correction is opened with; without a slug, that of a proposal. */
export async function correctionPage(
	subject: ListingSort,
	{ params, locals, url, setHeaders }: Asked
) {
	// Each form is one of its own.
	setHeaders({ 'cache-control': 'private, no-store' });
	const sent = url.searchParams.has('sent');
	if (backend().server === null) error(404, 'corrections cannot be sent here');
	const known = await correctableListing(subject, params.slug ?? null);
	if (!known) error(404, 'no such listing');
	const editing = editingOf(subject);
	const person = stranger(locals.locale);
	const typed = sent ? {} : await editing.fill(known.listing);
	return {
		slug: known.slug ?? '',
		name: known.name,
		sent,
		form: await editing.form(person, typed, locals.locale, []),
		signed: signForm(aboutOf(subject, known.slug), known.version),
		full: null as { contact: Awaited<ReturnType<typeof contactOf>> } | null,
		similar: [] as SimilarListing[]
	};
}

const Sender = v.object({
	sender_note: text(2000),
	sender_email: emailText(m.edit_email_wrong)
});

/** What of a form differs from the listing as its sender has seen it. */
async function proposedOf(subject: ListingSort, seen: CorrectableListing, mine: ListingDocument) {
	const editing = editingOf(subject);
	// As an untouched form would be read: a phone that is only written otherwise is no correction.
	const untouched = await editing.read(await editing.fill(seen.listing));
	const before = untouched.ok ? untouched.value.listing : seen.listing;
	return differing(editing.fields, new Set(seen.fields), before, mine);
}

const fullWords = {
	network: m.correction_full_network,
	listing: m.correction_full_listing,
	everything: m.correction_full_everything
};

/** Whose network it comes from, as nobody can read it; null where a proxy does not say. */
function networkOf(event: RequestEvent): string | null {
	const { address, isShared } = visitorOf(event);
	return isShared || address === '' ? null : backend().shade(`network ${lineOf(address)}`);
}

/** What a form that comes back shows beside what is wrong. */
interface Again {
	signed?: string;
	full?: boolean;
	similar?: SimilarListing[];
}

/** Takes a correction or a proposal: nothing of it is published by itself. */
export async function sendCorrection(
	subject: ListingSort,
	event: RequestEvent & { params: { slug?: string } }
) {
	const { locals, url } = event;
	if (backend().server === null) error(404, 'corrections cannot be sent here');
	const person = stranger(locals.locale);
	const editing = editingOf(subject);
	const { typed: sent, problems, status } = await received(event, person, []);
	const done = `${url.pathname}?sent`;
	// Only a program fills what nobody sees. It is told what a person is told.
	if (typedText(sent, 'sender_page') !== '') redirect(303, done);
	const now = await correctableListing(subject, event.params.slug ?? null);
	if (!now) error(404, 'no such listing');
	const about = aboutOf(subject, now.slug);
	const carried = typedText(sent, 'signed');
	const form = signedForm(about, carried);
	const seen = form && (await correctableListing(subject, now.slug, form.version));
	const isNew = now.id === null;
	const typed = withHidden(subject, isNew, await editing.fill((seen ?? now).listing), sent);
	const again = async (code: number, wrong: readonly Problem[], more: Again = {}) =>
		fail(code, {
			form: await editing.form(person, typed, locals.locale, wrong),
			signed: more.signed ?? carried,
			full: more.full ? { contact: await contactOf(now.regionId) } : null,
			similar: more.similar ?? []
		});
	const whole = (message: string): Problem[] => [{ field: '', message }];
	const time = form === null ? 'expired' : timeOf(form);
	if (form === null || time === 'expired')
		return again(422, whole(m.correction_expired()), {
			signed: signForm(about, form?.version ?? now.version)
		});
	if (time === 'too soon') return again(422, whole(m.correction_too_soon()));

	const [read, sender] = await Promise.all([
		editing.read(isNew ? await withKnownOrganiser(person, typed, locals.locale) : typed),
		check(Sender, typedValues(sent))
	]);
	const wrong = [
		...problems,
		...(read.ok ? [] : read.problems),
		...(sender.ok ? [] : sender.problems)
	];
	if (wrong.length > 0 || !read.ok || !sender.ok) return again(status, wrong);
	if (!seen || seen.version !== form.version)
		return again(409, whole(m.correction_changed()), { signed: signForm(about, now.version) });
	const proposed = await proposedOf(subject, seen, read.value.listing);
	const { sender_note: note, sender_email: email } = sender.values;
	if (Object.keys(proposed).length === 0 && note === null)
		return again(422, whole(m.correction_nothing()));
	if (isNew) {
		const similar = await similarListings(backend().server, subject, proposed);
		if (similar.some(({ id }) => !(sent.similar ?? []).includes(id)))
			return again(422, whole(m.propose_similar_problem()), { similar });
	}

	const answer = await put(event, subject, now, form, { proposed, note, email });
	switch (answer.status) {
		case 'waiting':
			return redirect(303, done);
		case 'gone':
			return error(404, 'no such listing');
		case 'full':
			return again(429, whole(fullWords[answer.what]()), { full: true });
		case 'invalid':
			return again(400, whole(m.correction_refused()));
	}
}

const typedValues = (typed: Typed) => ({
	sender_note: typedText(typed, 'sender_note'),
	sender_email: typedText(typed, 'sender_email')
});

async function put(
	event: RequestEvent,
	subject: ListingSort,
	{ id }: CorrectableListing,
	{ attempt, version }: SignedForm,
	said: { proposed: ListingDocument; note: string | null; email: string | null }
) {
	const answer = await backend().server?.rpc('propose_correction', {
		given: {
			...said,
			proposed: said.proposed as Json,
			attempt,
			subject,
			id,
			readVersion: version,
			language: event.locals.locale,
			network: networkOf(event)
		}
	});
	if (!answer) error(404, 'corrections cannot be sent here');
	if (answer.error) unanswered('propose_correction', answer.error);
	return v.parse(Answer, answer.data);
}
