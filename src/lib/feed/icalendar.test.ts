// Calendars, read back by an independent parser (ical.js) and held against RFC 5545 octet by octet.
// What other calendar programs make of them is in programs.test.ts.
import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { entriesByDate, wholeEntry } from './calendar-entries.ts';
import type { DatedEvent } from './feed-event.ts';
import { calendarEnd, calendarEntry, calendarStart, type CalendarEntry } from './icalendar.ts';
import { sampleDate, sampleDated, sampleEvent, sampleSeries } from './sample-feed.ts';

overwriteGetLocale(() => 'lv');
const options = { locale: 'lv', origin: 'https://tikls.example' } as const;
const head = {
	name: 'Tīkls: pasākumi',
	description: 'Par to, kas būs',
	source: 'https://tikls.example/feeds/events.ics?region=kurzeme',
	refreshHours: 6,
	timeZone: 'Europe/Riga'
};

function file(entries: CalendarEntry[], alarm: number | null = null): string {
	const zones = entries.map(({ timeZone }) => timeZone);
	const text = entries.map((entry) => calendarEntry(entry, alarm)).join('');
	return calendarStart(head, zones) + text + calendarEnd;
}
const whole = (dated: DatedEvent, alarm: number | null = null) =>
	file(wholeEntry(dated, options), alarm);

/** The events of a file as ical.js reads them. */
function read(text: string) {
	const calendar = new ICAL.Component(ICAL.parse(text));
	for (const zone of calendar.getAllSubcomponents('vtimezone'))
		ICAL.TimezoneService.register(new ICAL.Timezone(zone));
	const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
	return { calendar, events };
}

/** Instants of a series by ical.js, with what was changed about single dates. */
function instants(text: string): string[] {
	const { events } = read(text);
	const master = events.find((event) => !event.isRecurrenceException());
	if (!master) throw new Error('no event');
	for (const event of events) if (event.isRecurrenceException()) master.relateException(event);
	const found: string[] = [];
	const iterator = master.iterator();
	for (let next = iterator.next(); next && found.length < 100; next = iterator.next())
		found.push(master.getOccurrenceDetails(next).startDate.toJSDate().toISOString());
	return found;
}

describe('one event', () => {
	test('every fact comes back as it was', () => {
		const text = whole(
			sampleDated({
				title: { lv: 'Pārvaldība; kvalitāte, nauda \\ "laiks"' },
				summary: { lv: 'Pirmā rinda\nOtrā, rinda' },
				place: { lv: 'Kuldīga' },
				municipality: { lv: 'Kuldīgas novads' },
				venue: 'Bibliotēka, 2. stāvs',
				pin: { lat: 56.97399, lng: 21.95721, approximate: false },
				version: 4,
				topics: [{ id: 'a', name: { lv: 'Laba pārvaldība, ētika' } }],
				organisers: [{ slug: 'knvoc', name: { lv: 'Biedrība "A, B"' }, email: 'a@example.org' }]
			}),
			30
		);
		const { calendar, events } = read(text);
		const [event] = events;
		const component = event?.component;
		expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Tīkls: pasākumi');
		expect(calendar.getFirstPropertyValue('refresh-interval')?.toString()).toBe('PT6H');
		expect(event).toMatchObject({
			summary: 'Pārvaldība; kvalitāte, nauda \\ "laiks"',
			location: 'Bibliotēka, 2. stāvs, Kuldīga, Kuldīgas novads',
			uid: '87b4c887-8d4c-8209-aa2d-48db23e00ad9',
			sequence: 4
		});
		expect(event?.description).toContain('Pirmā rinda\nOtrā, rinda');
		expect(event?.startDate.toJSDate().toISOString()).toBe('2027-03-16T08:00:00.000Z');
		expect(event?.endDate.toJSDate().toISOString()).toBe('2027-03-16T10:00:00.000Z');
		expect(event?.startDate.zone?.tzid).toBe('Europe/Riga');
		expect(component?.getFirstPropertyValue('status')).toBe('CONFIRMED');
		expect(component?.getFirstPropertyValue('geo')).toEqual([56.97399, 21.95721]);
		expect(component?.getFirstPropertyValue('url')).toBe('https://tikls.example/pasakums/seminars');
		expect(component?.getFirstPropertyValue('last-modified')?.toString()).toBe(
			'2026-11-02T08:00:00Z'
		);
		expect(component?.getFirstProperty('categories')?.getValues()).toEqual([
			'Seminārs',
			'Laba pārvaldība, ētika'
		]);
		const organiser = component?.getFirstProperty('organizer');
		expect(organiser?.getFirstValue()).toBe('mailto:a@example.org');
		// RFC 6868: a quotation mark cannot stand in a parameter.
		expect(organiser?.getParameter('cn')).toBe('Biedrība "A, B"');
		const alarm = component?.getFirstSubcomponent('valarm');
		expect(alarm?.getFirstPropertyValue('trigger')?.toString()).toBe('-PT30M');
	});

	test('is the same text whenever it is written', () => {
		expect(whole(sampleDated())).toBe(whole(sampleDated()));
	});

	test('whole days are days, and their end is the day after', () => {
		const dated: DatedEvent = {
			event: sampleEvent({
				allDay: true,
				precision: 'day',
				starts: '2027-03-28T00:00:00',
				ends: '2027-03-30T00:00:00'
			}),
			dates: [sampleDate('2027-03-28T00:00:00', '2027-03-27T22:00:00Z', {}, 48)]
		};
		expect(whole(dated)).toMatch(/DTSTART;VALUE=DATE:20270328\r\nDTEND;VALUE=DATE:20270330\r\n/);
	});

	test('cancelled and postponed dates stay, say so, and ring for nobody', () => {
		for (const [state, word] of [
			['cancelled', 'Atcelts'],
			['postponed', 'Atlikts']
		] as const) {
			const { event } = sampleDated({ state });
			const date = sampleDate('2027-03-16T10:00:00', '2027-03-16T08:00:00Z', { state });
			const text = whole({ event, dates: [date] }, 30);
			const component = read(text).events[0]?.component;
			expect(component?.getFirstPropertyValue('status')).toBe('CANCELLED');
			expect(component?.getFirstPropertyValue('summary')).toBe(`${word}: Seminārs`);
			expect(text).not.toContain('VALARM');
		}
	});

	test('an example says so where nobody can overlook it', () => {
		const text = whole(sampleDated({ isExample: true }));
		expect(text).toContain('SUMMARY:Piemērs: Seminārs\r\n');
		expect(text).toMatch(/CATEGORIES:Piemērs,/);
		expect(read(text).events[0]?.description).toContain('Šāds pasākums nenotiks');
	});

	test('a pin at a town’s centre is no position', () => {
		const pin = { lat: 56.9, lng: 24.1, approximate: true };
		expect(whole(sampleDated({ pin }))).not.toContain('GEO:');
	});

	test('a zone nobody knows is told in UTC, and UTC itself too', () => {
		for (const timeZone of ['UTC', 'Mars/Olympus_Mons']) {
			const text = whole(sampleDated({ timeZone }));
			expect(text).toContain('DTSTART:20270316T080000Z\r\n');
			expect(text).not.toContain(timeZone === 'UTC' ? 'TZID=UTC' : 'Mars');
		}
	});

	test('a series in a zone nobody knows is told by its dates, each at its instant', () => {
		vi.spyOn(console, 'warn').mockImplementation(() => {});
		const series = sampleSeries({ timeZone: 'Mars/Olympus_Mons' });
		const text = whole(series);
		expect(text).not.toMatch(/RRULE|TZID/);
		expect(text.match(/^DTSTART:.*$/gm)).toEqual(
			series.dates.map(({ startsAt }) => `DTSTART:${startsAt.replaceAll(/[-:]|\.\d+/g, '')}`)
		);
		vi.restoreAllMocks();
	});

	test('every zone that is used is told once', () => {
		const there = sampleDated({ timeZone: 'America/New_York' });
		const text = file([...wholeEntry(there, options), ...wholeEntry(sampleDated(), options)]);
		expect(text.match(/^TZID:.*$/gm)).toEqual(['TZID:America/New_York', 'TZID:Europe/Riga']);
	});
});

describe('a series', () => {
	test('is one event with a rule, an exception and what differs', () => {
		const text = whole(sampleSeries());
		expect(text).toContain('RRULE:FREQ=WEEKLY;COUNT=5\r\n');
		expect(text).toContain('EXDATE;TZID=Europe/Riga:20270323T190000\r\n');
		expect(text.match(/^RECURRENCE-ID.*$/gm)).toEqual([
			'RECURRENCE-ID;TZID=Europe/Riga:20270330T190000',
			'RECURRENCE-ID;TZID=Europe/Riga:20270406T190000'
		]);
		expect(new Set(text.match(/^UID:.*$/gm))).toHaveProperty('size', 1);
	});

	test('keeps its hour across the clock change, leaves out what is not held and moves what is moved', () => {
		expect(instants(whole(sampleSeries()))).toEqual([
			'2027-03-16T17:00:00.000Z',
			'2027-03-30T17:00:00.000Z',
			'2027-04-06T16:00:00.000Z',
			'2027-04-13T16:00:00.000Z'
		]);
	});

	test('as dates on their own, each has a name of its own that stays when it is moved', () => {
		const { event, dates } = sampleSeries();
		const moved = dates.map((date) => ({ ...date, starts: '2027-05-01T10:00:00' }));
		const uids = (of: typeof dates) =>
			entriesByDate({ event, dates: of }, options).map(({ uid }) => uid);
		expect(uids(dates)).toEqual(uids(moved));
		expect(new Set(uids(dates)).size).toBe(dates.length);
		expect(file(entriesByDate({ event, dates }, options))).not.toMatch(
			/RRULE:FREQ=W|RECURRENCE-ID/
		);
	});

	const told = (change: Parameters<typeof sampleSeries>[0]) =>
		/^RRULE:(.*)\r$/m.exec(whole(sampleSeries(change)).split('BEGIN:VEVENT')[1] ?? '')?.[1];

	test('an open-ended one ends after the last date that is known, by any reading of its end', () => {
		const open = { recurrence: 'FREQ=WEEKLY', knownUntil: '2027-04-13' };
		// The last date begins at 16:00 UTC, 19:00 on the wall.
		expect(told(open)).toBe('FREQ=WEEKLY;UNTIL=20270413T210000Z');
		expect(told({ recurrence: 'FREQ=WEEKLY;UNTIL=20270413T160000Z' })).toBe(told(open));
		expect(told({ recurrence: 'FREQ=WEEKLY;COUNT=5' })).toBe('FREQ=WEEKLY;COUNT=5');
		// Whole days are counted: a day as the end is the midnight of any zone.
		expect(told({ ...open, allDay: true })).toBe('FREQ=WEEKLY;COUNT=5');
	});

	test('names the day of the month that its rule leaves to the first date', () => {
		const said = (recurrence: string) => told({ recurrence })?.replace(/;?(COUNT|UNTIL)=\w+/, '');
		expect(said('FREQ=MONTHLY;COUNT=5')).toBe('FREQ=MONTHLY;BYMONTHDAY=16');
		expect(said('FREQ=MONTHLY;BYDAY=3TU;COUNT=5')).toBe('FREQ=MONTHLY;BYDAY=3TU');
		expect(said('FREQ=YEARLY;BYMONTH=3,9;COUNT=5')).toBe('FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=16');
		expect(said('FREQ=WEEKLY;BYMONTH=3,4;COUNT=5')).toBe('FREQ=WEEKLY;BYMONTH=3,4');
	});

	test('what was cancelled before the rule was changed is an event of its own, not a change of nothing', () => {
		const { event, dates } = sampleSeries();
		const left = sampleDate('2027-04-08T18:00:00', '2027-04-08T15:00:00Z', {
			id: '22222222-2222-8222-9222-222222222222',
			state: 'cancelled'
		});
		const { events } = read(
			whole({
				event,
				dates: [...dates, left].toSorted((a, b) => (a.original < b.original ? -1 : 1))
			})
		);
		expect(events).toHaveLength(4);
		expect(
			events
				.filter((one) => one.isRecurrenceException())
				.map(({ recurrenceId }) => `${recurrenceId}`)
		).toEqual(['2027-03-30T19:00:00', '2027-04-06T19:00:00']);
		const own = events.find(({ uid }) => uid === left.id);
		expect(own?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
	});

	test('a date that is cancelled and left out is told once, as cancelled', () => {
		const { event, dates } = sampleSeries({
			exceptions: ['2027-03-23T19:00:00', '2027-04-06T19:00:00']
		});
		const text = whole({ event, dates });
		expect(text).toContain('EXDATE;TZID=Europe/Riga:20270323T190000\r\n');
		expect(text).toContain('RECURRENCE-ID;TZID=Europe/Riga:20270406T190000\r\n');
		expect(text).toContain('RRULE:FREQ=WEEKLY;COUNT=5\r\n');
	});
});

describe('nothing loses a followed subscription', () => {
	const uids = (text: string) => text.match(/^UID:.*$/gm);

	test('a date keeps its identifier when the hour changes, whatever days are asked for', () => {
		const { event, dates } = sampleSeries();
		const later = dates.map((date) => ({
			...date,
			starts: date.starts.replace('T19', 'T20'),
			original: date.original.replace('T19', 'T20')
		}));
		const before = file(entriesByDate({ event, dates }, options));
		expect(uids(file(entriesByDate({ event, dates: later }, options)))).toEqual(uids(before));
		expect(uids(file(entriesByDate({ event, dates: later.slice(2) }, options)))).toEqual(
			uids(before)?.slice(2)
		);
	});

	test('the one date of an event has the event’s identifier, whole or by days, also where its hour does not exist', () => {
		for (const starts of ['2027-03-16T10:00:00', '2027-03-28T03:30:00']) {
			const event = sampleEvent({ starts, ends: starts.replace(/T.*/, 'T12:00:00') });
			const shown = starts.replace('T03', 'T04');
			const dates = [
				sampleDate(
					shown,
					starts.startsWith('2027-03-28') ? '2027-03-28T01:30:00Z' : '2027-03-16T08:00:00Z'
				)
			];
			for (const entries of [wholeEntry, entriesByDate])
				expect(uids(file(entries({ event, dates }, options)))).toEqual([`UID:${event.id}`]);
		}
	});

	test('SEQUENCE is the count of changes, of an event and of each of its dates', () => {
		const numbers = (version: number) => whole(sampleSeries({ version })).match(/^SEQUENCE:\d+/gm);
		expect(numbers(7)).toEqual(['SEQUENCE:7', 'SEQUENCE:7', 'SEQUENCE:7']);
	});
});

describe('ends', () => {
	test('a whole day that was given hours still ends after it begins', () => {
		const event = sampleEvent({
			allDay: true,
			precision: 'day',
			starts: '2027-03-16T00:00:00',
			ends: '2027-03-17T00:00:00'
		});
		const hours = sampleDate('2027-03-16T10:00:00', '2027-03-16T08:00:00Z', {
			original: '2027-03-16T00:00:00'
		});
		expect(whole({ event, dates: [hours] })).toMatch(
			/DTSTART;VALUE=DATE:20270316\r\nDTEND;VALUE=DATE:20270317\r\n/
		);
		const night = sampleDate(
			'2027-03-16T22:00:00',
			'2027-03-16T20:00:00Z',
			{ original: '2027-03-16T00:00:00' },
			6
		);
		expect(whole({ event, dates: [night] })).toContain('DTEND;VALUE=DATE:20270318\r\n');
	});

	test('what is known only by its month blocks nobody’s days', () => {
		const month = {
			precision: 'month',
			starts: '2027-03-01T00:00:00',
			ends: '2027-04-01T00:00:00'
		} as const;
		const dates = [sampleDate('2027-03-01T00:00:00', '2027-02-28T22:00:00Z', {}, 31 * 24)];
		expect(whole({ event: sampleEvent(month), dates })).toContain('TRANSP:TRANSPARENT\r\n');
		expect(whole({ event: sampleEvent({ ...month, precision: 'day' }), dates })).not.toContain(
			'TRANSP'
		);
	});

	test('an hour that the clock shows twice is told in UTC', () => {
		const event = sampleEvent({ starts: '2027-10-30T22:00:00', ends: '2027-10-31T03:30:00' });
		const date = sampleDate('2027-10-30T22:00:00', '2027-10-30T19:00:00Z', {}, 5.5);
		expect(whole({ event, dates: [date] })).toMatch(
			/DTSTART:20271030T190000Z\r\nDTEND:20271031T003000Z\r\n/
		);
	});
});

test('whatever is in the texts comes back, and adds no line of its own', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
			const clean = text.toWellFormed().replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
			const expected = clean.replace(/\p{Cc}/gu, (control) => (control === '\n' ? control : ''));
			const [entry] = wholeEntry(
				sampleDated({
					title: { lv: `x${text.toWellFormed()}x` },
					organisers: [{ slug: null, name: { lv: `x${text.toWellFormed()}x` }, email: null }]
				}),
				options
			);
			const written = file(entry ? [entry] : []);
			const { events } = read(written);
			expect(events).toHaveLength(1);
			expect(events[0]?.summary).toBe(`x${expected}x`);
			for (const line of written.split('\r\n')) {
				expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
				expect(line).not.toMatch(/[\r\n]/);
			}
		})
	);
});
