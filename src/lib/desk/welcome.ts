// The first things to do after taking rights, and which of them are done: worked out from what is,
// never from what somebody ticked.
import type { Localised } from '#lib/i18n/languages.ts';

/** Facts of an organisation people look for first. */
export type Fact = 'phone' | 'address' | 'hours';

/** What an administrator's first things depend on. */
export interface NetworkFacts {
	sort: 'network';
	/** Names of the regions nobody coordinates. */
	without: Localised[];
	/** The operator's name; null: not named yet. */
	operator: Localised | null;
	/** Examples left. */
	examples: { organisations: number; events: number };
	sendsMail: boolean;
}

/** What those of a region's coordinator depend on. */
export interface RegionFacts {
	sort: 'region';
	/** Organisations nobody has confirmed for a year. */
	unconfirmed: number;
	/** An event is to come. */
	coming: boolean;
	/** People with the rights of an editor there, or an open invitation to it. */
	editors: number;
}

/** What those of an organisation's editor depend on. */
export interface OrganisationFacts {
	sort: 'organisation';
	/** The first organisation of theirs that lacks something, else the first of all; null: none. */
	id: string | null;
	missing: Fact[];
	unconfirmed: number;
	coming: boolean;
}

export type Facts = NetworkFacts | RegionFacts | OrganisationFacts;

export type StepName =
	'invite' | 'operator' | 'examples' | 'mail' | 'confirm' | 'event' | 'editors' | 'facts';

interface Step {
	name: StepName;
	done: boolean;
}

/** The first things to do, in the order to do them. */
export function stepsOf(facts: Facts): Step[] {
	switch (facts.sort) {
		case 'network':
			return [
				{ name: 'invite', done: facts.without.length === 0 },
				{ name: 'operator', done: facts.operator !== null },
				{
					name: 'examples',
					done: facts.examples.organisations === 0 && facts.examples.events === 0
				},
				{ name: 'mail', done: facts.sendsMail }
			];
		case 'region':
			return [
				{ name: 'confirm', done: facts.unconfirmed === 0 },
				{ name: 'event', done: facts.coming },
				{ name: 'editors', done: facts.editors > 0 }
			];
		case 'organisation':
			return [
				{ name: 'facts', done: facts.missing.length === 0 },
				{ name: 'confirm', done: facts.unconfirmed === 0 },
				{ name: 'event', done: facts.coming }
			];
	}
}

/** What an organisation says of itself, as far as it is asked for here. */
interface Said {
	id: string;
	phones: readonly unknown[];
	street: string | null;
	openingHours: string | null;
}

/** What people look for first and do not find. */
export const missingOf = ({ phones, street, openingHours }: Omit<Said, 'id'>): Fact[] => [
	...(phones.length === 0 ? (['phone'] as const) : []),
	...(street ? [] : (['address'] as const)),
	...(openingHours ? [] : (['hours'] as const))
];

/** Of several organisations the first that lacks something. */
export function mostMissing(kept: readonly Said[]): { id: string | null; missing: Fact[] } {
	const all = kept.map((one) => ({ id: one.id, missing: missingOf(one) }));
	return all.find(({ missing }) => missing.length > 0) ?? all[0] ?? { id: null, missing: [] };
}
