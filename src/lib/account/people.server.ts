// The people of the network and the invitations without an answer, as whoever may give such rights
// sees them.
import { Instant, LocalisedText, NamedRecord, Text } from '#lib/backend/answer.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Person } from './person.ts';

const peopleShape = v.array(
	v.object({
		id: v.string(),
		name: v.string(),
		email: Text,
		lastSignInAt: Text,
		/** They sign in with an app, too. */
		secondFactor: v.boolean(),
		memberships: v.array(
			v.object({
				id: v.string(),
				role: v.string(),
				deputy: v.boolean(),
				region: v.nullable(NamedRecord),
				organisation: v.nullable(NamedRecord)
			})
		)
	})
);
export type Member = v.InferOutput<typeof peopleShape>[number];

/** Everybody with a membership, by name. */
export async function membersOf(me: Person): Promise<Member[]> {
	const { data, error: fault } = await me.database.rpc('people_of_network');
	if (fault) error(503);
	return v.parse(peopleShape, data);
}

const Former = v.array(
	v.object({ id: v.string(), name: v.string(), email: Text, until: v.nullable(Instant) })
);
export type FormerPerson = v.InferOutput<typeof Former>[number];

/** Those without rights of whom something is left, for administrators; nobody for anybody else. */
export async function formerPeople(me: Person): Promise<FormerPerson[]> {
	const { data, error: fault } = await me.database.rpc('former_people');
	if (fault) error(503);
	return v.parse(Former, data);
}

const Forgettable = v.nullable(
	v.object({
		name: v.string(),
		email: Text,
		isMe: v.boolean(),
		isLast: v.boolean(),
		lines: v.number(),
		states: v.number()
	})
);

/** What is left of somebody who can be forgotten; null for anybody unknown. */
export async function personToForget(me: Person, person: string) {
	const { data, error: fault } = await me.database.rpc('person_to_forget', { person });
	if (fault) error(503);
	return v.parse(Forgettable, data);
}

const Forgotten = v.variant('status', [
	v.object({ status: v.literal('saved'), name: v.string() }),
	v.object({ status: v.picklist(['self', 'last-administrator', 'refused']) })
]);

/** Forgets somebody for good. */
export async function forgetPerson(me: Person, person: string) {
	const { data, error: fault } = await me.database.rpc('forget_person', { person });
	if (fault) error(503);
	return v.parse(Forgotten, data);
}

/** By the invitation. */
const Mails = v.record(
	v.string(),
	v.object({ state: v.string(), at: Instant, failed: v.boolean() })
);

const Chosen = v.array(v.object({ id: v.string(), name: LocalisedText }));

/** Those that somebody can be made editor of. */
function organisationsOf(me: Person) {
	const all = me.database.from('organisations').select('id, name');
	const own = me.regions.map(({ id }) => id);
	return me.administrator ? all : all.in('region_id', own);
}

/**
 * Regions and organisations to choose from, in the order of their names in the page's language, and
 * the invitations nobody has answered, the newest first.
 */
export async function invitationsOf(me: Person, locale: Locale) {
	const [regions, organisations, mails, invitations] = await Promise.all([
		me.database.from('regions').select('id, name').order('position'),
		organisationsOf(me),
		me.database.rpc('invitation_mails'),
		me.database
			.from('invitations')
			.select('id, email, name, role, deputy, region_ids, organisation_id, expires_at')
			.is('accepted_at', null)
			.is('withdrawn_at', null)
			.order('invited_at', { ascending: false })
	]);
	if (regions.error || organisations.error || mails.error || invitations.error) error(503);
	const mailOf = v.parse(Mails, mails.data);
	const collator = new Intl.Collator(locale);
	const all = {
		regions: v.parse(Chosen, regions.data),
		organisations: v
			.parse(Chosen, organisations.data)
			.sort((a, b) => collator.compare(wordsIn(a.name, locale), wordsIn(b.name, locale)))
	};
	return {
		...all,
		invitations: invitations.data.map(({ region_ids, organisation_id, ...invitation }) => ({
			...invitation,
			regions: all.regions.filter(({ id }) => region_ids.includes(id)),
			organisation: all.organisations.find(({ id }) => id === organisation_id) ?? null,
			mail: mailOf[invitation.id] ?? null
		}))
	};
}
