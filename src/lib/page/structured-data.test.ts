// Structured data: what is known is there, what is not known is not, and nothing can break out of
// its element.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	breadcrumbJsonLd,
	eventJsonLd,
	organisationJsonLd,
	type EventFacts,
	type OrganisationFacts
} from './structured-data.ts';

const address = {
	street: null,
	place: 'Alūksne',
	municipality: 'Alūksnes novads',
	postcode: null,
	country: 'LV'
};

const organisation: OrganisationFacts = {
	type: 'NGO',
	url: 'https://tikls.example/organizacija/aluksnes-nvo',
	name: 'Alūksnes centrs',
	alternateNames: ['ANVO'],
	description: null,
	identifier: null,
	address,
	position: null,
	amenities: [],
	phones: [],
	email: null,
	sameAs: [],
	hours: [],
	languages: [],
	topics: ['Brīvprātīgais darbs'],
	areaServed: 'Vidzeme'
};

const event: EventFacts = {
	url: 'https://tikls.example/pasakums/seminars',
	name: 'Seminārs',
	description: 'Par kvalitāti',
	startDate: '2026-12-12T10:00:00+02:00',
	endDate: '2026-12-12T16:00:00+02:00',
	previousStartDates: [],
	dates: [],
	registrationUntil: null,
	places: null,
	audience: null,
	image: null,
	status: 'confirmed',
	attendance: 'on-site',
	movedOnline: false,
	place: { venue: 'Bibliotēka', address, position: null },
	organisers: [{ name: 'KVALB', url: null }],
	free: null,
	registrationUrl: null,
	languages: ['lv'],
	topics: []
};

test('an organisation of which little is known', () => {
	expect(organisationJsonLd(organisation)).toEqual({
		'@context': 'https://schema.org',
		'@type': 'NGO',
		'@id': organisation.url,
		url: organisation.url,
		name: 'Alūksnes centrs',
		alternateName: ['ANVO'],
		address: {
			'@type': 'PostalAddress',
			addressLocality: 'Alūksne',
			addressRegion: 'Alūksnes novads',
			addressCountry: 'LV'
		},
		knowsAbout: ['Brīvprātīgais darbs'],
		areaServed: 'Vidzeme'
	});
});

test('an organisation of which all is known', () => {
	const node = organisationJsonLd({
		...organisation,
		type: 'GovernmentOrganization',
		identifier: '90002222018',
		position: { lat: 57.4215, lng: 27.0486 },
		phones: ['+37163027549'],
		email: 'a@b.lv',
		sameAs: ['https://b.lv'],
		hours: [
			{ days: ['Monday', 'Friday'], opens: '18:00', closes: '02:00' },
			{ days: ['PublicHolidays'], opens: '10:00', closes: null, validFrom: '2026-06-01' }
		],
		languages: ['lv', 'en']
	});
	expect(node).toMatchObject({
		'@type': 'GovernmentOrganization',
		identifier: '90002222018',
		telephone: ['+37163027549'],
		location: {
			geo: { latitude: 57.4215, longitude: 27.0486 },
			openingHoursSpecification: [
				{
					'@type': 'OpeningHoursSpecification',
					dayOfWeek: ['https://schema.org/Monday', 'https://schema.org/Friday'],
					opens: '18:00',
					closes: '02:00'
				},
				{
					'@type': 'OpeningHoursSpecification',
					dayOfWeek: ['https://schema.org/PublicHolidays'],
					opens: '10:00',
					validFrom: '2026-06-01'
				}
			]
		},
		contactPoint: { availableLanguage: ['lv', 'en'], telephone: '+37163027549' }
	});
});

test('what its premises offer is told of a place, also where the point is not known', () => {
	const told = organisationJsonLd({ ...organisation, amenities: ['lifts'] });
	expect(told.location).toEqual({
		'@type': 'Place',
		amenityFeature: [{ '@type': 'LocationFeatureSpecification', name: 'lifts', value: true }]
	});
});

test('breadcrumbs are counted from one', () => {
	expect(
		breadcrumbJsonLd([
			{ text: 'Sākums', url: 'https://tikls.example/' },
			{ text: 'KPR', url: 'https://tikls.example/organizacija/kpr' }
		]).itemListElement
	).toEqual([
		{ '@type': 'ListItem', position: 1, name: 'Sākums', item: 'https://tikls.example/' },
		{
			'@type': 'ListItem',
			position: 2,
			name: 'KPR',
			item: 'https://tikls.example/organizacija/kpr'
		}
	]);
});

describe('an event', () => {
	test('at a place; whether it is free is not said when it is not known', () => {
		const node = eventJsonLd(event);
		expect(node).toMatchObject({
			eventStatus: 'https://schema.org/EventScheduled',
			eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
			location: { '@type': 'Place', name: 'Bibliotēka' },
			organizer: [{ '@type': 'Organization', name: 'KVALB' }]
		});
		expect(node).not.toHaveProperty('offers');
		expect(node).not.toHaveProperty('isAccessibleForFree');
	});

	test('online has no place, both ways has two locations', () => {
		expect(eventJsonLd({ ...event, attendance: 'online' }).location).toEqual({
			'@type': 'VirtualLocation',
			url: event.url
		});
		expect(eventJsonLd({ ...event, attendance: 'both' }).location).toHaveLength(2);
	});

	test('free and full: an offer nobody can take any more', () => {
		expect(eventJsonLd({ ...event, free: true, status: 'full' })).toMatchObject({
			isAccessibleForFree: true,
			offers: { price: 0, availability: 'https://schema.org/SoldOut' }
		});
		expect(eventJsonLd({ ...event, free: false })).toMatchObject({ isAccessibleForFree: false });
	});

	test('nothing empty is written, whatever is known', () => {
		const maybe = (text: string) => fc.constantFrom(null, text);
		fc.assert(
			fc.property(
				fc.record({
					description: maybe('x'),
					endDate: maybe('2026-12-12'),
					place: fc.constantFrom(null, event.place),
					free: fc.constantFrom(null, true, false),
					attendance: fc.constantFrom('on-site' as const, 'online' as const, 'both' as const),
					topics: fc.constantFrom([], ['x'])
				}),
				(known) => {
					for (const value of Object.values(eventJsonLd({ ...event, ...known }))) {
						expect(value).not.toBeNull();
						expect(value).not.toBeUndefined();
						expect(value).not.toEqual('');
						expect(value).not.toEqual([]);
					}
				}
			)
		);
	});
});
