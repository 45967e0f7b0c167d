// Who may edit, and who is invited: administrators see everybody, coordinators who edits
// organisations of their regions. The database decides and records each act; this page asks.
import { backend } from '#lib/backend/backend.server.ts';
import { posted } from '#lib/http/posted.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import type { Person } from '#lib/account/person.ts';
import { readForm, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { inviteForm } from '#lib/account/invite-form.ts';
import { invite, linkOf, mailAgain, type KnownAddress } from '#lib/account/inviting.server.ts';
import { formerPeople, invitationsOf, membersOf } from '#lib/account/people.server.ts';
import { mailWords } from '#lib/account/mail-words.ts';
import { roleFrom } from '#lib/account/role-choice.ts';
import { statusOf } from '#lib/listing/saving/status.ts';
import { newMail, sendQueued, sendsMail } from '#lib/mail/queue.server.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

/** Who gives rights to others; anybody else is told who does. */
function requireInviter({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): Person {
	const me = requirePerson(locals, url);
	if (!me.administrator && me.regions.length === 0)
		error(403, { message: 'Forbidden', reach: m.ui_forbidden_administrators() });
	return me;
}

export const load: PageServerLoad = async (event) => {
	const me = requireInviter(event);
	const [members, former, rest] = await Promise.all([
		membersOf(me),
		formerPeople(me),
		invitationsOf(me, event.locals.locale)
	]);
	return {
		members,
		former,
		...rest,
		administrator: me.administrator,
		me: me.id,
		sendsMail: sendsMail(),
		changing: me.administrator ? event.url.searchParams.get('change') : null
	};
};

/** The page again, saying what was done: reloading it does nothing a second time. */
function done(event: RequestEvent, message: string): never {
	leaveFlash(event.cookies, message);
	redirect(303, pathOf('/coordinator/people', event.locals.locale));
}

/** What the page shows beside what it loads. */
interface Shown {
	problems: readonly Problem[];
	typed: Typed;
	/** Asked about before somebody is invited again. */
	known: KnownAddress | null;
	/** To hand over. */
	link: { name: string; href: string } | null;
}
const shown = (what: Partial<Shown>): Shown => ({
	...{ problems: [], typed: {}, known: null, link: null },
	...what
});

/** Why an act was not done where the database says no more than that. */
const notDone = () => (backend().saves === 'none' ? m.ui_line_full() : m.people_problem_failed());

const refused = (message: string) => fail(400, shown({ problems: [{ field: '', message }] }));

function idIn(event: RequestEvent): string {
	const id = posted(event).get('id');
	return typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id)
		? id
		: '00000000-0000-0000-0000-000000000000';
}

/** What an act on a membership answers, in words. */
function answered(event: RequestEvent, data: unknown, words: (name: string) => string) {
	const status = statusOf(data);
	if (status === 'last-administrator') return refused(m.people_problem_last());
	if (status === 'invalid') return refused(m.people_problem_already());
	if (status !== 'saved' && status !== 'unchanged') return refused(notDone());
	const name = typeof data === 'object' && data && 'name' in data ? String(data.name) : '';
	done(event, words(name));
}

export const actions: Actions = {
	invite: async (event) => {
		const me = requireInviter(event);
		const read = await readForm(posted(event), inviteForm());
		if (!read.ok) return fail(400, shown({ problems: read.problems, typed: read.typed }));
		const { email } = read.values;
		const again = typedText(read.typed, 'again') === email;
		const answer = await invite(me, event.url.origin, { ...read.values, again });
		if (answer.status === 'saved')
			done(
				event,
				sendsMail()
					? `${m.people_done_invited()} ${mailWords(answer.mail, email)}`
					: m.people_done_made()
			);
		if (answer.status !== 'known') {
			const problems = [{ field: '', message: notDone() }];
			return fail(400, shown({ problems, typed: read.typed }));
		}
		const known: KnownAddress = { email, member: answer.member, invited: answer.invited };
		return fail(422, shown({ typed: read.typed, known }));
	},

	renew: async (event) => {
		const me = requireInviter(event);
		const renewed = await mailAgain(me, event.url.origin, idIn(event));
		if (renewed === null) return refused(notDone());
		done(event, `${m.people_done_renewed()} ${mailWords(renewed.mail, renewed.email)}`);
	},

	/** A new link, told to whoever asks for it and to nobody else. */
	link: async (event) => {
		const link = await linkOf(requireInviter(event), event.url.origin, idIn(event));
		return link ? shown({ link }) : refused(notDone());
	},

	withdraw: async (event) => {
		const { database } = requireInviter(event);
		const { data } = await database.rpc('withdraw_invitation', { invitation: idIn(event) });
		if (statusOf(data) !== 'saved') return refused(notDone());
		done(event, m.people_done_withdrawn());
	},

	change: async (event) => {
		const { database } = requireInviter(event);
		const becomes = roleFrom(posted(event).get('becomes'));
		if (!becomes) return refused(notDone());
		const { data } = await database.rpc('change_membership', {
			membership: idIn(event),
			becomes: { ...becomes }
		});
		return answered(event, data, (name) => m.people_done_changed({ name }));
	},

	end: async (event) => {
		const { database } = requireInviter(event);
		const { data } = await database.rpc('end_membership', { membership: idIn(event) });
		return answered(event, data, (name) => m.people_done_ended({ name }));
	},

	/** For somebody who has lost the phone; they are told. */
	takeFactor: async (event) => {
		const { database } = requireInviter(event);
		const mail = newMail('second-factor-removed');
		const { data } = await database.rpc('remove_second_factor', {
			person: idIn(event),
			...(mail && { mail: { ...mail } })
		});
		if (statusOf(data) === 'saved') await sendQueued(mail);
		return answered(event, data, (name) => m.second_people_done({ name }));
	},

	/** Ends the sessions of somebody who keeps their rights. */
	signOut: async (event) => {
		const { database } = requireInviter(event);
		const { data } = await database.rpc('end_sessions_of', { person: idIn(event) });
		return answered(event, data, (name) => m.people_done_signed_out({ name }));
	}
};
