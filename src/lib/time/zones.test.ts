// A zone whose name is not known here is read on the network's clock: nothing fails, and the log
// says so once.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { network } from '#network';
import { dateTimeAttribute, spanWords } from './dates.ts';
import { dayOf, offsetAt, startOfDay, wallClock } from './days.ts';
import { instantOf, instantsOf, localOf } from './local-time.ts';
import { isKnownZone, zoneFor } from './zones.ts';

const nowhere = 'Europe/Atlantis';
const here = network.timeZone;
const instant = '2027-06-30T22:30:00Z';
const span = { startsAt: instant, endsAt: '2027-07-01T00:30:00Z', allDay: false } as const;

describe('a zone that is not known here', () => {
	const warn = vi.spyOn(console, 'warn');
	beforeEach(() => warn.mockImplementation(() => {}));
	afterEach(() => warn.mockClear());

	it('is told from one that is', () => {
		expect(isKnownZone(nowhere)).toBe(false);
		expect(zoneFor(nowhere)).toBe(here);
		expect(warn.mock.calls).toEqual([[expect.stringContaining(nowhere)]]);
		zoneFor(nowhere);
		expect(warn).toHaveBeenCalledTimes(1);
		for (const zone of Intl.supportedValuesOf('timeZone')) expect(zoneFor(zone)).toBe(zone);
	});

	it.each([
		['the day', (zone: string) => dayOf(instant, zone)],
		['the clock', (zone: string) => wallClock(instant, zone)],
		['the offset', (zone: string) => offsetAt(instant, zone)],
		['where a day begins', (zone: string) => startOfDay('2027-07-01', zone)],
		['an instant', (zone: string) => instantOf('2027-07-01T01:30:00', zone)],
		['both instants', (z: string) => instantsOf('2027-07-01T01:30', '2027-07-01T03:30', z)],
		['local time', (zone: string) => localOf(instant, zone)],
		['words', (timeZone: string) => spanWords({ ...span, precision: 'minute', timeZone }, 'lv')],
		[
			'its attribute',
			(timeZone: string) => dateTimeAttribute({ ...span, precision: 'minute', timeZone })
		]
	])('is read on the clock of the network: %s', (_, read) => {
		expect(read(nowhere)).toEqual(read(here));
	});
});
