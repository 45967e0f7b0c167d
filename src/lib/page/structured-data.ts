// schema.org objects of pages with a subject, for search engines. Pure builders: facts in, plain
// objects out; what is not known is left out, never guessed. `PageHead` writes them into the page
// (and escapes what could end the element).

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

/**
 * The place of an organisation, because schema.org knows amenities and hours of places alone; null
 * when nothing of it is known.
 */
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

/** What a state says by itself. That something was moved is said by where it was before. */
const eventStatuses = {
	planned: 'EventScheduled',
	confirmed: 'EventScheduled',
	full: 'EventScheduled',
	postponed: 'EventPostponed',
	moved: 'EventScheduled',
	cancelled: 'EventCancelled'
} as const;

const attendanceModes = {
	'on-site': 'OfflineEventAttendanceMode',
	online: 'OnlineEventAttendanceMode',
	both: 'MixedEventAttendanceMode'
} as const;

export interface PlaceFacts {
	/** Venue's name, else the place's. */
	venue: string | null;
	address: AddressFacts;
	position: PositionFacts | null;
}

/** One date of a series. */
export interface DateFacts {
	name: string;
	startDate: string;
	endDate: string | null;
	/** Where its rule has it, when it was moved. */
	previousStartDates: readonly string[];
	status: keyof typeof eventStatuses;
	place: PlaceFacts | null;
}

export interface EventFacts {
	/** Absolute address of the event's page. */
	url: string;
	name: string;
	description: string | null;
	/**
	 * ISO 8601: a date for a whole day, a date and time with offset otherwise, "2013-12" or "2013"
	 * when no more is known.
	 */
	startDate: string;
	endDate: string | null;
	/** Where it began before it was moved, the latest first; ISO 8601. */
	previousStartDates: readonly string[];
	/** The dates of a series, each as it is held; empty for a single event. */
	dates: readonly DateFacts[];
	status: keyof typeof eventStatuses;
	attendance: keyof typeof attendanceModes;
	/** It was to be held somewhere and is now online alone. */
	movedOnline: boolean;
	/** Null where it is not known; what is only online has none. */
	place: PlaceFacts | null;
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

function placeNode({ venue, address, position }: PlaceFacts): JsonLd | null {
	const postal = postalAddress(address);
	if (!venue && !postal) return null;
	return known({
		'@type': 'Place',
		name: venue ?? address.place ?? address.municipality,
		address: postal,
		geo: position && geo(position)
	});
}

/** One status, or two for what was moved in time and online as well. */
function statusOf(
	state: keyof typeof eventStatuses,
	previous: readonly string[],
	movedOnline: boolean
): string | string[] {
	const word = eventStatuses[state];
	if (word !== 'EventScheduled') return `${context}/${word}`;
	const moves = [
		...(previous.length > 0 ? ['EventRescheduled'] : []),
		...(movedOnline ? ['EventMovedOnline'] : [])
	].map((move) => `${context}/${move}`);
	return moves.length > 1 ? moves : (moves[0] ?? `${context}/${word}`);
}

/** An event as schema.org Event. */
export function eventJsonLd(facts: EventFacts): JsonLd {
	const online: JsonLd | null =
		facts.attendance === 'on-site' ? null : { '@type': 'VirtualLocation', url: facts.url };
	const locationOf = (place: PlaceFacts | null) => {
		const there = facts.attendance === 'online' || place === null ? null : placeNode(place);
		const locations = [there, online].filter((one) => one !== null);
		return locations.length === 1 ? locations[0] : locations;
	};
	const mode = `${context}/${attendanceModes[facts.attendance]}`;
	const takesPlace = facts.status !== 'cancelled' && facts.status !== 'postponed';
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
		eventStatus: statusOf(facts.status, facts.previousStartDates, facts.movedOnline),
		subEvent: facts.dates.map((date) =>
			known({
				'@type': 'Event',
				name: date.name,
				startDate: date.startDate,
				endDate: date.endDate,
				previousStartDate: date.previousStartDates,
				eventStatus: statusOf(date.status, date.previousStartDates, facts.movedOnline),
				eventAttendanceMode: mode,
				location: locationOf(date.place),
				url: facts.url
			})
		),
		eventAttendanceMode: mode,
		location: locationOf(facts.place),
		organizer: facts.organisers.map((organiser) =>
			known({ '@type': 'Organization', name: organiser.name, url: organiser.url })
		),
		isAccessibleForFree: facts.free,
		offers:
			// Nobody is offered a place at what does not take place.
			takesPlace && (facts.free === true || facts.registrationUrl)
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
