// The people of the network and the invitations without an answer, as an administrator sees them.
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Person } from './person.ts';

const named = v.object({ id: v.string(), name_lv: v.string(), name_en: v.nullable(v.string()) });
const peopleShape = v.array(
	v.object({
		id: v.string(),
		name: v.string(),
		email: v.nullable(v.string()),
		last_sign_in_at: v.nullable(v.string()),
		memberships: v.array(
			v.object({
				id: v.string(),
				role: v.string(),
				deputy: v.boolean(),
				region: v.nullable(named),
				organisation: v.nullable(named)
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

/** Regions and organisations to choose from, and the invitations nobody has answered, the newest first. */
export async function invitationsOf(me: Person) {
	const [regions, organisations, invitations] = await Promise.all([
		me.database.from('regions').select('id, name_lv, name_en').order('position'),
		me.database.from('organisations').select('id, name_lv, name_en').order('sort_lv'),
		me.database
			.from('invitations')
			.select('id, email, name, role, deputy, region_ids, organisation_id, expires_at')
			.is('accepted_at', null)
			.is('withdrawn_at', null)
			.order('invited_at', { ascending: false })
	]);
	if (regions.error || organisations.error || invitations.error) error(503);
	return {
		regions: regions.data,
		organisations: organisations.data,
		invitations: invitations.data.map(({ region_ids, organisation_id, ...invitation }) => ({
			...invitation,
			regions: regions.data.filter(({ id }) => region_ids.includes(id)),
			organisation: organisations.data.find(({ id }) => id === organisation_id) ?? null
		}))
	};
}
