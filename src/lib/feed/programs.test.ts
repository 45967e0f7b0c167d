// The feeds in programs that nobody here wrote: a calendar that imports, updates and cancels, a
// calendar library, GDAL and a feed reader. None of them is asked to be forgiving.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isMissing, outputOf, pythonAnswer } from '../../../tests/setup/programs.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { atomDocument } from './atom.ts';
import { entriesByDate, wholeEntry } from './calendar-entries.ts';
import { csvRow } from '#lib/formats/csv.ts';
import { eventEntry } from './events-atom.ts';
import { eventCells, eventHeadings } from './events-csv.ts';
import { eventFeature } from './events-geojson.ts';
import type { DatedEvent } from './feed-event.ts';
import { featureCollection } from './geojson.ts';
import { calendarEnd, calendarEntry, calendarStart, type CalendarEntry } from './icalendar.ts';
import { organisationFeature } from './organisations-geojson.ts';
import {
	sampleDate,
	sampleDated,
	sampleEvent,
	sampleOrganisation,
	sampleSeries
} from './sample-feed.ts';

overwriteGetLocale(() => 'lv');
const options = { locale: 'lv', origin: 'https://tikls.example' } as const;
const home = mkdtempSync(join(tmpdir(), 'tikls-feeds-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function saved(name: string, text: string): string {
	const path = join(home, name);
	writeFileSync(path, text);
	return path;
}

function calendarFile(name: string, entries: CalendarEntry[]): string {
	const head = {
		name: 'Tīkls',
		description: 'Par',
		source: null,
		refreshHours: 6,
		timeZone: 'Europe/Riga'
	};
	const text = entries.map((entry) => calendarEntry(entry, 30)).join('');
	const zones = entries.map(({ timeZone }) => timeZone);
	return saved(name, calendarStart(head, zones) + text + calendarEnd);
}

/**
 * A series over the October change, when an hour comes twice: Sundays at 10:00, every second week.
 */
const autumn: DatedEvent = {
	event: sampleEvent({
		id: '0452ab3d-e5dd-8602-9e25-6b215d8c1ce7',
		title: { lv: 'Rudens' },
		recurrence: 'FREQ=WEEKLY;INTERVAL=2;COUNT=3',
		starts: '2027-10-17T10:00:00',
		ends: '2027-10-17T12:00:00'
	}),
	dates: [
		sampleDate('2027-10-17T10:00:00', '2027-10-17T07:00:00Z'),
		sampleDate('2027-10-31T10:00:00', '2027-10-31T08:00:00Z'),
		sampleDate('2027-11-14T10:00:00', '2027-11-14T08:00:00Z')
	]
};

/** Whole days, over the March change. */
const wholeDays: DatedEvent = {
	event: sampleEvent({
		id: '498dc082-c1bc-8e36-a54e-c06922943428',
		title: { lv: 'Plenērs' },
		allDay: true,
		precision: 'day',
		starts: '2027-03-27T00:00:00',
		ends: '2027-03-29T00:00:00'
	}),
	dates: [sampleDate('2027-03-27T00:00:00', '2027-03-26T22:00:00Z', {}, 48)]
};

describe.skipIf(isMissing('khal'))('khal, a calendar', () => {
	const config = () =>
		saved(
			'khal.conf',
			`[calendars]
[[tikls]]
path = ${join(home, 'calendar')}
type = calendar
[locale]
local_timezone = Europe/Riga
default_timezone = Europe/Riga
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = tikls
[sqlite]
path = ${join(home, 'khal.db')}
`
		);
	const khal = (...args: string[]) => outputOf('/usr/bin/khal', ['-c', config(), ...args], home);
	const take = (name: string, events: DatedEvent[]) =>
		khal(
			'import',
			'--batch',
			'-a',
			'tikls',
			calendarFile(
				name,
				events.flatMap((one) => wholeEntry(one, options))
			)
		);
	const shown = () =>
		khal(
			'list',
			'--day-format',
			'',
			'--format',
			'{start-long} - {end-long} {cancelled}{title}',
			'2027-01-01',
			'365d'
		)
			.split('\n')
			.filter(Boolean);

	test('shows every date at its hour in March and October, then takes a change and a cancellation without a double', () => {
		const series = sampleSeries();
		take('first.ics', [series, autumn]);
		expect(shown()).toEqual([
			'2027-03-16 19:00 - 2027-03-16 21:00 Seminārs',
			'2027-03-30 20:00 - 2027-03-30 22:00 Seminārs',
			'2027-04-06 19:00 - 2027-04-06 21:00 CANCELLED Atcelts: Seminārs',
			'2027-04-13 19:00 - 2027-04-13 21:00 Seminārs',
			'2027-10-17 10:00 - 2027-10-17 12:00 Rudens',
			'2027-10-31 10:00 - 2027-10-31 12:00 Rudens',
			'2027-11-14 10:00 - 2027-11-14 12:00 Rudens'
		]);

		const earlier = sampleSeries({ title: { lv: 'Agrāk' }, version: 2 });
		take('changed.ics', [earlier, autumn]);
		const changed = shown();
		expect(changed).toHaveLength(7);
		expect(changed[0]).toBe('2027-03-16 19:00 - 2027-03-16 21:00 Agrāk');

		const { event, dates } = autumn;
		const off = { ...event, state: 'cancelled', version: 3 } as const;
		take('cancelled.ics', [
			earlier,
			{ event: off, dates: dates.map((date) => ({ ...date, state: 'cancelled' })) }
		]);
		expect(shown().slice(4)).toEqual([
			'2027-10-17 10:00 - 2027-10-17 12:00 CANCELLED Atcelts: Rudens',
			'2027-10-31 10:00 - 2027-10-31 12:00 CANCELLED Atcelts: Rudens',
			'2027-11-14 10:00 - 2027-11-14 12:00 CANCELLED Atcelts: Rudens'
		]);
	});
});

describe.skipIf(isMissing('icalendar'))('python3-icalendar', () => {
	/** Every event with its properties; the dates of a series worked out by python3-dateutil. */
	const program = `
import json, sys
from datetime import date, datetime, timezone
from dateutil.rrule import rrulestr
import icalendar
def text(value):
    return value.isoformat() if type(value) is date else value.astimezone(timezone.utc).isoformat()
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
events = []
for event in calendar.walk('VEVENT'):
    start = event['DTSTART'].dt
    found = {name: str(event[name]) for name in ('UID', 'SUMMARY', 'STATUS', 'SEQUENCE') }
    found['errors'] = [str(error) for error in event.errors]
    found['start'] = text(start)
    found['end'] = text(event['DTEND'].dt)
    found['recurrence'] = text(event['RECURRENCE-ID'].dt) if 'RECURRENCE-ID' in event else None
    found['categories'] = [str(one) for one in event['CATEGORIES'].cats]
    if 'RRULE' in event:
        # A rule counts on the wall; the zone is put on afterwards, as pytz wants it.
        rule = rrulestr(event['RRULE'].to_ical().decode(), dtstart=start.replace(tzinfo=None))
        gone = [one.dt for one in event['EXDATE'].dts] if 'EXDATE' in event else []
        dates = [start.tzinfo.localize(one) for one in rule]
        found['dates'] = [text(one) for one in dates if one not in gone]
    events.append(found)
print(json.dumps({'errors': [str(error) for error in calendar.errors], 'events': events}))
`;
	const read = (name: string, entries: CalendarEntry[]) =>
		pythonAnswer(program, [calendarFile(name, entries)], home);

	test('finds no fault, and the same instants', () => {
		const entries = [sampleSeries(), autumn, wholeDays].flatMap((one) => wholeEntry(one, options));
		expect(read('whole.ics', entries)).toMatchObject({
			errors: [],
			events: [
				{
					errors: [],
					dates: [
						'2027-03-16T17:00:00+00:00',
						'2027-03-30T16:00:00+00:00',
						'2027-04-06T16:00:00+00:00',
						'2027-04-13T16:00:00+00:00'
					],
					recurrence: null,
					categories: ['Seminārs']
				},
				{ recurrence: '2027-03-30T16:00:00+00:00', start: '2027-03-30T17:00:00+00:00', errors: [] },
				{ recurrence: '2027-04-06T16:00:00+00:00', STATUS: 'CANCELLED', errors: [] },
				{
					dates: [
						'2027-10-17T07:00:00+00:00',
						'2027-10-31T08:00:00+00:00',
						'2027-11-14T08:00:00+00:00'
					]
				},
				{ start: '2027-03-27', end: '2027-03-29', errors: [] }
			]
		});
	});

	test('finds each date on its own when the filter names dates', () => {
		const { events } = read('dates.ics', entriesByDate(sampleSeries(), options)) as {
			events: { UID: string; start: string; recurrence: null; dates?: unknown }[];
		};
		expect(events.map(({ start }) => start)).toEqual([
			'2027-03-16T17:00:00+00:00',
			'2027-03-30T17:00:00+00:00',
			'2027-04-06T16:00:00+00:00',
			'2027-04-13T16:00:00+00:00'
		]);
		expect(new Set(events.map(({ UID }) => UID)).size).toBe(4);
		expect(events.every((event) => event.recurrence === null && !event.dates)).toBe(true);
	});
});

describe.skipIf(isMissing('gdal'))('GDAL', () => {
	const dated = sampleSeries({ pin: { lat: 57.5, lng: 22.25, approximate: false } });
	const rows = dated.dates.map((date) => ({ event: dated.event, date }));
	const ogrinfo = (...args: string[]) => outputOf('/usr/bin/ogrinfo', ['-ro', ...args], home);

	test('reads features, their places and their extent', () => {
		const features = rows.map((row) => eventFeature(row, options));
		const info = ogrinfo(
			'-al',
			saved('events.geojson', featureCollection(features, { total: 4, next: null }))
		);
		expect(info).toContain('Feature Count: 4');
		expect(info).toContain('Extent: (22.250000, 57.500000) - (22.250000, 57.500000)');
		expect(info).toContain('ID["EPSG",4326]');
		expect(info.match(/POINT \(22\.25 57\.5\)/g)).toHaveLength(3);
		expect(info).toMatch(/startsAt \(DateTime\) = 2027\/03\/16 17:00:00/);
		expect(info).toMatch(/organisers \(String\(JSON\)\)/);
	});

	test('reads organisations without a place beside those with one', () => {
		const features = [
			sampleOrganisation({
				pin: { lat: 56.65, lng: 23.71, approximate: true },
				phones: ['+37163000000']
			}),
			sampleOrganisation({ id: 'b', slug: 'b' })
		].map((one) => organisationFeature(one, options));
		const info = ogrinfo(
			'-al',
			saved('organisations.geojson', featureCollection(features, { total: 2 }))
		);
		expect(info).toContain('Feature Count: 2');
		expect(info).toContain('POINT (23.71 56.65)');
		expect(info).toContain('approximate (Integer(Boolean)) = 1');
		expect(info).toContain('name (String) = Centrs');
	});

	test('reads the table with its types', () => {
		const text = [eventHeadings(), ...rows.map((row) => eventCells(row, options))]
			.map((cells) => csvRow(cells, ','))
			.join('');
		const info = ogrinfo('-al', '-oo', 'AUTODETECT_TYPE=YES', saved('events.csv', text));
		expect(info).toContain('Feature Count: 4');
		expect(info).toMatch(/Ģeogrāfiskais platums \(Real\) = 57\.5/);
		expect(info).toMatch(/Sākums \(UTC\) \(DateTime\) = 2027\/03\/16 17:00:00/);
		expect(info).toMatch(/Sākuma diena \(Date\) = 2027\/03\/16/);
		expect(info).toMatch(/Sākuma laiks \(Time\) = 19:00:00/);
		expect(info).toMatch(/Iemesls \(String\) = Slims lektors/);
	});
});

describe.skipIf(isMissing('feedparser'))('feedparser', () => {
	const program = `
import json, sys, feedparser
found = feedparser.parse(open(sys.argv[1], 'rb').read())
print(json.dumps({
    'faults': str(found.get('bozo_exception', '')), 'version': found.version,
    'id': found.feed.id, 'title': found.feed.title, 'language': found.feed.language,
    'links': {link.rel: link.href for link in found.feed.links},
    'entries': [{'id': one.id, 'title': one.title, 'link': one.link, 'updated': one.updated_parsed[:6],
        'authors': [author.name for author in one.get('authors', [])],
        'tags': [tag.label for tag in one.get('tags', [])], 'summary': one.summary} for one in found.entries]
}))
`;

	test('finds no fault, every entry and the next page', () => {
		const dated = sampleDated({
			title: { lv: 'Nauda & <b>kvalitāte</b> "mazā" biedrībā' },
			organisers: [{ slug: 'a', name: { lv: 'A & B' }, email: null }],
			isExample: true
		});
		const { event } = dated;
		const entries = [eventEntry(dated, options)];
		const text = atomDocument({
			id: 'urn:uuid:3ffc7971-9b0a-885e-9d90-4eb18b85b190',
			title: 'Tīkls',
			subtitle: 'Par',
			language: 'lv',
			updated: event.updatedAt,
			author: { name: 'Tīkls', uri: 'https://tikls.example/' },
			page: 'https://tikls.example/pasakumi?q=a&kind=b',
			links: [
				{ rel: 'self', href: 'https://tikls.example/feeds/events.atom?q=a&kind=b' },
				{ rel: 'next', href: 'https://tikls.example/feeds/events.atom?q=a&kind=b&page=2' }
			],
			entries
		});
		expect(pythonAnswer(program, [saved('events.atom', text)], home)).toEqual({
			faults: '',
			version: 'atom10',
			id: 'urn:uuid:3ffc7971-9b0a-885e-9d90-4eb18b85b190',
			title: 'Tīkls',
			language: 'lv',
			links: {
				alternate: 'https://tikls.example/pasakumi?q=a&kind=b',
				self: 'https://tikls.example/feeds/events.atom?q=a&kind=b',
				next: 'https://tikls.example/feeds/events.atom?q=a&kind=b&page=2'
			},
			entries: [
				{
					id: `urn:uuid:${event.id}`,
					title: 'Piemērs: Nauda & <b>kvalitāte</b> "mazā" biedrībā',
					link: 'https://tikls.example/pasakums/seminars',
					updated: [2026, 11, 2, 8, 0, 0],
					authors: ['A & B'],
					tags: ['seminārs'],
					summary: expect.stringMatching(/^2027\. gada 16\. martā plkst\. 10\.00–12\.00/)
				}
			]
		});
	});
});
