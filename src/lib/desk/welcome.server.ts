// What the welcome says: who somebody is here, who else answers for their regions, and what the
// first things to do depend on. Everything is read from what is.
import { network } from '#network';
import { sendsMail } from '#lib/mail/queue.server.ts';
import { membersOf } from '#lib/account/people.server.ts';
import type { Person } from '#lib/account/person.ts';
import { LocalisedText } from '#lib/backend/answer.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import * as v from 'valibot';
import { deskOf, listingCount } from './desk.server.ts';
import { mostMissing, type Facts, type NetworkFacts } from './welcome.ts';

const Colleagues = v.array(
	v.object({
		id: v.string(),
		name: LocalisedText,
		people: v.array(v.object({ name: v.string(), deputy: v.boolean(), me: v.boolean() }))
	})
);
export type RegionPeople = v.InferOutput<typeof Colleagues>[number];

/** Who answers for the person's regions; administrators answer for none by that alone. */
export async function colleaguesOf(me: Person): Promise<RegionPeople[]> {
	const { data, error: failure } = await me.database.rpc('my_colleagues');
	if (failure) unanswered('my_colleagues', failure);
	return v.parse(Colleagues, data);
}

/** What the first things to do depend on: of the network, and of what somebody keeps in it. */
export async function welcomeFacts(me: Person, locale: Locale): Promise<Facts[]> {
	const all = await Promise.all([
		me.administrator ? networkFacts(me) : null,
		me.regions.length + me.organisations.length > 0 ? ownFacts(me, locale) : null
	]);
	return all.filter((facts) => facts !== null);
}

async function networkFacts(me: Person): Promise<NetworkFacts> {
	const [members, regions, organisations, events] = await Promise.all([
		membersOf(me),
		me.database.from('regions').select('id, name').order('position'),
		listingCount(me, 'organisation', 'example'),
		listingCount(me, 'event', 'example')
	]);
	if (regions.error) unanswered('regions', regions.error);
	const coordinated = new Set(
		members.flatMap(({ memberships }) =>
			memberships.flatMap(({ role, region }) => (role === 'coordinator' && region ? region.id : []))
		)
	);
	return {
		sort: 'network',
		without: regions.data
			.filter(({ id }) => !coordinated.has(id))
			.map(({ name }) => v.parse(LocalisedText, name)),
		operator: network.operator?.name ?? null,
		examples: { organisations, events },
		sendsMail: sendsMail()
	};
}

async function ownFacts(me: Person, locale: Locale): Promise<Facts> {
	const coordinates = me.regions.length > 0;
	const [desk, editors] = await Promise.all([deskOf(me, locale), coordinates ? editorsOf(me) : 0]);
	const unconfirmed =
		desk.organisationWaits.find(({ what }) => what === 'unconfirmed')?.list.total ?? 0;
	const now = Date.now();
	const coming = desk.events.items.some(({ date }) => date && Date.parse(date.endsAt) > now);
	return coordinates
		? { sort: 'region', unconfirmed, coming, editors }
		: { sort: 'organisation', ...mostMissing(desk.kept), unconfirmed, coming };
}

/** People who edit an organisation of the person's regions, and open invitations to that. */
async function editorsOf(me: Person): Promise<number> {
	const [members, invitations] = await Promise.all([
		membersOf(me),
		me.database
			.from('invitations')
			.select('id', { count: 'exact', head: true })
			.eq('role', 'editor')
			.is('accepted_at', null)
			.is('withdrawn_at', null)
	]);
	if (invitations.error) unanswered('invitations', invitations.error);
	const editors = members.filter(({ memberships }) =>
		memberships.some(({ role }) => role === 'editor')
	);
	return editors.length + (invitations.count ?? 0);
}
