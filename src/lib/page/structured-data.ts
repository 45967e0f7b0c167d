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

/** When somebody is there on some days of the week. */
export interface HoursFacts {
	/** schema.org DayOfWeek: "Monday", "PublicHolidays". */
	days: readonly string[];
	/** "HH:MM" in the zone of the place. */
	opens: string;
	/** Not after `opens`: on the next day. Null = nobody has said. */
	closes: string | null;
	/** ISO dates between which it holds, both included. */
	validFrom?: string;
	validThrough?: string;
}

const openingHours = ({ days, opens, closes, validFrom, validThrough }: HoursFacts): JsonLd =>
	known({
		'@type': 'OpeningHoursSpecification',
		dayOfWeek: days.map((day) => `${context}/${day}`),
		opens,
		closes,
		validFrom,
		validThrough
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
	/** What its premises offer to those who need it, in words. */
	amenities: readonly string[];
	/** E.164. */
	phones: readonly string[];
	email: string | null;
	/** Its own website and social pages. */
	sameAs: readonly string[];
	/** Languages one can be helped in, ISO 639-1. */
	languages: readonly string[];
	/** When it can be visited. */
	hours: readonly HoursFacts[];
	/** What it helps with. */
	topics: readonly string[];
	/** Region's name. */
	areaServed: string | null;
}

/** The place of an organisation, because schema.org knows amenities and hours of places alone; null when nothing of it is known. */
function premises({ position, amenities, hours }: OrganisationFacts): JsonLd | null {
	if (!position && amenities.length === 0 && hours.length === 0) return null;
	return known({
		'@type': 'Place',
		geo: position && geo(position),
		openingHoursSpecification: hours.map(openingHours),
		amenityFeature: amenities.map((name) => ({
			'@type': 'LocationFeatureSpecification',
			name,
			value: true
		}))
	});
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
		location: premises(facts),
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
	/** Where it began before it was moved, the latest first; ISO 8601. */
	previousStartDates: readonly string[];
	/** The dates of a series, each with its own state; empty for a single event. */
	dates: readonly {
		startDate: string;
		endDate: string | null;
		status: keyof typeof eventStatuses;
	}[];
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
	/** Until when; ISO 8601 with offset. */
	registrationUntil: string | null;
	/** How many can take part. */
	places: number | null;
	/** Whom it is for. */
	audience: string | null;
	/** Absolute address of its picture. */
	image: string | null;
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
	const locations = [place, online].filter((one) => one !== null);
	const location = locations.length === 1 ? locations[0] : locations;
	const status = (state: keyof typeof eventStatuses, previous: readonly string[]) =>
		`${context}/${previous.length > 0 && eventStatuses[state] === 'EventScheduled' ? 'EventRescheduled' : eventStatuses[state]}`;
	return known({
		'@context': context,
		'@type': facts.dates.length > 0 ? ['Event', 'EventSeries'] : 'Event',
		'@id': facts.url,
		url: facts.url,
		name: facts.name,
		description: facts.description,
		startDate: facts.startDate,
		endDate: facts.endDate,
		previousStartDate: facts.previousStartDates,
		eventStatus: status(facts.status, facts.previousStartDates),
		subEvent: facts.dates.map((date) =>
			known({
				'@type': 'Event',
				name: facts.name,
				startDate: date.startDate,
				endDate: date.endDate,
				eventStatus: status(date.status, []),
				eventAttendanceMode: `${context}/${attendanceModes[facts.attendance]}`,
				location,
				url: facts.url
			})
		),
		eventAttendanceMode: `${context}/${attendanceModes[facts.attendance]}`,
		location,
		organizer: facts.organisers.map((organiser) =>
			known({ '@type': 'Organization', name: organiser.name, url: organiser.url })
		),
		isAccessibleForFree: facts.free,
		offers:
			facts.free === true || facts.registrationUrl
				? known({
						'@type': 'Offer',
						// What a fee is, is said in words; a number is only known where there is none to pay.
						price: facts.free === true ? 0 : null,
						priceCurrency: facts.free === true ? 'EUR' : null,
						validThrough: facts.registrationUntil,
						availability: facts.status === 'full' ? `${context}/SoldOut` : `${context}/InStock`,
						url: facts.registrationUrl ?? facts.url
					})
				: null,
		maximumAttendeeCapacity: facts.places,
		audience: facts.audience && { '@type': 'Audience', audienceType: facts.audience },
		image: facts.image,
		inLanguage: facts.languages,
		about: facts.topics
	});
}
