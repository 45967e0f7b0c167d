// An organisation as others want to be told about it: search engines, address books, previews of a
// shared link.
import { allTexts, postalName, textIn, wordsIn } from '#lib/i18n/localised.ts';
import { accessibilityName } from '#lib/event/words.ts';
import { network } from '#network';
import { m } from '#lib/paraglide/messages.js';
import type { Kind } from '#lib/network/network.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { HoursFacts, OrganisationFacts } from '#lib/page/structured-data.ts';
import type { OrganisationDetail } from './organisation-detail.ts';
import type { Card } from './vcard.ts';

/** Search engines cut a description at about this many characters. */
const longestDescription = 160;

/** What the page is about, in one or two sentences, cut at a word. */
export function descriptionOf(
	organisation: OrganisationDetail,
	kind: Kind | undefined,
	locale: Locale
): string {
	const text =
		organisation.summary[locale] ??
		m.organisation_description_fallback({ kind: kind?.name[locale] ?? '' });
	if (text.length <= longestDescription) return text;
	const cut = text.slice(0, longestDescription - 1);
	return `${cut.slice(0, cut.lastIndexOf(' ')).replace(/[\s,;:–-]+$/, '')}…`;
}

/** Other names it is known by, without the one in use. */
function otherNames(organisation: OrganisationDetail, locale: Locale): string[] {
	const { name, abbreviation, formerNames } = organisation;
	const inUse = textIn(name, locale)?.text;
	const all = [abbreviation, ...allTexts(name), ...formerNames];
	return [...new Set(all)].filter(
		(other): other is string => typeof other === 'string' && other !== inUse
	);
}

/**
 * Facts for schema.org. A pin at a town's centre is left out: to a machine it would be an exact
 * place.
 */
export function factsOf(
	organisation: OrganisationDetail,
	kind: Kind | undefined,
	address: string,
	locale: Locale,
	hours: readonly HoursFacts[] = []
): OrganisationFacts {
	const { pin, place, website } = organisation;
	return {
		type: kind?.schemaType ?? 'NGO',
		url: address,
		name: textIn(organisation.name, locale)?.text ?? '',
		alternateNames: otherNames(organisation, locale),
		description: organisation.summary[locale] ?? null,
		identifier: organisation.registrationNumber,
		address: {
			street: organisation.street,
			place: place && postalName(place),
			municipality: organisation.municipality && postalName(organisation.municipality),
			postcode: organisation.postcode,
			country: network.country
		},
		position: pin && !pin.approximate ? { lat: pin.lat, lng: pin.lng } : null,
		amenities: organisation.accessibility.map(accessibilityName),
		phones: organisation.phones,
		email: organisation.email,
		sameAs: [...(website ? [website] : []), ...organisation.socialLinks],
		languages: organisation.languages,
		hours,
		topics: organisation.topics.map((topic) => wordsIn(topic.name, locale)),
		areaServed: organisation.region && wordsIn(organisation.region.name, locale)
	};
}

/** Its business card. The note says what it helps with and how sure the directory is. */
export function cardOf(organisation: OrganisationDetail, address: string, locale: Locale): Card {
	const { pin, place } = organisation;
	const note = [
		textIn(organisation.summary, locale)?.text,
		organisation.isExample
			? m.organisation_example_notice()
			: organisation.confirmedOn || organisation.correctedAt
				? null
				: `${m.organisation_unconfirmed()}. ${m.organisation_unconfirmed_means()}`
	].filter((part) => part !== null && part !== undefined);
	return {
		name: textIn(organisation.name, locale)?.text ?? '',
		uid: `urn:uuid:${organisation.id}`,
		nicknames: otherNames(organisation, locale),
		phones: organisation.phones,
		email: organisation.email,
		website: organisation.website,
		source: address,
		address: {
			street: organisation.street,
			place: place && postalName(place),
			municipality: organisation.municipality && postalName(organisation.municipality),
			postcode: organisation.postcode,
			country: new Intl.DisplayNames([locale], { type: 'region' }).of(network.country) ?? ''
		},
		position: pin && !pin.approximate ? { lat: pin.lat, lng: pin.lng } : null,
		note: note.length > 0 ? note.join('\n') : null,
		revised: new Date(organisation.updatedAt).toISOString()
	};
}
