// The page behind the link of a mail about a correction: what became of it, and one answer.
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { backend } from '#lib/backend/backend.server.ts';
import { LocalisedText, Text } from '#lib/backend/answer.ts';
import { check, requiredText } from '#lib/form/form.ts';
import { posted } from '#lib/http/posted.server.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { hashOf } from '#lib/backend/secret.ts';
import { m } from '#lib/paraglide/messages.js';

const Outcome = v.nullable(
	v.object({
		state: v.picklist(['accepted', 'declined']),
		reason: Text,
		subject: v.picklist(['organisation', 'event']),
		name: v.nullable(LocalisedText),
		/** A listing was proposed. */
		isNew: v.boolean(),
		/** Of the listing; null: it is not public. */
		slug: Text,
		answered: v.boolean()
	})
);

type Asked = Pick<RequestEvent, 'locals' | 'url'> & { params: { secret: string } };

/** What became of it; null: the link is none, or its time has passed. */
export async function outcomePage({ params }: Asked) {
	const answer = await backend().server?.rpc('correction_outcome', {
		hash: hashOf(params.secret)
	});
	if (answer?.error) unanswered('correction_outcome', answer.error);
	return { outcome: v.parse(Outcome, answer?.data ?? null) };
}

const Answer = v.object({ answer: requiredText(2000, m.correction_answer_missing) });

/** Takes the one answer. */
export async function answerOutcome(event: Asked) {
	const typed = String(posted(event).get('answer') ?? '');
	const read = await check(Answer, { answer: typed });
	if (!read.ok) return fail(400, { problems: read.problems, typed });
	const answer = await backend().server?.rpc('answer_correction', {
		hash: hashOf(event.params.secret),
		answer: read.values.answer
	});
	if (answer?.error) unanswered('answer_correction', answer.error);
	return redirect(303, event.url.pathname);
}
