// Random series over both clock changes, with everything that can be done to their dates, in five
// programs that nobody here wrote: each must find the same instants as the page.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { afterAll, describe, expect, test } from 'vitest';
import { isMissing, outputOf, pythonAnswer } from '../../../tests/setup/programs.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { wholeEntry } from './calendar-entries.ts';
import { calendarEnd, calendarEntry, calendarStart } from './icalendar.ts';
import { anySeries } from './sample-series.ts';

// Whoever reads them is in Latvia: libraries take whole days by the zone of their process.
process.env.TZ = 'Europe/Riga';
overwriteGetLocale(() => 'lv');
const home = mkdtempSync(join(tmpdir(), 'tikls-series-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const seed = Date.now() % 2 ** 31;
const sampled = fc.sample(anySeries, { numRuns: 60, seed });
const options = { locale: 'lv', origin: 'https://tikls.example' } as const;
const head = { name: null, description: null, source: null, refreshHours: 6, timeZone: 'UTC' };
const text =
	calendarStart(
		head,
		sampled.map(({ event }) => event.timeZone)
	) +
	sampled
		.flatMap((dated) => wholeEntry(dated, options))
		.map((entry) => calendarEntry(entry, null))
		.join('') +
	calendarEnd;
const file = join(home, 'series.ics');
writeFileSync(file, text);

/** "from/to" of each date, by the identifier of its entry. Whole days are days. */
type Found = Record<string, string[]>;

const minute = (instant: string | Date) => new Date(instant).toISOString().slice(0, 16);

function onThePage(): Found {
	const found: Found = {};
	for (const { event, dates } of sampled)
		for (const date of dates) {
			const uid = date.id.endsWith('0099') ? date.id : event.id;
			(found[uid] ??= []).push(
				event.allDay
					? `${date.starts.slice(0, 10)}/${date.ends.slice(0, 10)}`
					: `${minute(date.startsAt)}/${minute(date.endsAt)}`
			);
		}
	return sorted(found);
}
const sorted = (found: Found): Found =>
	Object.fromEntries(
		Object.entries(found).map(([uid, dates]) => [uid, [...new Set(dates)].toSorted()])
	);

/** Holds what a program found against the page, and shows the entry of the first difference. */
function compare(theirs: Found) {
	const page = onThePage();
	for (const [uid, dates] of Object.entries(page)) {
		const entry = text.split('BEGIN:VEVENT').filter((part) => part.includes(`UID:${uid}`));
		expect({ dates: sorted(theirs)[uid] ?? [] }, `seed ${seed}\n${entry.join('')}`).toEqual({
			dates
		});
	}
	expect(Object.keys(theirs).toSorted()).toEqual(Object.keys(page).toSorted());
}

test('ical.js', () => {
	const calendar = new ICAL.Component(ICAL.parse(text));
	for (const zone of calendar.getAllSubcomponents('vtimezone'))
		ICAL.TimezoneService.register(new ICAL.Timezone(zone));
	// By itself it would take the changed dates of every other event, too.
	const events = calendar
		.getAllSubcomponents('vevent')
		.map((event) => new ICAL.Event(event, { exceptions: [] }));
	const found: Found = {};
	const shown = (start: ICAL.Time, end: ICAL.Time) =>
		start.isDate
			? `${start.toString()}/${end.toString()}`
			: `${minute(start.toJSDate())}/${minute(end.toJSDate())}`;
	for (const event of events.filter((one) => !one.isRecurrenceException())) {
		const dates = (found[event.uid] ??= []);
		if (!event.isRecurring()) {
			dates.push(shown(event.startDate, event.endDate));
			continue;
		}
		for (const other of events)
			if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
		const iterator = event.iterator();
		for (let next = iterator.next(); next && dates.length < 100; next = iterator.next()) {
			const { startDate, endDate } = event.getOccurrenceDetails(next);
			dates.push(shown(startDate, endDate));
		}
	}
	compare(found);
});

test('node-ical', () => {
	const found: Found = {};
	for (const event of Object.values(nodeIcal.sync.parseICS(text))) {
		if (event?.type !== 'VEVENT') continue;
		const dates = nodeIcal.expandRecurringEvent(event, {
			from: new Date('2026-01-01'),
			to: new Date('2032-01-01')
		});
		const day = (date: Date) =>
			[date.getFullYear(), date.getMonth() + 1, date.getDate()]
				.map((part) => String(part).padStart(2, '0'))
				.join('-');
		found[event.uid] = dates.map(({ start, end, isFullDay }) =>
			isFullDay ? `${day(start)}/${day(end)}` : `${minute(start)}/${minute(end)}`
		);
	}
	compare(found);
});

describe.skipIf(isMissing('recurring'))('python3-icalendar', () => {
	test('with recurring-ical-events', () => {
		const program = `
import json, sys
from datetime import date, datetime, timezone
import icalendar, recurring_ical_events
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
def text(value):
    return value.isoformat() if type(value) is date else value.astimezone(timezone.utc).isoformat()[:16]
found = {}
for event in recurring_ical_events.of(calendar).between((2026, 1, 1), (2032, 1, 1)):
    found.setdefault(str(event['UID']), []).append(text(event['DTSTART'].dt) + '/' + text(event['DTEND'].dt))
print(json.dumps(found))
`;
		compare(pythonAnswer(program, [file], home) as Found);
	});
});

describe.skipIf(isMissing('libical') || isMissing('gi'))('libical', () => {
	test('with what is told of single dates', () => {
		const program = `
import json, sys, warnings
from datetime import datetime, timezone
import gi
gi.require_version('ICalGLib', '3.0')
from gi.repository import ICalGLib as ical
calendar = ical.Component.new_from_string(open(sys.argv[1], encoding='utf8').read())
zones, found, own, masters = {}, {}, {}, []
def parts(kind):
    part = calendar.get_first_component(kind)
    while part is not None:
        yield part
        part = calendar.get_next_component(kind)
for part in parts(ical.ComponentKind.VTIMEZONE_COMPONENT):
    zone = ical.Timezone.new()
    zone.set_component(part.clone())
    zones[zone.get_tzid()] = zone
utc = ical.Timezone.get_utc_timezone()
def zone_of(event, name):
    parameter = event.get_first_property(name).get_first_parameter(ical.ParameterKind.TZID_PARAMETER)
    return zones[parameter.get_tzid()] if parameter else utc
def instant(time, zone):
    return time.as_timet_with_zone(zone)
def text(seconds, whole):
    shown = datetime.fromtimestamp(seconds, timezone.utc).isoformat()
    return shown[:10] if whole else shown[:16]
for event in parts(ical.ComponentKind.VEVENT_COMPONENT):
    start, end = event.get_dtstart(), event.get_dtend()
    whole = start.is_date()
    zone = zone_of(event, ical.PropertyKind.DTSTART_PROPERTY)
    length = instant(end, zone) - instant(start, zone)
    rule = event.get_first_property(ical.PropertyKind.RRULE_PROPERTY)
    if event.get_first_property(ical.PropertyKind.RECURRENCEID_PROPERTY) is not None:
        name = event.get_recurrenceid()
        own.setdefault(event.get_uid(), {})[name.as_ical_string()] = text(instant(start, zone), whole) + '/' + text(instant(end, zone), whole)
    elif rule is None:
        found.setdefault(event.get_uid(), []).append(text(instant(start, zone), whole) + '/' + text(instant(end, zone), whole))
    else:
        masters.append((event.get_uid(), event, start, zone, length, whole, rule))
def gone(event):
    names = set()
    one = event.get_first_property(ical.PropertyKind.EXDATE_PROPERTY)
    while one is not None:
        names.add(one.get_exdate().as_ical_string())
        one = event.get_next_property(ical.PropertyKind.EXDATE_PROPERTY)
    return names
for uid, event, start, zone, length, whole, rule in masters:
    left_out, changed = gone(event), dict(own.get(uid, {}))
    dates = found.setdefault(uid, [])
    iterator = ical.RecurIterator.new(rule.get_rrule(), start)
    time = iterator.next()
    while not time.is_null_time():
        name = time.as_ical_string()
        if name in changed:
            dates.append(changed.pop(name))
        elif name not in left_out:
            begins = instant(time, zone)
            dates.append(text(begins, whole) + '/' + text(begins + length, whole))
        time = iterator.next()
    dates.extend('orphan ' + one for one in changed.values())
print(json.dumps(found))
`;
		compare(pythonAnswer(program, [file], home) as Found);
	});
});

describe.skipIf(isMissing('khal'))('khal', () => {
	test('shows every date at its hour', () => {
		const config = join(home, 'khal.conf');
		writeFileSync(
			config,
			`[calendars]
[[tikls]]
path = ${join(home, 'calendar')}
type = calendar
[locale]
local_timezone = UTC
default_timezone = UTC
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
		const khal = (...args: string[]) => outputOf('/usr/bin/khal', ['-c', config, ...args], home);
		khal('import', '--batch', '-a', 'tikls', file);
		const lines = khal(
			'list',
			'--day-format',
			'',
			'--format',
			'{uid} {start-long}/{end-long}',
			'2026-01-01',
			'2200d'
		);
		const found: Found = {};
		for (const line of lines.split('\n').filter(Boolean)) {
			const [uid = '', ...rest] = line.split(' ');
			const [start = '', end = ''] = rest.join(' ').split('/');
			const allDay = start.length === 10;
			(found[uid] ??= []).push(
				// Whole days end with their last one there.
				allDay
					? `${start}/${new Date(Date.parse(end) + 86_400_000).toISOString().slice(0, 10)}`
					: `${start.replace(' ', 'T')}/${end.replace(' ', 'T')}`
			);
		}
		compare(found);
	});
});
