// The first things to do, in words and with the ways there (welcome.ts says which there are).
import type { Locale } from '#lib/i18n/languages.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { editHref, listHref } from '#lib/listing/listing-words.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { printAsked } from './list-asked.ts';
import type {
	Fact,
	Facts,
	NetworkFacts,
	OrganisationFacts,
	RegionFacts,
	StepName
} from './welcome.ts';

interface Way {
	text: string;
	href: string;
}

interface Told {
	title: string;
	/** Why or how; empty where it is done and needs no word. */
	why: string;
	/** What is left of it, or what was found; empty: nothing to say. */
	state: string;
	ways: Way[];
}

/** The words of each step there is for these facts. */
export function toldOf(facts: Facts, locale: Locale): Partial<Record<StepName, Told>> {
	switch (facts.sort) {
		case 'network':
			return ofNetwork(facts, locale);
		case 'region':
			return { ...ofListings(facts, locale), editors: ofEditors(facts, locale) };
		case 'organisation':
			return { ...ofListings(facts, locale), facts: ofFacts(facts, locale) };
	}
}

const inviting = (locale: Locale) => `${pathOf('/coordinator/people', locale)}#invite`;

function ofNetwork(facts: NetworkFacts, locale: Locale): Partial<Record<StepName, Told>> {
	const { operator, examples, sendsMail } = facts;
	const regions = facts.without.map((name) => wordsIn(name, locale)).join(', ');
	const listed = (subject: ListingSort, text: string, count: number): Way[] =>
		count > 0
			? [{ text, href: listHref(subject, locale) + printAsked({ state: 'example' }, subject) }]
			: [];
	return {
		invite: {
			title: m.welcome_invite(),
			why: m.welcome_invite_why(),
			state: regions && m.welcome_invite_missing({ regions }),
			ways: [{ text: m.welcome_invite_button(), href: inviting(locale) }]
		},
		operator: {
			title: m.welcome_operator(),
			why: operator ? '' : m.welcome_operator_why(),
			state: operator ? m.welcome_operator_is({ name: wordsIn(operator, locale) }) : '',
			ways: [{ text: m.welcome_operator_button(), href: pathOf('/privacy', locale) }]
		},
		examples: {
			title: m.welcome_examples(),
			why: examples.organisations + examples.events > 0 ? m.welcome_examples_why() : '',
			state: m.welcome_examples_left(examples),
			ways: [
				...listed('event', m.welcome_examples_events(), examples.events),
				...listed('organisation', m.welcome_examples_organisations(), examples.organisations)
			]
		},
		mail: {
			title: m.welcome_mail(),
			why: sendsMail ? '' : m.welcome_mail_why(),
			state: '',
			ways: sendsMail
				? []
				: [{ text: m.welcome_mail_button(), href: pathOf('/coordinator/people', locale) }]
		}
	};
}

function ofListings(
	{ unconfirmed, coming }: RegionFacts | OrganisationFacts,
	locale: Locale
): Partial<Record<StepName, Told>> {
	const waits = unconfirmed > 0;
	const narrowed = waits ? printAsked({ state: 'unconfirmed' }, 'organisation') : '';
	return {
		confirm: {
			title: m.welcome_confirm(),
			why: m.welcome_confirm_why(),
			state: waits ? m.welcome_confirm_left({ count: unconfirmed }) : '',
			ways: [
				{ text: m.welcome_confirm_button(), href: listHref('organisation', locale) + narrowed }
			]
		},
		event: {
			title: m.welcome_event(),
			why: m.welcome_event_why(),
			state: coming ? m.welcome_event_coming() : '',
			ways: [{ text: m.welcome_event_button(), href: pathOf('/coordinator/events/new', locale) }]
		}
	};
}

const ofEditors = ({ editors: count }: RegionFacts, locale: Locale): Told => ({
	title: m.welcome_editors(),
	why: m.welcome_editors_why(),
	state: count > 0 ? m.welcome_editors_count({ count }) : '',
	ways: [{ text: m.welcome_editors_button(), href: inviting(locale) }]
});

const factNames: Record<Fact, () => string> = {
	phone: m.welcome_facts_phone,
	address: m.welcome_facts_address,
	hours: m.welcome_facts_hours
};

function ofFacts({ id, missing }: OrganisationFacts, locale: Locale): Told {
	const facts = missing.map((fact) => factNames[fact]()).join(', ');
	return {
		title: m.welcome_facts(),
		why: m.welcome_facts_why(),
		state: facts && m.welcome_facts_missing({ facts }),
		ways: id ? [{ text: m.welcome_facts_button(), href: editHref('organisation', id, locale) }] : []
	};
}
