// Organisations as GeoJSON features. The names of properties are English whatever the language of
// the texts.
import { textIn } from '#lib/i18n/localised.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { labelled } from './event-words.ts';
import type { FeedOrganisation } from './feed-organisation.ts';
import { hoursText } from './hours-text.server.ts';
import type { PointFeature } from './geojson.ts';
import { kindName } from './kind-name.ts';

export function organisationFeature(
	organisation: FeedOrganisation,
	{ locale, origin }: { locale: Locale; origin: string }
): PointFeature {
	const words = (text: Parameters<typeof textIn>[0]) => textIn(text, locale)?.text ?? null;
	const { pin } = organisation;
	return {
		id: organisation.id,
		position: pin,
		properties: {
			url: origin + pathOf('/organisation/:slug', locale, organisation.slug),
			name: labelled(words(organisation.name) ?? '', organisation.isExample),
			abbreviation: organisation.abbreviation,
			formerNames: organisation.formerNames,
			registrationNumber: organisation.registrationNumber,
			kind: organisation.kind,
			kindName: kindName(organisation.kind, locale),
			summary: words(organisation.summary),
			topics: organisation.topics.map(({ id }) => id),
			topicNames: organisation.topics.map(({ name }) => words(name)),
			street: organisation.street,
			postcode: organisation.postcode,
			place: organisation.place && words(organisation.place),
			municipality: organisation.municipality && words(organisation.municipality),
			region: organisation.region?.id ?? null,
			regionName: organisation.region && words(organisation.region.name),
			approximate: pin ? pin.approximate : null,
			metres: organisation.metres === null ? null : Math.round(organisation.metres),
			phones: organisation.phones,
			email: organisation.email,
			website: organisation.website,
			socialLinks: organisation.socialLinks,
			languages: organisation.languages,
			openingHours: organisation.openingHours,
			openingHoursText: hoursText(organisation, locale),
			accessibility: organisation.accessibility,
			accessibilityNote: words(organisation.accessibilityNote),
			confirmedOn: organisation.confirmedOn,
			isExample: organisation.isExample,
			updatedAt: organisation.updatedAt,
			sources: organisation.sources
		}
	};
}
