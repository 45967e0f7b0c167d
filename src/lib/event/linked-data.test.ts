// What machines are told about an event, read by a JSON-LD processor that nobody here wrote:
// nothing in it is lost or relative, every word is one schema.org has for that thing, and it says
// what the page says.
import jsonld from 'jsonld';
import { describe, expect, it } from 'vitest';
import { breadcrumbJsonLd, eventJsonLd, type JsonLd } from '#lib/page/structured-data.ts';
import { factsOf } from './about-event.ts';
import type { EventDetail } from './event.ts';
import { mainDateOf } from './event-dates.ts';
import { sampleDate, sampleEvent } from './sample-event.ts';

const schema = 'https://schema.org/';

/** schema.org's own context needs a network: this is the part of it that our nodes touch. */
const reference = { '@type': '@id' };
const context = {
	'@context': {
		'@vocab': schema,
		url: reference,
		item: reference,
		image: reference,
		eventStatus: reference,
		eventAttendanceMode: reference,
		availability: reference,
		startDate: { '@type': `${schema}DateTime` },
		endDate: { '@type': `${schema}DateTime` },
		previousStartDate: { '@type': `${schema}DateTime` }
	}
};
const documentLoader = async (url: string) => {
	if (url.replace(/\/$/, '') !== 'https://schema.org') throw new Error(`${url} was asked for`);
	return { contextUrl: undefined, documentUrl: url, document: context };
};

/** Whatever a processor would drop without a word is an error. */
const strict = { documentLoader, safe: true };

/** What schema.org 29 knows of each thing, as far as it concerns an event. */
const properties: Record<string, string> = {
	Event:
		'name url description startDate endDate previousStartDate eventStatus eventAttendanceMode location organizer isAccessibleForFree offers inLanguage about subEvent maximumAttendeeCapacity audience image',
	EventSeries: '',
	Place: 'name address geo',
	VirtualLocation: 'url',
	PostalAddress: 'streetAddress addressLocality addressRegion postalCode addressCountry',
	GeoCoordinates: 'latitude longitude',
	Organization: 'name url',
	Offer: 'price priceCurrency availability url validThrough',
	Audience: 'audienceType',
	BreadcrumbList: 'itemListElement',
	ListItem: 'position name item'
};

/** The statements of a node. */
async function statements(node: JsonLd): Promise<string[]> {
	const options = { ...strict, format: 'application/n-quads' as const };
	const text = (await jsonld.toRDF(JSON.parse(JSON.stringify(node)), options)) as unknown as string;
	return text.trim().split('\n');
}

/** Each expanded node with its types and the properties it has. */
async function checkWords(node: JsonLd): Promise<void> {
	const walk = (value: unknown) => {
		if (Array.isArray(value)) return value.forEach(walk);
		if (typeof value !== 'object' || value === null) return;
		const entries = Object.entries(value);
		const types = entries.find(([key]) => key === '@type')?.[1];
		const names = (Array.isArray(types) ? types : []).map((type: string) =>
			type.replace(schema, '')
		);
		const known = names.flatMap((name) => {
			expect(properties, name).toHaveProperty(name);
			return properties[name]?.split(' ') ?? [];
		});
		for (const [key, inner] of entries) {
			if (names.length > 0 && !key.startsWith('@'))
				expect(known, names.join()).toContain(key.replace(schema, ''));
			walk(inner);
		}
	};
	walk(await jsonld.expand(JSON.parse(JSON.stringify(node)), strict));
}

const full: Partial<EventDetail> = {
	attendance: 'both',
	venue: 'Kultūras centrs',
	street: 'Raiņa iela 23',
	place: { id: 'kuldiga', name: { lv: 'Kuldīga' } },
	municipality: { id: 'kuldigas-novads', name: { lv: 'Kuldīgas novads' } },
	pin: { lat: 56.97, lng: 21.97, approximate: false },
	audience: { lv: 'Biedrībām' },
	languages: ['lv', 'en'],
	free: true,
	registration: {
		url: 'https://example.org/pieteikties',
		email: null,
		phone: null,
		deadline: '2026-12-06T22:00:00Z',
		places: 40
	},
	image: { path: '/zale.webp', width: 800, height: 450, alternative: { lv: 'Zāle' }, credit: null },
	topics: [{ id: 'ngo-advice', name: { lv: 'NVO konsultācijas' } }],
	organisers: [{ slug: 'kpr', kind: 'planning-region', name: { lv: 'Kurzeme' } }]
};
const now = new Date('2026-11-24T00:00:00Z');
const told = (event: EventDetail) =>
	eventJsonLd(factsOf(event, mainDateOf(event, now), 'https://tikls.example', 'lv'));
const date = sampleDate('2026-12-09T09:00:00Z', '2026-12-09T12:00:00Z');
const subject = '<https://tikls.example/pasakums/seminars>';

describe('structured data of an event', () => {
	it('holds every fact, in words schema.org has', async () => {
		const node = told(sampleEvent([date], full));
		await checkWords(node);
		const lines = await statements(node);
		expect(lines).toContain(
			`${subject} <${schema}startDate> "2026-12-09T11:00+02:00"^^<${schema}DateTime> .`
		);
		expect(lines).toContain(
			`${subject} <${schema}eventAttendanceMode> <${schema}MixedEventAttendanceMode> .`
		);
		expect(lines).toContain(`${subject} <${schema}eventStatus> <${schema}EventScheduled> .`);
		expect(lines).toContain(`${subject} <${schema}image> <https://tikls.example/zale.webp> .`);
		expect(lines.filter((line) => line.startsWith(`${subject} <${schema}location>`))).toHaveLength(
			2
		);
		expect(lines.some((line) => line.includes('"2026-12-07T00:00+02:00"'))).toBe(true);
	});

	it('says from when it was moved, that it is put off, and that it is cancelled', async () => {
		const moved = told(
			sampleEvent([date], {
				...full,
				changes: [
					{
						occurrenceId: date.id,
						changedAt: '2026-11-20T00:00:00Z',
						what: { kind: 'time', startsAt: '2026-12-02T09:00:00Z', endsAt: '2026-12-02T12:00:00Z' }
					}
				]
			})
		);
		await checkWords(moved);
		const lines = await statements(moved);
		expect(lines).toContain(
			`${subject} <${schema}previousStartDate> "2026-12-02T11:00+02:00"^^<${schema}DateTime> .`
		);
		expect(lines).toContain(`${subject} <${schema}eventStatus> <${schema}EventRescheduled> .`);
		for (const [state, status] of [
			['postponed', 'EventPostponed'],
			['cancelled', 'EventCancelled']
		] as const)
			expect(await statements(told(sampleEvent([{ ...date, state }], full)))).toContain(
				`${subject} <${schema}eventStatus> <${schema}${status}> .`
			);
	});

	it('says of a new place alone only where it is, and of a move online that it is one', async () => {
		const movedFrom = (attendance: 'on-site' | 'online', now: 'on-site' | 'online') =>
			told(
				sampleEvent([{ ...date, state: 'moved' }], {
					...full,
					attendance: now,
					changes: [
						{
							occurrenceId: null,
							changedAt: '2026-11-20T00:00:00Z',
							what: { kind: 'place', attendance, venue: 'Cita zāle', street: null, place: null }
						}
					]
				})
			);
		const statusOf = async (node: JsonLd) => {
			await checkWords(node);
			return (await statements(node)).filter((line) => line.includes('eventStatus>'));
		};
		expect(await statusOf(movedFrom('on-site', 'on-site'))).toEqual([
			`${subject} <${schema}eventStatus> <${schema}EventScheduled> .`
		]);
		expect(await statusOf(movedFrom('on-site', 'online'))).toEqual([
			`${subject} <${schema}eventStatus> <${schema}EventMovedOnline> .`
		]);
		expect(await statusOf(movedFrom('online', 'online'))).toEqual([
			`${subject} <${schema}eventStatus> <${schema}EventScheduled> .`
		]);
	});

	it('offers no place at what does not take place, and says that one is full', async () => {
		for (const state of ['cancelled', 'postponed'] as const)
			expect(told(sampleEvent([{ ...date, state }], full))).not.toHaveProperty('offers');
		expect(JSON.stringify(told(sampleEvent([{ ...date, state: 'full' }], full)))).toContain(
			'SoldOut'
		);
		expect(JSON.stringify(told(sampleEvent([date], full)))).toContain('InStock');
	});

	it('tells of each date of a series its own place, name and former hour', async () => {
		const elsewhere = {
			venue: 'Cēsu bibliotēka',
			street: 'Raunas iela 2',
			postcode: null,
			place: { id: 'cesis', name: { lv: 'Cēsis' } },
			municipality: null,
			pin: null
		};
		const next = sampleDate('2026-12-16T09:00:00Z', '2026-12-16T12:00:00Z', {
			elsewhere,
			title: { lv: 'Otrā nodarbība' }
		});
		const later = sampleDate('2026-12-24T09:00:00Z', '2026-12-24T12:00:00Z', {
			rescheduled: true,
			originalStart: '2026-12-23T09:00:00Z'
		});
		// The one that comes next is elsewhere: the others are not.
		const node = told(sampleEvent([next, later], full)) as { subEvent: JsonLd[] };
		await checkWords(node);
		expect(node.subEvent).toMatchObject([
			{
				name: 'Otrā nodarbība',
				eventStatus: 'https://schema.org/EventScheduled',
				location: [{ name: 'Cēsu bibliotēka' }, { '@type': 'VirtualLocation' }]
			},
			{
				previousStartDate: ['2026-12-23T11:00+02:00'],
				eventStatus: 'https://schema.org/EventRescheduled',
				location: [{ name: 'Kultūras centrs' }, { '@type': 'VirtualLocation' }]
			}
		]);
	});

	it('tells the dates of a series, each with its state, and no more than ten', async () => {
		const dates = Array.from({ length: 14 }, (_, week) => {
			const day = new Date(Date.UTC(2026, 10, 25 + 7 * week)).toISOString().slice(0, 10);
			return sampleDate(`${day}T15:00:00Z`, `${day}T17:00:00Z`, {
				state: week === 2 ? 'cancelled' : 'confirmed'
			});
		});
		const node = told(sampleEvent(dates, full));
		await checkWords(node);
		const lines = await statements(node);
		expect(lines.filter((line) => line.includes(`<${schema}subEvent>`))).toHaveLength(10);
		expect(lines.filter((line) => line.includes('EventCancelled'))).toHaveLength(1);
		expect(lines.some((line) => line.includes(`<${schema}EventSeries>`))).toBe(true);
	});

	it('reads as a whole beside its way back', async () => {
		const trail = breadcrumbJsonLd([
			{ text: 'Sākums', url: 'https://tikls.example/' },
			{ text: 'Pasākumi', url: 'https://tikls.example/pasakumi' }
		]);
		await checkWords(trail);
		// A list of two steps: its type, two steps, and of each its type, place, name and address.
		expect(await statements(trail)).toHaveLength(1 + 2 + 2 * 4);
	});
});
