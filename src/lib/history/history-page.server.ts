// The page of a listing's history, the same for organisations and events.
import { posted } from '#lib/http/posted.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import { historyHref } from '#lib/listing/listing-words.ts';
import { comparedIn } from './history.ts';
import { compare, historyOf, restore } from './history.server.ts';
import { personsInHistory } from './persons-out.server.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';

type Asked = Pick<RequestEvent, 'locals' | 'url' | 'request' | 'cookies'> & {
	params: { id: string };
};

export async function historyPage(
	subject: ListingSort,
	{ locals, url, params }: Pick<Asked, 'locals' | 'url' | 'params'>
) {
	const person = requirePerson(locals, url);
	const asked = url.searchParams.get('page') ?? '';
	const page = /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
	const history = await historyOf(person, subject, params.id, page);
	const compared = comparedIn(url.searchParams);
	return {
		subject,
		history,
		page,
		comparison: compared && (await compare(person, subject, params.id, compared, locals.locale)),
		/** Two versions were asked for; whether they are there is another matter. */
		compared,
		persons: await personsInHistory(person, subject, params.id),
		attempt: crypto.randomUUID()
	};
}

const number = (value: FormDataEntryValue | null) =>
	typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;

/**
 * What is said after a version was to come back.
 * @param changed whether anything of it did
 * @param stays whether something of it did not, for what has taken place or is elsewhere
 */
function restoredWords(version: number, changed: boolean, stays: boolean): string {
	if (!changed) return stays ? m.history_restored_nothing({ version }) : m.history_restored_same();
	return [m.history_restored({ version }), ...(stays ? [m.history_restored_stays()] : [])].join(
		' '
	);
}

/** Brings a version back. What stands in the way is told; nothing is changed then. */
export async function restoreVersion(
	subject: ListingSort,
	{ locals, url, params, cookies }: Asked
) {
	const person = requirePerson(locals, url);
	const form = posted({ locals });
	const [of, read] = [number(form.get('of')), number(form.get('version'))];
	const attempt = String(form.get('attempt') ?? '');
	if (of === null || read === null || !/^[0-9a-f-]{36}$/.test(attempt))
		return fail(400, { problem: 'refused' as const, of: 0, by: null });
	// A listing that is not theirs has no history for them either: 404.
	await historyOf(person, subject, params.id);
	const answer = await restore(person, subject, params.id, { of, read, attempt });
	switch (answer?.status) {
		case 'saved':
		case 'unchanged':
			leaveFlash(cookies, restoredWords(of, answer.status === 'saved', answer.stays ?? false));
			// Of a series that was divided for it, the part in which it came back.
			redirect(
				303,
				historyHref(
					subject,
					('following' in answer && answer.following?.id) || params.id,
					locals.locale
				)
			);
			break;
		case 'stale':
			return fail(409, {
				problem: 'stale' as const,
				of,
				by: answer.changes.at(-1)?.by ?? null
			});
		case 'outside':
			return fail(403, { problem: 'outside' as const, of, by: null });
		default:
			return fail(422, { problem: 'refused' as const, of, by: null });
	}
}
