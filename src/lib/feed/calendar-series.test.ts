// What a series is told as, where its hours meet a clock change.
import { expect, test } from 'vitest';
import { toldSeries } from './calendar-series.ts';
import type { FeedDate } from './feed-event.ts';
import { instantsOf } from '#lib/time/local-time.ts';

const timeZone = 'Europe/Riga';
const dateOn = (day: string, from: string, to: string): FeedDate => {
	const [starts, ends] = [`${day}T${from}:00`, `${day}T${to}:00`];
	const { startsAt, endsAt } = instantsOf(starts, ends, timeZone);
	return {
		id: day,
		starts,
		ends,
		startsAt,
		endsAt,
		original: starts,
		originalStart: startsAt,
		state: 'confirmed',
		title: {},
		reason: {},
		deadline: null,
		elsewhere: null,
		metres: null
	};
};

const told = (hour: string, end: string, leftOut: string) =>
	toldSeries(
		{
			starts: `2027-10-17T${hour}:00`,
			ends: `2027-10-17T${end}:00`,
			timeZone,
			allDay: false,
			precision: 'minute',
			recurrence: 'FREQ=WEEKLY;COUNT=4',
			exceptions: [`${leftOut}T${hour}:00`],
			knownUntil: null
		},
		['2027-10-17', '2027-10-24', '2027-10-31', '2027-11-07']
			.filter((day) => day !== leftOut)
			.map((day) => dateOn(day, hour, end))
	);

test('a date is left out by an hour that comes once: else the series is counted from noon', () => {
	// On 31 October half past three comes twice, and programs leave out either.
	expect(told('03:30', '05:00', '2027-10-31').exceptions).toEqual(['2027-10-31T12:00:00']);
	expect(told('03:30', '05:00', '2027-10-31').dates.every(({ ownTime }) => ownTime)).toBe(true);
	expect(told('18:00', '20:00', '2027-10-31').exceptions).toEqual(['2027-10-31T18:00:00']);
	expect(told('18:00', '20:00', '2027-10-31').dates.some(({ ownTime }) => ownTime)).toBe(false);
});
