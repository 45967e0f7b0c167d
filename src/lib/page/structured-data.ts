// schema.org objects of pages with a subject, for search engines. Pure builders: facts in, plain objects out; what is not
// known is left out, never guessed. `PageHead` writes them into the page (and escapes what could end the element).

/** A schema.org node. */
export type JsonLd = Record<string, unknown>;

const context = 'https://schema.org';

/** Drops everything that says nothing: null, undefined, empty texts and empty lists. */
function known(node: JsonLd): JsonLd {
	return Object.fromEntries(
		Object.entries(node).filter(
			([, value]) =>
				value !== null &&
				value !== undefined &&
				value !== '' &&
				!(Array.isArray(value) && value.length === 0)
		)
	);
}

/** A postal address; null when nothing of it is known. */
export interface AddressFacts {
	street: string | null;
	place: string | null;
	municipality: string | null;
	postcode: string | null;
	/** ISO 3166-1 alpha-2. */
	country: string;
}

function postalAddress(address: AddressFacts): JsonLd | null {
	if (!address.street && !address.place && !address.municipality && !address.postcode) return null;
	return known({
		'@type': 'PostalAddress',
		streetAddress: address.street,
		addressLocality: address.place,
		addressRegion: address.municipality,
		postalCode: address.postcode,
		addressCountry: address.country
	});
}

/** WGS84 degrees. */
export interface PositionFacts {
	lat: number;
	lng: number;
}

const geo = (position: PositionFacts): JsonLd => ({
	'@type': 'GeoCoordinates',
	latitude: position.lat,
	longitude: position.lng
});

export interface OrganisationFacts {
	/** From the kind's configuration. */
	type: 'NGO' | 'GovernmentOrganization';
	/** Absolute address of the listing's page. */
	url: string;
	name: string;
	/** Abbreviation, former names, the name in the other language. */
	alternateNames: readonly string[];
	description: string | null;
	/** Registration number. */
	identifier: string | null;
	address: AddressFacts;
	/** Only a point where it really is: a town's centre would be a false fact to a machine. */
	position: PositionFacts | null;
	/** E.164. */
	phones: readonly string[];
	email: string | null;
	/** Its own website and social pages. */
	sameAs: readonly string[];
	/** Languages one can be helped in, ISO 639-1. */
	languages: readonly string[];
	/** What it helps with. */
	topics: readonly string[];
	/** Region's name. */
	areaServed: string | null;
}

/** An organisation as schema.org NGO or GovernmentOrganization. */
export function organisationJsonLd(facts: OrganisationFacts): JsonLd {
	return known({
		'@context': context,
		'@type': facts.type,
		'@id': facts.url,
		url: facts.url,
		name: facts.name,
		alternateName: facts.alternateNames,
		description: facts.description,
		identifier: facts.identifier,
		address: postalAddress(facts.address),
		location: facts.position && { '@type': 'Place', geo: geo(facts.position) },
		telephone: facts.phones,
		email: facts.email,
		sameAs: facts.sameAs,
		contactPoint:
			facts.languages.length > 0 && (facts.phones.length > 0 || facts.email)
				? known({
						'@type': 'ContactPoint',
						telephone: facts.phones[0],
						email: facts.email,
						availableLanguage: facts.languages
					})
				: null,
		knowsAbout: facts.topics,
		areaServed: facts.areaServed
	});
}

/** Steps from the start page to this one, with absolute addresses. */
export function breadcrumbJsonLd(trail: readonly { text: string; url: string }[]): JsonLd {
	return {
		'@context': context,
		'@type': 'BreadcrumbList',
		itemListElement: trail.map((step, index) => ({
			'@type': 'ListItem',
			position: index + 1,
			name: step.text,
			item: step.url
		}))
	};
}

const eventStatuses = {
	planned: 'EventScheduled',
	confirmed: 'EventScheduled',
	full: 'EventScheduled',
	postponed: 'EventPostponed',
	moved: 'EventRescheduled',
	cancelled: 'EventCancelled'
} as const;

const attendanceModes = {
	'on-site': 'OfflineEventAttendanceMode',
	online: 'OnlineEventAttendanceMode',
	both: 'MixedEventAttendanceMode'
} as const;

export interface EventFacts {
	/** Absolute address of the event's page. */
	url: string;
	name: string;
	description: string | null;
	/** ISO 8601: a date for a whole day, a date and time with offset otherwise, "2013-12" or "2013" when no more is known. */
	startDate: string;
	endDate: string | null;
	status: keyof typeof eventStatuses;
	attendance: keyof typeof attendanceModes;
	/** Venue's name, else the place's. Null for events that are only online or whose place is not known. */
	venue: string | null;
	address: AddressFacts;
	position: PositionFacts | null;
	organisers: readonly { name: string; url: string | null }[];
	/** Null = not known. */
	free: boolean | null;
	/** Where to register. */
	registrationUrl: string | null;
	/** Languages spoken, ISO 639-1. */
	languages: readonly string[];
	topics: readonly string[];
}

/** An event as schema.org Event. */
export function eventJsonLd(facts: EventFacts): JsonLd {
	const address = postalAddress(facts.address);
	const place: JsonLd | null =
		facts.attendance !== 'online' && (facts.venue || address)
			? known({
					'@type': 'Place',
					name: facts.venue ?? facts.address.place ?? facts.address.municipality,
					address,
					geo: facts.position && geo(facts.position)
				})
			: null;
	const online: JsonLd | null =
		facts.attendance === 'on-site' ? null : { '@type': 'VirtualLocation', url: facts.url };
	const locations = [place, online].filter((location) => location !== null);
	return known({
		'@context': context,
		'@type': 'Event',
		'@id': facts.url,
		url: facts.url,
		name: facts.name,
		description: facts.description,
		startDate: facts.startDate,
		endDate: facts.endDate,
		eventStatus: `${context}/${eventStatuses[facts.status]}`,
		eventAttendanceMode: `${context}/${attendanceModes[facts.attendance]}`,
		location: locations.length === 1 ? locations[0] : locations,
		organizer: facts.organisers.map((organiser) =>
			known({ '@type': 'Organization', name: organiser.name, url: organiser.url })
		),
		isAccessibleForFree: facts.free,
		offers:
			facts.free === true
				? known({
						'@type': 'Offer',
						price: 0,
						priceCurrency: 'EUR',
						availability: facts.status === 'full' ? `${context}/SoldOut` : `${context}/InStock`,
						url: facts.registrationUrl ?? facts.url
					})
				: null,
		inLanguage: facts.languages,
		about: facts.topics
	});
}
